"""Rows that two people may have written for the same person or the same client; empty most days (SYNC 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_

from kamdesk.facts.record import Record, Sheet
from kamdesk.reads.likeness import Likenesses
from kamdesk.reads.remembered import remembered
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.namesakes import Namesake

_contacts, _clients, _namesakes = Contact.table(), Client.table(), Namesake.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two rows that look alike; at least one of them was written by a person, not brought by an import."""

    first: Sheet
    """the one with a key of the ERP, else the older one"""
    second: Sheet
    by: str
    """the fact that is the same"""

    @property
    def record(self) -> type[Record]:
        """What both are."""
        return self.first.record


def possible_twins(connection: Connection) -> tuple[Twins, ...]:
    """All of this desk, without those of whom somebody said that they are not the same."""
    tables = (_contacts, _clients, _namesakes)
    return remembered(connection, "possible_twins", tables, lambda: tuple(_possible_twins(connection)))


def _possible_twins(connection: Connection) -> Iterator[Twins]:
    apart = set(_apart(connection))
    for sheets in (_alike_clients(connection), *_alike_contacts(connection)):
        for twins in _pairs(sheets):
            if frozenset((twins.first.id, twins.second.id)) not in apart:
                yield twins


def _pairs(sheets: Iterable[Sheet]) -> Iterator[Twins]:
    known: Likenesses | None = None
    for sheet in sorted(sheets, key=lambda each: (not each.external_key, each.id)):
        known = known or Likenesses(sheet.record, ())
        twin = known.twin_of(sheet, within=False)
        known.add(sheet)
        if twin is not None and not sheet.external_key and not _is_one_group(twin.office, sheet):
            yield Twins(first=twin.office, second=sheet, by=twin.by)


def _is_one_group(one: Sheet, other: Sheet) -> bool:
    """A group and its branches share names and numbers, and are clients of their own."""
    if one.record is not Client:
        return False
    above = one["parent_id"], other["parent_id"]
    return one.id in above or other.id in above or (above[0] is not None and above[0] == above[1])


def _apart(connection: Connection) -> Iterator[frozenset[bytes]]:
    rows = select(
        _namesakes.c.scope_id, _namesakes.c.contact_id, _namesakes.c.other_contact_id, _namesakes.c.other_client_id
    )
    for scope_id, contact_id, other_contact_id, other_client_id in connection.execute(rows):
        if contact_id and other_contact_id:
            yield frozenset((contact_id, other_contact_id))
        if other_client_id:
            yield frozenset((scope_id, other_client_id))


def _alike_clients(connection: Connection) -> list[Sheet]:
    """There are some thousand at most: all are looked at, if any was written by hand."""
    stands = _clients.c.keeper_id.is_(None)
    typed = select(_clients.c.id).where(stands, _clients.c.external_key == "").limit(1)
    if connection.scalar(typed) is None:
        return []
    return [Sheet(Client, dict(row)) for row in connection.execute(select(_clients).where(stands)).mappings()]


def _alike_contacts(connection: Connection) -> list[list[Sheet]]:
    """Of each client the people who share a name or a number with another one there."""
    stands = and_(_contacts.c.ends_on.is_(None), _contacts.c.is_vacant.is_(False))
    shared = [_shared(stands, mark) for mark in _marks()]
    rows = select(_contacts).where(stands, or_(*shared)).order_by(_contacts.c.scope_id)
    found: dict[bytes, list[Sheet]] = {}
    for row in connection.execute(rows).mappings():
        found.setdefault(row["scope_id"], []).append(Sheet(Contact, dict(row)))
    return list(found.values())


def _shared(stands: ColumnElement[bool], mark: ColumnElement[str]) -> ColumnElement[bool]:
    again = (
        select(_contacts.c.scope_id, mark)
        .where(stands, mark != "")
        .group_by(_contacts.c.scope_id, mark)
        .having(func.count() > 1, func.min(_contacts.c.external_key) == "")
    )
    return tuple_(_contacts.c.scope_id, mark).in_(again)


def _marks() -> Iterator[ColumnElement[str]]:
    """What two people of one client hardly share, as SQL compares it; `likeness` looks again."""
    yield func.lower(_contacts.c.name)
    yield func.lower(func.nullif(_contacts.c.latin_name, ""))
    yield func.lower(_contacts.c.email)
    yield func.replace(func.replace(_contacts.c.mobile, " ", ""), "-", "")
