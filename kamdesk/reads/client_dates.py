"""What comes up at one client: days to remember and trainings that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from kamdesk.base.days import add_days
from kamdesk.reads.contacts import in_force
from kamdesk.reads.names import person_name
from kamdesk.reads.scopes import of_client
from kamdesk.records.catalogue import Product
from kamdesk.records.contacts import Contact, KeyDate, Training
from kamdesk.rules.key_dates import next_time

DAYS_AHEAD = 60
"""How far ahead the brief looks for events and dates. Source: MISSION D 13."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDue:
    """Somebody who is to be trained."""

    person: str
    topic: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateAhead:
    """A day to remember, the next time it comes."""

    day: date
    occasion: str
    person: str
    lunar: bool
    event: bool
    plan: str


def trainings_due(connection: Connection, client_id: bytes, *, as_of: date) -> tuple[TrainingDue, ...]:
    """Trainings planned and not given by as-of, of people who are there, the earliest first."""
    rows = (
        select(person_name(Contact), Training.topic, Training.due_on, Product.name.label("product"))
        .join_from(Training, Contact, Contact.id == Training.contact_id)
        .outerjoin(Product, Product.id == Training.product_id)
        .where(
            of_client(Training.table(), client_id),
            in_force(Contact.table(), as_of),
            or_(Training.done_on.is_(None), Training.done_on > as_of),
            Training.due_on.is_not(None),
        )
        .order_by(Training.due_on, Contact.name)
    )
    return tuple(
        TrainingDue(person=row.name, topic=row.topic or row.product or "", due_on=row.due_on)
        for row in connection.execute(rows)
    )


def dates_ahead(connection: Connection, client_id: bytes, *, as_of: date) -> tuple[DateAhead, ...]:
    """Days to remember within the next sixty, the earliest first; nobody's who has left."""
    rows = (
        select(KeyDate.table(), person_name(Contact, "person"))
        .outerjoin(Contact, Contact.id == KeyDate.contact_id)
        .where(
            of_client(KeyDate.table(), client_id),
            KeyDate.day.is_not(None),
            or_(KeyDate.contact_id.is_(None), in_force(Contact.table(), as_of)),
        )
    )
    found = []
    for row in connection.execute(rows):
        day = next_time(row.day, yearly=row.is_yearly, lunar=row.is_lunar, as_of=as_of)
        if day is not None and day <= add_days(as_of, DAYS_AHEAD):
            found.append(
                DateAhead(
                    day=day, occasion=row.occasion, person=row.person or "", lunar=row.is_lunar,
                    event=row.is_client_event, plan=row.plan,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.day, each.occasion)))
