"""Visits with their promises and needs, promises, needs and notes: what is written, what is refused."""

from datetime import UTC, date, datetime

import pytest

from kamdesk.base.errors import BadValue, NotAllowed, Refused
from kamdesk.exchange.actions import Author
from kamdesk.facts.policies import Role
from kamdesk.operations.act import edit_facts
from kamdesk.operations.clients import edit_client
from kamdesk.operations.contacts import add_contact
from kamdesk.operations.needs import record_need
from kamdesk.operations.notes import rewrite_note, write_note
from kamdesk.operations.promises import close_promise, record_promise
from kamdesk.operations.undo import undo
from kamdesk.operations.visits import cancel_visit, log_visit, plan_visit
from kamdesk.records.clients import Client
from kamdesk.records.visits import Need, Note, Promise, Visit
from kamdesk.storage import outbox
from kamdesk.storage.rows import row, rows_where

TEN = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def of(desk, record, client):
    with desk.reading() as connection:
        return rows_where(connection, record, scope_id=client)


def test_a_visit_is_planned_then_logged_with_what_was_promised_in_one_action(desk, rep, client):
    chen = add_contact(desk, rep, client, {"name": "Chen"})[0]
    visit_id = plan_visit(desk, rep, client, {"starts_at": TEN, "contact_ids": (chen,), "purpose": "Forecast"})[0]
    promises = [
        {"what": "Samples", "side": "ours", "due_on": date(2026, 10, 27), "contact_id": chen},
        {"what": "Forecast Q1", "side": "theirs", "due_on": date(2026, 11, 1)},
    ]
    needs = [{"topic": "lead time", "value": "10 days"}]
    _, done = log_visit(
        desk, rep, client, {"summary": "They agreed."}, visit_id=visit_id, promises=promises, needs=needs
    )
    (visit,) = of(desk, Visit, client)
    assert (visit["status"], visit["summary"], visit["purpose"]) == ("done", "They agreed.", "Forecast")
    kept = of(desk, Promise, client)
    assert [(each["what"], each["made_on"], each["visit_id"]) for each in kept] == [
        ("Samples", date(2026, 10, 20), visit_id),
        ("Forecast Q1", date(2026, 10, 20), visit_id),
    ]
    assert [each["valid_from"] for each in of(desk, Need, client)] == [date(2026, 10, 20)]
    undo(desk, done.action_id)
    assert (of(desk, Promise, client), of(desk, Need, client)) == ((), ())
    assert of(desk, Visit, client)[0]["status"] == "planned"


def test_a_visit_nobody_planned_is_logged_too(desk, rep, client):
    log_visit(desk, rep, client, {"starts_at": TEN, "summary": "By chance."})
    assert [visit["status"] for visit in of(desk, Visit, client)] == ["done"]


def test_one_empty_promise_stops_the_whole_log(desk, rep, client):
    with pytest.raises(BadValue, match="What"):
        log_visit(desk, rep, client, {"starts_at": TEN}, promises=[{"what": "Samples"}, {"what": " "}])
    assert of(desk, Visit, client) == ()
    assert of(desk, Promise, client) == ()


def test_a_visit_is_logged_once_and_cancelled_only_while_planned(desk, rep, client):
    visit_id = log_visit(desk, rep, client, {"starts_at": TEN})[0]
    with pytest.raises(Refused, match="already"):
        log_visit(desk, rep, client, {}, visit_id=visit_id)
    with pytest.raises(Refused, match="planned"):
        cancel_visit(desk, rep, visit_id)
    planned = plan_visit(desk, rep, client, {"starts_at": TEN})[0]
    cancel_visit(desk, rep, planned)
    assert [visit["status"] for visit in of(desk, Visit, client)] == ["done", "cancelled"]


def test_a_visit_needs_a_time_and_ends_after_it_starts(desk, rep, client):
    with pytest.raises(BadValue, match="Starts"):
        plan_visit(desk, rep, client, {"purpose": "x"})
    with pytest.raises(Refused, match="before it starts"):
        plan_visit(desk, rep, client, {"starts_at": TEN, "ends_at": datetime(2026, 10, 20, 1, tzinfo=UTC)})


def test_a_promise_kept_after_its_day_is_kept_late(desk, rep, client, today):
    values = {"what": "Samples", "due_on": date(2026, 10, 10)}
    promise_id = record_promise(desk, rep, client, values, today=date(2026, 10, 1))[0]
    close_promise(desk, rep, promise_id, "kept", closed_on=today, evidence="Waybill 77")
    with desk.reading() as connection:
        promise = row(connection, Promise, promise_id)
    assert (promise["outcome"], promise["closed_on"], promise["evidence"]) == ("kept_late", today, "Waybill 77")
    with pytest.raises(Refused, match="closed"):
        close_promise(desk, rep, promise_id, "broken", closed_on=today)


def test_a_need_that_changes_is_a_new_row_and_the_old_one_stays(desk, rep, client):
    record_need(desk, rep, client, {"topic": "batch", "value": "500"}, today=date(2026, 1, 5))
    record_need(desk, rep, client, {"topic": "batch", "value": "800"}, today=date(2026, 10, 20))
    assert [(need["value"], need["valid_from"]) for need in of(desk, Need, client)] == [
        ("500", date(2026, 1, 5)),
        ("800", date(2026, 10, 20)),
    ]


def test_a_note_is_signed_and_dated_and_says_something(desk, rep, client):
    note_id = write_note(desk, rep, client, "喜欢绿茶\n不喝酒")[0]
    (note,) = of(desk, Note, client)
    assert (note["text"], note["author"], note["written_at"]) == ("喜欢绿茶\n不喝酒", "Lin Yue", desk.clock())
    rewrite_note(desk, rep, note_id, seen="喜欢绿茶\n不喝酒", wanted="喜欢红茶")
    assert of(desk, Note, client)[0]["text"] == "喜欢红茶"
    with pytest.raises(BadValue):
        write_note(desk, rep, client, "  ")


def test_a_client_keeps_a_name_and_a_hotline_does_not_write_visits(desk, rep, client):
    with pytest.raises(BadValue, match="Legal name"):
        edit_client(desk, rep, client, {"legal_name": ("恒泰机械", "")})
    edit_client(desk, rep, client, {"city": ("", "苏州")})
    assert of(desk, Client, client)[0]["city"] == "苏州"
    with pytest.raises(NotAllowed):
        plan_visit(desk, Author(name="Zhou", role=Role.HOTLINE), client, {"starts_at": TEN})


def test_an_edit_names_the_unsent_action_that_it_was_made_upon(desk, rep, client, today):
    promise_id, first = record_promise(desk, rep, client, {"what": "Samples"}, today=today)
    second = close_promise(desk, rep, promise_id, "kept", closed_on=today)
    with desk.reading() as connection:
        kept = outbox.kept(connection, second.action_id)
    assert [change.after for change in kept.action.changes] == [first.action_id]


def test_an_empty_fact_that_somebody_filled_meanwhile_is_not_overwritten(desk, rep, client, today):
    promise_id = record_promise(desk, rep, client, {"what": "Samples"}, today=today)[0]
    edit_facts(desk, rep, Promise, promise_id, {"due_on": (None, date(2026, 10, 27))})
    with pytest.raises(Refused, match="2026-10-27"):
        edit_facts(desk, rep, Promise, promise_id, {"due_on": (None, date(2026, 12, 1))})
