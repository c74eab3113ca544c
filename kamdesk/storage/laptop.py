"""The encrypted file as the laptop's side of a sync sees it: outbox, rows, cursors, tray, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from kamdesk.exchange.actions import Action
from kamdesk.exchange.laptop_store import Mine, OfficeRow, Outgoing, PartKey
from kamdesk.exchange.parts import schema_of
from kamdesk.exchange.protocol import Answer, Cursor, Frame, packed
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Compartment
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.every import by_word
from kamdesk.storage import incoming, office_rows, outbox
from kamdesk.storage.arrivals import Arrivals, SearchTexts, parts_held, search_texts
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import show_row
from kamdesk.storage.settings import NONCE, POLICY, drop_setting, read_settings, write_setting
from kamdesk.storage.tables import outbox as kept_actions
from kamdesk.storage.tables import parked_frames, tray_items


class FileLaptop:
    """A desk's file behind the procedures of `exchange.laptop`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._held: set[PartKey] | None = None
        """every part that has a cursor, or had one; only one sync at a time gives cursors"""
        self._texts: SearchTexts = {}

    def foresee(self, frame: Frame) -> None:
        """What is found of these rows is folded already: Chinese names take their time."""
        texts = search_texts(frame)
        if texts:
            self._texts[id(frame.rows)] = frame.rows, texts

    @contextmanager
    def writing(self) -> Iterator[FileTransaction]:
        """One transaction: all of it or nothing."""
        with self._desk.writing() as connection:
            if self._held is None:
                self._held = parts_held(connection)
            laptop = in_transaction(connection, held=self._held, texts=self._texts)
            yield laptop
            laptop.flush()
        self._desk.settings.reload()

    @contextmanager
    def reading(self) -> Iterator[FileTransaction]:
        """One state of the file, of which nothing is changed."""
        with self._desk.reading() as connection:
            yield in_transaction(connection)


def in_transaction(
    connection: Connection, *, held: set[PartKey] | None = None, texts: SearchTexts | None = None
) -> FileTransaction:
    """The laptop's side of a sync within a transaction that is open already."""
    return FileTransaction(connection, held=held, texts=texts)


class FileTransaction:
    """One writing transaction of the laptop."""

    def __init__(
        self, connection: Connection, *, held: set[PartKey] | None = None, texts: SearchTexts | None = None
    ) -> None:
        self._connection = connection
        self._arrivals = Arrivals(connection, held, texts)
        self._ended_in: dict[PartKey, list[bytes]] | None = None
        """actions that nothing waits for any more, by the parts in which they wrote"""

    def flush(self) -> None:
        """Write what came and was only gathered so far; before the commit at the latest."""
        self._arrivals.flush()

    def nonce(self) -> bytes:
        """The nonce the office handed out last; empty before the first contact."""
        return bytes.fromhex(read_settings(self._connection).get(NONCE, ""))

    def keep_nonce(self, nonce: bytes) -> None:
        """Show this one next time."""
        write_setting(self._connection, NONCE, nonce.hex())

    def outgoing(self, limit: int) -> Sequence[Outgoing]:
        """Unsent and unanswered actions, oldest first."""
        query = (
            select(kept_actions.c.action_id, kept_actions.c.sequence, kept_actions.c.action)
            .where(kept_actions.c.state.in_((outbox.OPEN, outbox.SENT)))
            .order_by(kept_actions.c.position)
            .limit(limit)
        )
        return [Outgoing(**row) for row in self._connection.execute(query).mappings()]

    def last_sequence(self) -> int:
        """The highest number given to an action."""
        return self._connection.scalar(select(func.max(kept_actions.c.sequence))) or 0

    def first_sequence(self) -> int:
        """The lowest number of an action that is still kept, sent ones included; 0 where none has a number."""
        return self._connection.scalar(select(func.min(kept_actions.c.sequence))) or 0

    def renumber(self) -> None:
        """The office knows this laptop as a new one: no action has a number any more."""
        self._connection.execute(update(kept_actions).values(sequence=None))

    def seal(self, action_id: bytes, sequence: int) -> None:
        """From now on the action is on its way: undo is a new action."""
        self._connection.exec_driver_sql(_SEAL, (sequence, action_id))

    def take_answer(self, answer: Answer) -> Action | None:
        """Keep the office's word. Returns: the action, or None for one that waits for no answer."""
        kept = self._connection.exec_driver_sql(_SENT, (answer.action_id,)).scalar()
        if kept is None:
            return None
        self._connection.exec_driver_sql(_ANSWER, (packed(answer), answer.action_id))
        return action_of(kept)

    def answered(self) -> Sequence[Mine]:
        """Answered actions whose rows have not come back yet."""
        is_any = self._connection.exec_driver_sql(_ANSWERED).scalar()
        return self._mine(kept_actions.c.state == outbox.ANSWERED) if is_any else ()

    def done(self, action_ids: Collection[bytes]) -> None:
        """These came back: they leave the outbox and are kept as sent."""
        if action_ids:
            query = f"UPDATE outbox SET state = '{outbox.DONE}' WHERE action_id = ?"  # noqa: S608  (our own word)
            self._connection.exec_driver_sql(query, [(action_id,) for action_id in action_ids])
            self._ended_in = None

    def offer_again(self) -> Sequence[Action]:
        """The office was put back: whatever was sent and is still kept is on its way again, in its old order.

        No clock has a say in it: one that runs a year ahead must not cost what an office lost.
        """
        these = kept_actions.c.state.in_((outbox.SENT, outbox.ANSWERED, outbox.DONE))
        again = self._mine(these)
        self._connection.execute(
            update(kept_actions).where(these).values(state=outbox.SENT, sequence=None, answer=None)
        )
        return [mine.action for mine in again]

    def guard(self, record: type[Record], row_id: bytes, scope_id: bytes) -> None:
        """Before a row is first changed here: keep what the office has of it."""
        office_rows.guard(self._connection, record, row_id, scope_id)
        self._arrivals.look_again()

    def pending_of(self, row_id: bytes) -> Sequence[Mine]:
        """Unsent, unanswered and not yet returned actions that touch this row, oldest first."""
        return [_one_of_mine(*found) for found in self._connection.exec_driver_sql(_TOUCHING, (row_id,))]

    def office_row(self, record: type[Record], row_id: bytes) -> OfficeRow | None:
        """What the office has of a row with pending changes; None for a row without any."""
        return office_rows.office_row(self._connection, record, row_id)

    def rows_with_pending(self, record: type[Record], scope_id: bytes) -> Collection[bytes]:
        """The rows of a kind for which `office_row` knows something."""
        return self._arrivals.apart(record, scope_id)

    def keep_office_row(self, record: type[Record], row_id: bytes, scope_id: bytes, office: OfficeRow) -> None:
        """What the office has now of a row with pending changes."""
        office_rows.keep_office_row(self._connection, record, row_id, scope_id, office)
        self._arrivals.look_again()

    def forget_office_row(self, record: type[Record], row_id: bytes) -> None:  # noqa: ARG002  (a row's id is enough)
        """Nothing is pending here any more: the row shown is the office's."""
        office_rows.forget(self._connection, row_id)
        self._arrivals.look_again()

    def show(self, record: type[Record], row_id: bytes, sheet: Sheet | None, rev: int) -> None:
        """Write the row that the desk shows, with its search entry; None takes it out."""
        self.flush()
        show_row(self._connection, record, row_id, sheet, rev=rev)

    def upsert(self, record: type[Record], scope_id: bytes, frame: Frame, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as they came, in place of what stood there."""
        self._arrivals.upsert(record, scope_id, frame, rows)

    def remove(self, record: type[Record], row_ids: Sequence[bytes]) -> None:
        """Take rows out, with their search entries."""
        if row_ids:
            self.flush()
            incoming.remove(self._connection, record, row_ids)

    def begin_whole(self, part: PartKey) -> None:
        """A part comes from nothing: what does not come again will go."""
        self._arrivals.begin_whole(part)

    def end_whole(self, part: PartKey) -> Sequence[tuple[type[Record], bytes]]:
        """What did not come again goes; unsent creates stay."""
        return self._arrivals.end_whole(part)

    def cursors(self) -> Sequence[Cursor]:
        """How far this laptop holds each part; parts of which this program now knows other facts are left out."""
        self.flush()
        rows = self._connection.exec_driver_sql(_CURSORS).all()  # asked of each idle sync: in one go, not row by row
        found = [(schema, _cursor(*row)) for schema, *row in rows]
        return [cursor for schema, cursor in found if schema_of(cursor.scope_id, cursor.compartment) == schema]

    def parts_held(self) -> Collection[PartKey]:
        """Every part that anything is held of, whichever program wrote its cursor."""
        self.flush()
        return parts_held(self._connection)

    def keep_cursor(self, cursor: Cursor, as_of: str) -> None:
        """Up to here the part is held."""
        self._arrivals.keep_cursor(cursor, as_of)

    def purge(self, part: PartKey) -> Sequence[tuple[type[Record], bytes]]:
        """The part is this user's no longer: rows, cursor, actions that ended and search entries go together."""
        self.flush()
        pending = incoming.purge(self._connection, part)
        self._arrivals.look_again()
        incoming.forget_actions(self._connection, self._ended().get(part, ()))
        return pending

    def _ended(self) -> dict[PartKey, list[bytes]]:
        """Looked through once: whoever loses a territory loses thousands of parts in one transaction."""
        if self._ended_in is None:
            self._ended_in = {}
            for mine in self._mine(kept_actions.c.state.in_((outbox.DONE, outbox.UNDONE))):
                for part in {(change.scope_id, by_word(change.word).compartment) for change in mine.action.changes}:
                    self._ended_in.setdefault(part, []).append(mine.action.action_id)
        return self._ended_in

    def keep_items(self, items: Iterable[bytes]) -> None:
        """The open tray items, in place of the earlier ones."""
        self._connection.execute(delete(tray_items))
        rows = [{"position": at, "item": item} for at, item in enumerate(items)]
        if rows:
            self._connection.execute(insert(tray_items), rows)

    def items(self) -> Sequence[bytes]:
        """The open tray items as they came."""
        return list(self._connection.exec_driver_sql("SELECT item FROM tray_items ORDER BY position").scalars())

    def keep_policy(self, policy: dict[str, str]) -> None:
        """What the office wants of its laptops, in place of what it wanted before."""
        for name in self.policy().keys() - policy.keys():
            drop_setting(self._connection, POLICY + name)
        for name, value in policy.items():
            write_setting(self._connection, POLICY + name, value)

    def policy(self) -> dict[str, str]:
        """What the office wants of its laptops."""
        settings = read_settings(self._connection)
        return {name.removeprefix(POLICY): value for name, value in settings.items() if name.startswith(POLICY)}

    def park(self, frame: Frame, why: str) -> None:
        """Keep rows that cannot be applied as they came."""
        at = (self._connection.scalar(select(func.max(parked_frames.c.position))) or 0) + 1
        self._connection.execute(insert(parked_frames), {"position": at, "frame": packed(frame), "why": why})

    def _mine(self, where: Any) -> list[Mine]:  # noqa: ANN401  (an SQL condition)
        query = select(kept_actions.c.action, kept_actions.c.answer).where(where).order_by(kept_actions.c.position)
        return [_one_of_mine(*found) for found in self._connection.execute(query)]


def _one_of_mine(action: bytes, answer: bytes | None) -> Mine:
    return Mine(action=action_of(action), answer=msgspec.msgpack.decode(answer, type=Answer) if answer else None)


# Asked for each of a thousand actions of a push: Core would spend four times as long on putting them together.
_SEAL = f"UPDATE outbox SET state = '{outbox.SENT}', sequence = ? WHERE action_id = ?"  # noqa: S608  (our own word)
_SENT = f"SELECT action FROM outbox WHERE action_id = ? AND state = '{outbox.SENT}'"  # noqa: S608  (our own word)
_ANSWER = f"UPDATE outbox SET state = '{outbox.ANSWERED}', answer = ? WHERE action_id = ?"  # noqa: S608  (our own word)


_TOUCHING = f"""
    SELECT action, answer FROM outbox WHERE state IN {outbox.PENDING!r}
        AND action_id IN (SELECT action_id FROM outbox_rows WHERE row_id = ?) ORDER BY position"""  # noqa: S608  (our own words)
_ANSWERED = f"SELECT 1 FROM outbox WHERE state = '{outbox.ANSWERED}' LIMIT 1"  # noqa: S608  (our own word)
_CURSORS = """
    SELECT schema_number, scope_id, compartment, rev, mark, grant_number,
        after_word, after_id, as_of, ahead_rev, ahead_mark
    FROM cursors"""


_COMPARTMENTS = {each.value: each for each in Compartment}


def _cursor(
    scope_id: bytes,
    compartment: str,
    rev: int,
    mark: bytes,
    grant: int,
    *more: Any,  # noqa: ANN401  (columns)
) -> Cursor:
    after_word, after_id, as_of, ahead_rev, ahead_mark = more
    after = (after_word, after_id) if after_word else None
    ahead = (ahead_rev, ahead_mark) if ahead_mark else None
    return Cursor(scope_id, _COMPARTMENTS[compartment], rev, mark, grant, after, as_of, ahead)
