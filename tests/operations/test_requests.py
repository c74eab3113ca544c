"""Requests: taken down under a number of their own, closed with an answer, by whoever serves the client."""

from datetime import timedelta

import pytest

from kamdesk.base.errors import BadValue, NotAllowed, Refused
from kamdesk.exchange.actions import Author
from kamdesk.facts.policies import Role
from kamdesk.operations.requests import ANSWER_DAYS, close_request, record_request
from kamdesk.operations.undo import undo_last
from kamdesk.records.visits import Request
from kamdesk.storage.rows import row, rows_where


def of(desk, request_id):
    with desk.reading() as connection:
        return row(connection, Request, request_id)


def test_a_request_has_a_number_and_a_day_at_once_and_the_hotline_may_take_it_down(desk, client):
    hotline = Author(name="Zhou", role=Role.HOTLINE)
    first, second = (record_request(desk, hotline, client, {"summary": f"Asked {n}"})[0] for n in range(2))
    request = of(desk, first)
    assert request["number"].startswith("R-")
    assert request["number"] != of(desk, second)["number"]
    assert (request["status"], request["opened_at"]) == ("open", desk.clock())
    assert request["due_at"] == desk.clock() + timedelta(days=ANSWER_DAYS)
    with pytest.raises(BadValue, match="Summary"):
        record_request(desk, hotline, client, {"summary": " "})
    with pytest.raises(NotAllowed):
        record_request(desk, Author(name="He Jia", role=Role.FINANCE), client, {"summary": "Asked"})


def test_a_request_is_closed_once_with_an_answer_and_both_are_taken_back(desk, rep, client):
    request_id = record_request(desk, rep, client, {"summary": "New delivery address", "kind": "change"})[0]
    with pytest.raises(BadValue, match="Answer"):
        close_request(desk, rep, request_id, "")
    close_request(desk, rep, request_id, "Changed from 1 November")
    closed = of(desk, request_id)
    assert (closed["status"], closed["answer"], closed["closed_at"]) == (
        "closed", "Changed from 1 November", desk.clock(),
    )  # fmt: skip
    with pytest.raises(Refused, match="closed"):
        close_request(desk, rep, request_id, "Again")
    undo_last(desk)
    assert of(desk, request_id)["status"] == "open"
    undo_last(desk)
    with desk.reading() as connection:
        assert rows_where(connection, Request) == ()
