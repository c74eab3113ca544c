"""What a client expects of us, a new row each time it changes: what was said before stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Author, Change, Changes, create
from kamdesk.operations.act import act, demand
from kamdesk.records.visits import Need
from kamdesk.storage.desk import Desk


def record_need(
    desk: Desk, author: Author, client_id: bytes, values: Mapping[str, Any], *, today: date
) -> tuple[bytes, Changes]:
    """What is expected about a topic from a day on (today where nothing else is said), and the row's id."""
    change = new_need(client_id, values, today)
    return change.row_id, act(desk, author, "record_need", change)


def new_need(client_id: bytes, values: Mapping[str, Any], today: date) -> Change:
    """The change that records a need. Raises: BadValue without topic or expectation."""
    demand(Need, values, "topic", "value")
    said_on = values.get("said_on") or today
    return create(Need.word, new_id(), client_id, {"valid_from": said_on, **values, "said_on": said_on})
