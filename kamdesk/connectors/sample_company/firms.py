"""The key clients, their sites, and who of us serves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamdesk.base.days import add_days
from kamdesk.connectors.sample_company.scene import Scene, tale


@dataclass(frozen=True, slots=True)
class Firm:
    """A key client as the story knows it; `told` is what is said of it beyond the table."""

    key: str
    name: str
    latin: str
    position: str
    parent: str
    industry: str
    grade: str
    stage: str
    owner: str
    city: str
    country: str
    term: int
    schedule: str
    payer: str
    monthly: int
    since: int
    told: dict[str, Any]

    @property
    def legal_name(self) -> str:
        """The name in the commercial register."""
        if self.name.endswith(("集团", "公司")):
            return self.name
        return self.name + ("股份有限公司" if self.country == "TW" else "有限公司")

    @property
    def home(self) -> str:
        """The key of the client's main site."""
        return str(self.told["sites"][0][0]) if "sites" in self.told else f"{self.key}-S1"


def firms() -> Iterator[Firm]:
    """Every key client, groups before their branches."""
    told = {"HENGTAI": tale("hengtai"), **tale("told")}
    for row in tale("company")["clients"]:
        yield Firm(*[*row, told.get(row[0], {})])


def tell_firm(scene: Scene, firm: Firm) -> None:
    """Write down one client, its sites and its team."""
    told, dice = firm.told, scene.dice(f"firm {firm.key}")
    scene.book.add(
        "client", firm.key, legal_name=firm.legal_name, other_name=firm.latin, short_name=firm.name,
        position=firm.position, parent_id=firm.parent or None, industry_id=firm.industry, grade=firm.grade,
        stage=firm.stage, stage_since=scene.day(told.get("stage_since", -dice.randint(200, 900))),
        stage_evidence=told.get("stage_evidence", "按月下单，双方采购与销售定期见面"), owner_id=firm.owner,
        client_since=date(firm.since, 3, 1), country=firm.country, city=firm.city, phone=_switchboard(scene, firm),
        website=f"https://www.{_domain(firm.key)}", tax_number=f"91{dice.randint(10**15, 10**16 - 1)}",
        currency=tale("company")["currency"], payment_term_days=firm.term, payment_schedule=firm.schedule,
        supply_lead_days=told.get("supply_lead_days", dice.choice((14, 16, 18, 21))),
        otif_aim=told.get("otif_aim", dice.choice((900_000, 930_000, 950_000))), habits=told.get("habits", ""),
        sales_share_aim=told.get("sales_share_aim"),
    )  # fmt: skip
    _tell_sites(scene, firm)
    _tell_team(scene, firm)


def _tell_sites(scene: Scene, firm: Firm) -> None:
    default = [[firm.home, f"{firm.city}厂", True, f"{firm.city}市工业园区科技路 {len(firm.name) * 17} 号",
                firm.city, "", "", "南门登记"]]  # fmt: skip
    for key, name, is_primary, address, city, region, postal_code, way_in in firm.told.get("sites", default):
        scene.book.add(
            "site", key, firm.key, name=name, is_primary=is_primary, address=address, city=city, region=region,
            postal_code=postal_code, country=firm.country, way_in=way_in,
        )  # fmt: skip


def _tell_team(scene: Scene, firm: Firm) -> None:
    default = [["kam", firm.owner, -700], ["engineer", "E-09", -400], ["finance", "E-13", -400]]
    if firm.grade == "A":
        default += [["planning", "E-10", -700], ["logistics", "E-12", -700], ["executive", "E-01", -700]]
    for number, (role, employee, since) in enumerate(firm.told.get("team", default), 1):
        scene.book.add(
            "team_member", f"{firm.key}-T{number}", firm.key, employee_id=employee, role=role,
            starts_on=add_days(scene.today, since),
        )  # fmt: skip


def _domain(key: str) -> str:
    return f"{key.lower()}.example"


def _switchboard(scene: Scene, firm: Firm) -> str:
    dice = scene.dice(f"phone {firm.key}")
    prefix = {"TW": "+886 4"}.get(firm.country, f"+86 {dice.randint(510, 599)}")
    return f"{prefix} {dice.randint(2000, 8999)} {dice.randint(1000, 9999)}"
