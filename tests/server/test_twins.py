"""Rows that go and come back at the real database: twins that become one, and what was removed and is meant again."""

from dataclasses import replace

import pytest

from kamdesk.exchange.actions import Change, Deed, merge_twins
from kamdesk.exchange.verdicts import Verdict
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
