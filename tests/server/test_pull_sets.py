"""A pull costs the office what changed: a statement a kind for many parts, however many clients and rows there are."""

from contextlib import contextmanager

import psycopg
import pytest

from kamdesk.exchange.protocol import Mode, Stamp
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.orders import Order
from kamdesk.records.visits import Note
from kamdesk.server.answering import pages_ahead
from tests.server.desks import someone
from tests.server.rows_of_office import add, add_client, edit, remove

CLIENTS = 12


@pytest.fixture
def clients(engine):
    return [add_client(engine, external_key=f"C{n}", legal_name=f"Client {n}") for n in range(CLIENTS)]


@pytest.fixture
def anna(engine, clients):
    return someone(engine, "anna", Role.REP, *(f"C{n}" for n in range(CLIENTS)))


@contextmanager
def statements(monkeypatch):
    """What the database is asked meanwhile."""
    asked, execute = [], psycopg.Cursor.execute

    def noted(cursor, query, *more, **how):
        asked.append(query)
        return execute(cursor, query, *more, **how)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noted)
        yield asked


def test_new_rows_at_many_clients_cost_as_many_statements_as_at_one(engine, clients, anna, monkeypatch):
    anna.pull()
    add(engine, Note, clients[0], text="one")
    with statements(monkeypatch) as at_one:
        assert anna.words() == {"note": 1}
    for client in clients:
        add(engine, Note, client, text="each")
    with statements(monkeypatch) as at_each:
        assert anna.words() == {"note": CLIENTS}
    assert len(at_each) == len(at_one)


def test_a_first_pull_of_many_clients_costs_as_many_statements_as_of_one(engine, clients, anna, monkeypatch):
    ben = someone(engine, "ben", Role.REP, "C0")
    with statements(monkeypatch) as of_one:
        assert ben.words() == {"client": 1}
    with statements(monkeypatch) as of_all:
        assert anna.words() == {"client": CLIENTS}
    kinds = len(of_one)
    assert len(of_all) < 2 * kinds  # 38 parts are looked up in two goes


def test_a_pull_without_news_looks_up_all_its_marks_at_once(anna, monkeypatch):
    anna.pull()
    with statements(monkeypatch) as asked:
        assert anna.words() == {}
    assert sum("office.revs" in str(query) for query in asked) == 1


def test_a_client_with_more_rows_of_a_kind_than_are_read_ahead_comes_whole_and_each_row_once(
    engine, clients, anna, monkeypatch
):
    monkeypatch.setattr(pages_ahead, "ROWS_AHEAD", 3)
    for client, notes in zip(clients, (2, 3, 4, 7), strict=False):
        for number in range(notes):
            add(engine, Note, client, text=f"{number}")
    _, found = anna.pull(page_rows=2)
    ids = [row["id"] for row in found["note"][0]]
    assert len(ids) == len(set(ids)) == 2 + 3 + 4 + 7


def test_rows_that_changed_and_rows_that_went_at_several_clients_come_each_with_its_own(engine, clients, anna):
    notes = [add(engine, Note, client, text="first") for client in clients]
    orders = [add(engine, Order, client, external_key=f"O{n}") for n, client in enumerate(clients)]
    anna.pull()
    edit(engine, Client, clients[3], clients[3], city="Oslo")
    for at in (1, 3, 5):
        remove(engine, Note, clients[at], notes[at])
    remove(engine, Order, clients[7], orders[7])
    view, found = anna.pull()
    assert [row["city"] for row in found["client"][0]] == ["Oslo"]
    assert found["note"] == ([], [notes[1], notes[3], notes[5]])
    assert found["order"] == ([], [orders[7]])
    changed = {part.scope_id for part in view.parts if part.mode is Mode.DELTA}
    assert changed == {clients[at] for at in (1, 3, 5, 7)}


def test_of_many_stamps_only_those_of_another_history_are_unknown(clients, anna):
    view, _ = anna.pull()
    bad = [Stamp(part.scope_id, part.compartment, part.rev, b"?" * 16) for part in view.parts if part.rev][:3]
    never = Stamp(clients[0], view.parts[0].compartment, 10_000, b"!" * 16)
    view, _ = anna.pull(stamps=(*bad, never))
    assert set(view.unknown) == {*bad, never}
