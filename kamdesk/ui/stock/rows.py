"""The rows of the stock room: the figures of stock side by side, one row per product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Figure, Row
from kamdesk.figures.question import Question
from kamdesk.figures.stock import Supply, supplies
from kamdesk.reads.client_list import client_names
from kamdesk.reads.stock_page import ProductWords, Season, product_words, seasons_ahead
from kamdesk.ui.kit.headline_row import compute_all

RISK_AGE, LATE_AGE = timedelta(hours=4), timedelta(hours=24)
"""Stock older than this is marked amber, and red (MISSION F16)."""
Clients = Mapping[bytes, tuple[str, str]]
"""id → its two names"""
FIRST = ("available_to_promise",)
REST = ("stock_cover_days", "shortages", "reorder_list")
"""What goes through a year of sales or every promise comes after; the table is there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One product; quantities in its unit, exact."""

    id: bytes
    key: str
    name: str
    other_name: str
    category: str
    on_hand: Decimal
    reserved: Decimal
    inbound: Decimal
    next_on: date | None
    next_quantity: int
    """in thousandths"""
    committed: Decimal
    available: Decimal
    available_later: Decimal
    short_on: date | None
    short: Decimal
    cover_days: Decimal | None
    daily_demand: Decimal
    lead_time_days: int | None
    as_of: datetime | None
    theirs: Decimal | None = None
    their_need: Decimal | None = None
    their_cover: Decimal | None = None
    their_lead_days: int | None = None
    propose: Decimal | None = None
    counted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockView:
    """Everything the room shows of one client's products, or of all."""

    rows: tuple[StockRow, ...]
    supplies: Mapping[bytes, Supply]
    figures: Mapping[str, Figure]
    seasons: tuple[Season, ...]
    shortages: tuple[Row, ...] | None
    """of all clients, whatever the room shows: what others were promised is gone for this one too"""
    clients: Clients
    """how those who will come short are called"""


def gather(connection: Any, *, client_id: bytes | None, as_of: date, whole: bool = True) -> StockView:
    """Read and compute what the room shows; not `whole`, only what is quick. Runs in a reader."""
    names = (*FIRST, *(REST if whole else ()), *(("client_stock_cover",) if client_id is not None else ()))
    figures = compute_all(connection, names, client_id=client_id, as_of=as_of, rows=True)
    known = {each.product.id: each for each in supplies(connection, Question(client_id=client_id, as_of=as_of))}
    words = product_words(connection)
    cover = {row["product_id"]: row for row in _rows_of(figures, "stock_cover_days")}
    theirs = {row["product_id"]: row for row in _rows_of(figures, "client_stock_cover")}
    rows = [
        _row(row, known[row["product_id"]], cover.get(row["product_id"], {}), theirs.get(row["product_id"], {}), words)
        for row in figures["available_to_promise"].rows or ()
        if row["product_id"] in known
    ]
    rows.sort(key=lambda row: (_urgency(row), row.key))
    seasons = seasons_ahead(connection, as_of=as_of)
    short = None
    if whole:
        everybody = client_id is None
        figure = figures["shortages"] if everybody else compute("shortages", connection, client_id=None, as_of=as_of)
        short = figure.rows or ()
    return StockView(
        rows=tuple(rows), supplies=known, seasons=seasons, shortages=short,
        figures={name: figure.without_rows() for name, figure in figures.items()},
        clients=client_names(connection, sorted({row["client_id"] for row in short or ()})),
    )  # fmt: skip


def age_state(moment: datetime | None, now: datetime) -> str:
    """Late over a day old or of no known age, at risk over four hours, else nothing."""
    if moment is None or now - moment > LATE_AGE:
        return "late"
    return "risk" if now - moment > RISK_AGE else ""


def cover_state(days: Decimal | None, lead_days: int | None) -> str:
    """Late where the cover is shorter than the lead time: what is ordered now comes too late."""
    return "late" if days is not None and lead_days is not None and days < lead_days else ""


def _rows_of(figures: Mapping[str, Figure], name: str) -> tuple[Mapping[str, Any], ...]:
    figure = figures.get(name)
    return (figure.rows or ()) if figure is not None else ()


def _urgency(row: StockRow) -> tuple[bool, Decimal]:
    """Shortest cover first; what the client holds itself comes before what it only buys."""
    days = row.cover_days if row.their_cover is None else row.their_cover
    return row.their_cover is None, Decimal(10**6) if days is None else days


def _row(
    row: Mapping[str, Any],
    supply: Supply,
    cover: Mapping[str, Any],
    theirs: Mapping[str, Any],
    words: Mapping[bytes, ProductWords],
) -> StockRow:
    called = words.get(row["product_id"])
    known = [(day, quantity) for day, quantity in supply.inbound if day is not None]
    next_on, next_quantity = known[0] if known else (None, 0)
    return StockRow(
        id=row["product_id"], key=row["product"], name=row["name"], other_name=called.other_name if called else "",
        category=called.category if called else "", on_hand=row["on_hand"], reserved=row["reserved"],
        inbound=row["inbound"], next_on=next_on, next_quantity=next_quantity, committed=row["committed"],
        available=row["available"], available_later=row["available_later"], short_on=row["short_on"],
        short=row["short"], cover_days=cover.get("cover_days"), daily_demand=cover.get("daily_demand", Decimal(0)),
        lead_time_days=supply.product.lead_time_days, as_of=row["stock_as_of"], theirs=theirs.get("theirs"),
        their_need=theirs.get("daily_need"), their_cover=theirs.get("cover_days"),
        their_lead_days=theirs.get("lead_time_days"), propose=theirs.get("propose"), counted_on=theirs.get("counted"),
    )  # fmt: skip
