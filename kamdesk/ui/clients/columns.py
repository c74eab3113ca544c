"""The columns of the list of clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from kamdesk.base.clock import today_of
from kamdesk.base.days import days_between
from kamdesk.base.scripts import in_order
from kamdesk.base.show import day_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.reads.client_list import ClientRow
from kamdesk.records.clients import POSITIONS, STATUSES
from kamdesk.ui.kit.client_numbers import ClientNumbers, amounts_text, amounts_value
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.named import client_name, industry_words

QUIET_AFTER_DAYS = 90
"""Nobody was seen for a quarter. Source: FIGURES W20, cold."""

Numbers = Mapping[bytes, ClientNumbers]
_NONE = ClientNumbers()

NUMBER_KEYS = ("sales", "overdue", "late_orders")
"""Columns that are counted after the rows are there, and sorted by what was counted."""


Loading = Callable[[bytes], bool]


def client_columns(
    numbers: Numbers, today: date, currency: str, loading: Loading = lambda _client_id: False
) -> list[Column]:
    """All columns; `numbers` is filled when they are counted, `loading` says which clients are not here whole."""
    return [_name(numbers, loading), *_WHO, *_when(today), *_late(numbers), *_money(numbers, currency)]


def _name(numbers: Numbers, loading: Loading) -> Column:
    def name(row: ClientRow) -> str:
        return client_name(row.name, row.other_name)

    def mark(row: ClientRow) -> str:
        return "wait" if loading(row.id) else "late" if is_late(row, numbers.get(row.id, _NONE)) else ""

    return Column(
        key="name", label=N_("Client"), width=200, stretch=3, bold=True, mark=mark, value=name,
        text=lambda row: tr("{client}, loading", client=name(row)) if loading(row.id) else name(row),
    )  # fmt: skip


_WHO = (
    Column(key="other_name", label=N_("Other name"), width=130, stretch=2, ink="text2", drop=6,
           text=lambda row: in_order(row.name, row.other_name)[1]),
    Column(key="grade", label=N_("Grade"), width=48, badge=lambda row: (row.grade, "accent"),
           text=lambda row: row.grade),
    Column(key="industry", label=N_("Industry"), width=134, stretch=1, ink="text2", drop=2,
           text=lambda row: industry_words(row.industry, row.industry_chinese)),
    Column(key="owner", label=N_("Owner"), text=lambda row: row.owner, width=86, ink="text2", drop=3),
    Column(key="city", label=N_("City"), text=lambda row: row.city, width=90, ink="text2", drop=5),
    Column(key="country", label=N_("Country"), width=90, ink="text2", hidden=True, drop=8,
           text=lambda row: row.country),
    Column(key="key", label=N_("Number"), width=90, ink="text2", middle=True, hidden=True, drop=8,
           text=lambda row: row.key),
    Column(key="status", label=N_("Status"), text=lambda row: tr(STATUSES.get(row.status, row.status)), width=80,
           hidden=True, drop=8),
    Column(key="position", label=N_("Group or branch"), hidden=True, width=110, drop=8,
           text=lambda row: tr(POSITIONS.get(row.position, row.position))),
    Column(key="contacts", label=N_("People"), width=60, right=True, drop=7,
           text=lambda row: str(row.contacts or ""), value=lambda row: row.contacts),
)  # fmt: skip


def _when(today: date) -> tuple[Column, ...]:
    return (
        Column(key="last_visit_at", label=N_("Last visit"), width=96, right=True,
               text=lambda row: _ago(row.last_visit_at, today),
               ink=lambda row: "text2" if _is_quiet(row, today) else "text"),
        Column(key="next_visit_at", label=N_("Next visit"), width=84, right=True, drop=4,
               text=lambda row: _day(row.next_visit_at, today)),
    )  # fmt: skip


def _late(numbers: Numbers) -> tuple[Column, ...]:
    return (
        Column(key="promises_late", label=N_("Late promises"), width=84, right=True, private=True, ink="late", drop=1,
               text=lambda row: str(row.promises_late or ""), value=lambda row: row.promises_late),
        Column(key="late_orders", label=N_("Late orders"), width=78, right=True, private=True, ink="late",
               text=lambda row: str(numbers.get(row.id, _NONE).late_orders or ""),
               value=lambda row: numbers.get(row.id, _NONE).late_orders),
    )  # fmt: skip


def _money(numbers: Numbers, currency: str) -> tuple[Column, ...]:
    def head(label: str) -> str:
        return commas((tr(label), currency))

    return (
        Column(key="overdue", label=head(N_("Overdue")), width=96, right=True, private=True, ink="late",
               text=lambda row: amounts_text(numbers.get(row.id, _NONE).overdue, currency),
               value=lambda row: amounts_value(numbers.get(row.id, _NONE).overdue, currency)),
        Column(key="sales", label=head(N_("Sales 12 months")), width=120, right=True, private=True,
               text=lambda row: amounts_text(numbers.get(row.id, _NONE).sales, currency),
               value=lambda row: amounts_value(numbers.get(row.id, _NONE).sales, currency)),
    )  # fmt: skip


def is_late(row: ClientRow, numbers: ClientNumbers) -> bool:
    """Whether a promise, an order or money of this client is past its day."""
    return bool(row.promises_late or numbers.late_orders or any(amount > 0 for amount in numbers.overdue.values()))


def _day(moment: datetime | None, today: date) -> str:
    return day_text(today_of(moment), today) if moment else ""


def _ago(moment: datetime | None, today: date) -> str:
    if moment is None:
        return ""
    day = today_of(moment)
    return tr("{day}, {n} d", day=day_text(day, today), n=days_between(day, today))


def _is_quiet(row: ClientRow, today: date) -> bool:
    return row.last_visit_at is None or days_between(today_of(row.last_visit_at), today) > QUIET_AFTER_DAYS
