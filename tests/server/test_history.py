"""Who changed what, where: told by the office from its history, to whoever may read the record and to nobody else."""

from dataclasses import replace

import pytest

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Change, Deed, Edit
from kamdesk.exchange.http_words import History, HistoryAsked, Place
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.server.answering import record_history
from kamdesk.server.people.devices import device_of, register
from kamdesk.server.people.users import user_named
from tests.server.desks import NOW, TODAY, someone
from tests.server.rows_of_office import add_client


@pytest.fixture
def acme(engine):
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo", phone="1")


@pytest.fixture
def anna(engine, acme):
    return someone(engine, "anna", Role.REP, "ACME")


def asks(desk, record, scope_id, row_id):
    asked = HistoryAsked(word=record.word, scope_id=scope_id, row_id=row_id)
    return record_history.history_of(desk.engine, desk.device, TODAY, asked)


def told(history):
    return [(step.author, step.place, step.deed, step.fact, step.before, step.after) for step in history.steps]


def other_laptop(desk):
    with desk.engine.begin() as connection:
        _, token = register(connection, user_named(connection, desk.name), "the other", now=NOW)
        return replace(desk, device=device_of(connection, token, now=NOW), nonce=b"", sequence=0, cursors={})


def test_each_change_is_told_with_who_where_and_both_values_the_newest_first(engine, acme, anna):
    ben, second = someone(engine, "ben", Role.REP, "ACME"), other_laptop(anna)
    anna.push(
        anna.edits(Client, acme, acme, phone=("1", "2"), city=("Oslo", "Bergen")),
        anna.edits(Client, acme, acme, phone=("2", "3")),
    )
    ben.push(ben.edits(Client, acme, acme, phone=("3", "4")))
    second.push(second.edits(Client, acme, acme, phone=("4", "5")))
    assert told(asks(anna, Client, acme, acme)) == [
        ("anna", Place.OWN_LAPTOP, Deed.EDIT, "phone", "4", "5"),
        ("ben", Place.ELSEWHERE, Deed.EDIT, "phone", "3", "4"),
        ("anna", Place.THIS_LAPTOP, Deed.EDIT, "phone", "2", "3"),
        ("anna", Place.THIS_LAPTOP, Deed.EDIT, "city", "Oslo", "Bergen"),
        ("anna", Place.THIS_LAPTOP, Deed.EDIT, "phone", "1", "2"),
    ]


def test_a_record_that_was_made_removed_and_brought_back_says_so(engine, acme, anna):
    made = anna.creates(Contact, acme, name="Li Wei")
    row_id = made.changes[0].row_id
    was = {"name": Edit(seen="Li Wei", wanted=None)}
    gone = anna.action(Change(deed=Deed.REMOVE, word="contact", row_id=row_id, scope_id=acme, edits=was))
    for action in (made, gone, replace(anna.creates(Contact, acme, row_id, name="Li Wei"), verb="undo")):
        anna.push(action)
    deeds = [(step.deed, step.fact) for step in asks(anna, Contact, acme, row_id).steps]
    assert deeds == [(Deed.CREATE, ""), (Deed.REMOVE, ""), (Deed.CREATE, "")]


def test_who_may_not_read_a_record_hears_the_same_as_of_one_that_does_not_exist(engine, acme, anna):
    anna.push(anna.edits(Client, acme, acme, phone=("1", "2")))
    eve = someone(engine, "eve", Role.REP)
    assert asks(eve, Client, acme, acme) == asks(eve, Client, new_id(), new_id()) == History()
    asked = HistoryAsked(word="no such kind", scope_id=acme, row_id=acme)
    assert record_history.history_of(engine, anna.device, TODAY, asked) == History()
    assert asks(anna, Contact, acme, acme).steps == asks(anna, Client, acme, acme).steps  # both lie in the open part


def test_of_very_many_changes_the_newest_are_told(engine, acme, anna, monkeypatch):
    monkeypatch.setattr(record_history, "STEPS_MAX", 2)
    anna.push(*(anna.edits(Client, acme, acme, phone=(str(n), str(n + 1))) for n in range(1, 5)))
    found = asks(anna, Client, acme, acme)
    assert [(step.before, step.after) for step in found.steps] == [("4", "5"), ("3", "4")]
    assert found.is_cut
