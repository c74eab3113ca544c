"""What every verb ends with: its changes become one action of this author, now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Author, Change, Changes, edit
from kamdesk.facts.record import Record, Sheet
from kamdesk.operations.commit import commit
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import row


def act(desk: Desk, author: Author, verb: str, *changes: Change, is_indivisible: bool = False) -> Changes:
    """Do these changes as one action. Raises: as `commit` does; then nothing was changed."""
    if not changes:
        raise Refused(tr("Nothing changes."))
    action = Action(
        action_id=new_id(), verb=verb, author=author, made_at=desk.clock(), changes=changes,
        is_indivisible=is_indivisible,
    )  # fmt: skip
    return commit(desk, action)


def edit_facts(
    desk: Desk, author: Author, record: type[Record], row_id: bytes, edits: Mapping[str, tuple[Any, Any]]
) -> Changes:
    """Change facts of one record; each pair is (what the author saw when the form was opened, what they want)."""
    return act(
        desk, author, f"edit_{record.word}", edit(record.word, row_id, found(desk, record, row_id).scope_id, edits)
    )


def found(desk: Desk, record: type[Record], row_id: bytes) -> Sheet:
    """The record as it stands. Raises: NotFound."""
    with desk.reading() as connection:
        sheet = row(connection, record, row_id)
    if sheet is None:
        raise NotFound(tr("This {record} is no longer on this desk.", record=tr(record.label)))
    return sheet


def demand(record: type[Record], values: Mapping[str, Any], *names: str) -> None:
    """Refuse a record without what makes it one. Raises: BadValue naming the fact."""
    for name in names:
        value = values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise BadValue(tr("{fact} is missing.", fact=tr(record.fact(name).label)), fact=name)
