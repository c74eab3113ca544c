"""Figures of orders: what is open, late, overdue, not shipped; on time in full."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from sqlalchemy import Connection

from kamdesk.base.words import N_
from kamdesk.figures.amounts import money_of_micro, quantity, sales_by_currency
from kamdesk.figures.figure import Answer, Definition, Row, Sentence
from kamdesk.figures.question import FROM, Question
from kamdesk.reads import orders as reads
from kamdesk.reads.clients import Named, named_clients
from kamdesk.reads.orders import OpenLine, OrderRow
from kamdesk.reads.products import ProductRow, products
from kamdesk.rules import lateness
from kamdesk.rules.lateness import DueOrder, Otif


def open_order_value(connection: Connection, question: Question) -> Answer:
    """By currency: what is left to deliver of open orders."""
    lines = reads.open_lines(connection, question.client_id, as_of=question.as_of)
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, 0) + line.left_value_micro
    inputs = {"orders": len({line.order_id for line in lines}), "n": len(lines)}
    return Answer(value=sales_by_currency(sums), make_rows=partial(_lines, connection, question, lines), inputs=inputs)


def late_lines(connection: Connection, question: Question) -> Answer:
    """Lines of open orders whose required day has passed."""
    lines = reads.open_lines(connection, question.client_id, as_of=question.as_of)
    late = [line for line in lines if lateness.is_overdue_open(line.required_on, None, as_of=question.as_of)]
    rows = partial(_lines, connection, question, late)
    return Answer(value={"count": len(late)}, make_rows=rows, inputs={"open": len(lines)})


def _lines(connection: Connection, question: Question, lines: Collection[OpenLine]) -> tuple[Row, ...]:
    wanted = {line.product_id for line in lines if line.product_id is not None}
    clients, known = named_clients(connection, question.client_id), products(connection, wanted)
    return tuple(_line(line, clients, known, question) for line in lines)


def _line(line: OpenLine, clients: Mapping[bytes, Named], known: Mapping[bytes, ProductRow], question: Question) -> Row:
    product = known.get(line.product_id) if line.product_id is not None else None
    return {
        "client_id": line.client_id,
        "order_id": line.order_id,
        "product_id": line.product_id,
        "client": clients[line.client_id].key if line.client_id in clients else "",
        "order": line.order,
        "product": product.key if product else "",
        "name": product.name if product else line.description,
        "quantity": quantity(line.quantity),
        "left": quantity(line.left),
        "value": money_of_micro(line.left_value_micro, line.currency),
        "currency": line.currency,
        "required": line.required_on,
        "promised": line.promised_on,
        "expected": line.expected_on,
        "days_late": lateness.days_late(line.required_on, None, as_of=question.as_of),
        "reason": line.late_reason,
    }


def late_orders(connection: Connection, question: Question) -> Answer:
    """Orders shipped after the required day."""
    return _orders(connection, question, reads.late_orders(connection, question.client_id, as_of=question.as_of))


def overdue_open_orders(connection: Connection, question: Question) -> Answer:
    """Orders not shipped whose required day has passed."""
    found = reads.unshipped_orders(connection, question.client_id, as_of=question.as_of)
    late = [row for row in found if lateness.is_overdue_open(row.required_on, row.shipped_on, as_of=question.as_of)]
    return _orders(connection, question, late)


def unshipped_orders(connection: Connection, question: Question) -> Answer:
    """Orders not shipped by as-of."""
    return _orders(connection, question, reads.unshipped_orders(connection, question.client_id, as_of=question.as_of))


def _orders(connection: Connection, question: Question, found: Collection[OrderRow]) -> Answer:
    return Answer(value={"count": len(found)}, make_rows=partial(_order_rows, connection, question, found))


def _order_rows(connection: Connection, question: Question, found: Iterable[OrderRow]) -> tuple[Row, ...]:
    clients, as_of = named_clients(connection, question.client_id), question.as_of
    rows: list[Row] = [
        {
            "client_id": row.client_id,
            "order_id": row.id,
            "client": clients[row.client_id].key if row.client_id in clients else "",
            "order": row.order,
            "ordered": row.ordered_on,
            "required": row.required_on,
            "promised": row.promised_on,
            "expected": row.expected_on,
            "shipped": lateness.shipped_at(row.shipped_on, as_of=as_of),
            "days_late": lateness.days_late(row.required_on, row.shipped_on, as_of=as_of),
            "reason": row.late_reason,
        }
        for row in found
    ]
    # Latest first; among those not late, what is required first.
    rows.sort(key=lambda row: (-row["days_late"], str(row["required"] or "9999"), row["order"]))
    return tuple(rows)


def otif_by_line(connection: Connection, question: Question) -> Answer:
    """Percent of due lines that were delivered by the required day in full."""
    return _otif(connection, question, lateness.otif_by_line)


def otif_by_order(connection: Connection, question: Question) -> Answer:
    """Percent of due orders of which every line was."""
    return _otif(connection, question, lateness.otif_by_order)


def _otif(connection: Connection, question: Question, rule: Callable[[Iterable[DueOrder]], Otif]) -> Answer:
    first = question.day("from")
    otif = rule(reads.due_orders(connection, question.client_id, first=first, last=question.as_of))
    inputs = {"n": otif.n, "met": otif.met, "from": first}
    return Answer(value=otif.percent, inputs=inputs, refused=None if otif.n else Sentence(NOTHING_DUE))


NOTHING_DUE = N_("No order line with a required day was due in this period.")

FIGURES = (
    Definition(
        name="open_order_value",
        explain_id="o01",
        title=N_("Open orders"),
        unit="money",
        meaning=N_("Value of what is left to deliver of accepted orders that are not shipped at as-of."),
        compute=open_order_value,
    ),
    Definition(
        name="late_orders",
        explain_id="o02",
        title=N_("Orders shipped late"),
        unit="count",
        meaning=N_("Orders shipped by as-of, after their required day."),
        compute=late_orders,
    ),
    Definition(
        name="overdue_open_orders",
        explain_id="o03",
        title=N_("Orders overdue"),
        unit="count",
        meaning=N_("Orders not shipped by as-of whose required day lies before as-of."),
        compute=overdue_open_orders,
    ),
    Definition(
        name="otif_by_line",
        explain_id="o04",
        title=N_("On time in full, by line"),
        unit="percent",
        meaning=N_(
            "Lines delivered by the required day in full ÷ lines due by as-of. Where there are no deliveries, an order "
            "counts as delivered whole on the day it shipped."
        ),
        settings=(FROM,),
        compute=otif_by_line,
    ),
    Definition(
        name="otif_by_order",
        explain_id="o05",
        title=N_("On time in full, by order"),
        unit="percent",
        meaning=N_("Orders all of whose lines were delivered by the required day in full ÷ orders due by as-of."),
        settings=(FROM,),
        compute=otif_by_order,
    ),
    Definition(
        name="unshipped_orders",
        explain_id="o06",
        title=N_("Orders not shipped"),
        unit="count",
        meaning=N_("Accepted orders that are not shipped by as-of."),
        compute=unshipped_orders,
    ),
    Definition(
        name="late_lines",
        explain_id="o07",
        title=N_("Late lines"),
        unit="count",
        meaning=N_("Lines of orders not shipped by as-of, not delivered in full, whose required day lies before it."),
        compute=late_lines,
    ),
)
