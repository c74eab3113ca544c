"""What the office sends: only what this user may read now, whole, in one state, and only what differs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.exchange.protocol import Mode, Pull, Stamp, packed
from kamdesk.exchange.pull import answer_pull, digest_of_view
from kamdesk.facts.kinds import from_driver
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.orders import Order
from kamdesk.records.payments import Invoice
from kamdesk.records.stock import StockLevel
from kamdesk.records.visits import Note, Visit
from kamdesk.server.answering.pull_view import OfficePull
from kamdesk.server.database.tables import loads
from kamdesk.server.people.serves import serve
from tests.server.desks import NOW, TODAY, someone
from tests.server.rows_of_office import add, add_client, edit, remove


@pytest.fixture
def acme(engine):
    client = add_client(engine, external_key="ACME", legal_name="Acme")
    add(engine, Order, client, external_key="O1")
    add(engine, Invoice, client, external_key="I1")
    add(engine, Note, client, text="a note")
    add(engine, Product, CATALOGUE, name="Bolt")
    add(engine, StockLevel, CATALOGUE, on_hand=5)
    return client


def test_a_first_pull_brings_what_the_user_may_read_and_a_second_nothing(engine, acme):
    anna = someone(engine, "anna", Role.REP, "ACME")
    assert anna.words() == {"product": 1, "stock_level": 1, "client": 1, "note": 1, "order": 1, "invoice": 1}
    assert anna.words() == {}


def test_each_role_gets_its_compartments_and_no_word_of_the_others(engine, acme):
    someone(engine, "anna", Role.REP, "ACME")
    assert set(someone(engine, "stores", Role.SUPPLY, "ACME").words()) == {
        "product",
        "stock_level",
        "client",
        "note",
        "order",
    }
    assert set(someone(engine, "desk", Role.HOTLINE).words()) == {"product", "stock_level", "client", "note"}
    assert set(someone(engine, "money", Role.FINANCE, "ACME").words()) == {
        "product",
        "client",
        "note",
        "order",
        "invoice",
    }
    assert someone(engine, "root", Role.ADMIN).words() == {}
    assert someone(engine, "ben").words() == {"product": 1, "stock_level": 1}


def test_what_changed_and_what_went_comes_and_nothing_else(engine, acme):
    anna = someone(engine, "anna", Role.REP, "ACME")
    _, first = anna.pull()
    note = first["note"][0][0]["id"]
    edit(engine, Client, acme, acme, city="Oslo")
    remove(engine, Note, acme, note)
    view, found = anna.pull()
    assert [row["city"] for row in found["client"][0]] == ["Oslo"]
    assert found["note"] == ([], [note])
    assert set(found) == {"client", "note"}
    assert {part.mode for part in view.parts if part.scope_id != acme} == {Mode.SAME}


def test_values_come_as_a_laptops_file_keeps_them(engine, acme):
    people = tuple(sorted((new_id(), new_id())))
    moment = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
    add(engine, Visit, acme, starts_at=moment, contact_ids=people, purpose="第一次")
    anna = someone(engine, "anna", Role.REP, "ACME")
    _, found = anna.pull()
    ((visit,), _) = found["visit"]
    assert visit["starts_at"] == "2026-10-20T06:41:00Z"
    facts = Visit.facts()
    assert from_driver(facts["contact_ids"].kind, visit["contact_ids"]) == people
    assert visit["purpose"] == "第一次"
    assert found["product"][0][0]["is_retired"] == 0


def test_pages_of_one_row_bring_the_same_rows(engine, acme):
    for n in range(7):
        add(engine, Note, acme, text=str(n))
    anna, ben = someone(engine, "anna", Role.REP, "ACME"), someone(engine, "ben", Role.REP, "ACME")
    assert anna.pull(page_rows=1)[1] == ben.pull()[1]


def test_a_page_of_no_rows_or_of_all_there_are_is_a_page_of_some(engine, acme):
    anna, ben = someone(engine, "anna", Role.REP, "ACME"), someone(engine, "ben", Role.REP, "ACME")
    assert anna.pull(page_rows=-1)[1] == ben.pull(page_rows=2**63 - 1)[1]
    assert anna.words() == {}


def test_a_client_lost_and_regained_comes_whole_again(engine, acme):
    anna = someone(engine, "anna", Role.REP, "ACME")
    anna.pull()
    with engine.begin() as connection:
        serve(connection, "ACME", "anna", Role.REP, today=TODAY, ends_on=TODAY)
    later = TODAY + timedelta(days=3)
    with engine.begin() as connection:
        serve(connection, "ACME", "anna", Role.REP, today=later)
    view, found = anna.pull(today=later)
    assert {part.mode for part in view.parts if part.scope_id == acme} == {Mode.WHOLE}
    assert "order" in found


def test_the_next_visits_clients_come_first_after_the_catalogue(engine, acme):
    zen, yew = add_client(engine, external_key="ZEN"), add_client(engine, external_key="YEW")
    for client, days in ((yew, 9), (zen, 1)):
        add(engine, Visit, client, starts_at=NOW + timedelta(days=days), status="planned")
    anna = someone(engine, "anna", Role.REP, "ACME", "ZEN", "YEW")
    view, _ = anna.pull()
    assert list(dict.fromkeys(part.scope_id for part in view.parts)) == [anna.user_id, CATALOGUE, zen, yew, acme]


def test_the_idle_question_is_answered_without_rows(engine, acme):
    anna = someone(engine, "anna", Role.REP, "ACME")
    view, _ = anna.pull()
    ask = Pull(digest=digest_of_view(view.parts, view.items, view.policy))
    store = OfficePull(engine, anna.user_id, TODAY)
    (same,) = answer_pull(store, ask)
    assert same.is_same
    edit(engine, Client, acme, acme, city="Oslo")
    (changed,) = answer_pull(store, ask)
    assert not changed.is_same


def test_a_stamp_of_another_history_is_unknown(engine, acme):
    anna = someone(engine, "anna", Role.REP, "ACME")
    view, _ = anna.pull()
    mine = next(part for part in view.parts if part.scope_id == acme)
    good = Stamp(acme, mine.compartment, mine.rev, mine.mark)
    bad = Stamp(acme, mine.compartment, mine.rev, b"?" * 16)
    view, _ = anna.pull(stamps=(good, bad))
    assert view.unknown == (bad,)


def test_a_cursor_below_the_floor_gets_everything_anew(engine, acme):
    anna = someone(engine, "anna", Role.REP, "ACME")
    anna.pull()
    edit(engine, Client, acme, acme, city="Oslo")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE office.heads SET floor = rev")
    view, _ = anna.pull()
    assert {part.mode for part in view.parts if part.scope_id == acme and part.compartment is Compartment.OPEN} == {
        Mode.WHOLE
    }


def test_each_compartment_says_as_of_when_it_is_true(engine, acme):
    with engine.begin() as connection:
        connection.execute(insert(loads).values(compartment="ledger", as_of=NOW))
    anna = someone(engine, "anna", Role.REP, "ACME")
    view, _ = anna.pull()
    told = {part.compartment: part.as_of for part in view.parts if part.scope_id == acme}
    assert told[Compartment.LEDGER] == "2026-10-20T08:00:00Z"
    assert told[Compartment.OPEN] == ""


def test_no_byte_of_a_foreign_client_is_ever_sent(engine, acme):
    secret = add_client(engine, external_key="SECRET", legal_name="CANARY-CLIENT", city="CANARY-CITY")
    add(engine, Note, secret, text="CANARY-NOTE")
    ben = someone(engine, "ben", Role.REP, "ACME")
    held = ben.push(ben.edits(Client, secret, secret, city=("x", "y")), ben.creates(Note, secret, text="z"))
    messages = list(answer_pull(OfficePull(engine, ben.user_id, TODAY), Pull(cursors=())))
    sent = packed(held) + b"".join(map(packed, messages))
    assert b"CANARY" not in sent
    assert b"SECRET" not in sent


def test_a_page_that_reaches_for_a_foreign_part_is_stopped_at_the_last_door(engine, acme):
    ben = someone(engine, "ben")
    with OfficePull(engine, ben.user_id, TODAY).snapshot() as view, pytest.raises(AssertionError):
        view.rows(Note, acme, newer_than=0, after=None, limit=10)
