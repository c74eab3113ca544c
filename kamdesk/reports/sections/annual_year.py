"""The year in figures: sales by quarter and product against the year before, on time in full, what was asked of us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.days import add_days, add_months, is_month_end
from kamdesk.base.money import Money, minor_from_micro
from kamdesk.base.show import number_text
from kamdesk.base.words import ntr, tr
from kamdesk.charts.quarterly_sales import QuarterlySales, draw_quarterly_sales
from kamdesk.charts.style import FULL
from kamdesk.reads.annual_meeting import AnnualMeeting
from kamdesk.reads.products import products
from kamdesk.reads.sales import by_product
from kamdesk.records.visits import REQUEST_KINDS
from kamdesk.reports.kit.blocks import Beside, Block, Column, Section, Text
from kamdesk.reports.kit.figure import FigureBlock
from kamdesk.reports.kit.rich import HEAD, aside, late, plain, soft
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.sales import sales_section
from kamdesk.reports.sections.told import Told, percent_words

_PRODUCTS = 10
_CHART_HIGH = 46.0


def year_pages(told: Told, meeting: AnnualMeeting) -> list[Block]:
    """Quarters beside the season's line, products, then service."""
    return [
        *_chart(told),
        Beside([_quarters(told), sales_section(told, "")]),
        _by_product(told, meeting),
        Beside([_delivery(told, meeting), _requests(meeting)]),
    ]


def _chart(told: Told) -> list[Block]:
    """Two years in bars, in thousands."""
    months: Mapping[str, Money] = told.in_currency("sales_by_month") or {}
    year = told.as_of.year
    known = {
        back: tuple(_quarter(months, year - back, quarter, told.currency) for quarter in range(1, 5)) for back in (0, 1)
    }
    if not any(each for quarters in known.values() for each in quarters):
        return []
    this, before = (tuple(each.major / 1_000 if each else None for each in known[back]) for back in (0, 1))
    running = running_quarter(told.as_of)
    data = QuarterlySales(year=year, this_year=this, year_before=before, running=running)
    figure = FigureBlock(draw_quarterly_sales(data, size=(FULL[0], _CHART_HIGH)))
    return [Column([Text(aside(tr("thousand {currency}", currency=told.currency)), HEAD, 1), figure])]


def _quarters(told: Told) -> Section:
    """Calendar quarters of this year and the year before; the running one says that it runs."""
    months: Mapping[str, Money] = told.in_currency("sales_by_month") or {}
    rows = []
    for quarter in range(1, 5):
        this, before = (_quarter(months, told.as_of.year - back, quarter, told.currency) for back in (0, 1))
        if this is None and before is None:
            continue
        running = quarter == running_quarter(told.as_of)
        rows.append(
            [
                tr("Quarter {n}", n=quarter) + (soft(f" {tr('running')}") if running else ""),
                told.amount(this) if this else aside("–"),
                told.amount(before) if before else aside("–"),
                aside(tr("running")) if running else _difference(this, before),
            ]
        )
    year = told.as_of.year
    cols = [Col(grow=1), Col(str(year), align="right"), Col(str(year - 1), align="right"), Col(align="right")]
    title = tr("Sales by quarter")
    return Section("", title, Table(cols, rows) if rows else None, told.currency + told.id_of("sales_by_month"))


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def running_quarter(as_of: date) -> int:
    """The quarter that is not whole yet; none (0) on a quarter's last day."""
    return 0 if is_month_end(as_of) and as_of.month % 3 == 0 else quarter_of(as_of)


def quarter_before(told: Told, quarter: int) -> Money | None:
    """The newest whole quarter of this number: of this year, or else of the year before."""
    months: Mapping[str, Money] = told.in_currency("sales_by_month") or {}
    over = quarter < (running_quarter(told.as_of) or quarter_of(told.as_of) + 1)
    return _quarter(months, told.as_of.year if over else told.as_of.year - 1, quarter, told.currency)


def _quarter(months: Mapping[str, Any], year: int, quarter: int, currency: str) -> Money | None:
    found = [months.get(f"{year}-{month:02d}") for month in range(3 * quarter - 2, 3 * quarter + 1)]
    known = [each for each in found if each is not None]
    return Money(sum(each.amount_minor for each in known), currency) if known else None


def _difference(this: Money | None, before: Money | None) -> str:
    if this is None or before is None or before.amount_minor <= 0:
        return ""
    share = Decimal(100 * (this.amount_minor - before.amount_minor)) / before.amount_minor
    words = f"{'+' if share > 0 else ''}{percent_words(share)}"
    return late(words) if share <= -10 else words


def _by_product(told: Told, meeting: AnnualMeeting) -> Section:
    """The products with the largest sales of twelve months, beside the twelve months before."""
    last_year = add_days(meeting.first, -1)
    now = by_product(told.connection, told.client_id, first=meeting.first, last=meeting.last)
    before = by_product(told.connection, told.client_id, first=add_months(meeting.first, -12), last=last_year)
    sold, earlier = now.get(told.currency, {}), before.get(told.currency, {})
    names = products(told.connection, [*sold, *earlier])
    ranked = sorted({*sold, *earlier}, key=lambda each: -sold.get(each, 0))
    rows = [
        [plain(names[each].name) if each in names else "", told.amount(_money(sold.get(each, 0), told.currency)),
         told.amount(_money(earlier.get(each, 0), told.currency)),
         _difference(_money(sold.get(each, 0), told.currency), _money(earlier.get(each, 0), told.currency))]
        for each in ranked[:_PRODUCTS]
    ]  # fmt: skip
    cols = [Col(tr("Product"), grow=3), Col(tr("Twelve months"), align="right"),
            Col(tr("Twelve before"), align="right"), Col(align="right")]  # fmt: skip
    table = Table(cols, rows, total=len(ranked)) if rows else None
    note = ntr("{n} product ordered", "{n} products ordered", len([each for each in sold if sold[each] > 0]))
    return Section("", tr("Sales by product"), table, note)


def _money(value_micro: int, currency: str) -> Money:
    return Money(minor_from_micro(value_micro, currency), currency)


def _delivery(told: Told, meeting: AnnualMeeting) -> Section:
    since = {"from_": meeting.first.isoformat()}
    rows = []
    for name, label in (("otif_by_line", tr("Lines on time in full")), ("otif_by_order", tr("Orders on time in full"))):
        figure = told.figure(name, **since)
        share = percent_words(figure.value) + told.id_of(name, **since) if figure.value is not None else ""
        of = tr("{met} of {n}", met=figure.inputs["met"], n=figure.inputs["n"]) if share else ""
        rows.append([label, soft(of), share or aside(tr("none"))])
    rows.append([tr("Orders shipped late"), "", _late_orders(told, meeting.first)])
    return Section("", tr("Delivery"), Table([Col(grow=1), Col(align="right"), Col(align="right", before=8)], rows))


def _late_orders(told: Told, first: date) -> str:
    late_rows = [row for row in told.figure("late_orders").rows or () if row["shipped"] and row["shipped"] >= first]
    return number_text(len(late_rows)) + told.id_of("late_orders")


def _requests(meeting: AnnualMeeting) -> Section:
    rows = [
        [tr(label).capitalize(), number_text(opened), number_text(closed)]
        for kind, label in REQUEST_KINDS.items()
        for opened, closed in [meeting.requests.get(kind, (0, 0))]
        if opened
    ]
    cols = [Col(grow=1), Col(tr("Asked"), align="right"), Col(tr("Closed"), align="right")]
    return Section("", tr("Questions and complaints"), Table(cols, rows) if rows else None)
