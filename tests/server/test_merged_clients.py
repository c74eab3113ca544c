"""Clients that were merged at the office: who serves the one that stays reads both, and writes across them."""

import threading

import pytest
from sqlalchemy import event

from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note, Visit
from kamdesk.server.database.record_tables import office_table
from tests.server.desks import NOW, someone
from tests.server.rows_of_office import add, add_client, rows


@pytest.fixture
def two(engine):
    return tuple(add_client(engine, external_key=key, legal_name="Acme") for key in ("KEPT", "GONE"))


@pytest.fixture
def wei(engine, two):
    return someone(engine, "wei", Role.MANAGER, "KEPT", "GONE")


@pytest.fixture
def anna(engine, two):
    return someone(engine, "anna", Role.REP, "KEPT")


def merges(desk, kept, gone, before=None):
    (answer,) = desk.answers(desk.edits(Client, gone, gone, keeper_id=(before, kept)))
    return answer.verdict


def seen(desk):
    return {row["text"] for row in desk.pull()[1].get("note", ([], []))[0]}


def test_who_serves_the_one_that_stays_gets_the_rows_of_both_and_loses_them_when_it_is_undone(engine, two, wei, anna):
    kept, gone = two
    add(engine, Note, gone, text="of the one that went")
    assert seen(anna) == set()
    assert merges(wei, kept, gone) is Verdict.APPLIED
    assert seen(anna) == {"of the one that went"}
    wei.push(wei.edits(Client, gone, gone, keeper_id=(kept, None)))
    view, _ = anna.pull()
    assert {part.scope_id for part in view.parts} & {gone} == set()


def test_who_serves_only_the_one_that_went_gets_nothing_of_the_other(engine, two, wei):
    kept, gone = two
    ben = someone(engine, "ben", Role.REP, "GONE")
    merges(wei, kept, gone)
    view, _ = ben.pull()
    assert kept not in {part.scope_id for part in view.parts}


def test_a_visit_names_people_of_both(engine, two, wei, anna):
    kept, gone = two
    people = tuple(sorted(add(engine, Contact, client, name=name) for client, name in ((kept, "Li"), (gone, "Wei"))))
    visit = {"starts_at": NOW, "contact_ids": people}
    (answer,) = anna.answers(anna.creates(Visit, kept, **visit))
    assert answer.verdict is Verdict.REFUSED
    merges(wei, kept, gone)
    (answer,) = anna.answers(anna.creates(Visit, kept, **visit))
    assert answer.verdict is Verdict.APPLIED
    (answer,) = anna.answers(anna.creates(Note, kept, text="about Wei", contact_id=people[1]))
    assert answer.verdict is Verdict.APPLIED


def test_two_who_merge_the_same_two_crosswise_leave_one_merge(engine, two, wei):
    kept, gone = two
    zoe = someone(engine, "zoe", Role.MANAGER, "KEPT", "GONE")
    assert merges(wei, kept, gone) is Verdict.APPLIED
    assert merges(zoe, gone, kept) is Verdict.APPLIED
    assert dict(rows(engine, office_table(Client), "id", "keeper_id")) == {kept: None, gone: kept}


@pytest.mark.parametrize("fact", ["keeper_id", "parent_id"])
def test_two_at_one_moment_make_no_circle(engine, two, wei, fact):
    """Each holds another client's head: neither would see what the other is about to write."""
    zoe = someone(engine, "zoe", Role.MANAGER, "KEPT", "GONE")
    answered = []

    def says(desk, one, other):
        answered.extend(desk.answers(desk.edits(Client, one, one, **{fact: (None, other)})))

    @event.listens_for(engine, "before_cursor_execute")
    def writes(_connection, _cursor, statement, *_):
        other = others[0]
        if statement.startswith("UPDATE office.clients") and not other.ident:  # judged, and not committed yet
            other.start()
            other.join(0.5)

    others = [threading.Thread(target=says, args=(zoe, two[1], two[0]))]
    says(wei, *two)
    event.remove(engine, "before_cursor_execute", writes)
    others[0].join()
    assert sorted(dict(rows(engine, office_table(Client), "id", fact)).values(), key=str) != sorted(two, key=str)
    assert len(answered) == 2


def test_one_that_was_merged_elsewhere_meanwhile_lies_in_the_tray(engine, two, wei):
    kept, gone = two
    third = add_client(engine, external_key="THIRD", legal_name="Acme")
    zoe = someone(engine, "zoe", Role.MANAGER, "KEPT", "GONE", "THIRD")
    merges(wei, kept, gone)
    assert merges(zoe, third, gone) is Verdict.WAITS
    assert dict(rows(engine, office_table(Client), "id", "keeper_id"))[gone] == kept


def test_a_representative_merges_no_clients(engine, two, anna):
    anna_too = someone(engine, "eve", Role.REP, "KEPT", "GONE")
    assert merges(anna_too, *two) is Verdict.REFUSED
