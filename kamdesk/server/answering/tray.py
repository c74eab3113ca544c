"""Whose tray an item lies in: its author's while they may read there, else the nearest person's who may (SYNC 4.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import msgspec
from sqlalchemy import Connection, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.days import moment_text
from kamdesk.exchange.items import item_bytes, item_of, places_of
from kamdesk.exchange.verdicts import Fate, Item, ItemKind
from kamdesk.facts.kinds import from_driver
from kamdesk.facts.policies import Role
from kamdesk.records.every import by_word
from kamdesk.server.database.stamping import Part
from kamdesk.server.database.tables import actions, fates, heads, history, items, tombstones
from kamdesk.server.people.territory import Territory, nearest, territory

OPEN, SOLVED = "open", "solved"
NOTHING = msgspec.msgpack.encode(None)
"""The value that the history keeps of what was not there before."""


def keep_item(connection: Connection, item: Item, author_id: bytes) -> None:
    """Put an item into the tray, in place of its earlier form."""
    told = _with_what_went(connection, _with_other_side(connection, item))
    values = {
        "item_id": item.item_id, "scope_id": item.scope_id, "kind": item.kind.value, "author_id": author_id,
        "action_id": item.action_id, "word": item.word, "row_id": item.row_id, "body": item_bytes(told), "state": OPEN,
    }  # fmt: skip
    new = insert(items).values(values)
    grown = {"body": new.excluded.body, "state": OPEN, "version": items.c.version + 1}
    connection.execute(new.on_conflict_do_update(index_elements=["item_id"], set_=grown))


def _with_other_side(connection: Connection, item: Item) -> Item:
    """The item with who wrote the value that stands, and when: shown, never compared."""
    if not item.facts:
        return item
    query = (
        select(history.c.author, history.c.at)
        .where(history.c.scope_id == item.scope_id, history.c.row_id == item.row_id)
        .where(history.c.fact.in_([*(each.fact for each in item.facts), ""]))
        .order_by(history.c.at.desc(), history.c.rev.desc())
        .limit(1)
    )
    found = connection.execute(query).first()
    return replace(item, theirs_by=found.author, theirs_at=moment_text(found.at)) if found else item


def _with_what_went(connection: Connection, item: Item) -> Item:
    """The item with the record as it was when somebody removed it: whoever decides may bring it back."""
    here = (history.c.scope_id == item.scope_id) & (history.c.row_id == item.row_id)
    is_gone = exists().where(tombstones.c.scope_id == item.scope_id, tombstones.c.id == item.row_id)
    if item.kind is not ItemKind.GONE or not connection.execute(select(is_gone)).scalar():
        return item
    # Only a removal keeps a key beside what it removed, be it an empty one; a create keeps nothing.
    removals = select(history.c.action_id).where(here, history.c.fact == "", history.c.value != NOTHING)
    last = connection.execute(removals.order_by(history.c.rev.desc()).limit(1)).scalar()
    if last is None:
        return item
    facts = by_word(item.word).facts()
    found = {
        name: msgspec.msgpack.decode(value)
        for name, value in connection.execute(
            select(history.c.fact, history.c.value).where(here, history.c.action_id == last)
        )
    }
    removed = tuple((name, from_driver(facts[name].kind, value)) for name, value in found.items() if name in facts)
    return replace(item, removed=removed, removed_key=found.get("") or "")


def keep_fates(connection: Connection, told: Iterable[tuple[bytes, Fate]]) -> None:
    """Remember which facts of which action lie in which item."""
    rows = [
        {"action_id": action_id, "row_id": each.row_id, "fact": each.fact, "item_id": each.item_id}
        for action_id, each in told
    ]
    if rows:
        connection.execute(insert(fates).on_conflict_do_nothing(), rows)


def settle(connection: Connection, item_id: bytes) -> None:
    """Take an item out of the tray; it stays in the history."""
    connection.execute(
        update(items).where(items.c.item_id == item_id).values(state=SOLVED, version=items.c.version + 1)
    )


def item_of_fact(connection: Connection, user_id: bytes, action_id: bytes, row_id: bytes, fact: str) -> Item | None:
    """The item that this fact of an earlier action of this user fell into, open or not."""
    query = (
        select(items.c.body)
        .join(fates, fates.c.item_id == items.c.item_id)
        .join(actions, actions.c.action_id == fates.c.action_id)
        .where(fates.c.action_id == action_id, fates.c.row_id == row_id, fates.c.fact == fact)
        .where(actions.c.user_id == user_id)
    )
    body = connection.execute(query).scalar()
    return item_of(body) if body is not None else None


def waiting(connection: Connection, user_id: bytes, row_id: bytes, fact: str) -> Item | None:
    """The newest open item that this fact of a row lies in by an action of this user."""
    query = (
        select(items.c.body)
        .join(fates, fates.c.item_id == items.c.item_id)
        .join(actions, actions.c.action_id == fates.c.action_id)
        .where(fates.c.row_id == row_id, fates.c.fact == fact)
        .where(items.c.state == OPEN, actions.c.user_id == user_id)
        .order_by(items.c.made_at.desc(), items.c.item_id)
        .limit(1)
    )
    body = connection.execute(query).scalar()
    return item_of(body) if body is not None else None


def open_item(connection: Connection, theirs: Territory, today: date, item_id: bytes) -> Item | None:
    """An item that nobody has settled yet, if it is this user's to look at."""
    is_it = (items.c.item_id == item_id) & (items.c.state == OPEN)
    found = connection.execute(select(items.c.body, items.c.author_id).where(is_it)).first()
    if found is None:
        return None
    item = item_of(found.body)
    return item if _Looking(connection, theirs, today).at(item, bytes(found.author_id)) else None


def was_settled(connection: Connection, item_id: bytes) -> bool:
    """Whether somebody settled this item before."""
    is_it = (items.c.item_id == item_id) & (items.c.state == SOLVED)
    return bool(connection.execute(select(exists().where(is_it))).scalar())


def items_for(connection: Connection, theirs: Territory, today: date) -> tuple[Item, ...]:
    """The open items that this user is to look at now, oldest first; nothing in them that they may not read."""
    scopes = list({part.scope_id for part in theirs.parts})
    looking = _Looking(connection, theirs, today)
    found = []
    for author_id, body in connection.exec_driver_sql(_OPEN_ITEMS, (scopes, theirs.user.user_id)):
        item = item_of(body)
        if looking.at(item, bytes(author_id)):
            found.append(item)
    return tuple(found)


_OPEN_ITEMS = """
    SELECT author_id, body FROM (
        SELECT * FROM office.items WHERE state = 'open' AND scope_id = ANY(%s)
        UNION SELECT * FROM office.items WHERE state = 'open' AND author_id = %s
    ) AS found ORDER BY made_at, item_id"""


def parts_of(item: Item) -> frozenset[Part]:
    """All that one must be able to read to look at an item."""
    return frozenset(Part(*place) for place in places_of(item))


class _Looking:
    """Who is to look at items; asked once for each author and place."""

    def __init__(self, connection: Connection, theirs: Territory, today: date) -> None:
        self._connection, self._theirs, self._today = connection, theirs, today
        self._found: dict[tuple[bytes, frozenset[Part]], bytes | None] = {}

    def at(self, item: Item, author_id: bytes) -> bool:
        """Whether the item is this user's to look at; of a client that was refused its author sees their own.

        What is held is not among it: it would tell which clients there are.
        """
        if not parts_of(item) <= self._theirs.parts.keys():
            is_own = author_id == self._theirs.user.user_id and item.kind is not ItemKind.HELD
            return is_own and not _was_made(self._connection, item.scope_id)
        if author_id == self._theirs.user.user_id:
            return True
        if item.kind is ItemKind.PROPOSAL and _may_decide(self._theirs.user.role, item):
            return True
        key = author_id, parts_of(item)
        if key not in self._found:
            self._found[key] = self._looker(*key)
        return self._found[key] == self._theirs.user.user_id

    def _looker(self, author_id: bytes, parts: frozenset[Part]) -> bytes | None:
        authors = territory(self._connection, author_id, self._today).parts.keys()
        return author_id if parts <= authors else nearest(self._connection, parts, self._today)


def _was_made(connection: Connection, scope_id: bytes) -> bool:
    had = (heads.c.scope_id == scope_id) & (heads.c.rev > 0)
    return bool(connection.execute(select(exists().where(had))).scalar())


def _may_decide(role: Role, item: Item) -> bool:
    """Whether this role owns every fact of a proposal."""
    record = by_word(item.word)
    owners = [record.written_by if (own := record.fact(each.fact).edited_by) is None else own for each in item.facts]
    return all(role in each for each in owners)


def forget_items(connection: Connection, row_id: bytes) -> None:
    """Take every item about a row away, solved ones too (an erased person's)."""
    gone = select(items.c.item_id).where(items.c.row_id == row_id)
    connection.execute(delete(fates).where(fates.c.item_id.in_(gone)))
    connection.execute(delete(items).where(items.c.row_id == row_id))
