"""Rows that look alike are shown side by side: one stays, or both do; nobody is asked twice."""

import pytest

from kamdesk.base.errors import NotAllowed, Refused
from kamdesk.exchange.actions import Author
from kamdesk.facts.policies import Role
from kamdesk.operations.clients import add_client
from kamdesk.operations.contacts import add_contact
from kamdesk.operations.notes import write_note
from kamdesk.operations.tray import answer_twins, tray
from kamdesk.operations.undo import undo
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note
from kamdesk.storage.rows import row, rows_where


@pytest.fixture
def two(desk, client, owner):
    """The same person twice: with a mobile number, and without but with a post."""
    first, _ = add_contact(desk, owner, client, {"name": "Li Wei", "mobile": "139 0000 1234"})
    second, _ = add_contact(desk, owner, client, {"name": "LI WEI", "post": "Buyer", "level": "middle"})
    return first, second


def rows(desk, record):
    with desk.reading() as connection:
        return rows_where(connection, record)


def test_people_of_one_client_with_the_same_name_or_number_stand_side_by_side(desk, client, owner, two, today):
    (card,) = tray(desk, today=today)
    assert (card.twins.first.id, card.twins.second.id) == two
    assert card.sentence == "Li Wei and LI WEI: Name is the same. Are they one?"
    assert {(line.fact, line.theirs, line.mine) for line in card.lines} == {
        ("name", "Li Wei", "LI WEI"), ("mobile", "139 0000 1234", ""), ("post", "", "Buyer"), ("level", "", "middle"),
    }  # fmt: skip
    third, _ = add_contact(desk, owner, client, {"name": "Wei", "mobile": "139-0000-1234"})
    assert {(each.twins.first.id, each.twins.second.id) for each in tray(desk, today=today)} == {two, (two[0], third)}


def test_different_people_and_people_of_other_clients_are_no_twins(desk, client, owner, today):
    other, _ = add_client(desk, owner, {"legal_name": "Another"})
    add_contact(desk, owner, client, {"name": "Li Wei", "mobile": "139 0000 1234"})
    add_contact(desk, owner, other, {"name": "Li Wei", "mobile": "139 0000 1234"})
    add_contact(desk, owner, client, {"name": "Li Na", "mobile": "139 0000 9999"})
    assert tray(desk, today=today) == ()


def test_one_stays_with_the_values_chosen_and_what_named_the_other_names_it(desk, client, owner, two, today):
    first, second = two
    write_note(desk, owner, client, "about the second", contact_id=second)
    (card,) = tray(desk, today=today)
    done = answer_twins(desk, owner, card, "first", values={"name": "Li Wei", "post": "Buyer", "level": "middle"})
    (kept,) = rows(desk, Contact)
    assert (kept.id, kept["name"], kept["mobile"], kept["post"]) == (first, "Li Wei", "139 0000 1234", "Buyer")
    assert [note["contact_id"] for note in rows(desk, Note)] == [first]
    assert tray(desk, today=today) == ()
    undo(desk, done.action_id)
    assert {each.id for each in rows(desk, Contact)} == set(two)
    assert [note["contact_id"] for note in rows(desk, Note)] == [second]


def test_both_may_stay_and_nobody_is_asked_again(desk, owner, two, today):
    (card,) = tray(desk, today=today)
    done = answer_twins(desk, owner, card, "both", values={})
    assert tray(desk, today=today) == ()
    assert len(rows(desk, Contact)) == 2
    undo(desk, done.action_id)
    assert len(tray(desk, today=today)) == 1


def test_who_is_in_the_companys_books_stays(desk, owner, two, today):
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE contacts SET external_key = 'K7' WHERE name = 'LI WEI'")
    (card,) = tray(desk, today=today)
    assert (card.twins.first.id, card.can_take) == (two[1], False)
    with pytest.raises(Refused, match="company's books"):
        answer_twins(desk, owner, card, "second", values={})


def test_clients_are_merged_by_managers_and_move_no_row(desk, client, owner, today):
    other, _ = add_client(desk, owner, {"legal_name": "恒泰机械有限公司", "city": "Suzhou"})
    write_note(desk, owner, other, "of the other")
    (card,) = tray(desk, today=today)
    assert card.twins.record is Client
    with pytest.raises(NotAllowed):
        answer_twins(desk, Author(name="Rep", role=Role.REP), card, "first", values={})
    done = answer_twins(desk, owner, card, "first", values={"city": "Suzhou", "legal_name": "恒泰机械"})
    with desk.reading() as connection:
        kept, gone = row(connection, Client, client), row(connection, Client, other)
    assert (kept["city"], kept["keeper_id"], gone["keeper_id"]) == ("Suzhou", None, client)
    assert [note.scope_id for note in rows(desk, Note)] == [other]
    assert tray(desk, today=today) == ()
    undo(desk, done.action_id)
    assert len(tray(desk, today=today)) == 1


def test_a_group_and_its_branches_are_no_twins(desk, client, owner, today):
    branch, _ = add_client(desk, owner, {"legal_name": "恒泰机械", "parent_id": client, "position": "branch"})
    add_client(desk, owner, {"legal_name": "恒泰机械", "parent_id": client, "position": "branch"})
    assert tray(desk, today=today) == ()
    assert branch
