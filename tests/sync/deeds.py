"""What people of the simulation think of doing, by chance: each deed is one verb of one person at one laptop."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kamdesk.exchange.actions import Change, Deed, create, edit, merge_twins
from kamdesk.exchange.verdicts import Item, ItemKind
from kamdesk.exchange.wire import action_of
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.records.every import by_word
from kamdesk.records.stock import ClientStockCount
from kamdesk.records.visits import Note, Promise, Request, Visit
from tests.sync.company import canary
from tests.sync.memory_laptop import OPEN, sheet_of
from tests.sync.person import Person

LINES = ("one\ntwo\nthree", "one\n2\nthree", "one\ntwo\n3", "1\ntwo\nthree", "one\ntwo\nthree\nfour", "two")
DAYS = tuple(date(2026, 3, day) for day in (1, 2))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wishes(random, word: str, now, people: list[bytes]) -> dict:
    """Some facts of a record with what somebody might want there."""
    number = str(random.randrange(6))
    if word == "client":
        stage = str(min(5, max(1, int(now["stage"] or 1) + random.choice((-1, 1)))))
        return random.choice((
            {"phone": number}, {"phone": number, "city": number}, {"city": number}, {"habits": random.choice(LINES)},
            {"stage": stage, "stage_since": random.choice(DAYS), "stage_evidence": number},
            {"payment_term_days": random.choice((30, 45, 60))}, {"grade": random.choice("ABC")},
        ))  # fmt: skip
    if word == "contact":
        rights = _some(random, ("decides", "pays", "uses"))
        return random.choice((
            {"phone": number}, {"email": number, "mobile": number}, {"rights": rights},
            {"support": random.choice(("supports", "opposes")), "support_since": random.choice(DAYS)},
        ))  # fmt: skip
    if word == "visit":
        hour = NOON + timedelta(hours=random.randrange(4))
        them = tuple(sorted(_some(random, people)))
        return random.choice(({"contact_ids": them}, {"purpose": number}, {"starts_at": hour}, {"ends_at": hour}))
    if word == "promise":
        return {"outcome": random.choice(("kept", "broken")), "closed_on": DAYS[0], "evidence": number}
    simple = {
        "site": lambda: random.choice(({"city": number}, {"is_primary": random.random() < 0.5})),
        "note": lambda: {"text": random.choice(LINES)},
        "request": lambda: {"status": random.choice(("open", "closed"))},
        "employee": lambda: {"phone": number},
        "reporting_line": lambda: {"manager_id": random.choice(people) if people else None},
    }
    return simple[word]()


def _some(random, members) -> tuple:
    return tuple(each for each in members if random.random() < 0.5)


EDITED = ("client", "client", "contact", "note", "promise", "visit", "site", "request", "reporting_line", "employee")


def some_row(random, person: Person, word: str):
    """One of the rows of a kind that this laptop shows, or None."""
    tables = person.laptop.state.tables
    rows = [(scope, plain) for (kind, scope), table in tables.items() if kind == word for plain in table.values()]
    if not rows:
        return None
    scope_id, plain = random.choice(rows)
    return sheet_of(by_word(word), scope_id, plain)


def people_of(person: Person, scope_id: bytes) -> list[bytes]:
    """The contacts of a client that this laptop shows, with those of what was merged with it."""
    tables = person.laptop.state.tables
    clients = dict(_clients(person))
    one = {scope_id, clients[scope_id]["keeper_id"] if scope_id in clients else None}
    one |= {row_id for row_id, client in clients.items() if client["keeper_id"] in one - {None}}
    return sorted({contact for scope in one for contact in tables.get(("contact", scope), ())})


def _clients(person: Person) -> list:
    """Every client that this laptop shows, by its id."""
    tables = person.laptop.state.tables
    shown = [(scope, plain) for (word, scope), table in tables.items() if word == "client" for plain in table.values()]
    return [(scope, sheet_of(Client, scope, plain)) for scope, plain in shown]


def edits_something(random, person: Person, new_id) -> object:
    """Change facts of one row, sometimes in a form that was opened a while ago."""
    if person.form is not None and random.random() < 0.7:
        word, row, pairs = person.form
        person.form = None
        return person.do(new_id(), "edit", edit(word, row.id, row.scope_id, pairs))
    word = random.choice(EDITED)
    row = some_row(random, person, word)
    if row is None:
        return None
    wanted = wishes(random, word, row, people_of(person, row.scope_id))
    pairs = {name: (row[name], value) for name, value in wanted.items()}
    if random.random() < 0.2:
        person.form = (word, row, pairs)
        return None
    verb = "poison" if random.random() < 0.02 else "edit"
    return person.do(new_id(), verb, edit(word, row.id, row.scope_id, pairs), is_indivisible=random.random() < 0.15)


def creates_something(random, person: Person, new_id) -> object:
    """A new row under a client, now and then two at once."""
    client = some_row(random, person, "client")
    if client is None:
        return None
    scope, people = client.scope_id, people_of(person, client.scope_id)
    someone = random.choice(people) if people else None
    made = random.choice((
        lambda: create(Contact.word, new_id(), scope, {"name": "Chen", "post": canary(scope, "open")}),
        lambda: create(Note.word, new_id(), scope, {"text": random.choice(LINES), "contact_id": someone}),
        lambda: create(Promise.word, new_id(), scope, {"what": "Samples", "contact_id": someone}),
        lambda: create(Visit.word, new_id(), scope, {"contact_ids": (someone,) if someone else ()}),
        lambda: create(Site.word, new_id(), scope, {"name": "Depot", "is_primary": random.random() < 0.5}),
        lambda: create(ClientStockCount.word, new_id(), scope, {"quantity": random.randrange(9)}),
        lambda: create(Request.word, new_id(), scope, {"summary": "Help", "contact_id": someone}),
        lambda: _line(random, scope, people, new_id),
    ))()  # fmt: skip
    changes = [made]
    if made.word == "contact" and random.random() < 0.4:
        changes.append(create(Note.word, new_id(), scope, {"text": "new", "contact_id": made.row_id}))
    if random.random() < 0.2:
        changes.append(edit("client", scope, scope, {"phone": (client["phone"], str(random.randrange(6)))}))
    return person.do(new_id(), "create", *changes)


def _line(random, scope: bytes, people: list[bytes], new_id) -> Change:
    ends = random.sample(people, 2) if len(people) > 1 else (None, None)
    return create(ReportingLine.word, new_id(), scope, {"contact_id": ends[0], "manager_id": ends[1]})


def makes_a_client(random, person: Person, new_id) -> object:
    """A new client with a first contact; what the office will refuse sometimes (a grade that no rep may give)."""
    scope = new_id()
    values = {"legal_name": f"New {canary(scope, 'open')}"}
    done = person.do(new_id(), "create", create(Client.word, scope, scope, values))
    if done and random.random() < 0.7:
        person.do(new_id(), "create", create(Contact.word, new_id(), scope, {"name": "First"}))
    return done


def removes_something(random, person: Person, new_id) -> object:
    """Take out a row of people."""
    word = random.choice(("contact", "note", "site", "promise", "visit", "reporting_line"))
    row = some_row(random, person, word)
    if row is None:
        return None
    return person.do(new_id(), "remove", Change(deed=Deed.REMOVE, word=word, row_id=row.id, scope_id=row.scope_id))


def merges_twins(random, person: Person, new_id) -> object:
    """Say of two people of a client that they are the same."""
    client = some_row(random, person, "client")
    people = sorted(person.laptop.state.tables.get(("contact", client.scope_id), ())) if client else []
    if len(people) < 2:
        return None
    gone, kept = _two(random, people)
    return person.do(new_id(), "merge", merge_twins("contact", gone, client.scope_id, kept))


def _two(random, sorted_ones: list) -> list:
    """Two of them, mostly the first two: others think of the same, the other way round."""
    return random.sample(sorted_ones[:2] if random.random() < 0.8 else sorted_ones, 2)


def merges_clients(random, person: Person, new_id) -> object:
    """Say of two clients that they are the same, now and then with a fact taken over, or that they are two."""
    clients = sorted((client for _, client in _clients(person)), key=lambda client: client.id)
    merged = [client for client in clients if client["keeper_id"]]
    if merged and random.random() < 0.3:
        apart = random.choice(merged)
        return person.do(
            new_id(), "edit", edit("client", apart.id, apart.id, {"keeper_id": (apart["keeper_id"], None)})
        )
    if len(clients) < 2:
        return None
    gone, kept = _two(random, clients)
    changes = [edit("client", gone.id, gone.id, {"keeper_id": (gone["keeper_id"], kept.id)})]
    if random.random() < 0.5:
        changes.insert(0, edit("client", kept.id, kept.id, {"phone": (kept["phone"], gone["phone"])}))
    return person.do(new_id(), "merge_twins", *changes, is_indivisible=True)


def undoes_something(random, person: Person, new_id) -> object:
    """Take back what is not sent; what was sent is undone by a new action."""
    kept = [each for each in person.laptop.state.outbox.values() if each.action.changes]
    if not kept:
        return None
    chosen = random.choice(kept[-4:])
    if chosen.state == OPEN:
        person.undo(chosen.action.action_id)
        return None
    return person.do(new_id(), "undo", *map(reverse, reversed(chosen.action.changes)), is_indivisible=True)


def reverse(change: Change) -> Change:
    """What undoes a change that was sent."""
    deed = {Deed.CREATE: Deed.REMOVE, Deed.REMOVE: Deed.CREATE, Deed.EDIT: Deed.EDIT}[change.deed]
    edits = {name: replace(each, seen=each.wanted, wanted=each.seen) for name, each in change.edits.items()}
    return replace(change, deed=deed, edits=edits, after=None, children_seen=(), into=None)


def settles_something(random, person: Person, new_id) -> object:
    """Decide one thing in the tray: theirs, mine, another value, once more, or away with it."""
    items = person.tray()
    if not items:
        return None
    item = random.choice(items)
    way = random.choice(("theirs", "confirm", "mine", "other"))
    changes = () if way == "theirs" else tuple(_decided(random, person, item, way))
    return person.do(new_id(), "settle", *changes, settles=item.item_id, is_indivisible=random.random() < 0.5)


def _decided(random, person: Person, item: Item, way: str):
    now = person.screen.row(by_word(item.word), item.row_id)
    if item.kind in (ItemKind.CLASH, ItemKind.PROPOSAL) and now is not None:
        value = {"confirm": lambda each: each.theirs, "mine": lambda each: each.mine}.get(
            way, lambda each: random.choice((each.mine, each.seen, each.theirs))
        )
        yield edit(
            item.word, item.row_id, item.scope_id, {each.fact: (each.theirs, value(each)) for each in item.facts}
        )
        return
    for packed in item.actions:
        for change in action_of(packed).changes:
            yield from _once_more(person, change)


def _once_more(person: Person, change: Change):
    now = person.screen.row(by_word(change.word), change.row_id)
    wanted = {name: each.wanted for name, each in change.edits.items()}
    if change.deed is Deed.REMOVE:
        if now is not None:
            yield replace(change, edits={}, after=None, children_seen=())
    elif now is not None:
        yield edit(change.word, change.row_id, now.scope_id, {name: (now[name], wanted[name]) for name in wanted})
    elif change.deed is Deed.CREATE:
        yield create(change.word, change.row_id, change.scope_id, wanted, external_key=change.external_key)


DEEDS = (
    (edits_something, 50), (creates_something, 18), (makes_a_client, 3), (removes_something, 8), (merges_twins, 8),
    (merges_clients, 7), (undoes_something, 6), (settles_something, 15),
)  # fmt: skip


def something(random, person: Person, new_id) -> object:
    """One deed by chance. Returns: the action that the laptop accepted, or None."""
    (deed,) = random.choices([each for each, _ in DEEDS], [weight for _, weight in DEEDS])
    return deed(random, person, new_id)
