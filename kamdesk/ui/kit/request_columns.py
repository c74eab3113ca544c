"""The columns of requests: of all clients, and of one."""

from __future__ import annotations

from kamdesk.base.clock import today_of
from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, late_text
from kamdesk.base.words import N_, tr
from kamdesk.reads.requests import RequestRow
from kamdesk.records.visits import REQUEST_KINDS, REQUEST_STATUSES
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.named import client_name


def days_late(row: RequestRow, context: Context) -> int:
    """Days past the day of its answer; a closed request is not late."""
    if row.status == "closed" or row.due_at is None:
        return 0
    return max(0, days_between(today_of(row.due_at), context.today))


def request_columns(context: Context, *, with_client: bool = True) -> list[Column]:
    """All columns; the client only where there are several."""
    today = context.today

    def due(row: RequestRow) -> str:
        moment = row.closed_at if row.status == "closed" else row.due_at
        if moment is None:
            return ""
        day, late = day_text(today_of(moment), today), days_late(row, context)
        return tr("{day}, {late}", day=day, late=late_text(late)) if late else day

    def opened(row: RequestRow) -> str:
        return day_text(today_of(row.opened_at), today) if row.opened_at else ""

    client = Column(key="client", label=N_("Client"), width=140, stretch=2,
                    text=lambda row: client_name(row.client, row.client_other))  # fmt: skip
    return [
        Column(key="number", label=N_("Request"), text=lambda row: row.number, width=140, middle=True,
               mark=lambda row: "late" if days_late(row, context) else ""),
        Column(key="summary", label=N_("What"), text=lambda row: row.summary, width=220, stretch=3),
        Column(key="kind", label=N_("Kind"), width=84, ink="text2", drop=3,
               text=lambda row: tr(REQUEST_KINDS.get(row.kind, row.kind))),
        *((client,) if with_client else ()),
        Column(key="asked_by", label=N_("Asked by"), text=lambda row: row.asked_by, width=90, ink="text2", drop=2),
        Column(key="lies_with", label=N_("With"), text=lambda row: row.lies_with, width=100, ink="text2", drop=1),
        Column(key="status", label=N_("Status"), width=90, ink="text2",
               text=lambda row: tr(REQUEST_STATUSES.get(row.status, row.status))),
        Column(key="opened", label=N_("Opened"), text=opened, width=72, right=True, ink="text2", drop=4,
               sort=lambda row: row.opened_at.isoformat() if row.opened_at else ""),
        Column(key="due", label=N_("Due"), text=due, width=120, right=True,
               ink=lambda row: "late" if days_late(row, context) else "text",
               sort=lambda row: row.due_at.isoformat() if row.due_at else "9"),
    ]  # fmt: skip
