"""Key clients, their groups and branches, and their sites."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import FIELD_AND_FINANCE, FINANCE, MANAGERS, Compartment, Merge, Owner, Scope
from kamdesk.facts.record import Record

GRADES = {"A": "A", "B": "B", "C": "C"}
STAGES = {
    "1": N_("exploratory"),
    "2": N_("basic"),
    "3": N_("cooperative"),
    "4": N_("interdependent"),
    "5": N_("integrated"),
}
"""Relationship stages. Source: FIGURES W21; one step at a time, with evidence and date."""
STATUSES = {"active": N_("active"), "prospect": N_("prospect"), "former": N_("former")}
POSITIONS = {"single": N_("single company"), "group": N_("group"), "branch": N_("branch")}


class Client(
    Record, scope=Scope.OWN, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Client"), table="clients"
):
    """A key client; a group and each of its branches are clients of their own.

    Source: the office's customer list; reps add what they learn in the field.
    """

    legal_name: Mapped[str] = fact(
        N_("Legal name"),
        import_as=("name", "customer", "customer name", "company", "companyname", "客户名称", "客戶名稱", "公司名称"),
        searched=True,
    )
    other_name: Mapped[str] = fact(
        N_("Other name"), import_as=("latin name", "english name", "local name", "英文名称", "英文名稱"), searched=True
    )
    short_name: Mapped[str] = fact(N_("Short name"), import_as=("short name", "简称", "簡稱"), searched=True)
    position: Mapped[str] = fact(N_("Group or branch"), kind=Kind.CHOICE, choices=POSITIONS, default="single")
    parent_id: Mapped[bytes | None] = fact(
        N_("Parent client"),
        kind=Kind.REFERENCE,
        refers_to="client",
        edited_by=MANAGERS,
        import_as=("parent", "parent client", "group", "上级客户", "上級客戶"),
    )
    keeper_id: Mapped[bytes | None] = fact(
        N_("Merged into"), kind=Kind.REFERENCE, refers_to="client", edited_by=MANAGERS, index=True
    )
    """the client of which this one is a twin: its rows stay where they are, pages and figures read both"""
    status: Mapped[str] = fact(N_("Status"), kind=Kind.CHOICE, choices=STATUSES, default="active")
    industry_id: Mapped[bytes | None] = fact(
        N_("Industry"), kind=Kind.REFERENCE, refers_to="industry", import_as=("industry", "行业", "行業")
    )
    grade: Mapped[str] = fact(
        N_("Grade"),
        kind=Kind.CHOICE,
        choices=GRADES,
        edited_by=MANAGERS,
        merge=Merge.OFFICE,
        import_as=("grade", "class", "等级", "等級"),
        private=True,
    )
    stage: Mapped[str] = fact(
        N_("Stage"), kind=Kind.CHOICE, choices=STAGES, together="stage", import_as=("stage", "阶段"), private=True
    )
    stage_since: Mapped[date | None] = fact(N_("Stage since"), kind=Kind.DAY, together="stage", private=True)
    stage_evidence: Mapped[str] = fact(N_("Evidence for the stage"), kind=Kind.LINES, together="stage", private=True)
    owner_id: Mapped[bytes | None] = fact(
        N_("Key account manager"),
        kind=Kind.REFERENCE,
        refers_to="employee",
        edited_by=MANAGERS,
        merge=Merge.OFFICE,
        import_as=("owner", "key account manager", "sales rep", "客户经理", "客戶經理"),
    )
    client_since: Mapped[date | None] = fact(N_("Client since"), kind=Kind.DAY)
    country: Mapped[str] = fact(N_("Country"), import_as=("country", "国家", "國家"))
    city: Mapped[str] = fact(N_("City"), import_as=("city", "城市"))
    phone: Mapped[str] = fact(
        N_("Phone"),
        kind=Kind.PHONE,
        edited_by=FIELD_AND_FINANCE,
        import_as=("phone", "tel", "telephone", "电话", "電話"),
        searched=True,
    )
    website: Mapped[str] = fact(
        N_("Website"), edited_by=FIELD_AND_FINANCE, import_as=("website", "web", "网站", "網站")
    )
    tax_number: Mapped[str] = fact(N_("Tax number"), import_as=("tax number", "vat", "税号", "稅號"))
    currency: Mapped[str] = fact(N_("Currency"), import_as=("currency", "币种", "幣別"), edited_by=FINANCE)
    payment_term_days: Mapped[int] = fact(
        N_("Payment term"),
        kind=Kind.INTEGER,
        unit="days",
        default=30,
        edited_by=FINANCE,
        merge=Merge.OFFICE,
        import_as=("payment term", "terms", "账期", "帳期"),
    )
    payment_schedule: Mapped[str] = fact(
        N_("Payment schedule"),
        edited_by=FINANCE,
        merge=Merge.OFFICE,
        hint=N_("for example: 30% 0, 60% 90, 10% 365"),
        import_as=("payment schedule", "付款方式"),
    )
    supply_lead_days: Mapped[int | None] = fact(N_("Our lead time"), kind=Kind.INTEGER, unit="days")
    otif_aim: Mapped[int | None] = fact(N_("Their OTIF aim"), kind=Kind.PERCENT)
    habits: Mapped[str] = fact(N_("Habits and manners"), kind=Kind.LINES, private=True)
    sales_share_aim: Mapped[int | None] = fact(
        N_("Our share of their demand"), kind=Kind.PERCENT, private=True, edited_by=MANAGERS
    )


class Site(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Site")):
    """A place of a client: plant, office, warehouse. Source: visits and the office's customer list."""

    name: Mapped[str] = fact(N_("Name"), import_as=("site", "地点", "地點"))
    is_primary: Mapped[bool] = fact(N_("Main site"), kind=Kind.BOOLEAN)
    address: Mapped[str] = fact(N_("Address"), import_as=("address", "street", "地址"))
    city: Mapped[str] = fact(N_("City"), import_as=("city", "城市"))
    region: Mapped[str] = fact(N_("Region"), import_as=("region", "province", "省份", "地区", "地區"))
    postal_code: Mapped[str] = fact(
        N_("Postal code"), import_as=("postal code", "postalcode", "zip", "邮编", "郵遞區號")
    )
    country: Mapped[str] = fact(N_("Country"), import_as=("country", "国家", "國家"))
    way_in: Mapped[str] = fact(N_("Way in"), kind=Kind.LINES, hint=N_("gate, parking, who to ask for"))
