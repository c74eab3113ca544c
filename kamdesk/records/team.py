"""Our people, and who of them serves which client."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import MANAGERS, Compartment, Owner, Scope
from kamdesk.facts.record import Record

TEAM_ROLES = {
    "kam": N_("key account manager"),
    "engineer": N_("application engineer"),
    "planning": N_("planning"),
    "logistics": N_("logistics"),
    "finance": N_("finance"),
    "service": N_("service"),
    "executive": N_("executive sponsor"),
}


class Employee(
    Record,
    scope=Scope.CATALOGUE,
    compartment=Compartment.OPEN,
    owner=Owner.OFFICE,
    label=N_("Employee"),
    written_by=MANAGERS,
):
    """One of our people. Source: the office."""

    name: Mapped[str] = fact(N_("Name"), import_as=("employee", "employee name", "员工", "員工"))
    latin_name: Mapped[str] = fact(N_("Latin name"))
    post: Mapped[str] = fact(N_("Post"), import_as=("title", "job title", "职务", "職務"))
    department: Mapped[str] = fact(N_("Department"), import_as=("department", "部门", "部門"))
    reports_to_id: Mapped[bytes | None] = fact(
        N_("Reports to"), kind=Kind.REFERENCE, refers_to="employee", import_as=("reports to", "manager")
    )
    phone: Mapped[str] = fact(N_("Phone"), kind=Kind.PHONE)
    email: Mapped[str] = fact(N_("E-mail"), kind=Kind.EMAIL)
    region: Mapped[str] = fact(N_("Region"))


class TeamMember(
    Record,
    scope=Scope.CLIENT,
    compartment=Compartment.OPEN,
    owner=Owner.DESK,
    label=N_("Team member"),
    written_by=MANAGERS,
):
    """Who of us serves this client, in which role, from when to when. Source: the manager."""

    employee_id: Mapped[bytes | None] = fact(N_("Our person"), kind=Kind.REFERENCE, refers_to="employee")
    role: Mapped[str] = fact(N_("Role"), kind=Kind.CHOICE, choices=TEAM_ROLES)
    starts_on: Mapped[date | None] = fact(N_("From"), kind=Kind.DAY)
    ends_on: Mapped[date | None] = fact(N_("To"), kind=Kind.DAY)
