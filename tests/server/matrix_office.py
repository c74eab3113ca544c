"""One office for the whole matrix of rights: a client of each role and one of another's, rows full of canary words."""

from collections import defaultdict
from itertools import count

from sqlalchemy import insert, select

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.exchange.actions import Change, Deed, create, edit
from kamdesk.exchange.readers import CATALOGUE_COMPARTMENTS, CLIENT_COMPARTMENTS, SEES_EVERY_CLIENT
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Role, Scope
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import write
from kamdesk.server.people.devices import register
from kamdesk.server.people.serves import serve
from kamdesk.server.people.teams import set_team
from kamdesk.server.people.users import ROLES, add_user
from tests.server.desks import NOW, PASSWORD, TODAY
from tests.server.laptops import Laptop
from tests.server.matrix_cells import FOREIGN, NEW, NOWHERE, OWN, value_of
from tests.server.rows_of_office import part

STRANGER, JUNIOR = "stranger", "junior"
USES = ("edited", "named 0", "named 1", "gone")
"""What each row of a kind is there for."""
_numbers = count(2**62, 1000)


class Office:
    """Its rows by (place, role, word, use), what each holds, and a laptop of everybody."""

    def __init__(self, engine, url):
        self.engine, self.url = engine, url
        self.ids, self.values = {}, {}
        self.canaries = defaultdict(set)  # (scope, compartment) -> what only its readers may receive
        self.clients = {(place, role): new_id() for role in ROLES for place in (OWN, FOREIGN, NOWHERE, "spare")}
        self._fill()
        self.laptops = self._people()

    def scope_of(self, record, place, role):
        return CATALOGUE if record.scope is Scope.CATALOGUE else self.clients[place, role]

    def _fill(self):
        parts = [part(CATALOGUE, record.compartment) for record in RECORDS if record.scope is Scope.CATALOGUE]
        scopes = [client for (place, _), client in self.clients.items() if place != NOWHERE]
        of_clients = {record.compartment for record in RECORDS if record.scope is not Scope.CATALOGUE}
        parts += [part(scope, compartment) for scope in scopes for compartment in of_clients]
        write(self.engine, parts, self._fill_all)

    def _fill_all(self, stamps):
        for record in sorted(RECORDS, key=lambda each: each is not Client):
            made = []
            for place in (OWN, FOREIGN) if record.scope is not Scope.CATALOGUE else (OWN,):
                for role in ROLES:
                    made += self._rows(record, place, role)
            for row in made:
                row["rev"] = stamps.of(part(row["scope_id"], record.compartment)).rev
                self.values[row["id"]] = {name: row[name] for name in record.facts()}
            stamps.connection.execute(insert(office_table(record)), made)

    def _rows(self, record, place, role):
        if record is Client:
            uses = [("edited", place), ("gone", "spare")] if place == OWN else [("edited", place)]
            for use, where in uses:
                yield self._row(record, place, role, use, self.clients[where, role])
            return
        for use in USES:
            yield self._row(record, place, role, use, new_id())

    def _row(self, record, place, role, use, row_id):
        scope = row_id if record is Client else self.scope_of(record, place, role)
        row = {name: fact.default for name, fact in record.facts().items()}
        canaries = self.canaries[scope, record.compartment]
        for name, fact in record.facts().items():
            if fact.kind in (Kind.TEXT, Kind.LINES):
                row[name] = f"canary {place} {role} {record.word} {use} {name}"
                canaries.add(row[name].encode())
            elif fact.kind in (Kind.AMOUNT, Kind.PRICE):
                row[name] = next(_numbers)
                canaries.add(row[name].to_bytes(8, "big"))
        self.ids[place, role, record.word, use] = row_id
        canaries.add(row_id)
        return row | {"id": row_id, "scope_id": scope, "external_key": f"KEY {place} {role} {record.word} {use}"}

    def _people(self):
        with self.engine.begin() as connection:
            users = {role: add_user(connection, role.value, role, PASSWORD) for role in ROLES}
            users[STRANGER] = add_user(connection, STRANGER, Role.REP, PASSWORD)
            users[JUNIOR] = add_user(connection, JUNIOR, Role.REP, PASSWORD)
            set_team(connection, "North", people=[JUNIOR], managers=[Role.MANAGER.value])
            for role in ROLES:
                serve(connection, f"KEY foreign {role} client edited", STRANGER, Role.REP, today=TODAY)
                who = JUNIOR if role is Role.MANAGER else role.value  # managers read what their people serve
                if role is not Role.ADMIN:
                    for use in ("edited", "gone"):
                        serves_as = Role.REP if who == JUNIOR else role
                        serve(connection, f"KEY own {role} client {use}", who, serves_as, today=TODAY)
            tokens = {name: register(connection, user, f"{name}'s", now=NOW)[1] for name, user in users.items()}
        return {name: Laptop(self.url, users[name], token) for name, token in tokens.items()}

    def parts_of(self, name):
        """What a person may read, by the declared tables and what `_people` gave them."""
        role = self.laptops[name].user.role
        if role in SEES_EVERY_CLIENT:
            mine = [client for (place, _), client in self.clients.items() if place != NOWHERE]
        elif name == STRANGER:
            mine = [self.clients[FOREIGN, each] for each in ROLES]
        else:
            mine = [self.clients[place, Role.MANAGER if name == JUNIOR else role] for place in (OWN, "spare")]
        found = {(CATALOGUE, each) for each in CATALOGUE_COMPARTMENTS[role]}
        return found | {(client, each) for client in mine for each in CLIENT_COMPARTMENTS[role]}

    def named(self, role, place):
        """The row that a reference of this place may name: of two kinds of people, two people."""

        def found(word, number):
            where = OWN if place in (NOWHERE, NEW) else place
            if word == Client.word:
                return self.clients["spare", role]
            if (OWN, role, word, "edited") in self.ids and (FOREIGN, role, word, "edited") not in self.ids:
                where = OWN
            return self.ids[where, role, word, f"named {number % 2}"]

        return found

    def change(self, cell):
        """The change that asks a cell's question."""
        role, record, deed, fact, place = cell
        if place == NEW:
            return create(record.word, made := new_id(), made, self._wish(cell, None))
        scope = self.scope_of(record, place, role)
        if deed is Deed.CREATE:
            row_id = scope if record is Client else new_id()
            return create(record.word, row_id, scope, self._wish(cell, None))
        use = "edited" if deed is Deed.EDIT or (record is Client and place == FOREIGN) else "gone"
        row_id = self.ids.get((place, role, record.word, use)) or (scope if record is Client else new_id())
        scope = row_id if record is Client else scope
        if deed is Deed.REMOVE:
            return Change(deed=deed, word=record.word, row_id=row_id, scope_id=scope)
        now = self.values.get(row_id, {}).get(fact, record.fact(fact).default)
        return edit(record.word, row_id, scope, {fact: (now, self._wish(cell, now)[fact])})

    def _wish(self, cell, now):
        if not cell.fact:
            return {}
        fact, place = cell.record.fact(cell.fact), list(cell.record.facts()).index(cell.fact)
        now, word = fact.default if now is None else now, f"typed {cell.role} {cell.place} {cell.record.word}"
        return {cell.fact: value_of(fact, place, now, self.named(cell.role, cell.place), word)}

    def done(self, change):
        """Note what an applied change leaves behind."""
        record = next(each for each in RECORDS if each.word == change.word)
        if change.deed is Deed.REMOVE:
            del self.values[change.row_id]
            return
        before = self.values.get(change.row_id, {name: fact.default for name, fact in record.facts().items()})
        self.values[change.row_id] = before | {name: each.wanted for name, each in change.edits.items()}

    def misplaced(self, role):
        """Changes that name a row of one place in another: none of them may do anything."""
        others = [CATALOGUE, self.laptops[role].user.user_id, self.laptops[STRANGER].user.user_id]
        for number, record in enumerate(RECORDS):
            fact = next(iter(record.facts()))
            if record.scope is Scope.CATALOGUE:
                places = [(self.clients[OWN, role], OWN)]
            else:
                places = [
                    (others[number % 3], OWN),
                    (self.clients[OWN, role], FOREIGN),
                    (self.clients[FOREIGN, role], OWN),
                ]
            for scope, whose in places:
                row_id = self.ids[whose, role, record.word, "edited"]
                yield edit(record.word, row_id, scope, {fact: (record.fact(fact).default, None)})
                yield Change(deed=Deed.REMOVE, word=record.word, row_id=row_id, scope_id=scope)
            if record.scope is not Scope.CLIENT:
                yield create(record.word, new_id(), self.clients[OWN, role], {})
            else:
                yield create(record.word, new_id(), others[number % 3], {})

    def stands(self):
        """Every row of every table, as the database has it."""
        found = {}
        with self.engine.connect() as connection:
            for record in RECORDS:
                table = office_table(record)
                for row in connection.execute(select(table)).mappings():
                    found[bytes(row["id"])] = {name: row[name] for name in record.facts()}
        return found
