"""The columns of "who changed this": when, what, by whom, where; beside a card, and in a panel of its own."""

from __future__ import annotations

from datetime import date

from kamdesk.base.show import moment_here_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.exchange.http_words import Place
from kamdesk.operations.record_history import Step
from kamdesk.ui.kit.columns import Column


def history_columns(today: date | None) -> list[Column]:
    """In a line."""
    return [
        Column(key="at", label=N_("When"), text=lambda step: moment_here_text(step.at, today), width=100),
        Column(key="what", label=N_("What"), text=_what, tooltip=_what, width=200, stretch=4),
        Column(key="who", label=N_("By"), text=lambda step: step.who, width=110, stretch=1),
        Column(key="where", label=N_("Where"), width=110, text=where,
               mark=lambda step: "wait" if step.waits else "", ink=lambda step: "wait" if step.waits else "text2"),
    ]  # fmt: skip


def two_line_columns(today: date) -> list[Column]:
    """In two lines: what; when, by whom and where."""

    def second(step: Step) -> str:
        return commas((moment_here_text(step.at, today), step.who, where(step)))

    return [
        Column(key="what", label="", text=_what, tooltip=_what, second=second, second_ink="text3", stretch=1,
               mark=lambda step: "wait" if step.waits else ""),
    ]  # fmt: skip


def where(step: Step) -> str:
    """On which laptop, as far as others may know."""
    if step.place is Place.THIS_LAPTOP:
        return tr("this laptop")
    if step.place is Place.OWN_LAPTOP:
        return tr("your other laptop")
    return tr("another laptop") if step.waits else tr("office")


def _what(step: Step) -> str:
    return step.what
