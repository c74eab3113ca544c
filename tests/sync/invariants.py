"""What must hold after every step of every history (SYNC 9), asked of the bare states, not of the core's own code."""

import re
from collections import Counter

from kamdesk.exchange.actions import Action, Deed
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Pushed
from kamdesk.exchange.verdicts import Verdict
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Merge
from kamdesk.records.every import by_word
from tests.sync.company import canary, keepers, may_read, may_write
from tests.sync.demands import demand
from tests.sync.laptop_invariants import LaptopWatch
from tests.sync.memory_office import Known, State
from tests.sync.person import Person

CANARY = re.compile("¤[0-9a-f]{8}[a-z]{2}¤".encode())
PARTS = ("open", "ledger", "money")


def kept_twin(office: State, row_id: object) -> object:
    """The row that stands for this one."""
    while isinstance(row_id, bytes) and row_id in office.aliases:
        row_id = office.aliases[row_id]
    return row_id


def _stands(office: State, row_id: bytes, name: str) -> object:
    where = office.where.get(row_id)
    return office.tables[where][row_id].sheet[name] if where else None


def _are_one(office: State, one: bytes, other: bytes) -> bool:
    """Whether two clients were merged into the same, in whichever direction."""
    return keepers(office, one)[-1] == keepers(office, other)[-1]


class Watch(LaptopWatch):
    """Everything that was ever accepted, and what to ask after each commit of the office."""

    def __init__(self, people: list[Person]) -> None:
        super().__init__(people)
        self.accepted: dict[bytes, Action] = {}
        self.typed: dict[bytes, set[bytes]] = {}
        """canary words that somebody typed themselves: of a client that was refused they come back to them"""
        self.plain: dict[int, tuple] = {}
        self.met: Counter[str] = Counter()
        """how often which fault came in the way"""

    def opened(self, office: State) -> None:
        """The rows that were there before the first laptop came."""
        self._revs(State(), office)

    def accept(self, person: Person, action: Action, packed: bytes) -> None:
        """A laptop took what somebody typed: it must never get lost."""
        self.accepted[action.action_id] = action
        self.met["a chain of edits"] += any(each.after for each in action.changes if each.deed is Deed.EDIT)
        self.typed.setdefault(person.user_id, set()).update(CANARY.findall(packed))

    def office_committed(self, before: State, after: State) -> None:
        self._revs(before, after)
        for action_id in [each for each in after.actions if each not in before.actions]:
            self._verdict(before, after, action_id)
        demand(1, before.actions.keys() <= after.actions.keys(), "the office forgot an action")
        new = {each.action_id for each in after.history[len(before.history) :]} - {b""}
        demand(2, not new or new.isdisjoint(each.action_id for each in before.history), "an action took effect twice")

    def replied(self, office: State, pushed: Pushed) -> None:
        """An answer leaves after the commit of what it tells."""
        for answer in pushed.answers:
            demand(1, answer.action_id in office.actions, "an answer left before its action was committed")

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
            self.met["a poison action"] += action_id in after.raw
            return
        demand(1, known.answer, "an action was answered by silence")
        action = self.accepted[action_id]
        own = [each for each in after.history[len(before.history) :] if each.action_id == action_id]
        self._meets(action, known, own, after)
        demand(1, known.answer.stamps, "an answer without a stamp leaves the outbox before anything came back")
        fates = {(row_id, fact): item for (each, row_id, fact), item in after.fates.items() if each == action_id}
        self._rights(before, after, known.user_id, action, own)
        self._values(before, after, action, fates)
        self._chains(before, after, action, fates)
        self._written_over(before, after, action, own)

    def _meets(self, action: Action, known: Known, own: list, after: State) -> None:
        opened = [kept.item.kind for kept in after.items.values() if kept.item.action_id == action.action_id]
        self.met["two people at one fact"] += "clash" in opened
        if known.answer.verdict is Verdict.APPLIED and not own:  # both ends were equal already
            self.met["twins merged crosswise"] += any(each.into in after.aliases for each in action.changes)
            self.met["clients merged crosswise"] += any(each.edits.get("keeper_id") for each in action.changes)

    def _rights(self, before: State, office: State, user_id: bytes, action: Action, own: list) -> None:
        made = {each.row_id for each in action.changes if each.deed is Deed.CREATE and each.word == "client"}
        for wrote in own:
            change = wrote.change
            role = office.users[user_id].role
            part = (change.scope_id, by_word(change.word).compartment)
            readable = may_read(before, user_id, *part) or may_read(office, user_id, *part)  # who parts two twins
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
            # It may have been merged before or after, and who it was merged into may have been brought back since.
            rows = {change.row_id, kept_twin(before, change.row_id), kept_twin(after, change.row_id)}
            about = [each.change for each in written if each.change.row_id in rows]
            waits = {name: item for (row_id, name), item in fates.items() if row_id in rows}
            if change.deed is Deed.REMOVE:
                was_gone = change.row_id not in before.where or any(each.deed is Deed.REMOVE for each in about)
                is_one = change.row_id in {kept_twin(office, change.into) for office in (before, after)}
                demand(1, was_gone or is_one or "" in waits, "a removal got lost")
                continue
            for name, each in change.edits.items():
                item_id = waits.get(name) or waits.get("")
                if item_id:
                    ids = {action_of(packed).action_id for packed in after.items[item_id].item.actions}
                    demand(1, action.action_id in ids, "a tray item lost the action that fell into it")
                    continue
                fact = by_word(change.word).fact(name)
                stood = [one.edits[name].wanted for one in about if name in one.edits]
                stood += [] if change.row_id in before.where else [fact.default]
                stood += [_stands(before, row_id, name) for row_id in rows]
                meant = (each.wanted, kept_twin(before, each.wanted), kept_twin(after, each.wanted))
                stands = any(value in stood for value in meant)
                stands = stands or (name == "keeper_id" and _are_one(after, change.row_id, each.wanted))
                no_wish = kept_twin(after, each.seen) == kept_twin(after, each.wanted)
                kept = stands or no_wish or fact.merge in (Merge.SET, Merge.TEXT)
                demand(1, kept, f"{name} of a {change.word} was neither written nor put into the tray")

    def _written_over(self, before: State, after: State, action: Action, own: list) -> None:
        """Where people must be asked, only what the author saw gives way to what they want."""
        asked: set = set()
        for change in action.changes if own else ():
            for name, each in change.edits.items() if change.deed is Deed.EDIT else ():
                # The same action may change it twice, and what was seen of a twin is not what the other has.
                is_again = (change.row_id, name) in asked or change.row_id in after.aliases
                asked.add((change.row_id, name))
                if is_again or by_word(change.word).fact(name).merge is not Merge.ASK:
                    continue
                word, scope = before.where.get(change.row_id, ("", b""))
                stood = before.tables[word, scope][change.row_id].sheet[name] if word else each.seen
                for wrote in after.history[len(before.history) :]:
                    if wrote.change.row_id != change.row_id or name not in wrote.change.edits:
                        continue
                    if wrote.action_id == action.action_id:
                        meant = {kept_twin(after, value) for value in (each.seen, each.wanted)}  # seen before a merge
                        demand(1, kept_twin(after, stood) in meant, f"{name} was written over")
                        break
                    stood = wrote.change.edits[name].wanted

    def _chains(self, before: State, after: State, action: Action, fates: dict) -> None:
        """An edit made upon one that waits joins its item (SYNC 4.3), unless that was settled in the same commit."""
        for change in action.changes:
            is_chained = change.after and change.deed is Deed.EDIT and change.row_id not in before.aliases
            for name in change.edits if is_chained else ():
                item_id = before.fates.get((change.after, change.row_id, name))
                kept = before.items.get(item_id)
                is_open = kept and kept.is_open and after.items[item_id].is_open
                if is_open and item_id != action.settles and kept.item.kind != "held":
                    wish = change.edits[name]
                    joins = (fates.get((change.row_id, name)) or fates.get((change.row_id, ""))) == item_id
                    demand(1, joins or wish.seen == wish.wanted or (change.row_id, "") in fates, "a chain broke")

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
