"""Sales of the last thirteen months against what the season lets us expect."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kamdesk.base.money import Money
from kamdesk.base.show import month_text, number_text
from kamdesk.base.words import tr
from kamdesk.charts.sales_season import SalesSeason, draw_sales_season
from kamdesk.charts.style import HALF
from kamdesk.reports.kit.blocks import Block, Column, Section, Text
from kamdesk.reports.kit.figure import FigureBlock
from kamdesk.reports.kit.rich import SIDE, late, mark, soft
from kamdesk.reports.sections.told import Told, comma, percent_words
from kamdesk.rules.sales import twelve_months_to

MONTHS = 13
_THOUSANDS_FROM = Decimal(20_000)
_THOUSAND = Decimal(1_000)
_HEIGHT = 40.0


def sales_section(told: Told, number: str) -> Section:
    """The line, the sentence that says what it means."""
    data, scale = season_data(told)
    if data is None:
        return Section(number, tr("Sales of 13 months"), None)
    chart = FigureBlock(draw_sales_season(data, size=(HALF[0], _HEIGHT)))
    unit = tr("thousand {currency}", currency=told.currency) if scale == _THOUSAND else told.currency
    blocks: list[Block] = [chart, Text(_sentence(told, data), SIDE, 3)]
    title = tr("Sales and season, 13 months") if told.internal else tr("Your orders of 13 months")
    return Section(number, title, Column(blocks), unit)


def season_data(told: Told) -> tuple[SalesSeason | None, Decimal]:
    """What the chart shows, in units or thousands, and which of the two."""
    rows = [row for row in told.figure("sales_vs_season").rows or () if row["currency"] == told.currency]
    if rows:
        return _with_season(told, rows[-MONTHS:])
    months = told.in_currency("sales_by_month")
    if not months:
        return None, Decimal(1)
    running = (told.figure("sales_by_month").value or {}).get("incomplete")
    shown = list(months.items())[-MONTHS:]
    scale = _scale([money for _, money in shown])
    data = SalesSeason(
        months=tuple(month for month, _ in shown),
        actual=tuple(money.major / scale for _, money in shown),
        incomplete=shown[-1][0] == running,
    )
    return data, scale


def _with_season(told: Told, rows: list[Any]) -> tuple[SalesSeason, Decimal]:
    scale = _scale([row["sales"] for row in rows])
    newest = told.in_currency("sales_vs_season")
    falls = bool(newest["alarm"]) and (newest["difference_percent"] or 0) < 0
    data = SalesSeason(
        months=tuple(row["month"] for row in rows),
        actual=tuple(row["sales"].major / scale for row in rows),
        expected=tuple(row["expectation"].major / scale for row in rows),
        expected_name=tr("year before"),
        outside=falls and told.internal,
    )
    return data, scale


def _scale(amounts: list[Money]) -> Decimal:
    largest = max((abs(each.major) for each in amounts), default=Decimal(0))
    return _THOUSAND if largest >= _THOUSANDS_FROM else Decimal(1)


def _sentence(told: Told, data: SalesSeason) -> str:
    newest = told.in_currency("sales_vs_season")
    whole = tr("twelve months {amount}", amount=_twelve_months(told)) + told.id_of("net_sales", **_year(told))
    if not newest:
        refused = told.figure("sales_vs_season").refused_text
        return soft(f"{whole}{tr('; ')}{refused}" if told.internal and refused else whole)
    month = month_text(newest["month"])
    share = newest["difference_percent"]
    against = tr("{month} {share} against the year before", month=month, share=percent_words(share)) if share else month
    against += told.id_of("sales_vs_season")
    if not told.internal:
        return soft(comma([against, whole]))
    words = [tr("{n} months in a row below", n=newest["months_below"])] if newest["months_below"] > 1 else []
    if newest["tracking_signal"] is not None:
        signal = number_text(newest["tracking_signal"], 1)
        words.append(tr("tracking signal {n}, limit {limit}", n=signal, limit=4))
    lead = late(f"{mark('late')} {against}") if data.outside else against
    return f"{lead}\u3000{soft(comma([*words, whole]))}"


def _year(told: Told) -> dict[str, str]:
    return {"from_": twelve_months_to(told.as_of)[0].isoformat()}


def _twelve_months(told: Told) -> str:
    value = told.in_currency("net_sales", **_year(told))
    return told.amount(value) if value is not None else number_text(0)
