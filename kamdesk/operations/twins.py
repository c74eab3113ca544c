"""Two rows that mean the same become one, or are said to be two (SYNC 4.7); each is an action like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Author, Change, Changes, create, edit
from kamdesk.exchange.actions import merge_twins as removal_into
from kamdesk.exchange.rights import may
from kamdesk.exchange.twins import moved_to_the_twin
from kamdesk.facts.policies import Role
from kamdesk.facts.record import Record, Sheet
from kamdesk.operations.act import act, found
from kamdesk.reads.twins import Twins
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.records.namesakes import Namesake
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import FileWorld

KEEPER = "keeper_id"


def may_merge(role: Role, record: type[Record]) -> bool:
    """Whether this role may let one of two twins go: people by whoever writes them, clients by managers."""
    return may(role, Client, KEEPER) if record is Client else may(role, record)


def may_keep_second(twins: Twins) -> bool:
    """Of two people the one with a key of the ERP stays: the next import would bring it again."""
    return twins.record is Client or not twins.first.external_key


def merge(desk: Desk, author: Author, kept: Sheet, gone: Sheet, values: Mapping[str, Any]) -> Changes:
    """Keep one of two twins, with these values; the other one's id means the kept one for ever.

    Of two clients no row moves: the one that goes names its keeper, pages and figures read both.
    Raises: as `commit` does.
    """
    now = found(desk, kept.record, kept.id)
    may_write = [name for name in values if may(author.role, kept.record, name)]
    edits = {name: (now[name], values[name]) for name in may_write if now[name] != values[name]}
    changes = [edit(kept.record.word, kept.id, kept.scope_id, edits)] if edits else []
    if kept.record is Client:
        changes.append(edit(Client.word, gone.id, gone.scope_id, {KEEPER: (None, kept.id)}))
    else:
        removal = removal_into(kept.record.word, gone.id, gone.scope_id, kept.id)
        with desk.reading() as connection:
            changes += [*_moved(connection, author.role, removal), removal]
    return act(desk, author, "merge_twins", *changes, is_indivisible=True)


def keep_apart(desk: Desk, author: Author, one: Sheet, other: Sheet) -> Changes:
    """Both are what they are; nobody is asked again, on no laptop."""
    if one.record is Client:
        return act(desk, author, "keep_apart", create(Namesake.word, new_id(), one.id, {"other_client_id": other.id}))
    both = {"contact_id": one.id, "other_contact_id": other.id}
    return act(desk, author, "keep_apart", create(Namesake.word, new_id(), one.scope_id, both))


def _moved(connection: Connection, role: Role, removal: Change) -> Iterator[Change]:
    """What this role may write of it; the office moves the rest."""
    for change in moved_to_the_twin(FileWorld(connection), removal):
        record = by_word(change.word)
        if not record.appended_only and all(may(role, record, name) for name in change.edits):
            yield change
