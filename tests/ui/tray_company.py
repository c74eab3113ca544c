"""Fills the tray of the small company's desk with one card of each kind, as an office would send them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kamdesk.exchange.actions import Action, Author, create, edit
from kamdesk.exchange.items import item_bytes
from kamdesk.exchange.verdicts import Contested, Item, ItemKind
from kamdesk.exchange.wire import action_bytes
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.rows import row, rows_where, update_row
from kamdesk.storage.settings import EMPLOYEE, OFFICE, PERSON, ROLE, write_setting

ME = Author(name="Lin Yue", role=Role.REP)
MADE_AT = datetime(2026, 10, 19, 6, 9, tzinfo=UTC)
OFFICE_AT = "2026-10-19T09:32:00Z"


def id_of(number):
    """The same ids every time: two tests see the same cards."""
    return number.to_bytes(16, "big")


def action(number, *changes, author=ME, minutes=0):
    made_at = MADE_AT + timedelta(minutes=minutes)
    return Action(action_id=id_of(1000 + number), verb="edit", author=author, made_at=made_at, changes=changes)


def item(number, kind, wish, facts=(), **other):
    change = wish.changes[0]
    values = {
        "item_id": id_of(number), "kind": kind, "action_id": wish.action_id, "word": change.word,
        "row_id": change.row_id, "scope_id": change.scope_id, "compartments": (Compartment.OPEN,), "facts": facts,
        "actions": (action_bytes(wish),), "author": wish.author.name, "made_at": f"{wish.made_at:%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
    return Item(**values | other)


def join(connection):
    """The desk belongs to an office from now on, and to a representative."""
    for name, value in ((OFFICE, "https://office.example"), (PERSON, "Lin Yue"), (ROLE, "rep"), (EMPLOYEE, "")):
        write_setting(connection, name, value)


def ids_by_key(connection, record):
    return {sheet.external_key: sheet.id for sheet in rows_where(connection, record)}


def fill_tray(desk, kinds=None, *, brings_back=False):
    """Put the cards in; `kinds` leaves the others out. Returns: the item ids by a short name.

    With `brings_back` the office still knows what the removed person was.
    """
    with desk.writing() as connection:
        join(connection)
        found = dict(cards(connection))
    desk.settings.reload()
    if brings_back:
        was = (("name", "Zhao Lei"), ("post", "Buyer"), ("department", "Purchasing"), ("mobile", "139 0000 4109"))
        found["gone"] = replace(found["gone"], removed=was, theirs_by="Wei Na", theirs_at=OFFICE_AT)
    kept = {name: each for name, each in found.items() if kinds is None or each.kind in kinds}
    with FileLaptop(desk).writing() as laptop:
        laptop.keep_items(map(item_bytes, kept.values()))
    return {name: each.item_id for name, each in kept.items()}


def clash(connection, number, word, key, values, *, minutes=0, **merged):
    """The office has another value (the second) than this laptop wrote (the third); facts of `merged` were written."""
    record, fact = {"contact": (Contact, "mobile"), "client": (Client, "phone")}[word]
    row_id = ids_by_key(connection, record)[key]
    now = row(connection, record, row_id)
    before, theirs, mine = values
    wished = {fact: (before, mine), **{name: (now[name], value) for name, value in merged.items()}}
    update_row(connection, record, row_id, {fact: theirs, **merged})
    wish = action(number, edit(word, row_id, now.scope_id, wished), minutes=minutes)
    facts = (Contested(fact=fact, seen=before, mine=mine, theirs=theirs),)
    return item(number, ItemKind.CLASH, wish, facts, theirs_by="He Jia, finance", theirs_at=OFFICE_AT)


def cards(connection):
    people, clients = ids_by_key(connection, Contact), ids_by_key(connection, Client)
    c1, c3 = clients["C-01"], clients["C-03"]
    liu, chen = ("139 0000 4127", "139 0000 4172", "138 0000 6650"), ("139 0000 4101", "139 0000 4110", "139 0000 4111")
    yield "clash", clash(connection, 1, "contact", "k2", liu, post="Finance head")
    yield "alike", clash(connection, 2, "contact", "k3", chen, minutes=3)
    muhe = ("0510 8800 1000", "0510 8800 1001", "0510 8800 1100")
    yield "client", clash(connection, 3, "client", "C-02", muhe, minutes=5)
    yield "private", private_clash(connection, 4, people["k4"], c1)
    gone = edit("contact", id_of(77), c1, {"mobile": ("139 0000 4109", "139 0000 4190")})
    facts = (Contested(fact="mobile", seen="139 0000 4109", mine="139 0000 4190", theirs=None),)
    yield "gone", item(6, ItemKind.GONE, action(6, gone, minutes=9), facts)
    other = Author(name="Chen Hao", role=Role.REP)
    yield "held", item(7, ItemKind.HELD, action(
        7, create("visit", id_of(78), c3, {"summary": "They ask for a second shift in December"}),
        create("promise", id_of(79), c3, {"side": "ours", "what": "A plan for December"}), author=other,
    ))  # fmt: skip
    refused = create("contact", id_of(80), c1, {"name": "Chen Bo", "post": "Buyer", "influence": 9})
    yield "refused", item(
        8, ItemKind.REFUSED, action(8, refused, minutes=20),
        tuple(Contested(fact=name, seen=None, mine=each.wanted, theirs=None) for name, each in refused.edits.items()),
        sentence="Influence, 1 to 5 is between 1 and 5.",
    )  # fmt: skip
    yield "twin", item(9, ItemKind.TWIN, action(9, create("contact", people["k5"], c1, {"name": "周芳"})))
    proposal = action(10, edit("client", c3, c3, {"payment_term_days": (30, 60)}), author=other)
    facts = (Contested(fact="payment_term_days", seen=30, mine=60, theirs=30),)
    yield "proposal", item(10, ItemKind.PROPOSAL, proposal, facts)


def private_clash(connection, number, row_id, scope):
    """Both wrote what the client must not see."""
    wish = action(number, edit("contact", row_id, scope, {"cares_about": ("", "His bonus")}), minutes=7)
    update_row(connection, Contact, row_id, {"cares_about": "The new line"})
    facts = (Contested(fact="cares_about", seen="", mine="His bonus", theirs="The new line"),)
    return item(number, ItemKind.CLASH, wish, facts, theirs_by="He Jia", theirs_at=OFFICE_AT)
