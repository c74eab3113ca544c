"""The annual meeting's memory: what was resolved, what we know of the client's market, what we plan together."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment, Owner, Scope
from kamdesk.facts.record import Record

TOPICS = {
    "product": N_("product"),
    "service": N_("service"),
    "marketing": N_("marketing"),
    "other": N_("other"),
}
RESOLUTION_STATUSES = {
    "open": N_("open"),
    "done": N_("done"),
    "partly": N_("partly done"),
    "refused": N_("not taken up"),
}


class Resolution(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Resolution")):
    """What the client asked at an annual meeting, and what we did about it. Source: the meeting's minutes."""

    meeting_year: Mapped[int | None] = fact(N_("Meeting of"), kind=Kind.INTEGER)
    topic: Mapped[str] = fact(N_("Topic"), kind=Kind.CHOICE, choices=TOPICS, default="product")
    asked: Mapped[str] = fact(N_("What they asked"))
    answer: Mapped[str] = fact(N_("What we did"))
    employee_id: Mapped[bytes | None] = fact(N_("Our person"), kind=Kind.REFERENCE, refers_to="employee")
    contact_id: Mapped[bytes | None] = fact(N_("Their person"), kind=Kind.REFERENCE, refers_to="contact")
    due_on: Mapped[date | None] = fact(N_("Due"), kind=Kind.DAY)
    done_on: Mapped[date | None] = fact(N_("Done"), kind=Kind.DAY)
    status: Mapped[str] = fact(N_("Status"), kind=Kind.CHOICE, choices=RESOLUTION_STATUSES, default="open")
    evidence: Mapped[str] = fact(N_("Evidence"))


class Objective(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Objective")):
    """A line of the joint plan with an owner on each side. Source: agreed with the client."""

    plan_year: Mapped[int | None] = fact(N_("Plan year"), kind=Kind.INTEGER)
    what: Mapped[str] = fact(N_("Objective"))
    measure: Mapped[str] = fact(N_("Measure"))
    employee_id: Mapped[bytes | None] = fact(N_("Our person"), kind=Kind.REFERENCE, refers_to="employee")
    contact_id: Mapped[bytes | None] = fact(N_("Their person"), kind=Kind.REFERENCE, refers_to="contact")
    due_on: Mapped[date | None] = fact(N_("Due"), kind=Kind.DAY)
    status: Mapped[str] = fact(N_("Status"), kind=Kind.CHOICE, choices=RESOLUTION_STATUSES, default="open")


class MarketFact(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Market fact")):
    """What we know of the client's own customers, rivals, plans; each with its source and day."""

    topic: Mapped[str] = fact(N_("Topic"))
    value: Mapped[str] = fact(N_("Fact"))
    source: Mapped[str] = fact(N_("Source"), private=True)
    known_on: Mapped[date | None] = fact(N_("Known on"), kind=Kind.DAY)
