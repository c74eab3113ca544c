"""What happens at the office by chance: rights change, imports come, tombstones age, backups are made and put back."""

from kamdesk.exchange.actions import Change, Deed, edit
from kamdesk.facts.policies import Compartment, Role
from tests.sync.company import ledger_row
from tests.sync.demands import Broken
from tests.sync.invariants import Watch
from tests.sync.memory_office import State
from tests.sync.memory_office_sides import MemoryOffice
from tests.sync.staged_import import merge, staged

ROLES = {
    "Lin": (Role.REP, Role.SUPPLY, Role.HOTLINE),
    "Wu": (Role.REP, Role.REP, Role.MANAGER),
    "Ma": (Role.MANAGER, Role.REP),
    "Fei": (Role.FINANCE,),
}


class OfficeEvents:
    """The office's own life; everything drawn from one source of chance."""

    def __init__(self, office: MemoryOffice, watch: Watch, random) -> None:
        self.office, self.watch, self.random = office, watch, random
        self.backups: list[State] = []
        self.between = ""
        """the last step of a laptop's sync that was done"""

    def something(self) -> None:
        """One event by chance."""
        events = (
            (self.changes_a_right, 30), (self.changes_a_role, 8), (self.imports, 30), (self.ages, 8),
            (self.backs_up, 12), (self.is_put_back, 5), (self.changes_policy, 4), (self.drops_answers, 3),
            (self.goes_on_importing, 25),
        )  # fmt: skip
        (event,) = self.random.choices([each for each, _ in events], [weight for _, weight in events])
        event()

    def in_between(self) -> None:
        """What may happen between two statements of another procedure."""
        events = (self.changes_a_right, self.imports, self.changes_a_role, self.goes_on_importing)
        self.random.choice(events)()

    def scopes(self) -> list[bytes]:
        """The clients there are."""
        return sorted(scope for word, scope in self.office.state.tables if word == "client")

    def changes_a_right(self) -> None:
        """Somebody gets a client, or loses it."""
        self.watch.met["rights changed"] += 1
        state = self.office.state.copy()
        pair = (self.random.choice(list(state.users)), self.random.choice(self.scopes()))
        if pair in state.serves:
            del state.serves[pair]
        else:
            state.granted += 1
            state.serves[pair] = state.granted
        self.office.commit(state)

    def changes_a_role(self) -> None:
        self.watch.met["a role changed"] += 1
        state = self.office.state.copy()
        user_id = self.random.choice(list(state.users))
        user = state.users[user_id]
        state.granted += 1
        state.users[user_id] = user._replace(role=self.random.choice(ROLES[user.name]), granted=state.granted)
        self.office.commit(state)

    def imports(self) -> None:
        """The ERP tells the orders or the invoices of one client anew: some rows changed, some new, some gone."""
        scope, word = self.random.choice(self.scopes()), self.random.choice(("order", "invoice"))
        with self.office.writing(next(iter(self.office.state.users)), b"") as office:
            rows = list(office.state.tables.get((word, scope), {}).items())
            for row_id, row in rows:
                chance = self.random.random()
                if chance < 0.3:
                    fact = "late_reason" if word == "order" else "amount"
                    value = str(self.random.randrange(9)) if word == "order" else self.random.randrange(900)
                    if row.sheet[fact] != value:
                        office.put(edit(word, row_id, scope, {fact: (row.sheet[fact], value)}))
                elif chance < 0.5:
                    office.put(Change(deed=Deed.REMOVE, word=word, row_id=row_id, scope_id=scope))
            if self.random.random() < 0.6:
                office.put(ledger_row(word, scope, self.random, self.random.randrange(10**9)))
            office.state.as_of[Compartment.LEDGER] = str(len(office.state.stamps))

    def goes_on_importing(self) -> None:
        """An import of everything is staged; what is staged is merged, the next part each time."""
        self.watch.met["an import in the middle"] += 1
        if not self.office.state.stage:
            state = self.office.state.copy()
            state.stage = staged(state, self.random)
            self.office.commit(state)
            return
        with self.office.writing(next(iter(self.office.state.users)), b"") as office:
            for planned in office.state.stage[:1]:  # none where somebody else merged the last one meanwhile
                merge(office, planned)
            office.state.stage = office.state.stage[1:]
            if not office.state.stage:
                office.state.as_of[Compartment.LEDGER] = str(len(office.state.stamps))

    def finishes_importing(self) -> None:
        """An import that was stopped in the middle is whole at the next start."""
        while self.office.state.stage:
            self.goes_on_importing()

    def ages(self) -> None:
        """Tombstones are let go of: the floor of a part rises to where it stands."""
        self.watch.met["tombstone floor passed"] += 1
        state = self.office.state.copy()
        part = self.random.choice(list(state.heads))
        state.floors[part] = state.heads[part].rev
        self.office.commit(state)

    def backs_up(self) -> None:
        self.backups = [*self.backups[-2:], self.office.state]

    def is_put_back(self) -> None:
        """The office stands as it stood at a backup; nobody says so."""
        if self.backups:
            self.watch.met["an office put back"] += 1
            self.watch.met["an office put back between answer and pull"] += self.between in ("answered", "kept")
            self.put_back(self.random.choice(self.backups))

    def put_back(self, state: State) -> None:
        kept = set(state.actions)
        for person in self.watch.people:
            kept.update(person.laptop.state.outbox)
        lost = self.watch.accepted.keys() - kept - self.watch.excused
        if not lost <= self.watch.released:
            raise Broken(1, "laptops let go of actions that a backup may lack")
        self.watch.excused |= lost
        self.office.state = state

    def changes_policy(self) -> None:
        state = self.office.state.copy()
        state.policy = {"days_without_contact": str(self.random.randrange(30))}
        self.office.commit(state)

    def drops_answers(self) -> None:
        """After 400 days an answer is dropped; the id of its action stays."""
        state = self.office.state.copy()
        if state.actions:
            action_id = self.random.choice(list(state.actions))
            state.actions[action_id] = state.actions[action_id]._replace(answer=None)
            self.office.commit(state)
