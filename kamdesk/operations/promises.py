"""What people do to promises, ours and theirs: record them, close them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kamdesk.base.errors import BadValue, Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Author, Change, Changes, create, edit
from kamdesk.operations.act import act, demand, found
from kamdesk.records.visits import Promise
from kamdesk.storage.desk import Desk


def record_promise(
    desk: Desk, author: Author, client_id: bytes, values: Mapping[str, Any], *, today: date
) -> tuple[bytes, Changes]:
    """A new promise and its id; made today where nothing else is said."""
    change = new_promise(client_id, {"made_on": today, **values})
    return change.row_id, act(desk, author, "record_promise", change)


def close_promise(
    desk: Desk, author: Author, promise_id: bytes, outcome: str, *, closed_on: date, evidence: str = ""
) -> Changes:
    """Close a promise as kept, broken or withdrawn; kept after its day is kept late.

    Raises: Refused when it is closed already; BadValue for an outcome that closes nothing.
    """
    promise = found(desk, Promise, promise_id)
    if promise["outcome"] != "open":
        raise Refused(tr("This promise is closed already."))
    if outcome == "open":
        raise BadValue(tr("{fact} is missing.", fact=tr(Promise.fact("outcome").label)), fact="outcome")
    if outcome == "kept" and promise["due_on"] and closed_on > promise["due_on"]:
        outcome = "kept_late"
    wanted = {"outcome": outcome, "closed_on": closed_on, "evidence": evidence}
    edits = {name: (promise[name], value) for name, value in wanted.items()}
    return act(desk, author, "close_promise", edit(Promise.word, promise_id, promise.scope_id, edits))


def new_promise(client_id: bytes, values: Mapping[str, Any]) -> Change:
    """The change that records a promise. Raises: BadValue without what was promised."""
    demand(Promise, values, "what")
    return create(Promise.word, new_id(), client_id, values)
