"""What people do to requests: take one down under a number of its own, close it with its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kamdesk.base.clock import today_of
from kamdesk.base.errors import Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Author, Changes, create, edit
from kamdesk.operations.act import act, demand, found
from kamdesk.records.visits import Request
from kamdesk.storage.desk import Desk

ANSWER_DAYS = 7
"""A request is answered within a week where nobody agreed another day."""


def record_request(desk: Desk, author: Author, client_id: bytes, values: Mapping[str, Any]) -> tuple[bytes, Changes]:
    """A new request and its id; it lies with whoever took it until it is handed on.

    Raises: BadValue where it does not say what was asked.
    """
    now, request_id = desk.clock(), new_id()
    wanted = {
        "opened_at": now,
        "due_at": now + timedelta(days=ANSWER_DAYS),
        "employee_id": author.employee_id,
        "number": number_of(request_id, f"{today_of(now):%y%m%d}"),
        **values,
    }
    demand(Request, wanted, "summary")
    return request_id, act(desk, author, "record_request", create(Request.word, request_id, client_id, wanted))


def close_request(desk: Desk, author: Author, request_id: bytes, answer: str) -> Changes:
    """Close a request with what was answered. Raises: Refused when it is closed already; BadValue without an answer."""
    request = found(desk, Request, request_id)
    if request["status"] == "closed":
        raise Refused(tr("This request is closed already."))
    wanted = {"status": "closed", "closed_at": desk.clock(), "answer": answer}
    demand(Request, wanted, "answer")
    edits = {name: (request[name], value) for name, value in wanted.items()}
    return act(desk, author, "close_request", edit(Request.word, request_id, request.scope_id, edits))


def number_of(request_id: bytes, day: str) -> str:
    """R-261020-3F7A1C: the day and the random end of its id; laptops without a network do not choose the same."""
    return f"R-{day}-{request_id[-3:].hex().upper()}"
