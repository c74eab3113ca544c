"""Stock: how long the client's own stock lasts against our lead time, what we have free, what we would propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, number_text
from kamdesk.base.words import commas, tr
from kamdesk.figures.figure import Figure, Row
from kamdesk.reads.peak_season import Season, next_season
from kamdesk.ui.client_page.quadrant import Quadrant, figures_of
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.figure_words import whole_text
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.strokes import ThinBar

ROWS_MAX = 5
SHOWN_DAYS = Decimal(40)
"""The bar's whole length; a longer cover is simply full."""
_FIGURES = ("client_stock_cover", "available_to_promise")


@dataclass(frozen=True, slots=True)
class StockView:
    """What the quadrant shows."""

    cover: Figure
    free: Figure
    season: Season | None


class StockQuadrant(Quadrant):
    """Opens the stock of this client's products."""

    def __init__(self, context: Context) -> None:
        empty = EmptyState(tr("Their stock was never counted."), tr("Count 20 products in about a minute on a visit."))
        super().__init__(context, tr("Stock"), "stock", empty)
        self._free: dict[str, Row] = {}
        self.table = SheetTable(_columns(self._free), height=DENSE, flush=True)
        self.lines.addWidget(self.table)

    def gather(self, connection: Any, client_id: bytes, as_of: date) -> StockView:
        figures = figures_of(connection, _FIGURES, client_id, as_of)
        return StockView(figures[_FIGURES[0]], figures[_FIGURES[1]], next_season(connection, as_of=as_of))

    def show_view(self, view: StockView) -> None:
        rows = list(view.cover.rows or ())
        free = {row["product"]: row for row in view.free.rows or ()}
        self._free.clear()
        self._free.update(free)
        self.show_empty(is_empty=not rows)
        if not rows:
            return
        self._show_figures(view, rows)
        self.table.hide_column("ours", hidden=not free)
        self.table.set_rows(rows[:ROWS_MAX])
        self.table.set_client_safe(self.context.client_safe)
        self.table.fit_height()
        self.head.source.set_text(self._source(rows, view.free))
        self.foot.set_text("" if self.context.client_safe else _foot(rows, free, self.context.today))

    def _show_figures(self, view: StockView, rows: list[Row]) -> None:
        first, second, third = self.figures.blocks
        worst = rows[0]
        short = _is_short(worst)
        name = tr("shortest cover, {product}", product=worst["product"])
        first.set_figure(
            whole_text(view.cover.value), tr("days"), name, ink="late" if short else "text", explains=view.cover
        )
        if view.season is not None:
            day = day_text(view.season.starts_on, self.context.today)
            left = max(0, days_between(view.cover.as_of, view.season.starts_on))
            second.set_figure(str(left), tr("days"), tr("to peak season, {day}", day=day))
        second.setVisible(view.season is not None)
        lead = worst["lead_time_days"]
        third.set_figure("–" if lead is None else str(lead), tr("days"), tr("our lead time"))

    def _source(self, rows: list[Row], free: Figure) -> str:
        today = self.context.today
        counted = max((row["counted"] for row in rows if row["counted"]), default=None)
        ours = min((row["stock_as_of"] for row in free.rows or () if row["stock_as_of"]), default=None)
        parts = [tr("their count {day}", day=day_text(counted, today))] if counted else []
        if ours is not None:
            parts.append(tr("ours {day}", day=day_text(ours.astimezone().date(), today)))
        return commas(parts)


def _is_short(row: Row) -> bool:
    lead, cover = row["lead_time_days"], row["cover_days"]
    return lead is not None and cover is not None and cover < lead


def _foot(rows: list[Row], free: Mapping[str, Row], today: date) -> str:
    for row in rows:
        ours = free.get(row["product"])
        if ours is not None and ours["short"] and ours["short_on"]:
            return tr("{product}: ours runs short on {day}, {n} missing", product=row["product"],
                      day=day_text(ours["short_on"], today), n=number_text(ours["short"]))  # fmt: skip
    return tr("{product}: propose {n}", product=rows[0]["product"], n=number_text(rows[0]["propose"] or 0))


def _columns(free: Mapping[str, Row]) -> list[Column]:
    def bar(row: Row) -> ThinBar | None:
        if row["cover_days"] is None:
            return None
        share = row["cover_days"] / SHOWN_DAYS
        lead = row["lead_time_days"]
        limit = None if lead is None else float(lead / SHOWN_DAYS)
        return ThinBar(share=float(share), limit=limit, state="late" if _is_short(row) else "")

    def ours(row: Row) -> str:
        found = free.get(row["product"])
        return number_text(found["available"]) if found else ""

    def days(row: Row) -> str:
        return "" if row["cover_days"] is None else tr("{n} d", n=whole_text(row["cover_days"]))

    return [
        Column(key="product", label=tr("Product"), text=lambda row: row["product"], width=60, stretch=1, bold=_is_short,
               middle=True),
        Column(key="theirs", label=tr("Theirs"), text=lambda row: number_text(row["theirs"]), width=50, right=True),
        Column(key="need", label=tr("Need"), width=56, right=True, drop=2,
               text=lambda row: "" if row["daily_need"] is None else number_text(row["daily_need"])),
        Column(key="bar", label=tr("Cover, lead time"), bar=bar, width=96, drop=1),
        Column(key="days", label="", text=days, width=38, right=True,
               ink=lambda row: "late" if _is_short(row) else "text"),
        Column(key="ours", label=tr("Ours free"), text=ours, width=56, right=True, private=True),
        Column(key="propose", label=tr("Propose"), width=52, right=True, bold=True,
               text=lambda row: number_text(row["propose"]) if row["propose"] else ""),
    ]  # fmt: skip
