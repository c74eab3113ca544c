"""Rows that go and come back at the real database: twins that become one, and what was removed and is meant again."""

from dataclasses import replace

import pytest

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Change, Deed, Edit, create, merge_twins
from kamdesk.exchange.items import item_of
from kamdesk.exchange.verdicts import ItemKind, Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note
from kamdesk.server.database.record_tables import office_table
from tests.server.desks import someone
from tests.server.rows_of_office import add, add_client, rows


@pytest.fixture
def acme(engine):
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo")


@pytest.fixture
def anna(engine, acme):
    return someone(engine, "anna", Role.REP, "ACME")


def test_a_twin_that_was_merged_stands_for_ever_for_the_one_that_was_kept(engine, acme, anna):
    one, two = (add(engine, Contact, acme, name=name) for name in ("Li", "Li Wei"))
    note = add(engine, Note, acme, text="about", contact_id=one)
    ben = someone(engine, "ben", Role.REP, "ACME")
    anna.push(anna.action(merge_twins("contact", one, acme, two)))
    (answer,) = ben.answers(ben.edits(Contact, acme, one, phone=("", "7")))
    assert answer.verdict is Verdict.APPLIED
    assert rows(engine, office_table(Contact), "id", "phone") == [(two, "7")]
    assert rows(engine, office_table(Note), "id", "contact_id") == [(note, two)]


def test_a_removed_row_comes_back_by_who_means_it(engine, acme, anna):
    note = anna.creates(Note, acme, text="once")
    row_id = note.changes[0].row_id
    gone = anna.action(Change(deed=Deed.REMOVE, word="note", row_id=row_id, scope_id=acme))
    back = replace(anna.creates(Note, acme, row_id, text="once"), verb="undo")
    assert [each.verdict for each in anna.answers(note, gone, back)] == [Verdict.APPLIED] * 3
    _, found = anna.pull()
    assert [row["text"] for row in found["note"][0]] == ["once"]
    assert found["note"][1] == []


def test_an_edit_of_what_was_removed_waits_with_what_the_record_was(engine, acme, anna):
    row_id = new_id()
    made = anna.action(create("contact", row_id, acme, {"name": "Li Wei", "post": "Buyer"}, external_key="K1"))
    was = {"name": Edit(seen="Li Wei", wanted=None), "post": Edit(seen="Buyer", wanted=None)}
    gone = Change(deed=Deed.REMOVE, word="contact", row_id=row_id, scope_id=acme, edits=was)
    anna.push(made, anna.action(gone))
    ben = someone(engine, "ben", Role.REP, "ACME")
    (answer,) = ben.answers(ben.edits(Contact, acme, row_id, post=("Buyer", "Head buyer")))
    assert answer.verdict is Verdict.WAITS
    ben.pull()
    (item,) = map(item_of, ben.items)
    assert (item.kind, item.theirs_by, item.removed_key) == (ItemKind.GONE, "anna", "K1")
    assert dict(item.removed) | {"name": "Li Wei", "post": "Buyer"} == dict(item.removed)
    back = create("contact", row_id, acme, dict(item.removed) | {"post": "Head buyer"}, external_key="K1")
    (answer,) = ben.answers(replace(ben.action(back), settles=item.item_id))
    assert answer.verdict is Verdict.APPLIED
    ben.pull()
    assert ben.items == ()
    assert rows(engine, office_table(Contact), "id", "post") == [(row_id, "Head buyer")]


def test_a_record_that_never_went_brings_nothing_back(engine, acme, anna):
    (answer,) = anna.answers(anna.edits(Contact, acme, new_id(), post=("Buyer", "Head buyer")))
    assert answer.verdict is Verdict.WAITS
    anna.pull()
    (item,) = map(item_of, anna.items)
    assert (item.removed, item.removed_key) == ((), "")
