"""What must hold after every step of every history (SYNC 9), asked of the bare states, not of the core's own code."""

import re

from kamdesk.exchange.actions import Action, Deed
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Stamp
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Merge
from kamdesk.records.every import by_word
from tests.sync import memory_laptop as laptop
from tests.sync.company import canary, may_read, may_write
from tests.sync.memory_office import State, row_of
from tests.sync.person import Person

CANARY = re.compile("¤[0-9a-f]{8}[a-z]{2}¤".encode())
PARTS = ("open", "ledger", "money")


class Broken(AssertionError):
    """An invariant does not hold; the number is the one of SYNC 9."""

    def __init__(self, number: int, said: str) -> None:
        super().__init__(f"invariant {number}: {said}")
        self.number = number


def demand(number: int, holds: object, said: str) -> None:
    if not holds:
        raise Broken(number, said)


class Watch:
    """Everything that was ever accepted, and what to ask after each commit of office and laptops."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.accepted: dict[bytes, Action] = {}
        self.typed: dict[bytes, set[bytes]] = {}
        """canary words that somebody typed themselves: of a client that was refused they come back to them"""
        self.excused: set[bytes] = set()
        """taken back by their author before they were sent, or only on a disk that is gone"""
        self.released: set[bytes] = set()
        """no longer on that laptop because its disk was put back or its user lost the client"""
        self.resumed: set = set()
        """(user, part, mark) that were loaded in several pulls"""
        self.removed: set[bytes] = set()
        self.plain: dict[int, tuple] = {}
        self.tables_at: dict[bytes, dict] = {}
        """the rows of a part at each mark that was ever given"""

    def opened(self, office: State) -> None:
        """The rows that were there before the first laptop came."""
        self._revs(State(), office)

    def accept(self, person: Person, action: Action, packed: bytes) -> None:
        """A laptop took what somebody typed: it must never get lost."""
        self.accepted[action.action_id] = action
        self.typed.setdefault(person.user_id, set()).update(CANARY.findall(packed))

    def office_committed(self, before: State, after: State) -> None:
        self._revs(before, after)
        for action_id in [each for each in after.actions if each not in before.actions]:
            self._verdict(before, after, action_id)
        demand(1, before.actions.keys() <= after.actions.keys(), "the office forgot an action")

    def _revs(self, before: State, after: State) -> None:
        for part, stamp in after.heads.items():
            old = before.heads.get(part)
            if old is stamp:
                continue
            demand(6, stamp.rev == (old.rev if old else 0) + 1, "a revision was left out or given twice")
            demand(6, stamp not in before.stamps, "a mark was given twice")
            tables = {record.word: after.tables.get((record.word, part[0]), {}) for record in records_in(*part)}
            self.tables_at[stamp.mark] = {word: self._plain(table) for word, table in tables.items() if table}
            for word, table in tables.items():
                was = before.tables.get((word, part[0]), {})
                changed = [row for row_id, row in table.items() if was.get(row_id) is not row]
                demand(6, all(row.plain[2] == stamp.rev for row in changed), "a row was written without its revision")
                gone = was.keys() - table.keys()
                self.removed |= gone
                demand(6, gone <= after.removed.keys(), "a row went without a tombstone")
        for key, table in after.tables.items():
            if before.tables.get(key) is not table:
                part = (key[1], by_word(key[0]).compartment)
                demand(6, before.heads.get(part) is not after.heads[part], "rows were written without a revision")

    def _plain(self, table: dict) -> dict[bytes, tuple]:
        """A table of the office as laptops hold it; made once, for tables are never changed in place."""
        if id(table) not in self.plain:
            self.plain[id(table)] = (table, {row_id: row.plain for row_id, row in table.items()})
        return self.plain[id(table)][1]

    def _verdict(self, before: State, after: State, action_id: bytes) -> None:
        known = after.actions[action_id]
        if action_id in after.raw or action_id not in self.accepted:
            return
        demand(1, known.answer, "an action was answered by silence")
        action = self.accepted[action_id]
        own = [each for each in after.history[len(before.history) :] if each.action_id == action_id]
        demand(2, not any(each.action_id == action_id for each in before.history), "an action took effect twice")
        demand(1, known.answer.stamps, "an answer without a stamp leaves the outbox before anything came back")
        fates = {(row_id, fact): item for (each, row_id, fact), item in after.fates.items() if each == action_id}
        self._rights(after, known.user_id, action, own)
        self._values(before, after, action, fates)
        self._chains(before, action, fates)

    def _rights(self, office: State, user_id: bytes, action: Action, own: list) -> None:
        made = {each.row_id for each in action.changes if each.deed is Deed.CREATE and each.word == "client"}
        for wrote in own:
            change = wrote.change
            role = office.users[user_id].role
            readable = may_read(office, user_id, change.scope_id, by_word(change.word).compartment)
            demand(5, readable or change.scope_id in made, "somebody wrote where they may not read")
            if change.deed is not Deed.EDIT:
                demand(5, may_write(role, change.word), f"{role} wrote a {change.word}")
            for name, each in change.edits.items() if change.deed is not Deed.REMOVE else ():
                if each.wanted != by_word(change.word).fact(name).default or change.deed is Deed.EDIT:
                    demand(5, may_write(role, change.word, name), f"{role} wrote {name} of a {change.word}")

    def _values(self, before: State, after: State, action: Action, fates: dict) -> None:
        """Each value that was typed stood at the office when this was judged, or lies in an item with the action."""
        written = after.history[len(before.history) :]
        for change in action.changes:
            about = [each.change for each in written if each.change.row_id == change.row_id]
            if change.deed is Deed.REMOVE:
                was_gone = change.row_id not in before.where or any(each.deed is Deed.REMOVE for each in about)
                demand(1, was_gone or (change.row_id, "") in fates, "a removal got lost")
                continue
            facts = by_word(change.word).facts()
            for name, each in change.edits.items():
                item_id = fates.get((change.row_id, name)) or fates.get((change.row_id, ""))
                if item_id:
                    ids = {action_of(packed).action_id for packed in after.items[item_id].item.actions}
                    demand(1, action.action_id in ids, "a tray item lost the action that fell into it")
                    continue
                stood = [one.edits[name].wanted for one in about if name in one.edits]
                word, scope = before.where.get(change.row_id, ("", b""))
                stood += [before.tables[word, scope][change.row_id].sheet[name] if word else facts[name].default]
                mends_itself = facts[name].merge in (Merge.SET, Merge.TEXT)
                kept = each.wanted in stood or each.seen == each.wanted or mends_itself
                demand(1, kept, f"{name} of a {change.word} was neither written nor put into the tray")

    def _chains(self, before: State, action: Action, fates: dict) -> None:
        """An edit made upon one that waits joins its item (SYNC 4.3)."""
        for change in action.changes:
            for name in change.edits if change.after and change.deed is Deed.EDIT else ():
                item_id = before.fates.get((change.after, change.row_id, name))
                kept = before.items.get(item_id)
                if kept and kept.is_open and item_id != action.settles and kept.item.kind != "held":
                    wish = change.edits[name]
                    joins = (fates.get((change.row_id, name)) or fates.get((change.row_id, ""))) == item_id
                    demand(1, joins or wish.seen == wish.wanted or (change.row_id, "") in fates, "a chain broke")

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
                demand(1, kept.state in (laptop.OPEN, laptop.DONE), "an action left the outbox on its way")
                self._let_go(office, after, kept)
            elif now.state == laptop.DONE:
                demand(1, kept.answer, "an action left the outbox without an answer")
                demand(1, all(_came_back(after, stamp) for stamp in kept.answer.stamps), "it left before it came back")

    def _let_go(self, office: State, after: laptop.State, kept: laptop.Kept) -> None:
        """An action goes from its laptop where its author took it back unsent, or with the client that they lost."""
        action = kept.action
        if kept.state == laptop.DONE:
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

    def nothing_lost(self, office: State) -> None:
        """Every action that a laptop ever accepted is in an outbox, or at the office."""
        kept = set(office.actions)
        for person in self.people:
            kept.update(person.laptop.state.outbox)
        lost = self.accepted.keys() - kept - self.excused
        demand(1, not lost, f"lost: {[self.accepted[each].verb for each in lost]}")

    def sent(self, states: tuple[State, ...], user_id: bytes, *messages: bytes) -> None:
        """Canary words of parts that a user may not read never leave the office for them."""
        found = {word for message in messages for word in CANARY.findall(message)}
        if found:
            allowed = set().union(*(self.allowed(state, user_id) for state in states))
            demand(9, found <= allowed, "somebody was sent what they may not read")

    def allowed(self, office: State, user_id: bytes) -> set[bytes]:
        scopes = {scope for _, scope in office.tables}
        return {
            canary(scope, part).encode() for scope in scopes for part in PARTS if may_read(office, user_id, scope, part)
        } | self.typed.get(user_id, set())


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
        if kept.answer and kept.answer.code == "raw":
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
