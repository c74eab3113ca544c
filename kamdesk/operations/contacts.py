"""What people do to the people at a client: add, move, retire, fill a seat, change who reports to whom.

A line or a post is in force from `starts_on` until the day before `ends_on`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Author, Change, Changes, create, edit
from kamdesk.facts.record import Sheet
from kamdesk.operations.act import act, demand
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import row, rows_where

_SEAT = ("post", "department", "level", "rights", "site_id")
"""What belongs to the post and not to the person: it stays when the person leaves."""


def add_contact(
    desk: Desk, author: Author, client_id: bytes, values: Mapping[str, Any], *, manager_ids: Sequence[bytes] = ()
) -> tuple[bytes, Changes]:
    """A new person or vacant seat, and its id; of several managers the first is the line, the others are matrix."""
    demand(Contact, values, "post" if values.get("is_vacant") else "name")
    contact_id = new_id()
    lines = [
        _new_line(client_id, contact_id, manager_id, "matrix" if place else "line", values.get("starts_on"))
        for place, manager_id in enumerate(manager_ids)
    ]
    made = create(Contact.word, contact_id, client_id, values)
    return contact_id, act(desk, author, "add_contact", made, *lines)


def change_manager(
    desk: Desk, author: Author, contact_id: bytes, manager_id: bytes | None, *, today: date, line: str = "line"
) -> Changes:
    """From today this person reports to another, or to nobody; earlier lines stay as history.

    Raises: Refused when the lines would close a circle.
    """
    with desk.reading() as connection:
        person = _contact(connection, contact_id)
        old = [each for each in _open_lines(connection, person) if each["line"] == line]
    if [each["manager_id"] for each in old] == ([manager_id] if manager_id else []):
        raise Refused(tr("Nothing changes: this is the manager already."))
    return act(desk, author, "change_manager", *_rehung(person, old, manager_id, today, line))


def move_contact(
    desk: Desk, author: Author, contact_id: bytes, edits: Mapping[str, tuple[Any, Any]], *,
    manager_id: bytes | None, today: date,
) -> Changes:  # fmt: skip
    """Another post in the same client: new facts and a new manager in one action."""
    with desk.reading() as connection:
        person = _contact(connection, contact_id)
        old = [each for each in _open_lines(connection, person) if each["line"] == "line"]
    changes = [edit(Contact.word, contact_id, person.scope_id, edits)] if edits else []
    if [each["manager_id"] for each in old] != ([manager_id] if manager_id else []):
        changes += _rehung(person, old, manager_id, today, "line")
    return act(desk, author, "move_contact", *changes)


def move_to_branch(
    desk: Desk, author: Author, contact_id: bytes, branch_id: bytes, values: Mapping[str, Any], *, today: date
) -> tuple[bytes, Changes]:
    """A person goes to another client of the group: a new record there that names the old one, which is retired."""
    with desk.reading() as connection:
        person = _contact(connection, contact_id)
        leaving = _leaving(connection, person, today, seat_id=None)
    if person.scope_id == branch_id:
        raise BadValue(tr("This person is in that branch already."))
    same = {name: person[name] for name in ("name", "latin_name", "mobile", "email", "language")}
    arrived = {**same, "starts_on": today, **values, "was_contact_id": contact_id}
    new = new_id()
    return new, act(desk, author, "move_to_branch", *leaving, create(Contact.word, new, branch_id, arrived))


def retire_contact(desk: Desk, author: Author, contact_id: bytes, *, today: date, keep_seat: bool = False) -> Changes:
    """The person left. With `keep_seat` a vacant seat takes the post and its lines, else their reports move up."""
    with desk.reading() as connection:
        person = _contact(connection, contact_id)
        if not keep_seat:
            return act(desk, author, "retire_contact", *_leaving(connection, person, today, seat_id=None))
        seat_id = new_id()
        seat = {name: person[name] for name in _SEAT} | {"is_vacant": True, "starts_on": today}
        moved = _leaving(connection, person, today, seat_id=seat_id)
    return act(desk, author, "retire_contact", create(Contact.word, seat_id, person.scope_id, seat), *moved)


def fill_seat(desk: Desk, author: Author, seat_id: bytes, values: Mapping[str, Any], *, today: date) -> Changes:
    """Somebody takes a vacant seat; its place in the organisation stays."""
    demand(Contact, values, "name")
    with desk.reading() as connection:
        seat = _contact(connection, seat_id)
    if not seat["is_vacant"]:
        raise Refused(tr("This seat is taken."))
    filled = {**values, "is_vacant": False, "starts_on": today}
    edits = {name: (seat[name], wanted) for name, wanted in filled.items()}
    return act(desk, author, "fill_seat", edit(Contact.word, seat_id, seat.scope_id, edits))


def _leaving(connection: Connection, person: Sheet, today: date, *, seat_id: bytes | None) -> list[Change]:
    """What ends with a person, and where their reports and, for a seat, their own lines go."""
    own = _open_lines(connection, person)
    above = next((each["manager_id"] for each in own if each["line"] == "line"), None)
    changes = [edit(Contact.word, person.id, person.scope_id, {"ends_on": (person["ends_on"], today)})]
    if seat_id:
        changes += [_new_line(person.scope_id, seat_id, each["manager_id"], each["line"], today) for each in own]
    changes += _ended(own, today)
    for each in rows_where(connection, ReportingLine, manager_id=person.id):
        if each["ends_on"] is not None:
            continue
        changes += _ended([each], today)
        if seat_id or above:
            changes.append(_new_line(person.scope_id, each["contact_id"], seat_id or above, each["line"], today))
    return changes


def _rehung(person: Sheet, old: Iterable[Sheet], manager_id: bytes | None, today: date, line: str) -> list[Change]:
    changes = _ended(old, today)
    if manager_id:
        changes.append(_new_line(person.scope_id, person.id, manager_id, line, today))
    return changes


def _ended(lines: Iterable[Sheet], today: date) -> list[Change]:
    return [edit(ReportingLine.word, each.id, each.scope_id, {"ends_on": (each["ends_on"], today)}) for each in lines]


def _new_line(
    scope_id: bytes, contact_id: bytes, manager_id: bytes | None, line: str, starts_on: date | None
) -> Change:
    values = {"contact_id": contact_id, "manager_id": manager_id, "line": line, "starts_on": starts_on}
    return create(ReportingLine.word, new_id(), scope_id, values)


def _open_lines(connection: Connection, person: Sheet) -> list[Sheet]:
    return [each for each in rows_where(connection, ReportingLine, contact_id=person.id) if each["ends_on"] is None]


def _contact(connection: Connection, contact_id: bytes) -> Sheet:
    person = row(connection, Contact, contact_id)
    if person is None:
        raise NotFound(tr("This {record} is no longer on this desk.", record=tr(Contact.label)))
    return person
