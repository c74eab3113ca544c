"""Whatever people do in whatever order, taking everything back leaves the file as it was."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kamdesk.base.errors import KAMDeskError
from kamdesk.operations import clients, contacts, needs, notes, promises, requests, visits
from kamdesk.operations.undo import undo_last
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.every import RECORDS
from kamdesk.records.visits import Note, Promise, Request, Visit
from kamdesk.storage.rows import rows_where
from kamdesk.storage.tables import search_words

TODAY = date(2026, 10, 20)


class Acts:
    """One person doing verbs on rows that are picked by number."""

    def __init__(self, desk, owner, client):
        self.desk, self.owner, self.client = desk, owner, client

    def _pick(self, record, number):
        with self.desk.reading() as connection:
            found = rows_where(connection, record, scope_id=self.client)
        return found[number % len(found)] if found else None

    def _contact(self, number):
        found = self._pick(Contact, number)
        return found.id if found else None

    def add_contact(self, a, b):
        manager = self._contact(b)
        contacts.add_contact(
            self.desk, self.owner, self.client, {"name": f"Person {a}"}, manager_ids=[manager] if manager else []
        )

    def change_manager(self, a, b):
        contacts.change_manager(
            self.desk, self.owner, self._contact(a), self._contact(b), today=TODAY + timedelta(days=b)
        )

    def retire_contact(self, a, b):
        contacts.retire_contact(self.desk, self.owner, self._contact(a), today=TODAY, keep_seat=b % 2 == 0)

    def edit_client(self, a, b):
        now = rows_of(self.desk, self.client)["city"]
        clients.edit_client(self.desk, self.owner, self.client, {"city": (now, f"City {a}")})

    def plan_visit(self, a, b):
        values = {"starts_at": self.desk.clock() + timedelta(days=a), "contact_ids": ()}
        visits.plan_visit(self.desk, self.owner, self.client, values)

    def log_visit(self, a, b):
        planned = self._pick(Visit, a)
        said = [{"what": f"Promise {b}", "contact_id": self._contact(b)}]
        values = {"summary": f"Said {a}", "starts_at": self.desk.clock()}
        visit_id = planned.id if planned else None
        visits.log_visit(self.desk, self.owner, self.client, values, visit_id=visit_id, promises=said)

    def close_promise(self, a, b):
        promise = self._pick(Promise, a)
        outcome = ("kept", "broken", "withdrawn")[b % 3]
        promises.close_promise(self.desk, self.owner, promise.id if promise else b"?" * 16, outcome, closed_on=TODAY)

    def record_need(self, a, b):
        needs.record_need(self.desk, self.owner, self.client, {"topic": f"Topic {a}", "value": str(b)}, today=TODAY)

    def record_request(self, a, b):
        values = {"summary": f"Asked {a}", "contact_id": self._contact(b)}
        requests.record_request(self.desk, self.owner, self.client, values)

    def close_request(self, a, b):
        request = self._pick(Request, a)
        if request:
            requests.close_request(self.desk, self.owner, request.id, f"Answered {b}")

    def write_note(self, a, b):
        notes.write_note(self.desk, self.owner, self.client, f"Note {a}", contact_id=self._contact(b))

    def rewrite_note(self, a, b):
        note = self._pick(Note, a)
        if note:
            notes.rewrite_note(self.desk, self.owner, note.id, seen=note["text"], wanted=f"Rewritten {b}")


VERBS = [name for name in vars(Acts) if not name.startswith("_")]


def rows_of(desk, client):
    with desk.reading() as connection:
        return rows_where(connection, Client, id=client)[0]


def content(desk):
    """Every row of every record, and the search words."""
    with desk.reading() as connection:
        tables = [record.table() for record in RECORDS] + [search_words]
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


@pytest.fixture
def acts(desk, owner, client):
    """Verbs on a client that cannot be taken back themselves: what is there at the start stays."""
    with desk.writing() as connection:
        connection.exec_driver_sql("update outbox set state = 'sent'")
    return Acts(desk, owner, client)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_taking_everything_back_leaves_the_file_as_it_was(acts, history):
    start = content(acts.desk)
    done = 0
    for verb, a, b in history:
        before = content(acts.desk)
        try:
            getattr(acts, verb)(a, b)
            done += 1
        except KAMDeskError:
            assert content(acts.desk) == before, "a refused verb left something behind"
    while undo_last(acts.desk):
        done -= 1
    assert content(acts.desk) == start
    assert done >= 0
