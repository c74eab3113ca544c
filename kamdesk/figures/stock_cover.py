"""Figures of how long stock lasts: ours against all demand, the client's own against its need."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from kamdesk.base.days import add_months, month_start
from kamdesk.base.money import THOUSANDTH
from kamdesk.base.words import N_
from kamdesk.figures.amounts import quantity
from kamdesk.figures.figure import Answer, Definition, Row, Sentence
from kamdesk.figures.question import Question
from kamdesk.figures.stock import Supply, held_row, supplies
from kamdesk.reads import stock as reads
from kamdesk.reads.client_terms import supply_lead_days
from kamdesk.reads.products import products
from kamdesk.reads.stock import Counted
from kamdesk.rules.sales import last_whole_month_end, whole_months
from kamdesk.rules.stock_cover import cover_days, forward_cover_days, proposed_order, repeated_weeks

MONTHS_FOR_A_SEASON = 12
MONTHS_FOR_A_MEAN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Days of cover, the demand of a day behind it, and where that demand comes from."""

    days: Decimal | None
    daily_demand: Decimal
    demand_from: str


class Demand:
    """What was sold of each product, as the cover needs it."""

    def __init__(self, connection: Connection, product_ids: Collection[bytes], as_of: date) -> None:
        self.as_of = as_of
        self._weeks = reads.sold_by_week(connection, product_ids, as_of=as_of)
        self._first = reads.first_sales(connection, product_ids)
        self._last = last_whole_month_end(as_of)
        self._mean_from = add_months(month_start(self._last), 1 - MONTHS_FOR_A_MEAN)
        self._sold = reads.sold_between(connection, product_ids, first=self._mean_from, last=self._last)

    def cover(self, supply: Supply) -> Cover:
        """Against last year's same weeks where twelve whole months are known, else against the mean of six."""
        free = supply.held.on_hand - supply.held.reserved
        first = self._first.get(supply.product.id, self.as_of)
        if first <= date.fromisoformat(f"{whole_months(self.as_of, MONTHS_FOR_A_SEASON)[0]}-01"):
            days = forward_cover_days(free, repeated_weeks(self._weeks.get(supply.product.id, ())))
            return Cover(days=days, daily_demand=self._over(supply, days, free), demand_from="last_year")
        daily = self._mean(supply.product.id, first)
        return Cover(days=cover_days(free, daily_demand=daily), daily_demand=daily, demand_from="six_months")

    def _over(self, supply: Supply, days: Decimal | None, free: int) -> Decimal:
        """The mean demand of the days that the stock lasts; of the whole year where that says nothing."""
        if days:
            return free / days
        return Decimal(sum(self._weeks.get(supply.product.id, ()))) / (7 * reads.WEEKS_A_YEAR)

    def _mean(self, product_id: bytes, first: date) -> Decimal:
        """The daily mean of the last six whole months, or of those since the product was first sold."""
        begun = max(self._mean_from, month_start(first))
        days = (self._last - begun).days + 1
        return Decimal(max(0, self._sold.get(product_id, 0))) / days if days > 0 else Decimal(0)


def stock_cover_days(connection: Connection, question: Question) -> Answer:
    """Per product: free stock ÷ daily demand, shortest first; products without demand last."""
    found = supplies(connection, question)
    demand = Demand(connection, [supply.product.id for supply in found], question.as_of)
    ranked = []
    for supply in found:
        cover = demand.cover(supply)
        row: Row = held_row(supply) | {
            "daily_demand": cover.daily_demand / THOUSANDTH,
            "demand_from": cover.demand_from,
            "cover_days": cover.days,
        }
        ranked.append(((cover.days is None, cover.days or Decimal(0), supply.product.key), row))
    rows = tuple(row for _, row in sorted(ranked, key=lambda each: each[0]))
    return Answer(value={"count": len(rows)}, rows=rows)


def client_stock_cover(connection: Connection, question: Question) -> Answer:
    """Days of the shortest cover at the client; per counted product cover, our lead time and a proposed order."""
    assert question.client_id is not None
    counts = reads.newest_counts(connection, question.client_id, as_of=question.as_of)
    lead = supply_lead_days(connection, question.client_id)
    known = products(connection, {count.product_id for count in counts})
    ranked = []
    for count in counts:
        product = known.get(count.product_id)
        if product is None or not count.daily_need:
            continue
        lead_days = lead or product.lead_time_days or 0
        cover = cover_days(count.quantity, daily_demand=Decimal(count.daily_need))
        row: Row = _count_row(count) | {
            "product": product.key,
            "name": product.name,
            "cover_days": cover,
            "lead_time_days": lead_days,
            "propose": quantity(
                proposed_order(
                    count.quantity,
                    daily_need=count.daily_need,
                    lead_time_days=lead_days,
                    pack=product.pack_quantity,
                )
            ),
        }
        ranked.append(((cover or Decimal(0), product.key), row))
    rows = tuple(row for _, row in sorted(ranked, key=lambda each: each[0]))
    if not rows:
        return Answer(refused=Sentence(NO_COUNT))
    return Answer(value=rows[0]["cover_days"], rows=rows, inputs={"product": rows[0]["product"]})


def _count_row(count: Counted) -> dict[str, object]:
    return {
        "product_id": count.product_id,
        "counted": count.counted_on,
        "counted_by": count.counted_by,
        "theirs": quantity(count.quantity),
        "daily_need": quantity(count.daily_need or 0),
    }


NO_COUNT = N_("The client's stock was never counted with a daily need; count it on the next visit.")

FIGURES = (
    Definition(
        name="stock_cover_days",
        explain_id="s01",
        title=N_("Stock cover"),
        unit="count",
        meaning=N_(
            "(On hand − reserved) ÷ daily demand. Demand: the same weeks of last year where twelve whole months of "
            "sales are known (last_year), else the mean of the last six whole months, or of those since its first sale "
            "where it has fewer (six_months)."
        ),
        compute=stock_cover_days,
    ),
    Definition(
        name="client_stock_cover",
        explain_id="s04",
        title=N_("Cover of the client's own stock"),
        unit="days",
        meaning=N_(
            "What was counted at the client ÷ its need a day, shortest first. Proposed: what brings it back to twice "
            "our lead time, in whole packs."
        ),
        needs_client=True,
        compute=client_stock_cover,
    ),
)
