"""Figures of our stock: cover, what can be promised, who will run short, what to reorder."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from kamdesk.base.words import N_
from kamdesk.figures.amounts import quantity
from kamdesk.figures.figure import Answer, Definition, Row, Sentence
from kamdesk.figures.question import Question, Setting
from kamdesk.reads import stock as reads
from kamdesk.reads.clients import named_clients
from kamdesk.reads.orders import OpenLine, open_lines, open_quantities
from kamdesk.reads.products import ProductRow, products
from kamdesk.reads.scopes import keepers
from kamdesk.reads.stock import Held
from kamdesk.rules.projected_stock import Level, available_now, first_shortage, project
from kamdesk.rules.reorder import ReorderRule, is_due
from kamdesk.rules.sales import twelve_months_to

NO_STOCK = N_("No stock of ours is on this desk.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """A product with what is held, what is to arrive and what was promised; quantities in thousandths."""

    product: ProductRow
    held: Held
    inbound: tuple[tuple[date | None, int], ...]
    promised: tuple[tuple[date | None, int], ...]
    """what open orders ask for, by required day"""

    @property
    def inbound_total(self) -> int:
        """All that is to arrive, with or without a day."""
        return sum(amount for _, amount in self.inbound)

    def levels(self, as_of: date) -> tuple[Level, ...]:
        """Projected stock; what is to arrive on no known day is not counted."""
        return project(
            self.held.on_hand,
            reserved=self.held.reserved,
            inbound=[(day, amount) for day, amount in self.inbound if day is not None],
            promised=[(day or as_of, amount) for day, amount in self.promised],
            as_of=as_of,
        )


def supplies(connection: Connection, question: Question) -> list[Supply]:
    """Products we hold, expect or promised; for a client, those bought in twelve months or still open.

    None where no stock of ours is on this desk: what is not known is not zero, and nothing runs short of it.
    """
    wanted = _wanted(connection, question)
    held, inbound = reads.held(connection, wanted), reads.inbound(connection)
    if not held and not inbound and not reads.knows_stock(connection):
        return []
    promised = open_quantities(connection, as_of=question.as_of)
    known = products(connection, wanted if wanted is not None else held.keys() | inbound.keys() | promised.keys())
    return [
        Supply(
            product=product,
            held=held.get(product.id, Held()),
            inbound=tuple(inbound.get(product.id, ())),
            promised=tuple(promised.get(product.id, ())),
        )
        for product in known.values()
        if product.id in held or product.id in inbound or product.id in promised
    ]


def _refusal(connection: Connection, found: Collection[Supply]) -> Answer | None:
    """The answer of a desk without our stock; one that has some is not asked again."""
    return None if found or reads.knows_stock(connection) else Answer(rows=(), refused=Sentence(NO_STOCK))


def _wanted(connection: Connection, question: Question) -> frozenset[bytes] | None:
    if question.client_id is None:
        return None
    first, last = twelve_months_to(question.as_of)
    bought = reads.products_of(connection, question.client_id, first=first, last=last)
    theirs = open_lines(connection, question.client_id, as_of=question.as_of)
    return bought | {line.product_id for line in theirs if line.product_id is not None}


def held_row(supply: Supply) -> dict[str, object]:
    """What every row about a product's stock says."""
    return {
        "product_id": supply.product.id,
        "product": supply.product.key,
        "name": supply.product.name,
        "on_hand": quantity(supply.held.on_hand),
        "reserved": quantity(supply.held.reserved),
        "inbound": quantity(supply.inbound_total),
        "stock_as_of": supply.held.as_of,
    }


def available_to_promise(connection: Connection, question: Question) -> Answer:
    """Per product: what can be promised today, and the first day on which promises exceed stock."""
    found = supplies(connection, question)
    if (refusal := _refusal(connection, found)) is not None:
        return refusal
    ranked = []
    for supply in found:
        levels = supply.levels(question.as_of)
        short = first_shortage(levels)
        row: Row = held_row(supply) | {
            "committed": quantity(sum(amount for _, amount in supply.promised)),
            "available": quantity(available_now(levels)),
            "available_later": quantity(levels[-1].available),
            "short_on": short.day if short else None,
            "short": quantity(-short.quantity) if short else Decimal(0),
        }
        ranked.append(((short.day if short else date.max, available_now(levels), supply.product.key), row))
    rows = tuple(row for _, row in sorted(ranked, key=lambda each: each[0]))
    return Answer(value={"count": len(rows)}, rows=rows)


def shortages(connection: Connection, question: Question) -> Answer:
    """Per open line that projected stock does not cover on its day: whose it is, when, and how much is missing."""
    found = supplies(connection, question)
    if (refusal := _refusal(connection, found)) is not None:
        return refusal
    clients, short = named_clients(connection), _short_of(found, question.as_of)
    kept = keepers(connection)
    wanted = kept.get(question.client_id, question.client_id) if question.client_id else None
    lines: dict[bytes | None, list[OpenLine]] = {}
    for line in open_lines(connection, None, as_of=question.as_of, product_ids=short.keys()) if short else ():
        lines.setdefault(line.product_id, []).append(line)
    rows: list[Row] = [
        {
            "client_id": kept.get(line.client_id, line.client_id),
            "order_id": line.order_id,
            "product_id": product_id,
            "client": clients[line.client_id].key if line.client_id in clients else "",
            "order": line.order,
            "product": supply.product.key,
            "name": supply.product.name,
            "required": line.required_on,
            "quantity": quantity(line.left),
            "short": quantity(missing),
        }
        for product_id, supply in short.items()
        for line, missing in uncovered(supply, lines.get(product_id, ()), question.as_of)
        if wanted in {None, kept.get(line.client_id, line.client_id)}
    ]
    rows.sort(key=lambda row: (str(row["required"] or ""), row["order"], row["product"]))
    return Answer(value={"count": len(rows)}, rows=tuple(rows))


def _short_of(found: Iterable[Supply], as_of: date) -> dict[bytes, Supply]:
    return {supply.product.id: supply for supply in found if first_shortage(supply.levels(as_of))}


def uncovered(supply: Supply, lines: Iterable[OpenLine], as_of: date) -> list[tuple[OpenLine, int]]:
    """Lines in the order of their days with what stock lacks for each when earlier lines are served first."""
    # Reserved stock is the lines themselves: before they are served, only what exceeds them is taken off.
    reserved = max(0, supply.held.reserved - sum(amount for _, amount in supply.promised))
    unserved = replace(supply, promised=(), held=replace(supply.held, reserved=reserved))
    days = {level.day: level.quantity for level in unserved.levels(as_of)}
    arrivals = sorted(days)
    served, found = 0, []
    for line in sorted(lines, key=lambda each: (each.required_on or as_of, each.order)):
        day = max(line.required_on or as_of, as_of)
        served += line.left
        level = days[arrivals[bisect_right(arrivals, day) - 1]] - served
        if level < 0:
            found.append((line, min(line.left, -level)))
    return found


def reorder_list(connection: Connection, question: Question) -> Answer:
    """Products at or under their reorder point, by the rule that is set."""
    found = supplies(connection, question)
    if (refusal := _refusal(connection, found)) is not None:
        return refusal
    rule = ReorderRule(question.choice("rule", tuple(ReorderRule), ReorderRule.ON_HAND_PLUS_INBOUND))
    ranked = []
    for supply in found:
        point, on_hand = supply.product.reorder_point, supply.held.on_hand
        if point is None or not is_due(
            rule,
            on_hand=on_hand,
            inbound=supply.inbound_total,
            reorder_point=point,
            retired=supply.product.is_retired,
        ):
            continue
        counted = on_hand if rule is ReorderRule.BELOW else on_hand + supply.inbound_total
        row: Row = held_row(supply) | {"reorder_point": quantity(point), "short": quantity(point - counted)}
        ranked.append(((counted - point, supply.product.key), row))
    rows = tuple(row for _, row in sorted(ranked, key=lambda each: each[0]))
    return Answer(value={"count": len(rows)}, rows=rows, inputs={"rule": rule.value})


FIGURES = (
    Definition(
        name="available_to_promise",
        explain_id="s02",
        title=N_("Available to promise"),
        unit="count",
        meaning=N_(
            "On hand, plus what arrives on its day, less open order lines on their required day; available is what can "
            "be promised today without breaking a later promise."
        ),
        compute=available_to_promise,
    ),
    Definition(
        name="reorder_list",
        explain_id="s03",
        title=N_("To reorder"),
        unit="count",
        meaning=N_(
            "Products not retired that have reached their reorder point. on_hand_plus_inbound: on hand + inbound ≤ "
            "reorder point; below: on hand < reorder point."
        ),
        settings=(
            Setting(
                name="rule",
                meaning=N_("on_hand_plus_inbound or below"),
                default=ReorderRule.ON_HAND_PLUS_INBOUND.value,
            ),
        ),
        compute=reorder_list,
    ),
    Definition(
        name="shortages",
        explain_id="s05",
        title=N_("Will run short"),
        unit="count",
        meaning=N_("Open order lines that projected stock does not cover on their day, earlier lines served first."),
        compute=shortages,
    ),
)
