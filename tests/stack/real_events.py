"""What happens at a real office by chance: the same events as in memory, done to its PostgreSQL."""

from contextlib import contextmanager, suppress
from datetime import timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as put

from kamdesk.connectors.batches import batch_of
from kamdesk.connectors.intake import batch
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.records.orders import Order
from kamdesk.server.database.rows import delete_sheet, insert_sheets, update_sheets
from kamdesk.server.database.stamping import Part, take_heads, write
from kamdesk.server.database.tables import actions, heads, loads, serves
from kamdesk.server.imports import removals
from kamdesk.server.imports.bringing import How, _stage, finish_import
from kamdesk.server.imports.merging import merge_stage
from kamdesk.server.people.policies import set_policy
from kamdesk.server.people.users import add_user, lock_rights
from tests.server.desks import NOW, PASSWORD
from tests.stack.real_office import RealOffice, service, whole
from tests.sync.company import canary, ledger_row
from tests.sync.office_events import ROLES, OfficeEvents


class _Stopped(Exception):
    """The import stops here."""


def _stop(*_) -> None:
    raise _Stopped


class _Drawn:
    """Where PostgreSQL would make an id, one out of the history's own chance."""

    def __init__(self, random) -> None:
        self._random = random

    def __format__(self, _) -> str:
        return f"decode('{self._random.randbytes(16).hex()}', 'hex')"


@contextmanager
def _ids_drawn(random):
    """The rows of an import have the ids that this seed always gives them."""
    before = batch.new_ids, removals._NEW_ID
    batch.new_ids = lambda number: [random.randbytes(16) for _ in range(number)]
    removals._NEW_ID = _Drawn(random)
    try:
        yield
    finally:
        batch.new_ids, removals._NEW_ID = before


class RealEvents(OfficeEvents):
    """The office's own life."""

    office: RealOffice
    is_importing = False

    def changes_a_right(self) -> None:
        state = self.office.state
        user_id, scope_id = self.random.choice(list(state.users)), self.random.choice(self.scopes())
        with self.office.engine.begin() as connection:
            lock_rights(connection, {user_id})
            if (user_id, scope_id) in state.serves:
                is_it = (serves.c.user_id == user_id) & (serves.c.scope_id == scope_id)
                connection.execute(delete(serves).where(is_it))
            else:
                right = service(connection, user_id, scope_id, state.users[user_id].role)
                connection.execute(insert(serves), right)
        self.office.books_changed()

    def changes_a_role(self) -> None:
        user = self.office.state.users[self.random.choice(list(self.office.state.users))]
        self.has_role(user.name, self.random.choice(ROLES[user.name]))

    def has_role(self, name: str, role: Role) -> None:
        with self.office.engine.begin() as connection:
            add_user(connection, name, role, PASSWORD)
        self.office.books_changed()

    def imports(self) -> None:
        scope, word = self.random.choice(self.scopes()), self.random.choice(("order", "invoice"))
        record, random = by_word(word), self.random
        part = Part(scope, record.compartment)
        ids = sorted(self.office.state.tables.get((word, scope), ()))
        fact = "late_reason" if word == "order" else "amount"
        edited = {row_id: random.randrange(900) for row_id in ids if random.random() < 0.3}
        gone = [row_id for row_id in ids if row_id not in edited and random.random() < 0.3]
        new = [ledger_row(word, scope, random, random.randrange(1000))] if random.random() < 0.6 else []

        def merge(stamps) -> None:
            for row_id, value in edited.items():
                wanted = {"scope_id": scope, "id": row_id, "rev": stamps.of(part).rev}
                wanted[fact] = str(value) if word == "order" else value
                update_sheets(stamps.connection, record, [fact], [wanted])
            for row_id in gone:
                stamps.of(part)
                delete_sheet(stamps.connection, record, scope, row_id)
            for change in new:
                insert_sheets(stamps.connection, record, [whole(change, stamps.of(part).rev)])
            as_of = NOW + timedelta(minutes=len(self.office.state.stamps))
            told = {"compartment": Compartment.LEDGER.value, "as_of": as_of}
            stamps.connection.execute(
                put(loads).values(told).on_conflict_do_update(index_elements=["compartment"], set_=told)
            )

        write(self.office.engine, [part], merge)

    def goes_on_importing(self) -> None:
        """Staged whole; then it stops after each part, as an office that is killed would, and goes on later."""
        office = self.office.company.office
        if not self.is_importing:
            finish_import(office)
            with _ids_drawn(self.random), office.writing() as connection:
                _stage(connection, [("erp", self._files())], ImportReport(), self._how(), source="erp", progress=None)
            self.is_importing = True
            return
        with suppress(_Stopped):
            merge_stage(office.engine, progress=_stop)
            self.finishes_importing()

    def finishes_importing(self) -> None:
        finish_import(self.office.company.office)
        self.is_importing = False

    def _how(self) -> How:
        as_of = NOW + timedelta(minutes=len(self.office.state.stamps))
        return How(as_of=as_of, is_complete=self.random.random() < 0.3, accepts_removals=True)

    def _files(self):
        """Clients told anew, orders changed, new, given to another client; whole files lack some."""
        random, tables = self.random, self.office.state.tables
        rows = [row.sheet for (word, _), table in sorted(tables.items()) if word == "client" for row in table.values()]
        scopes = {row.external_key: row.id for row in rows if row.external_key}
        keys = sorted(scopes)
        told = [{"key": key, "city": f"ERP {random.randrange(4)}"} for key in keys if random.random() < 0.4]
        told += [{"key": f"E{random.randrange(10**9)}", "city": ""}] if random.random() < 0.2 else []
        yield batch_of(Client, told)
        orders = [
            (row.sheet.external_key, random.choice(keys) if random.random() < 0.1 else key)
            for key in keys
            for row in tables.get(("order", scopes[key]), {}).values()
            if random.random() < 0.6
        ]
        orders += [(f"order{random.randrange(10**9)}", random.choice(keys)) for _ in keys]
        yield batch_of(Order, [self._order(number, key, scopes[key]) for number, key in orders])

    def _order(self, number: str, key: str, scope: bytes) -> dict:
        """What the ERP says of an order; one that it gives to another client takes nothing of the first one along."""
        told = {"their_number": canary(scope, "ledger"), "late_reason": str(self.random.randrange(9))}
        return {"key": number, "client": key} | told

    def ages(self) -> None:
        part = self.random.choice(list(self.office.state.heads))
        is_it = (heads.c.scope_id == part[0]) & (heads.c.compartment == part[1].value)
        with self.office.engine.begin() as connection:
            take_heads(connection, [Part(*part)])
            connection.execute(update(heads).where(is_it).values(floor=heads.c.rev))
        self.office.books_changed()

    def backs_up(self) -> None:
        self.backups = [*self.backups[-2:], (self.office.backup(), self.office.state)]

    def put_back(self, backup) -> None:
        name, state = backup
        super().put_back(state)
        self.office.put_back(name)

    def changes_policy(self) -> None:
        with self.office.engine.begin() as connection:
            set_policy(connection, "days_without_contact", str(self.random.randrange(1, 30)))

    def drops_answers(self) -> None:
        known = list(self.office.state.actions)
        if known:
            is_it = actions.c.action_id == self.random.choice(known)
            with self.office.engine.begin() as connection:
                connection.execute(update(actions).where(is_it).values(answer=None))
            self.office.books_changed()
