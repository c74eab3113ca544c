"""A group of actions is read for and written in sets; what follows in the group sees what was done before it."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from kamdesk.exchange.actions import Change, Deed, edit
from kamdesk.exchange.items import item_of
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import actions, heads, history, items, revs, tombstones
from tests.server.desks import someone
from tests.server.rows_of_office import add, add_client, rows

CLIENTS, CONTACTS, NOTES = office_table(Client), office_table(Contact), office_table(Note)


@pytest.fixture
def acme(engine):
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo")


@pytest.fixture
def anna(engine, acme):
    return someone(engine, "anna", Role.REP, "ACME")


@contextmanager
def counted(engine):
    """What the office asks of its database within this block."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_hundred_actions_cost_no_more_statements_than_one(engine, acme, anna):
    people = [add(engine, Contact, acme, name=f"Li {n}") for n in range(51)]

    def both(people):
        edits = [anna.edits(Contact, acme, each, phone=("", "1")) for each in people]
        return [*edits, *(anna.creates(Note, acme, text="hello") for _ in people)]

    with counted(engine) as for_two:
        anna.push(*both(people[:1]))
    with counted(engine) as for_hundred:
        answers = anna.answers(*both(people[1:]))
    assert [answer.verdict for answer in answers] == [Verdict.APPLIED] * 100
    assert len(for_hundred) == len(for_two)


def test_a_hundred_actions_that_fall_into_one_item_write_it_once(engine, acme):
    """Who was away for weeks and lost the client sends thousands of them, and the item holds every one."""
    ben = someone(engine, "ben")

    def notes(number):
        return [ben.creates(Note, acme, text="hello") for _ in range(number)]

    ben.push(ben.edits(Client, acme, acme, phone=("", "1")))
    with counted(engine) as for_two:
        ben.push(*notes(2))
    with counted(engine) as for_hundred:
        answers = ben.answers(*notes(100))
    assert [answer.verdict for answer in answers] == [Verdict.WAITS] * 100
    assert len(for_hundred) == len(for_two)
    ((body,),) = rows(engine, items, "body")
    assert len(item_of(body).actions) == 103


def test_a_chain_of_edits_that_lies_in_the_tray_is_read_and_written_in_sets(engine, acme, anna):
    ben = someone(engine, "ben", Role.REP, "ACME")
    ben.push(ben.edits(Client, acme, acme, phone=("", "theirs")))
    first = anna.edits(Client, acme, acme, phone=("", "0"))
    anna.push(first)
    chain, last = [], first.action_id
    for number in range(100):
        step = edit("client", acme, acme, {"phone": (str(number), str(number + 1))})
        chain.append(anna.action(replace(step, after=last)))
        last = chain[-1].action_id
    with counted(engine) as asked:
        answers = anna.answers(*chain)
    assert {answer.verdict for answer in answers} == {Verdict.WAITS}
    assert len(asked) < 60
    ((body,),) = rows(engine, items, "body")
    assert (item_of(body).facts[0].mine, len(item_of(body).actions)) == ("100", 101)


def test_later_actions_of_a_group_see_what_earlier_ones_did(engine, acme, anna):
    made = anna.creates(Contact, acme, name="Li", phone="1")
    row_id = made.changes[0].row_id
    answers = anna.answers(
        made,
        anna.edits(Contact, acme, row_id, phone=("1", "2")),
        anna.edits(Contact, acme, row_id, phone=("2", "3"), email=("", "li@acme.example")),
        anna.edits(Client, acme, acme, city=("Oslo", "Bergen")),
        anna.edits(Client, acme, acme, city=("Bergen", "Rome"), phone=("", "9")),
    )
    assert {answer.verdict for answer in answers} == {Verdict.APPLIED}
    assert rows(engine, CONTACTS, "name", "phone", "email", "rev") == [("Li", "3", "li@acme.example", 2)]
    assert rows(engine, CLIENTS, "city", "phone", "rev") == [("Rome", "9", 2)]
    assert len(rows(engine, history)) == 7
    assert len(rows(engine, actions)) == 5


def test_a_row_made_and_removed_in_one_group_leaves_its_tombstone(engine, acme, anna):
    made = anna.creates(Note, acme, text="oh")
    row_id = made.changes[0].row_id
    gone = anna.action(Change(deed=Deed.REMOVE, word="note", row_id=row_id, scope_id=acme))
    late = anna.edits(Note, acme, row_id, text=("oh", "ah"))
    verdicts = [answer.verdict for answer in anna.answers(made, gone, late)]
    assert verdicts == [Verdict.APPLIED, Verdict.APPLIED, Verdict.WAITS]
    assert rows(engine, NOTES) == []
    assert [bytes(each) for (each,) in rows(engine, tombstones, "id")] == [row_id]


def test_a_rule_over_several_rows_counts_those_of_the_same_group(engine, acme, anna):
    first, second = (anna.creates(Site, acme, name=name, is_primary=True) for name in ("here", "there"))
    one, other = anna.answers(first, second)
    assert (one.verdict, other.verdict, other.code) == (Verdict.APPLIED, Verdict.REFUSED, "rule")
    assert rows(engine, office_table(Site), "name") == [("here",)]


def test_an_edit_made_upon_a_clash_of_the_same_group_joins_it(engine, acme, anna):
    first = anna.edits(Client, acme, acme, city=("Rome", "Bergen"))
    (upon,) = anna.edits(Client, acme, acme, city=("Bergen", "Paris")).changes
    object.__setattr__(upon, "after", first.action_id)
    answers = anna.answers(first, anna.action(upon))
    assert [answer.verdict for answer in answers] == [Verdict.WAITS] * 2
    assert rows(engine, CLIENTS, "city") == [("Oslo",)]
    anna.pull()
    assert len(anna.items) == 1


def test_an_action_sent_twice_in_one_group_takes_effect_once(engine, acme, anna):
    (once,) = anna.sealed(anna.creates(Note, acme, text="once"))
    first, again = anna.push(sealed=(once, once)).answers
    assert first == again
    assert rows(engine, NOTES, "text") == [("once",)]


def test_what_the_database_refuses_takes_none_of_its_group_with_it(engine, acme, anna):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE office.notes ADD CHECK (text <> 'poison')"))
    before = dict(rows(engine, heads, "scope_id", "rev"))
    sent = [anna.creates(Note, acme, text=each) for each in ("one", "poison", "two")]
    answers = anna.answers(*sent)
    assert [answer.action_id for answer in answers] == [sent[0].action_id, sent[2].action_id]
    assert sorted(rows(engine, NOTES, "text", "rev")) == [("one", before[acme] + 1), ("two", before[acme] + 1)]
    numbers = sorted(rev for scope, rev in rows(engine, revs, "scope_id", "rev") if scope == acme)
    assert numbers == list(range(1, before[acme] + 2)), "no gap where the group was begun twice"
