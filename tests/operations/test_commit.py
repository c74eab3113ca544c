"""Writing through actions: what is allowed, what is refused, what undo takes back."""

from datetime import UTC, datetime

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import BadValue, NotAllowed, NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Action, Author, Change, Changes, Deed, create, edit
from kamdesk.exchange.wire import action_bytes, action_of
from kamdesk.facts.policies import Role
from kamdesk.operations.commit import commit
from kamdesk.operations.undo import undo, undo_last
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.storage.desk import Desk, create_desk
from kamdesk.storage.rows import row, rows_where

NOW = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
LIN = Author(name="Lin Yue", role=Role.REP)
OWNER = Author(name="Owner", role=Role.OWNER)


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY", clock=fixed_clock(NOW))
    yield made
    made.close()


def act(*changes: Change, author: Author = OWNER, verb: str = "test") -> Action:
    return Action(action_id=new_id(), verb=verb, author=author, made_at=NOW, changes=changes)


def new_client(desk: Desk, name: str = "Hengtai Machinery") -> bytes:
    client_id = new_id()
    commit(desk, act(create("client", client_id, client_id, {"legal_name": name})))
    return client_id


def new_contact(desk: Desk, client_id: bytes, name: str) -> tuple[bytes, Changes]:
    contact_id = new_id()
    return contact_id, commit(desk, act(create("contact", contact_id, client_id, {"name": name})))


def value(desk: Desk, record, row_id: bytes, fact: str):
    with desk.reading() as connection:
        found = row(connection, record, row_id)
    return found[fact] if found else None


def test_a_rep_may_not_change_the_payment_term(desk):
    client_id = new_client(desk)
    with pytest.raises(NotAllowed, match="finance"):
        commit(desk, act(edit("client", client_id, client_id, {"payment_term_days": (30, 90)}), author=LIN))
    assert value(desk, Client, client_id, "payment_term_days") == 30


def test_a_value_of_the_wrong_kind_is_refused_with_the_facts_name(desk):
    client_id = new_client(desk)
    with pytest.raises(BadValue, match="Payment term"):
        commit(desk, act(edit("client", client_id, client_id, {"payment_term_days": (30, "soon")})))


def test_an_unknown_choice_names_the_known_ones(desk):
    client_id = new_client(desk)
    with pytest.raises(BadValue, match="prospect"):
        commit(desk, act(edit("client", client_id, client_id, {"status": ("active", "asleep")})))


def test_an_action_stands_or_falls_whole(desk):
    client_id, contact_id = new_client(desk), new_id()
    bad = edit("client", client_id, client_id, {"status": ("active", "asleep")})
    with pytest.raises(BadValue):
        commit(desk, act(create("contact", contact_id, client_id, {"name": "Chen Wei"}), bad))
    assert value(desk, Contact, contact_id, "name") is None


def test_an_edit_upon_an_old_value_is_refused_and_says_what_stands_now(desk):
    client_id = new_client(desk)
    commit(desk, act(edit("client", client_id, client_id, {"city": ("", "Suzhou")})))
    with pytest.raises(Refused, match="Suzhou"):
        commit(desk, act(edit("client", client_id, client_id, {"city": ("Wuxi", "Nanjing")})))


def test_undo_takes_an_edit_back_and_only_once(desk):
    client_id = new_client(desk)
    done = commit(desk, act(edit("client", client_id, client_id, {"city": ("", "Suzhou")})))
    assert undo(desk, done.action_id).rows == {("client", client_id)}
    assert value(desk, Client, client_id, "city") == ""
    with pytest.raises(Refused):
        undo(desk, done.action_id)


def test_undo_takes_back_what_was_built_upon_it_even_through_a_chain(desk):
    client_id = new_client(desk)
    contact_id, made = new_contact(desk, client_id, "Chen Wei")
    promise_id = new_id()
    commit(desk, act(create("promise", promise_id, client_id, {"what": "Forecast", "contact_id": contact_id})))
    commit(desk, act(edit("promise", promise_id, client_id, {"what": ("Forecast", "Forecast Q1")})))
    undo(desk, made.action_id)
    with desk.reading() as connection:
        assert rows_where(connection, Contact, scope_id=client_id) == ()
        assert row(connection, Contact, promise_id) is None


def test_undo_leaves_what_is_independent(desk):
    client_id = new_client(desk)
    done = commit(desk, act(edit("client", client_id, client_id, {"city": ("", "Suzhou")})))
    commit(desk, act(edit("client", client_id, client_id, {"country": ("", "China")})))
    undo(desk, done.action_id)
    assert value(desk, Client, client_id, "country") == "China"


def test_a_removed_row_comes_back_by_undo_with_every_value(desk):
    client_id = new_client(desk)
    contact_id, _ = new_contact(desk, client_id, "Liu Min")
    remove = Change(deed=Deed.REMOVE, word="contact", row_id=contact_id, scope_id=client_id)
    done = commit(desk, act(remove))
    assert value(desk, Contact, contact_id, "name") is None
    undo(desk, done.action_id)
    assert value(desk, Contact, contact_id, "name") == "Liu Min"


def test_two_changes_of_one_action_stand_one_upon_the_other(desk):
    client_id, contact_id = new_client(desk), new_id()
    made = create("contact", contact_id, client_id, {"name": "Liu"})
    commit(desk, act(made, edit("contact", contact_id, client_id, {"name": ("Liu", "Liu Min")})))
    assert value(desk, Contact, contact_id, "name") == "Liu Min"
    with pytest.raises(Refused):
        commit(desk, act(*[create("contact", new_id(), client_id, {"name": "Chen"})] * 2))
    remove = Change(deed=Deed.REMOVE, word="contact", row_id=contact_id, scope_id=client_id)
    with pytest.raises(NotFound):
        commit(desk, act(remove, remove))
    assert value(desk, Contact, contact_id, "name") == "Liu Min"


def test_reporting_lines_never_close_a_circle(desk):
    client_id = new_client(desk)
    boss, _ = new_contact(desk, client_id, "Gu")
    worker, _ = new_contact(desk, client_id, "Chen")
    line = {"contact_id": worker, "manager_id": boss}
    commit(desk, act(create("reporting_line", new_id(), client_id, line)))
    circle = {"contact_id": boss, "manager_id": worker}
    with pytest.raises(Refused, match="Gu would report"):
        commit(desk, act(create("reporting_line", new_id(), client_id, circle)))
    with desk.reading() as connection:
        assert len(rows_where(connection, ReportingLine, scope_id=client_id)) == 1


def test_a_group_cannot_stand_under_its_own_branch(desk):
    group, branch = new_client(desk, "Group"), new_client(desk, "Branch")
    commit(desk, act(edit("client", branch, branch, {"parent_id": (None, group)})))
    with pytest.raises(Refused):
        commit(desk, act(edit("client", group, group, {"parent_id": (None, branch)})))


def test_orders_come_from_the_erp_and_are_not_written_by_hand(desk):
    client_id = new_client(desk)
    with pytest.raises(NotAllowed, match="ERP"):
        commit(desk, act(create("order", new_id(), client_id, {"status": "accepted"})))


def test_an_edit_of_a_missing_row_is_never_taken_for_a_create(desk):
    client_id = new_client(desk)
    with pytest.raises(NotFound):
        commit(desk, act(edit("contact", new_id(), client_id, {"name": ("", "Nobody")})))


def test_the_newest_action_is_undone_without_naming_it(desk):
    client_id = new_client(desk)
    assert undo_last(desk) is not None
    assert value(desk, Client, client_id, "legal_name") is None
    assert undo_last(desk) is None


def test_an_action_survives_its_bytes():
    client_id = new_id()
    action = act(
        create(
            "visit", new_id(), client_id, {"starts_at": NOW, "contact_ids": (new_id(), new_id()), "purpose": "季度"}
        ),
        edit("contact", new_id(), client_id, {"rights": ((), ("decides", "pays"))}),
        author=LIN,
    )
    assert action_of(action_bytes(action)) == action
