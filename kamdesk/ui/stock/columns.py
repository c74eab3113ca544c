"""The columns of the stock room: ours for everybody, theirs beside ours for one client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from kamdesk.base.money import half_up
from kamdesk.base.show import day_text, moment_here_text, number_text, quantity_text
from kamdesk.base.words import N_, tr
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.kit.strokes import ThinBar
from kamdesk.ui.stock.rows import StockRow, age_state, cover_state

SCALE_DAYS = 40
"""The cover bar ends here, or at twice the lead time where that is longer."""


def days_text(days: Decimal | None) -> str:
    """11 d; a dash where nothing is asked for."""
    return "\u2013" if days is None else tr("{n} d", n=number_text(int(half_up(days))))


def name_text(row: StockRow) -> str:
    """The product as this language calls it."""
    return client_name(row.name, row.other_name)


def inbound_text(row: StockRow, today: date) -> str:
    """400, 28 Oct: what comes next, and how much more."""
    if row.next_on is None:
        return tr("{n}, no day yet", n=number_text(row.inbound)) if row.inbound else "0"
    return tr("{n}, {day}", n=quantity_text(row.next_quantity), day=day_text(row.next_on, today))


def short_text(row: StockRow, today: date) -> str:
    """350 by 18 Nov, or nothing."""
    return tr("{n} by {day}", n=number_text(row.short), day=day_text(row.short_on, today)) if row.short_on else ""


def stock_columns(today: date, now: Callable[[], datetime], *, of_client: bool) -> tuple[Column, ...]:
    """The columns; with a client's own stock where there is a client."""
    ours = (
        _number("on_hand", N_("On hand"), lambda row: row.on_hand),
        _number("reserved", N_("Reserved"), lambda row: row.reserved, hidden=of_client, drop=3),
        Column(
            key="inbound", label=N_("Inbound"), text=lambda row: inbound_text(row, today), width=94, right=True,
            ink=lambda row: "text" if row.inbound else "text3", sort=lambda row: int(row.inbound * 1000),
        ),
        _number("committed", N_("Committed"), lambda row: row.committed, hidden=of_client),
        _number("available", N_("Free"), lambda row: row.available, bold=True, width=66),
        Column(
            key="short", label=N_("Short"), text=lambda row: short_text(row, today), width=88, right=True, drop=2,
            private=True,
            ink=lambda row: "risk" if row.short_on and row.short_on > today else "late",
            sort=lambda row: row.short_on.toordinal() if row.short_on else 10**7,
        ),
    )  # fmt: skip
    as_of = Column(
        key="as_of", label=N_("As of"), text=lambda row: moment_here_text(row.as_of, today) or tr("not known"),
        width=90, right=True, drop=1, ink=lambda row: age_state(row.as_of, now()) or "text2",
        sort=lambda row: int(row.as_of.timestamp()) if row.as_of else 0,
    )  # fmt: skip
    if of_client:
        return (_product("their_cover", "their_lead_days"), *_their_columns(), *ours, as_of)
    cover = (_bar("cover_days", "lead_time_days", N_("Cover")), _days("cover_days", "lead_time_days"))
    return (_product("cover_days", "lead_time_days"), *ours, *cover, as_of)


def _their_columns() -> tuple[Column, ...]:
    return (
        _number("theirs", N_("Theirs"), lambda row: row.theirs),
        _number("need", N_("Need a day"), lambda row: row.their_need),
        _bar("their_cover", "their_lead_days", N_("Cover")),
        _days("their_cover", "their_lead_days"),
        _number("propose", N_("Propose"), lambda row: row.propose),
    )


def _product(days: str, lead: str) -> Column:
    return Column(
        key="product", label=N_("Product"), text=name_text, width=158, stretch=1,
        mark=lambda row: cover_state(getattr(row, days), getattr(row, lead)),
        bold=lambda row: bool(cover_state(getattr(row, days), getattr(row, lead))),
        tooltip=lambda row: f"{row.key}\n{row.name}\n{row.other_name}".strip(),
    )  # fmt: skip


def _number(
    key: str,
    label: str,
    value: Callable[[StockRow], Decimal | None],
    *,
    hidden: bool = False,
    bold: bool = False,
    drop: int = 0,
    width: int = 60,
) -> Column:
    def text(row: StockRow) -> str:
        found = value(row)
        return "" if found is None else number_text(found)

    return Column(
        key=key, label=label, text=text, width=width, right=True, hidden=hidden, bold=bold, drop=drop,
        sort=lambda row: int((value(row) or 0) * 1000),
    )  # fmt: skip


def _days(days: str, lead: str) -> Column:
    return Column(
        key=f"{days}_text", label=N_("Days"), text=lambda row: days_text(getattr(row, days)), width=54, right=True,
        ink=lambda row: cover_state(getattr(row, days), getattr(row, lead)) or "text",
        sort=lambda row: 10**6 if getattr(row, days) is None else int(getattr(row, days)),
    )  # fmt: skip


def _bar(days: str, lead: str, label: str) -> Column:
    def bar(row: StockRow) -> ThinBar | None:
        cover, lead_days = getattr(row, days), getattr(row, lead)
        if cover is None:
            return None
        scale = max(SCALE_DAYS, 2 * (lead_days or 0))
        limit = lead_days / scale if lead_days else None
        return ThinBar(share=min(1.0, int(cover) / scale), limit=limit, state=cover_state(cover, lead_days))

    return Column(key=days, label=label, width=80, stretch=1, bar=bar)
