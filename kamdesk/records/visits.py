"""Visits, what was promised there both ways, what the client needs, asked for, said, and must not be reminded of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import SERVICE, Compartment, Owner, Scope
from kamdesk.facts.record import Record

VISIT_STATUSES = {"planned": N_("planned"), "done": N_("done"), "cancelled": N_("cancelled")}
SIDES = {"ours": N_("ours"), "theirs": N_("theirs")}
OUTCOMES = {
    "open": N_("open"),
    "kept": N_("kept"),
    "kept_late": N_("kept late"),
    "broken": N_("broken"),
    "withdrawn": N_("withdrawn"),
}
CHANNELS = {
    "visit": N_("visit"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "web": N_("web"),
    "counter": N_("counter"),
}
REQUEST_KINDS = {
    "question": N_("question"),
    "complaint": N_("complaint"),
    "change": N_("change"),
    "solution": N_("solution design"),
    "service": N_("service"),
}
REQUEST_STATUSES = {
    "open": N_("open"),
    "with_us": N_("with us"),
    "with_client": N_("with the client"),
    "closed": N_("closed"),
}


class Visit(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Visit")):
    """A visit, planned or made. Source: the rep."""

    starts_at: Mapped[datetime | None] = fact(N_("Starts"), kind=Kind.MOMENT)
    ends_at: Mapped[datetime | None] = fact(N_("Ends"), kind=Kind.MOMENT)
    status: Mapped[str] = fact(N_("Status"), kind=Kind.CHOICE, choices=VISIT_STATUSES, default="planned")
    purpose: Mapped[str] = fact(N_("Purpose"))
    asks: Mapped[str] = fact(N_("Asks"), kind=Kind.LINES, private=True, hint=N_("one line each, at most three"))
    site_id: Mapped[bytes | None] = fact(N_("Site"), kind=Kind.REFERENCE, refers_to="site")
    place: Mapped[str] = fact(N_("Place"))
    contact_ids: Mapped[tuple[bytes, ...]] = fact(N_("Their people"), kind=Kind.REFERENCES, refers_to="contact")
    employee_ids: Mapped[tuple[bytes, ...]] = fact(N_("Our people"), kind=Kind.REFERENCES, refers_to="employee")
    channel: Mapped[str] = fact(N_("Channel"), kind=Kind.CHOICE, choices=CHANNELS, default="visit")
    summary: Mapped[str] = fact(N_("What was said"), kind=Kind.LINES, private=True)
    next_step: Mapped[str] = fact(N_("Next step"), private=True)


class Promise(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Promise")):
    """Who promised what to whom, by when, and whether it was kept. Source: visits, both sides."""

    side: Mapped[str] = fact(N_("Whose"), kind=Kind.CHOICE, choices=SIDES, default="ours")
    what: Mapped[str] = fact(N_("What"))
    employee_id: Mapped[bytes | None] = fact(N_("Our person"), kind=Kind.REFERENCE, refers_to="employee")
    contact_id: Mapped[bytes | None] = fact(N_("Their person"), kind=Kind.REFERENCE, refers_to="contact")
    made_on: Mapped[date | None] = fact(N_("Made on"), kind=Kind.DAY)
    due_on: Mapped[date | None] = fact(N_("Due"), kind=Kind.DAY)
    outcome: Mapped[str] = fact(N_("Outcome"), kind=Kind.CHOICE, choices=OUTCOMES, default="open", together="outcome")
    closed_on: Mapped[date | None] = fact(N_("Closed on"), kind=Kind.DAY, together="outcome")
    evidence: Mapped[str] = fact(N_("Evidence"), together="outcome")
    visit_id: Mapped[bytes | None] = fact(N_("Visit"), kind=Kind.REFERENCE, refers_to="visit")
    order_id: Mapped[bytes | None] = fact(N_("Order"), kind=Kind.REFERENCE, refers_to="order")
    invoice_id: Mapped[bytes | None] = fact(N_("Invoice"), kind=Kind.REFERENCE, refers_to="invoice")


class Need(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Need")):
    """What the client expects: batch, cycle, price, lead time; a new row each time it changes. Source: visits."""

    topic: Mapped[str] = fact(N_("Topic"))
    value: Mapped[str] = fact(N_("Expectation"))
    valid_from: Mapped[date | None] = fact(N_("Valid from"), kind=Kind.DAY)
    said_on: Mapped[date | None] = fact(N_("Said on"), kind=Kind.DAY)
    contact_id: Mapped[bytes | None] = fact(N_("Said by"), kind=Kind.REFERENCE, refers_to="contact")
    fulfilment: Mapped[str] = fact(N_("How we do"), private=True)


class Note(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Note")):
    """Free words about a client or a person. Source: whoever wrote it."""

    text: Mapped[str] = fact(N_("Note"), kind=Kind.LINES, private=True)
    written_at: Mapped[datetime | None] = fact(N_("Written"), kind=Kind.MOMENT)
    author: Mapped[str] = fact(N_("Author"))
    contact_id: Mapped[bytes | None] = fact(N_("Person"), kind=Kind.REFERENCE, refers_to="contact")


class SoreSpot(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Sore spot")):
    """What must not be mentioned; never on client-safe screens or paper. Source: the account team."""

    text: Mapped[str] = fact(N_("Sore spot"), private=True)
    since: Mapped[date | None] = fact(N_("Since"), kind=Kind.DAY, private=True)
    contact_id: Mapped[bytes | None] = fact(N_("Person"), kind=Kind.REFERENCE, refers_to="contact", private=True)


class Request(
    Record,
    scope=Scope.CLIENT,
    compartment=Compartment.OPEN,
    owner=Owner.DESK,
    label=N_("Request"),
    written_by=SERVICE,
):
    """What the client asked for, under one number from intake to close. Source: whoever took it."""

    number: Mapped[str] = fact(N_("Number"))
    kind: Mapped[str] = fact(N_("Kind of request"), kind=Kind.CHOICE, choices=REQUEST_KINDS, default="question")
    summary: Mapped[str] = fact(N_("Summary"))
    channel: Mapped[str] = fact(N_("Channel"), kind=Kind.CHOICE, choices=CHANNELS, default="phone")
    contact_id: Mapped[bytes | None] = fact(N_("Asked by"), kind=Kind.REFERENCE, refers_to="contact")
    employee_id: Mapped[bytes | None] = fact(N_("With"), kind=Kind.REFERENCE, refers_to="employee")
    department: Mapped[str] = fact(N_("Department"))
    status: Mapped[str] = fact(N_("Status"), kind=Kind.CHOICE, choices=REQUEST_STATUSES, default="open")
    opened_at: Mapped[datetime | None] = fact(N_("Opened"), kind=Kind.MOMENT)
    due_at: Mapped[datetime | None] = fact(N_("Due"), kind=Kind.MOMENT)
    closed_at: Mapped[datetime | None] = fact(N_("Closed"), kind=Kind.MOMENT)
    answer: Mapped[str] = fact(N_("Answer"), kind=Kind.LINES)
    order_id: Mapped[bytes | None] = fact(N_("Order"), kind=Kind.REFERENCE, refers_to="order")
