"""Two laptops write the same person: both stay, are seen side by side, and become one everywhere; or both do."""

import pytest

from kamdesk.facts.policies import Role
from kamdesk.operations.contacts import add_contact
from kamdesk.operations.notes import write_note
from kamdesk.operations.tray import answer_twins, tray
from kamdesk.operations.undo import undo
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note
from kamdesk.storage.rows import rows_where
from kamdesk.sync.verifying import verify
from tests.server.desks import TODAY


@pytest.fixture
def mei(joins, acme):
    laptop = joins("mei", Role.REP, "ACME")
    laptop.sync()
    return laptop


@pytest.fixture
def two(lin, mei, acme):
    """The same person, written on two laptops without a network; the office has both."""
    first, _ = add_contact(lin.desk, lin.author, acme, {"name": "Li Wei", "mobile": "139 0000 1234"})
    second, _ = add_contact(mei.desk, mei.author, acme, {"name": "Li Wei", "post": "Buyer"})
    for laptop in (lin, mei, lin):
        laptop.sync()
    return first, second


def cards(laptop):
    return tray(laptop.desk, today=TODAY)


def rows(laptop, record):
    with laptop.desk.reading() as connection:
        return rows_where(connection, record)


def is_equal(laptop):
    with laptop.asking() as office:
        return verify(laptop.desk, office) == ()


def test_they_become_one_on_every_laptop_and_late_words_about_the_other_reach_the_one(lin, mei, acme, two):
    first, second = two
    assert [card.item.item_id for card in cards(lin)] == [card.item.item_id for card in cards(mei)]
    write_note(mei.desk, mei.author, acme, "written before mei heard of it", contact_id=second)
    (card,) = cards(lin)
    answer_twins(lin.desk, lin.author, card, "first", values={"post": "Buyer"})
    for laptop in (lin, mei, lin):
        laptop.sync()
    for laptop in (lin, mei):
        assert [(each.id, each["mobile"], each["post"]) for each in rows(laptop, Contact)] == [
            (first, "139 0000 1234", "Buyer")
        ]
        assert [note["contact_id"] for note in rows(laptop, Note)] == [first]
        assert cards(laptop) == ()
        assert is_equal(laptop)


def test_a_merge_that_is_at_the_office_already_is_undone_by_a_new_action(lin, mei, acme, two):
    (card,) = cards(lin)
    done = answer_twins(lin.desk, lin.author, card, "first", values={})
    for laptop in (lin, mei):
        laptop.sync()
    undo(lin.desk, done.action_id)
    for laptop in (lin, mei):
        laptop.sync()
        assert {each.id for each in rows(laptop, Contact)} == set(two)
        assert is_equal(laptop)


def test_what_one_person_said_are_two_nobody_else_is_asked(lin, mei, acme, two):
    (card,) = cards(mei)
    answer_twins(mei.desk, mei.author, card, "both", values={})
    for laptop in (mei, lin):
        laptop.sync()
        assert cards(laptop) == ()
        assert len(rows(laptop, Contact)) == 2
