"""What must hold in a laptop's file after each of its commits (SYNC 9), asked of the bare states."""

from kamdesk.exchange.actions import Deed
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Stamp
from kamdesk.records.every import by_word
from tests.sync import memory_laptop as laptop
from tests.sync.demands import demand
from tests.sync.memory_office import State, row_of
from tests.sync.person import Person


class LaptopWatch:
    """What to ask of a laptop; the office's watch knows what was accepted and how each part stood at each mark."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.excused: set[bytes] = set()
        """taken back by their author before they were sent, or only on a disk that is gone"""
        self.released: set[bytes] = set()
        """no longer on that laptop because its disk was put back or its user lost the client"""
        self.resumed: set = set()
        """(user, part, mark) that were loaded in several pulls"""
        self.removed: set[bytes] = set()
        """rows that went, in whichever history"""
        self.tables_at: dict[bytes, dict] = {}
        """the rows of a part at each mark that was ever given"""

    def laptop_committed(self, person: Person, office: State, before: laptop.State, file: laptop.Transaction) -> None:
        after = file.state
        self._outbox(office, before, after)
        for part, cursor in after.cursors.items():
            if part[0] in file.scopes and cursor.after is None:
                was = before.cursors.get(part)
                key = (person.user_id, part, cursor.mark)
                if was is not None and was.after:
                    self.resumed.add(key)
                is_same = was is not None and was.mark == cursor.mark and not was.after
                self._covers(before if is_same else None, after, part, cursor, is_resumed=key in self.resumed)
        for part in after.going:
            demand(4, part in after.cursors and after.cursors[part].after, "half a part is not marked as loading")
        for row_id, apart in after.apart.items():
            if apart.scope_id in file.scopes:
                _shown_right(after, row_id, apart)
        for action_id, kept in after.outbox.items():
            if kept.state in laptop.PENDING and before.outbox.get(action_id) is not kept:
                rows = {change.row_id for change in kept.action.changes}
                demand(4, rows <= after.apart.keys(), "a pending change is not laid over anything")

    def _outbox(self, office: State, before: laptop.State, after: laptop.State) -> None:
        for action_id, kept in before.outbox.items():
            now = after.outbox.get(action_id)
            if now is kept:
                continue
            if now is None:
                is_there = kept.state in (laptop.OPEN, laptop.DONE) or kept.answer
                demand(1, is_there, "an action left the outbox on its way")
                self._let_go(office, after, kept)
            elif now.state == laptop.DONE != kept.state:
                demand(1, kept.answer, "an action left the outbox without an answer")
                demand(1, all(_came_back(after, stamp) for stamp in kept.answer.stamps), "it left before it came back")

    def _let_go(self, office: State, after: laptop.State, kept: laptop.Kept) -> None:
        """An action goes from its laptop where its author took it back unsent, or with the client that they lost."""
        action = kept.action
        if kept.state != laptop.OPEN:
            parts = {(change.scope_id, by_word(change.word).compartment) for change in action.changes}
            demand(1, parts - after.cursors.keys(), "a sent action was let go of though its client is held")
            self.released.add(action.action_id)
        if kept.state == laptop.OPEN or action.action_id not in office.actions:  # put back since it was pulled
            self.excused.add(action.action_id)

    def _covers(self, before: laptop.State | None, after: laptop.State, part, cursor, *, is_resumed: bool) -> None:
        """A laptop that says that it holds a part holds exactly the office's rows of that revision.

        A load that went on where it broke off may hold later rows already; they are pulled once more.
        """
        if cursor.rev == 0:
            expected: dict = {}
        else:
            demand(6, cursor.mark in self.tables_at, "a cursor was never given")
            expected = self.tables_at[cursor.mark]
        for record in records_in(*part):
            key = (record.word, part[0])
            if before is not None and after.tables.get(key) is before.tables.get(key) and after.apart == before.apart:
                continue  # the same revision, the same rows
            held = expected.get(record.word, {})
            there = office_rows(after, record.word, part[0])
            if is_resumed:
                later = {row_id for row_id, plain in there.items() if plain[2] > cursor.rev}
                later |= self.removed - there.keys()
                there, held = ({key: rows[key] for key in rows if key not in later} for rows in (there, held))
            demand(6, there == held, f"{record.word}: not what the office had")


def _came_back(after: laptop.State, stamp: Stamp) -> bool:
    cursor = after.cursors.get((stamp.scope_id, stamp.compartment))
    return cursor is None or (cursor.after is None and cursor.rev >= stamp.rev)


def office_rows(state: laptop.State, word: str, scope_id: bytes) -> dict[bytes, tuple]:
    """The office's values that a laptop holds of one table: not what is laid over them."""
    found = state.tables.get((word, scope_id), {})
    apart = [
        (row_id, each.office) for row_id, each in state.apart.items() if (each.word, each.scope_id) == (word, scope_id)
    ]
    if apart:
        found = dict(found)
        for row_id, office in apart:
            found.pop(row_id, None)
            if office.sheet is not None:
                found[row_id] = row_of(office.sheet, office.rev).plain
    return found


def _shown_right(state: laptop.State, row_id: bytes, apart: laptop.Apart) -> None:
    """What is shown is the office's row and, laid over it in their order, the facts that are pending here."""
    values = dict(apart.office.sheet) if apart.office.sheet is not None else None
    facts = by_word(apart.word).facts()
    for action_id in state.touched.get(row_id, ()):
        kept = state.outbox.get(action_id)
        if kept is None or kept.state not in laptop.PENDING:
            continue
        waiting = set(kept.answer.waiting) if kept.answer else set()
        if kept.answer and kept.answer.code in ("raw", "forged"):
            continue  # kept as it came, for the administrator
        for change in kept.action.changes:
            if change.row_id != row_id or (row_id, "") in waiting:
                continue
            wanted = {name: each.wanted for name, each in change.edits.items() if (row_id, name) not in waiting}
            if change.deed is Deed.CREATE:
                values = (
                    {**{name: fact.default for name, fact in facts.items()}, **wanted} if values is None else values
                )
            elif change.deed is Deed.REMOVE:
                values = None
            elif values is not None:
                values |= wanted
    plain = state.tables.get((apart.word, apart.scope_id), {}).get(row_id)
    demand(4, (plain is None) is (values is None), f"a {apart.word} is shown that is not there, or not shown")
    if plain is not None:
        shown = dict(laptop.sheet_of(by_word(apart.word), apart.scope_id, plain))
        demand(4, shown == values, f"a {apart.word} is not shown as the office's row with the pending facts over it")
