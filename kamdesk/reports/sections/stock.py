"""Stock: what the client holds and how long it lasts, what we have for them, what to propose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kamdesk.base.days import days_between
from kamdesk.base.show import moment_here_text, quantity_text
from kamdesk.base.words import tr
from kamdesk.reads.peak_seasons import next_season
from kamdesk.reads.stock import inbound
from kamdesk.reports.kit.bars import CoverBar
from kamdesk.reports.kit.blocks import Section
from kamdesk.reports.kit.rich import late, plain, strong
from kamdesk.reports.kit.table import Cell, Col, Table
from kamdesk.reports.sections.told import Told, comma, days_words, quantity_words

_MOST_DAYS = 40


def stock_section(told: Told, number: str) -> Section:
    """Products counted at the client first, the shortest cover on top; then what they buy and nobody counted."""
    counted = told.figure("client_stock_cover").rows or ()
    ours = {row["product_id"]: row for row in told.figure("available_to_promise").rows or ()}
    seen = {row["product_id"] for row in counted}
    rest = [row for key, row in ours.items() if key not in seen]
    rows = [_row(told, row, ours.get(row["product_id"])) for row in counted]
    rows += [_row(told, {"name": row["name"], "product_id": row["product_id"]}, row) for row in rest]
    cols = [
        Col(tr("Product"), grow=2),
        Col(tr("They hold"), align="right"),
        Col(tr("Need a day"), align="right"),
        Col(tr("Cover, line: lead time"), before=8),
        Col(align="right"),
        Col(tr("We have free"), align="right"),
        Col(tr("On its way"), align="right"),
        Col(tr("Propose"), align="right"),
    ]
    return Section(number, tr("Stock"), Table(cols, rows) if rows else None, _note(told, counted))


def _row(told: Told, count: Mapping[str, Any], ours: Mapping[str, Any] | None) -> list[Cell]:
    cover: Decimal | None = count.get("cover_days")
    lead = count.get("lead_time_days") or 0
    short = cover is not None and cover < lead
    days = days_words(cover)
    name = plain(count["name"])
    bar: Cell = "" if cover is None else CoverBar(float(cover), lead, _MOST_DAYS, late=short)
    propose = quantity_words(count.get("propose")) if count.get("propose") else ""
    return [
        strong(name) if short else name,
        quantity_words(count.get("theirs")),
        quantity_words(count.get("daily_need")),
        bar,
        late(strong(days)) if short else days,
        quantity_words(ours["available"]) if ours else "",
        _coming(told, count["product_id"], ours),
        strong(propose) if short else propose,
    ]


def _coming(told: Told, product_id: bytes, ours: Mapping[str, Any] | None) -> str:
    """What arrives next, and when; what comes later is no help on that day."""
    if not ours or not ours["inbound"]:
        return "0" if ours else ""
    coming: dict[date, int] = {}
    for day, quantity in inbound(told.connection).get(product_id, ()):
        if day is not None and day >= told.as_of:
            coming[day] = coming.get(day, 0) + quantity
    if not coming:
        return quantity_words(ours["inbound"])
    first = min(coming)
    return comma([quantity_text(coming[first]), told.day(first)])


def _note(told: Told, counted: tuple[Mapping[str, Any], ...]) -> str:
    words = []
    newest = max((row for row in counted if row["counted"]), key=lambda row: row["counted"], default=None)
    if newest:
        by = plain(newest["counted_by"])
        theirs = tr("counted {day}", day=told.day(newest["counted"]))
        words.append(f"{theirs} {by}".rstrip() + told.id_of("client_stock_cover"))
    moments = [row["stock_as_of"] for row in told.figure("available_to_promise").rows or () if row["stock_as_of"]]
    if moments:
        moment = moment_here_text(min(moments), told.as_of)
        words.append(tr("ours {moment}", moment=moment) + told.id_of("available_to_promise"))
    season = next_season(told.connection, as_of=told.as_of)
    if season and season.starts_on <= told.as_of:
        words.append(tr("peak season now"))
    elif season:
        words.append(
            tr("peak season from {day}, in {n} d", day=told.day(season.starts_on),
               n=days_between(told.as_of, season.starts_on))
        )  # fmt: skip
    return comma(words)
