"""Taking back what was not sent yet, together with what was built upon it."""

from __future__ import annotations

from sqlalchemy import Connection

from kamdesk.base.errors import NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Action, Change, Changes, Deed, Edit
from kamdesk.exchange.relaying import relay
from kamdesk.operations.commit import commit, touched_ids, write
from kamdesk.records.every import by_word
from kamdesk.storage import outbox
from kamdesk.storage.desk import Desk
from kamdesk.storage.laptop import in_transaction
from kamdesk.storage.rows import row


def undo(desk: Desk, action_id: bytes) -> Changes:
    """Take an unsent action back, and every later one that depends on it, newest first; all or nothing.

    One that was sent is sealed: a new action then does the reverse of it, for the office to judge.
    Raises: NotFound when it is no longer kept; Refused when it was taken back or the record has changed since.
    """
    with desk.reading() as connection:
        sealed = outbox.kept(connection, action_id)
    if sealed is not None and sealed.state not in (outbox.OPEN, outbox.UNDONE):
        return _reverse(desk, sealed.action)
    with desk.writing() as connection:
        kept = outbox.kept(connection, action_id)
        if kept is None:
            raise NotFound(tr("This can no longer be undone: it is older than {days} days.", days=outbox.KEPT_DAYS))
        if kept.state != outbox.OPEN:
            raise Refused(tr("This was already taken back."))
        rows: set[tuple[str, bytes]] = set()
        for action in (*_dependants(connection, kept), kept.action):
            outbox.mark(connection, action.action_id, outbox.UNDONE)
            for change in reversed(action.changes):
                _take_back(desk, connection, change)
                rows.add((change.word, change.row_id))
    return Changes(action_id=action_id, rows=frozenset(rows))


def _reverse(desk: Desk, action: Action) -> Changes:
    """Do the reverse of an action, as an action of who sits here. Raises: Refused where there is nothing to reverse."""
    if not action.changes:
        raise Refused(tr("This answer is at the office already; write the fact itself to change it."))
    changes = tuple(_reversed(change, _REVERSE[change.deed]) for change in reversed(action.changes))
    return commit(
        desk,
        Action(
            action_id=new_id(), verb="undo", author=desk.author, made_at=desk.clock(), changes=changes,
            is_indivisible=True,
        ),
    )  # fmt: skip


_REVERSE = {Deed.CREATE: Deed.REMOVE, Deed.REMOVE: Deed.CREATE, Deed.EDIT: Deed.EDIT}


def take_back(desk: Desk, what: bytes | tuple[bytes, ...]) -> Changes:
    """Undo one action, or several that one key did, newest first. Raises: as `undo`; the newer stay taken back."""
    done = [undo(desk, action_id) for action_id in reversed((what,) if isinstance(what, bytes) else what)]
    return Changes(action_id=done[-1].action_id, rows=frozenset().union(*(each.rows for each in done)))


def undo_last(desk: Desk) -> Changes | None:
    """Take the newest unsent action back; None if there is none."""
    with desk.reading() as connection:
        newest = outbox.last_open(connection)
    return undo(desk, newest.action.action_id) if newest else None


def _dependants(connection: Connection, kept: outbox.Kept) -> tuple[Action, ...]:
    """Later unsent actions built upon this one, or upon one of those, newest first."""
    found: dict[bytes, outbox.Kept] = {}
    made, facts, rows = _footprint(kept.action)
    grew = True
    while grew:
        grew = False
        for later in reversed(outbox.kept_since(connection, kept.position, rows)):
            their_made, their_facts, their_rows = _footprint(later.action)
            if later.action.action_id not in found and (their_rows & made or their_facts & facts):
                found[later.action.action_id] = later
                made, facts, rows, grew = made | their_made, facts | their_facts, rows | their_rows, True
    return tuple(each.action for each in sorted(found.values(), key=lambda each: -each.position))


def _footprint(action: Action) -> tuple[set[bytes], set[tuple[bytes, str]], set[bytes]]:
    """The rows an action made, the facts it wrote, and all rows it writes or names."""
    made = {change.row_id for change in action.changes if change.deed is Deed.CREATE}
    facts = {(change.row_id, name) for change in action.changes for name in change.edits}
    return made, facts, touched_ids(action.changes)


def _take_back(desk: Desk, connection: Connection, change: Change) -> None:
    record = by_word(change.word)
    if desk.has_office:  # what the office has is kept apart: it is shown again, under what else is pending
        relay(in_transaction(connection), record, change.row_id)
        return
    now = row(connection, record, change.row_id)
    if change.deed is Deed.EDIT:
        if now is None or any(now[name] != each.wanted for name, each in change.edits.items()):
            raise Refused(tr("This {record} has changed since; undo is no longer possible.", record=tr(record.label)))
        write(connection, _reversed(change, Deed.EDIT))
    elif change.deed is Deed.CREATE:
        write(connection, _reversed(change, Deed.REMOVE))
    else:
        write(connection, _reversed(change, Deed.CREATE))


def _reversed(change: Change, deed: Deed) -> Change:
    return Change(
        deed=deed,
        word=change.word,
        row_id=change.row_id,
        scope_id=change.scope_id,
        external_key=change.external_key,
        edits={name: Edit(seen=each.wanted, wanted=each.seen) for name, each in change.edits.items()},
    )
