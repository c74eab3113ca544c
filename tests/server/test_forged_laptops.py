"""What a laptop with a program of its own may try with a right token: other people's tray, keys and clients."""

from dataclasses import replace

import pytest

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Change, Deed, create, edit
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import items
from kamdesk.server.people.serves import serve
from tests.server.desks import TODAY, someone
from tests.server.rows_of_office import add, add_client, rows


@pytest.fixture
def acme(engine):
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo")


@pytest.fixture
def zen(engine):
    return add_client(engine, external_key="ZEN", legal_name="Zen", city="Rome")


@pytest.fixture
def anna(engine, acme):
    return someone(engine, "anna", Role.REP, "ACME")


@pytest.fixture
def ben(engine, zen):
    return someone(engine, "ben", Role.REP, "ZEN")


def clash_of(desk, client):
    """An item in somebody's tray, and the action that fell into it."""
    action = desk.edits(Client, client, client, city=("seen long ago", "Turin"))
    assert [each.verdict for each in desk.answers(action)] == [Verdict.WAITS]
    return action


def test_nobody_takes_an_item_out_of_anothers_tray(engine, acme, zen, anna, ben):
    clash_of(anna, acme)
    ((item_id,),) = rows(engine, items, "item_id")
    ben.push(replace(ben.edits(Client, zen, zen, city=("Rome", "Milan")), settles=item_id))
    ben.push(ben.action(settles=item_id))
    assert rows(engine, items, "state") == [("open",)]
    anna.pull()
    assert len(anna.items) == 1
    anna.push(replace(anna.edits(Client, acme, acme, city=("Oslo", "Oslo")), settles=item_id))
    assert rows(engine, items, "state") == [("solved",)]


def test_an_edit_made_upon_anothers_action_does_not_fall_into_their_tray(engine, acme, anna):
    carl = someone(engine, "carl", Role.REP, "ACME")
    action = clash_of(anna, acme)
    change = edit("client", acme, acme, {"city": ("Oslo", "Genoa")})
    (answer,) = carl.answers(carl.action(replace(change, after=action.action_id)))
    assert answer.verdict is Verdict.APPLIED
    assert rows(engine, office_table(Client), "city") == [("Genoa",)]


def test_work_in_two_clients_is_held_for_somebody_who_reads_both(engine, acme, zen, anna, ben):
    """Who moved to another branch: one action in both scopes, which its author lost while offline."""
    person = add(engine, Contact, acme, name="Li")
    carl = someone(engine, "carl")
    moved = carl.action(
        edit("contact", person, acme, {"ends_on": (None, TODAY)}),
        create("contact", new_id(), zen, {"name": "Li", "mobile": "CANARY-7", "was_contact_id": person}),
    )
    (answer,) = carl.answers(moved)
    assert answer.verdict is Verdict.HELD
    for desk in (anna, ben, carl):
        desk.pull()
        assert desk.items == (), desk.name
    with engine.begin() as connection:
        serve(connection, "ZEN", "anna", Role.REP, today=TODAY)
    anna.pull()
    ben.pull()
    assert (len(anna.items), ben.items) == (1, ())


def test_what_joins_an_item_from_another_client_is_shown_to_who_reads_both(engine, acme, zen, anna, ben):
    first = clash_of(anna, acme)
    with engine.begin() as connection:
        serve(connection, "ZEN", "anna", Role.REP, today=TODAY)
    change = replace(edit("client", acme, acme, {"city": ("Turin", "Pisa")}), after=first.action_id)
    anna.push(anna.action(change, create("note", new_id(), zen, {"text": "CANARY-8"})))
    with engine.begin() as connection:
        for client in ("ACME", "ZEN"):
            serve(connection, client, "anna", Role.REP, today=TODAY, ends_on=TODAY)
        serve(connection, "ACME", "carl", Role.REP, today=TODAY) if False else None
    carl = someone(engine, "carl", Role.REP, "ACME")
    tomorrow = TODAY.replace(day=21)
    carl.pull(today=tomorrow)
    assert not any(b"CANARY-8" in item for item in carl.items)


def test_a_new_row_never_takes_a_key_of_the_erp_that_another_row_has(engine, zen, ben):
    first, twice = (create("note", new_id(), zen, {"text": "words"}, external_key="N1") for _ in "12")
    answers = ben.answers(ben.action(first), ben.action(twice))
    assert [each.verdict for each in answers] == [Verdict.APPLIED] * 2
    keys = dict(rows(engine, office_table(Note), "id", "external_key"))
    assert (keys[first.row_id], keys[twice.row_id]) == ("N1", "")


def test_a_client_that_a_laptop_makes_has_no_key_of_the_erp(engine, ben):
    """The next import would take it for that client, and bring its orders to whoever guessed its number."""
    made = new_id()
    guessed = create("client", made, made, {"legal_name": "Mine"}, external_key="NEXT-1")
    gone = Change(deed=Deed.REMOVE, word="client", row_id=made, scope_id=made, external_key="NEXT-1")
    back = replace(ben.action(guessed), verb="undo")
    answers = ben.answers(ben.action(guessed), ben.action(gone), back)
    assert [each.verdict for each in answers] == [Verdict.APPLIED] * 3
    assert rows(engine, office_table(Client), "external_key") == [("ZEN",), ("",)]


def test_a_client_that_is_brought_back_has_its_key_again(engine, zen, ben):
    gone = Change(deed=Deed.REMOVE, word="client", row_id=zen, scope_id=zen)
    again = create("client", zen, zen, {"legal_name": "Zen"}, external_key="ZEN")
    answers = ben.answers(ben.action(gone), replace(ben.action(again), verb="undo"))
    assert [each.verdict for each in answers] == [Verdict.APPLIED] * 2
    assert rows(engine, office_table(Client), "external_key") == [("ZEN",)]


def test_a_row_that_is_brought_back_has_its_key_again(engine, acme, anna):
    note = add(engine, Note, acme, text="words", external_key="N1")
    gone = Change(deed=Deed.REMOVE, word="note", row_id=note, scope_id=acme)
    back = replace(anna.action(create("note", note, acme, {"text": "words"}, external_key="N1")), verb="undo")
    assert [each.verdict for each in anna.answers(anna.action(gone), back)] == [Verdict.APPLIED] * 2
    assert rows(engine, office_table(Note), "external_key") == [("N1",)]
