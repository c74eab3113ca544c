"""Plan a visit, log it with what was promised and learnt there, or cancel it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.clock import today_of
from kamdesk.base.errors import Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Author, Change, Changes, create, edit
from kamdesk.facts.record import Sheet
from kamdesk.operations.act import act, demand, found
from kamdesk.operations.needs import new_need
from kamdesk.operations.promises import new_promise
from kamdesk.records.contacts import Pairing
from kamdesk.records.visits import Visit
from kamdesk.storage.desk import Desk
from kamdesk.storage.rows import rows_where


def plan_visit(desk: Desk, author: Author, client_id: bytes, values: Mapping[str, Any]) -> tuple[bytes, Changes]:
    """A visit to come, and its id. Raises: BadValue without a time; Refused when it ends before it starts."""
    planned = _with_us(author, values)
    demand(Visit, planned, "starts_at")
    visit_id = new_id()
    change = create(Visit.word, visit_id, client_id, {**planned, "status": "planned"})
    return visit_id, act(desk, author, "plan_visit", change)


def log_visit(
    desk: Desk, author: Author, client_id: bytes, values: Mapping[str, Any], *,
    visit_id: bytes | None = None,
    promises: Sequence[Mapping[str, Any]] = (),
    needs: Sequence[Mapping[str, Any]] = (),
) -> tuple[bytes, Changes]:  # fmt: skip
    """A visit that was made, planned before or not, with its promises and needs: one action, one undo."""
    planned = found(desk, Visit, visit_id) if visit_id else None
    if planned and planned["status"] == "done":
        raise Refused(tr("This visit was logged already."))
    logged = {**_with_us(author, values), "status": "done"}
    if planned is None:
        demand(Visit, logged, "starts_at")
    whole = {**(planned or {}), **logged}
    day = today_of(whole.get("starts_at") or desk.clock())
    visit = _visit_change(planned, client_id, logged)
    rest = [new_promise(client_id, {"made_on": day, **each, "visit_id": visit.row_id}) for each in promises]
    rest += [new_need(client_id, each, day) for each in needs]
    with desk.reading() as connection:
        rest += _touched(connection, client_id, whole, day)
    return visit.row_id, act(desk, author, "log_visit", visit, *rest)


def cancel_visit(desk: Desk, author: Author, visit_id: bytes) -> Changes:
    """The visit does not take place. Raises: Refused when it was logged or cancelled already."""
    visit = found(desk, Visit, visit_id)
    if visit["status"] != "planned":
        raise Refused(tr("Only a planned visit can be cancelled."))
    change = edit(Visit.word, visit_id, visit.scope_id, {"status": ("planned", "cancelled")})
    return act(desk, author, "cancel_visit", change)


def _visit_change(planned: Sheet | None, client_id: bytes, logged: Mapping[str, Any]) -> Change:
    if planned is None:
        return create(Visit.word, new_id(), client_id, logged)
    edits = {name: (planned[name], value) for name, value in logged.items() if value != planned[name]}
    return edit(Visit.word, planned.id, planned.scope_id, edits)


def _with_us(author: Author, values: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever writes a visit was there, unless they say who was."""
    if "employee_ids" in values or author.employee_id is None:
        return dict(values)
    return {**values, "employee_ids": (author.employee_id,)}


def _touched(connection: Connection, client_id: bytes, visit: Mapping[str, Any], day: date) -> Iterable[Change]:
    """Who met whom: the pairings whose last contact is now this day."""
    ours, theirs = set(visit.get("employee_ids") or ()), set(visit.get("contact_ids") or ())
    for pair in rows_where(connection, Pairing, scope_id=client_id) if ours and theirs else ():
        last = pair["last_touch_on"]
        if pair["employee_id"] in ours and pair["contact_id"] in theirs and (last is None or last < day):
            yield edit(Pairing.word, pair.id, client_id, {"last_touch_on": (last, day)})
