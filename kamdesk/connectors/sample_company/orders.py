"""Thirty-six months of orders of one key client: seasonal, some late, some partly delivered, a few credited."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kamdesk.base.days import add_days, add_months, month_start
from kamdesk.base.money import MICRO, PPM, THOUSANDTH, line_value_micro
from kamdesk.connectors.sample_company.firms import Firm
from kamdesk.connectors.sample_company.scene import Scene, tale
from kamdesk.connectors.sample_company.supply import price_micro
from kamdesk.records.orders import NOT_SALES

MONTHS = 36
_SMALL_MICRO = 50_000 * MICRO
FILLER = "SP-00"
"""Small spares by the piece: they bring a month to the amount that the story tells."""
SCARCE, INSTEAD = "HP-63", "HP-40"
"""Nobody but the story orders the scarce pump in these weeks, or the story's shortage would be another one."""
LATE_SHARE = 0.14
_DISCOUNT = {"A": PPM // 20, "B": PPM * 3 // 100, "C": 0}


@dataclass(slots=True)
class Line:
    """A line of an order; deliveries are (day, quantity)."""

    product: str
    quantity: int
    price_micro: int
    discount: int = 0
    deliveries: list[tuple[date, int]] = field(default_factory=list)

    @property
    def value_micro(self) -> int:
        """What the line is worth."""
        return line_value_micro(self.price_micro, self.quantity * THOUSANDTH, self.discount)


@dataclass(slots=True)
class Sale:
    """An order of the story."""

    client: str
    ordered_on: date
    required_on: date
    promised_on: date | None
    expected_on: date | None
    shipped_on: date | None
    lines: list[Line]
    employee: str
    number: str = ""
    status: str = ""
    currency: str = "CNY"
    is_credit: bool = False
    late_reason: str = ""
    invoice: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self.status = self.status or ("shipped" if self.shipped_on else "accepted")

    @property
    def counts(self) -> bool:
        """Whether it is a sale; drafts and withdrawn orders are none."""
        return self.status not in NOT_SALES

    @property
    def value_micro(self) -> int:
        """What the order is worth."""
        return sum(line.value_micro for line in self.lines)


def sales_of(scene: Scene, firm: Firm) -> list[Sale]:
    """Every order of one client: the told ones, and as many others as its months need."""
    sales = [_told(scene, firm, row) for row in firm.told.get("orders", [])]
    for back in range(MONTHS, -1, -1):
        first = month_start(add_months(scene.today, -back))
        told_micro = sum(s.value_micro for s in sales if s.number and s.counts and month_start(s.ordered_on) == first)
        sales.extend(_month(scene, firm, back, told_micro=told_micro))
    if firm.key != "HENGTAI":
        sales.extend(_oddities(scene, firm, sales))
    return sales


def _told(scene: Scene, firm: Firm, row: dict[str, Any]) -> Sale:
    ordered, required, promised, expected, shipped = (scene.day(day) for day in row["days"])
    assert ordered is not None
    assert required is not None
    prices = list_prices()
    lines = [Line(product, quantity, prices[product]) for product, quantity in row["lines"]]
    if shipped:
        for line in lines:
            line.deliveries.append((shipped, line.quantity))
    return Sale(
        firm.key, ordered, required, promised, expected, shipped, lines, firm.owner, number=row["number"],
        status=row.get("status", ""), late_reason=row.get("late_reason", ""), invoice=row.get("invoice"),
    )  # fmt: skip


def list_prices() -> dict[str, int]:
    """Price by product, in millionths."""
    return {row[0]: price_micro(row[6]) for row in tale("company")["products"]}


def _month(scene: Scene, firm: Firm, back: int, *, told_micro: int) -> Iterator[Sale]:
    """The orders nothing is told of, in the month so many months back."""
    dice = scene.dice(f"orders {firm.key} {back}")
    exact = firm.told.get("months", {})
    if exact and back == 0:
        return
    wanted = exact[str(back)] * 1000 * MICRO if str(back) in exact else _seasonal_micro(scene, firm, back)
    rest = wanted - told_micro
    count = _count(dice, firm) if rest > _SMALL_MICRO or not exact else 1
    for number in range(count):
        share = rest // (count - number)
        sale = _order(scene, firm, dice, back=back, micro=share, exact=bool(exact) and number == count - 1)
        if sale.ordered_on <= scene.today and sale.lines:
            rest -= sale.value_micro if exact else share
            yield sale


def _count(dice: random.Random, firm: Firm) -> int:
    if firm.told.get("months"):
        return 2
    return {"A": 2, "B": 1 + (dice.random() < 0.3), "C": int(dice.random() < 0.8)}[firm.grade]


def _seasonal_micro(scene: Scene, firm: Firm, back: int) -> int:
    told = tale("company")
    dice = scene.dice(f"month {firm.key} {back}")
    per_mille = told["season"][-back % 12] * dice.randint(930, 1070) // 1000
    growth = 1000 - back * 4
    if firm.key in told["falling"] and back <= 3:
        per_mille = per_mille * told["falling"][firm.key] // 1000
    return firm.monthly * MICRO * int(per_mille) * growth // 1000


def _order(scene: Scene, firm: Firm, dice: random.Random, *, back: int, micro: int, exact: bool) -> Sale:
    first = month_start(add_months(scene.today, -back))
    ordered = first + timedelta(days=dice.randrange(27))
    required = add_days(ordered, dice.randint(12, 24))
    late = dice.randint(1, 18) if dice.random() < LATE_SHARE else 0
    leaves = add_days(required, late or -dice.randint(0, 3))
    if firm.told.get("months"):
        leaves = min(leaves, add_days(scene.today, -9))
    shipped = leaves if leaves <= scene.today else None
    currency = _currency(firm, dice)
    sale = Sale(
        firm.key, ordered, required, required, max(leaves, required) if shipped is None else None, shipped,
        _lines(firm, dice, micro=micro, recent=back <= 2), firm.owner, currency=currency,
        late_reason=dice.choice(tale("people")["late_reasons"]) if late else "",
    )  # fmt: skip
    if exact:
        _fill_up(sale, micro)
    if currency != tale("company")["currency"]:
        for line in sale.lines:
            line.price_micro = second_price(line.price_micro)
    _deliver(scene, sale, dice)
    return sale


def _currency(firm: Firm, dice: random.Random) -> str:
    second = tale("company")["second_currency"]
    other = firm.key == second["client"] and dice.randrange(second["every"]) == 0
    return str(second["currency"] if other else tale("company")["currency"])


def _lines(firm: Firm, dice: random.Random, *, micro: int, recent: bool) -> list[Line]:
    """Two to four products of the client's basket that together come close to the amount, from below."""
    told, prices = tale("company"), list_prices()
    packs = {row[0]: row[5] for row in told["products"]}
    discount = 0 if firm.told.get("months") else _DISCOUNT[firm.grade]
    basket = told["baskets"][firm.industry]
    chosen = dice.sample(basket[:5], min(dice.randint(2, 4), 5))
    lines = []
    for number, product in enumerate(chosen):
        swapped = INSTEAD if product == SCARCE and recent and not firm.told.get("months") else product
        pack, price = packs[swapped], prices[swapped]
        quantity = micro // (len(chosen) + (number > 1)) // (price * pack) * pack
        if quantity > 0:
            lines.append(Line(swapped, quantity, price, discount))
    return lines or ([Line(FILLER, max(micro // prices[FILLER], 1), prices[FILLER], discount)] if micro > 0 else [])


def _fill_up(sale: Sale, micro: int) -> None:
    price = list_prices()[FILLER]
    if missing := (micro - sale.value_micro) // price:
        sale.lines.append(Line(FILLER, missing, price))


def _deliver(scene: Scene, sale: Sale, dice: random.Random) -> None:
    """Whole lines on the day of shipping; now and then a first part went earlier."""
    in_parts = dice.random() < 0.1 and sale.lines and sale.lines[0].quantity > 1
    early = add_days(sale.required_on, -5)
    for position, line in enumerate(sale.lines):
        left = line.quantity
        if in_parts and position == 0 and sale.ordered_on < early <= scene.today:
            first = left // 2
            line.deliveries.append((early, first))
            left -= first
        if sale.shipped_on:
            line.deliveries.append((sale.shipped_on, left))


def _oddities(scene: Scene, firm: Firm, sales: Iterable[Sale]) -> Iterator[Sale]:
    """Credit notes, orders taken back, a draft: each at some clients."""
    dice, today = scene.dice(f"oddities {firm.key}"), scene.today
    prices = list_prices()
    basket = tale("company")["baskets"][firm.industry]
    for sale in sales:
        if sale.shipped_on and sale.shipped_on < add_days(today, -30) and not sale.number and dice.random() < 0.02:
            day = add_days(sale.shipped_on, 14)
            back = sale.lines[0]
            line = Line(back.product, -max(1, back.quantity // 10), back.price_micro, back.discount)
            yield Sale(firm.key, day, day, day, None, day, [line], firm.owner, currency=sale.currency, is_credit=True)
    for status, days in (("withdrawn", dice.randint(30, 300)), ("draft", dice.randint(0, 4)), ("queued", 0)):
        if dice.random() < {"withdrawn": 0.8, "draft": 0.3, "queued": 0.1}[status]:
            line = Line(basket[1], 20, prices[basket[1]])
            day = add_days(today, -days)
            yield Sale(firm.key, day, add_days(day, 20), None, None, None, [line], firm.owner, status=status)


def second_price(micro: int) -> int:
    """A price of the list in the second currency, to the cent."""
    cents = Decimal(micro) * Decimal(tale("company")["second_currency"]["rate"]) / (MICRO // 100)
    return int(cents) * (MICRO // 100)
