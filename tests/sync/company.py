"""The company of the simulation: who works there, what they may write (written down anew, by hand), and its rows."""

from datetime import date

from kamdesk.base.ids import CATALOGUE
from kamdesk.exchange.actions import create
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.records.orders import Order
from kamdesk.records.payments import Invoice
from kamdesk.records.team import Employee
from kamdesk.records.visits import Note, Promise, Visit
from tests.sync.memory_office import Device, State, User

FIELD = {Role.REP, Role.MANAGER, Role.EXECUTIVE}
WRITERS = {
    "client": FIELD, "site": FIELD, "contact": FIELD, "reporting_line": FIELD, "note": FIELD, "promise": FIELD,
    "visit": FIELD, "client_stock_count": FIELD, "request": {Role.REP, Role.MANAGER, Role.HOTLINE},
    "employee": {Role.MANAGER},
}  # fmt: skip
FACT_WRITERS = {
    ("client", "parent_id"): {Role.MANAGER}, ("client", "keeper_id"): {Role.MANAGER},
    ("client", "grade"): {Role.MANAGER},
    ("client", "owner_id"): {Role.MANAGER},
    ("client", "payment_term_days"): {Role.FINANCE}, ("client", "currency"): {Role.FINANCE},
    ("client", "payment_schedule"): {Role.FINANCE},
    ("client", "sales_share_aim"): {Role.MANAGER},
    ("client", "phone"): FIELD | {Role.FINANCE}, ("client", "website"): FIELD | {Role.FINANCE},
}  # fmt: skip
READS = {
    Role.REP: {"open", "ledger", "money"}, Role.MANAGER: {"open", "ledger", "money"},
    Role.FINANCE: {"open", "ledger", "money"}, Role.SUPPLY: {"open", "ledger"}, Role.HOTLINE: {"open"},
}  # fmt: skip
CATALOGUE_READS = {
    Role.REP: {"open", "stock"}, Role.MANAGER: {"open", "stock", "cost"}, Role.FINANCE: {"open", "cost"},
    Role.SUPPLY: {"open", "stock"}, Role.HOTLINE: {"open", "stock"},
}  # fmt: skip


def may_read(state: State, user_id: bytes, scope_id: bytes, compartment: Compartment) -> bool:
    """The reading rights, written down by hand."""
    role = state.users[user_id].role
    if scope_id == user_id:
        return compartment == "person"
    if scope_id == CATALOGUE:
        return compartment in CATALOGUE_READS[role]
    chain = keepers(state, scope_id)
    return compartment in READS[role] and (
        role is Role.HOTLINE or any((user_id, each) in state.serves for each in chain)
    )


def keepers(state: State, scope_id: bytes) -> list[bytes]:
    """A client, the one that it was merged into, the one that that was merged into, and so on."""
    chain = [scope_id]
    while (rows := state.tables.get(("client", chain[-1]))) and chain[-1] in rows:
        keeper = rows[chain[-1]].sheet["keeper_id"]
        if keeper is None or keeper in chain:
            break
        chain.append(keeper)
    return chain


def may_write(role: Role, word: str, fact: str = "") -> bool:
    """The writing rights, written down by hand."""
    return role in FACT_WRITERS.get((word, fact), WRITERS.get(word, ()))


PEOPLE = (("Lin", Role.REP), ("Wu", Role.REP), ("Ma", Role.MANAGER), ("Fei", Role.FINANCE))
LAPTOPS = (0, 0, 1, 2, 3)
"""Whose laptop each is: one person has two."""


def canary(scope_id: bytes, compartment: str) -> str:
    """A word that nobody may ever see who may not read this part."""
    return f"¤{scope_id[:4].hex()}{compartment[:2]}¤"


def open_shop(office, random) -> list[bytes]:
    """Users, laptops and rows of a small company. Returns: the laptops' ids."""
    state = office.state
    users = [random.randbytes(16) for _ in PEOPLE]
    for at, (name, role) in enumerate(PEOPLE):
        state.users[users[at]] = User(name, role, 0)
    devices = [random.randbytes(16) for _ in LAPTOPS]
    for device_id, at in zip(devices, LAPTOPS, strict=True):
        state.devices[device_id] = Device(users[at])
    clients = [random.randbytes(16) for _ in range(3)]
    for user in range(4):
        for at, scope_id in enumerate(clients):
            if (user, at) not in {(0, 2), (1, 1), (3, 2)}:
                state.granted += 1
                state.serves[users[user], scope_id] = state.granted
    with office.writing(users[2], b"") as shop:
        for change in _rows(clients, random):
            shop.put(change)
    return devices


def _rows(clients, random):
    employee = random.randbytes(16)
    yield create(Employee.word, employee, CATALOGUE, {"name": "Lin", "post": canary(CATALOGUE, "open")})
    yield create(Product.word, random.randbytes(16), CATALOGUE, {"name": canary(CATALOGUE, "open")})
    for at, scope in enumerate(clients):
        people = [random.randbytes(16) for _ in range(2)]
        yield create(
            Client.word,
            scope,
            scope,
            {"legal_name": f"Client {at} {canary(scope, 'open')}", "habits": "a\nb\nc"},
            external_key=f"C{at}",
        )
        yield create(Site.word, random.randbytes(16), scope, {"name": "Plant", "is_primary": True})
        for each in people:
            yield create(Contact.word, each, scope, {"name": "Li", "post": canary(scope, "open")})
        yield create(
            ReportingLine.word, random.randbytes(16), scope, {"contact_id": people[0], "manager_id": people[1]}
        )
        yield create(Note.word, random.randbytes(16), scope, {"text": "one\ntwo\nthree"})
        yield create(Promise.word, random.randbytes(16), scope, {"what": "Samples"})
        yield create(Visit.word, random.randbytes(16), scope, {"contact_ids": (people[0],)})
        for number in (2 * at, 2 * at + 1):  # the ERP gives a number once
            yield ledger_row(Order.word, scope, random, number)
            yield ledger_row(Invoice.word, scope, random, number)


def ledger_row(word, scope, random, number):
    """An order or an invoice as the ERP tells it."""
    if word == Order.word:
        values = {"their_number": canary(scope, "ledger"), "ordered_on": date(2026, 1, 1)}
    else:
        values = {"note": canary(scope, "money"), "amount": number * 100}
    return create(word, random.randbytes(16), scope, values, external_key=f"{word}{number}")
