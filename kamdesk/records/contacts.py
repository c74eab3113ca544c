"""People at the client: posts, who reports to whom, who on our side knows them, what they were trained on."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment, Owner, Scope
from kamdesk.facts.record import Record

LEVELS = {"senior": N_("senior"), "middle": N_("middle"), "front": N_("front line")}
RIGHTS = {
    "decides": N_("decides"),
    "orders": N_("orders"),
    "pays": N_("signs payment"),
    "technical": N_("technical veto"),
    "uses": N_("uses"),
    "receives": N_("receives"),
}
"""Decision rights in the order in which an org box shows them (LOOK 4)."""
SUPPORTS = {"unknown": N_("unknown"), "supports": N_("supports"), "neutral": N_("neutral"), "opposes": N_("opposes")}
LINES = {"line": N_("reports to"), "matrix": N_("also reports to"), "assistant": N_("assists")}


class Contact(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Contact")):
    """A person, or a vacant seat, at a client. Source: visits; the client's own organisation files."""

    name: Mapped[str] = fact(
        N_("Name"), import_as=("contact", "contact name", "person", "联系人", "聯絡人", "姓名"), searched=True
    )
    latin_name: Mapped[str] = fact(N_("Latin name"), searched=True)
    post: Mapped[str] = fact(
        N_("Post"), import_as=("post", "title", "job title", "contact title", "职位", "職位", "职务", "職務")
    )
    department: Mapped[str] = fact(N_("Department"), import_as=("department", "unit", "部门", "部門"))
    level: Mapped[str] = fact(N_("Level"), kind=Kind.CHOICE, choices=LEVELS, import_as=("level", "层级", "層級"))
    rights: Mapped[tuple[str, ...]] = fact(N_("Decision rights"), kind=Kind.CHOICES, choices=RIGHTS, private=True)
    influence: Mapped[int | None] = fact(N_("Influence, 1 to 5"), kind=Kind.INTEGER, private=True)
    support: Mapped[str] = fact(N_("Support"), kind=Kind.CHOICE, choices=SUPPORTS, together="support", private=True)
    support_since: Mapped[date | None] = fact(N_("Support since"), kind=Kind.DAY, together="support", private=True)
    cares_about: Mapped[str] = fact(N_("Cares about"), private=True)
    phone: Mapped[str] = fact(
        N_("Phone"), kind=Kind.PHONE, import_as=("phone", "tel", "telephone", "电话", "電話"), searched=True
    )
    mobile: Mapped[str] = fact(
        N_("Mobile"), kind=Kind.PHONE, import_as=("mobile", "cell", "手机", "行動電話", "手機"), searched=True
    )
    email: Mapped[str] = fact(
        N_("E-mail"), kind=Kind.EMAIL, import_as=("email", "e-mail", "mail", "邮箱", "電子郵件"), searched=True
    )
    language: Mapped[str] = fact(N_("Language"))
    site_id: Mapped[bytes | None] = fact(N_("Site"), kind=Kind.REFERENCE, refers_to="site")
    is_vacant: Mapped[bool] = fact(N_("Vacant seat"), kind=Kind.BOOLEAN)
    starts_on: Mapped[date | None] = fact(N_("In this post since"), kind=Kind.DAY)
    ends_on: Mapped[date | None] = fact(N_("Left on"), kind=Kind.DAY)
    was_contact_id: Mapped[bytes | None] = fact(
        N_("Same person, earlier post"), kind=Kind.REFERENCE, refers_to="contact"
    )


class ReportingLine(
    Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Reporting line")
):
    """Who reports to whom, from when to when; several managers allowed, never a circle. Source: visits; their files."""

    contact_id: Mapped[bytes | None] = fact(N_("Person"), kind=Kind.REFERENCE, refers_to="contact", index=True)
    manager_id: Mapped[bytes | None] = fact(
        N_("Reports to"),
        kind=Kind.REFERENCE,
        refers_to="contact",
        import_as=("manager", "reports to", "supervisor", "上级", "上級", "汇报对象"),
    )
    line: Mapped[str] = fact(N_("Kind of line"), kind=Kind.CHOICE, choices=LINES, default="line")
    starts_on: Mapped[date | None] = fact(N_("From"), kind=Kind.DAY)
    ends_on: Mapped[date | None] = fact(N_("To"), kind=Kind.DAY)


class InfluenceLine(
    Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Influence line")
):
    """Who listens to whom outside the reporting lines. Source: what reps hear."""

    from_contact_id: Mapped[bytes | None] = fact(
        N_("Influences"), kind=Kind.REFERENCE, refers_to="contact", private=True
    )
    to_contact_id: Mapped[bytes | None] = fact(
        N_("Is influenced"), kind=Kind.REFERENCE, refers_to="contact", private=True
    )
    note: Mapped[str] = fact(N_("How"), private=True)


class Pairing(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Pairing")):
    """Our person and their person: how well they know each other now (0 to 4) and should. Source: the account team."""

    employee_id: Mapped[bytes | None] = fact(N_("Our person"), kind=Kind.REFERENCE, refers_to="employee")
    contact_id: Mapped[bytes | None] = fact(N_("Their person"), kind=Kind.REFERENCE, refers_to="contact", index=True)
    coverage: Mapped[int] = fact(N_("Coverage, 0 to 4"), kind=Kind.INTEGER, default=0, private=True)
    coverage_aim: Mapped[int] = fact(N_("Coverage aimed at"), kind=Kind.INTEGER, default=0, private=True)
    last_touch_on: Mapped[date | None] = fact(N_("Last contact"), kind=Kind.DAY)
    note: Mapped[str] = fact(N_("Note"), private=True)


class Training(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Training")):
    """Who at the client was, or is to be, trained on which product. Source: our engineers."""

    contact_id: Mapped[bytes | None] = fact(N_("Person"), kind=Kind.REFERENCE, refers_to="contact")
    product_id: Mapped[bytes | None] = fact(N_("Product"), kind=Kind.REFERENCE, refers_to="product")
    topic: Mapped[str] = fact(N_("Topic"))
    due_on: Mapped[date | None] = fact(N_("Due"), kind=Kind.DAY)
    done_on: Mapped[date | None] = fact(N_("Done"), kind=Kind.DAY)
    result: Mapped[str] = fact(N_("Result"))


class KeyDate(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Key date")):
    """A day to remember: birthday, opening, tender, fair; solar or lunar. Source: the account team."""

    contact_id: Mapped[bytes | None] = fact(N_("Person"), kind=Kind.REFERENCE, refers_to="contact")
    occasion: Mapped[str] = fact(N_("Occasion"))
    day: Mapped[date | None] = fact(N_("Day"), kind=Kind.DAY)
    is_yearly: Mapped[bool] = fact(N_("Every year"), kind=Kind.BOOLEAN)
    is_lunar: Mapped[bool] = fact(N_("By the lunar calendar"), kind=Kind.BOOLEAN)
    is_client_event: Mapped[bool] = fact(N_("Client's event"), kind=Kind.BOOLEAN)
    plan: Mapped[str] = fact(N_("Our support"), kind=Kind.LINES, private=True)
