"""How a promise stands in every list: whose, what, who, and the day with what it means."""

from __future__ import annotations

from datetime import date

from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, late_text
from kamdesk.base.words import commas, tr
from kamdesk.reads.client_page import PromiseRow
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.named import client_name


def is_late(row: PromiseRow, today: date) -> bool:
    """Open, and its day is behind us."""
    return row.outcome == "open" and row.due_on is not None and row.due_on < today


def day_words(row: PromiseRow, today: date) -> str:
    """today, or the day."""
    if row.due_on is None:
        return ""
    return tr("today") if row.due_on == today else day_text(row.due_on, today)


def late_words(row: PromiseRow, today: date) -> str:
    """4 d late, or nothing."""
    if row.due_on is None or not is_late(row, today):
        return ""
    return late_text(days_between(row.due_on, today))


def promise_columns(today: date, *, with_client: bool = False) -> list[Column]:
    """Two lines: what and whose at the left, the day and its lateness at the right."""

    def ink(row: PromiseRow) -> str:
        return "late" if is_late(row, today) else "text2"

    def second(row: PromiseRow) -> str:
        side = tr("ours") if row.side == "ours" else tr("theirs")
        parts = [side, row.who, client_name(row.client, row.client_other) if with_client else ""]
        return commas(parts)

    return [
        Column(
            key="what", label=tr("Promise"), text=lambda row: row.what, second=second, second_ink="text3", stretch=1,
            width=120, mark=lambda row: row.side, mark_ink=lambda row: "late" if is_late(row, today) else "text3",
        ),
        Column(
            key="due", label=tr("Due"), width=44, right=True, ink=ink, second_ink=ink,
            text=lambda row: day_words(row, today), second=lambda row: late_words(row, today),
        ),
    ]  # fmt: skip
