"""Figures of what is owed: ageing, overdue, unapplied money, what falls due next."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from kamdesk.base.money import Money
from kamdesk.base.words import N_
from kamdesk.figures.amounts import money_by_currency
from kamdesk.figures.figure import Answer, Definition, Row
from kamdesk.figures.question import Question, Setting
from kamdesk.reads import payments as reads
from kamdesk.reads.clients import named_clients
from kamdesk.reads.payments import OpenInstalment
from kamdesk.rules.ageing import BUCKETS, Ageing, age, bucket_of, days_late


def ageing_of(
    open_items: tuple[OpenInstalment, ...], unapplied: dict[str, int], question: Question, known: list[str]
) -> dict[str, Ageing]:
    """Ageing by currency; a currency in which nothing is open any more stands there with zeros."""
    currencies = {item.currency for item in open_items} | set(unapplied) | set(known)
    return {
        currency: age(
            ((item.due_on, item.open_minor) for item in open_items if item.currency == currency),
            unapplied=unapplied.get(currency, 0),
            as_of=question.as_of,
        )
        for currency in sorted(currencies)
    }


def receivables_ageing(connection: Connection, question: Question) -> Answer:
    """By currency: one amount per bucket, gross, unapplied, net; every open instalment as a row."""
    items = reads.open_instalments(connection, question.client_id, as_of=question.as_of)
    unapplied = reads.unapplied(connection, question.client_id, as_of=question.as_of)
    known = reads.currencies(connection, question.client_id, as_of=question.as_of)
    value = {
        currency: {
            word: Money(amount, currency)
            for word, amount in (
                *zip(BUCKETS, ageing.buckets, strict=True),
                ("gross", ageing.gross),
                ("unapplied", ageing.unapplied),
                ("net", ageing.net),
            )
        }
        for currency, ageing in ageing_of(items, unapplied, question, known).items()
    }
    return Answer(value=value, make_rows=partial(_rows, connection, question, items), inputs={"n": len(items)})


def _rows(connection: Connection, question: Question, items: tuple[OpenInstalment, ...]) -> tuple[Row, ...]:
    clients = named_clients(connection, question.client_id)
    return tuple(
        {
            "client_id": item.client_id,
            "instalment_id": item.id,
            "client": clients[item.client_id].key if item.client_id in clients else "",
            "instalment": item.instalment,
            "invoice": item.invoice,
            "issued": item.issued_on,
            "due": item.due_on,
            "days_late": days_late(item.due_on, as_of=question.as_of),
            "bucket": bucket_of(item.open_minor, due=item.due_on, as_of=question.as_of),
            "amount": Money(item.amount, item.currency),
            "open": Money(item.open_minor, item.currency),
            "currency": item.currency,
            "disputed": item.is_disputed,
        }
        for item in items
    )


def overdue_amount(connection: Connection, question: Question) -> Answer:
    """By currency: open instalments whose due day has passed."""
    items = reads.open_instalments(connection, question.client_id, as_of=question.as_of)
    late = tuple(item for item in items if days_late(item.due_on, as_of=question.as_of) > 0 and item.open_minor > 0)
    known = reads.currencies(connection, question.client_id, as_of=question.as_of)
    ageing = ageing_of(late, {}, question, known)
    return Answer(
        value={currency: Money(each.overdue, currency) for currency, each in ageing.items()},
        make_rows=partial(_rows, connection, question, late),
        inputs={"n": len(late)},
    )


def unapplied(connection: Connection, question: Question) -> Answer:
    """By currency, ≤ 0: credits and receipts that no instalment took."""
    items = reads.open_instalments(connection, question.client_id, as_of=question.as_of)
    credits_left = tuple(item for item in items if item.open_minor < 0)
    found = reads.unapplied(connection, question.client_id, as_of=question.as_of)
    clients = named_clients(connection, question.client_id)
    receipts = tuple(
        {
            "client_id": each.client_id,
            "client": clients[each.client_id].key if each.client_id in clients else "",
            "receipt": each.receipt,
            "received": each.received_on,
            "amount": Money(each.amount, each.currency),
            "left": Money(each.left_minor, each.currency),
            "currency": each.currency,
        }
        for each in reads.unapplied_receipts(connection, question.client_id, as_of=question.as_of)
    )
    ageing = ageing_of(credits_left, found, question, [])
    value = money_by_currency({currency: each.unapplied for currency, each in ageing.items()})
    return Answer(value=value, rows=(*receipts, *_rows(connection, question, credits_left)))


def next_instalments(connection: Connection, question: Question) -> Answer:
    """By currency: the next open instalments that are not late, and their sum."""
    items = reads.open_instalments(connection, question.client_id, as_of=question.as_of)
    ahead = [item for item in items if days_late(item.due_on, as_of=question.as_of) <= 0 and item.open_minor > 0]
    shown = tuple(ahead[: question.whole("n", "4")])
    sums: dict[str, int] = {}
    for item in shown:
        sums[item.currency] = sums.get(item.currency, 0) + item.open_minor
    rows = _rows(connection, question, shown)
    return Answer(value=money_by_currency(sums), rows=rows, inputs={"n": len(shown), "all": len(ahead)})


FIGURES = (
    Definition(
        name="receivables_ageing",
        explain_id="m01",
        title=N_("Receivables by days late"),
        unit="money",
        meaning=N_(
            "Open instalments of invoices issued by as-of, less what was received by as-of, by days after their due "
            "day; the due day itself is not late. Unapplied: receipts and credits that no instalment took. "
            "Net = gross + unapplied."
        ),
        compute=receivables_ageing,
    ),
    Definition(
        name="overdue_amount",
        explain_id="m02",
        title=N_("Overdue"),
        unit="money",
        meaning=N_("Open instalments whose due day lies before as-of."),
        compute=overdue_amount,
    ),
    Definition(
        name="unapplied",
        explain_id="m03",
        title=N_("Unapplied money"),
        unit="money",
        meaning=N_("Receipts by as-of less what they paid of invoices issued by as-of, and credits not used yet; ≤ 0."),
        compute=unapplied,
    ),
    Definition(
        name="next_instalments",
        explain_id="m04",
        title=N_("Next instalments"),
        unit="money",
        meaning=N_("The open instalments that fall due next, from as-of on."),
        settings=(Setting(name="n", meaning=N_("how many"), default="4"),),
        compute=next_instalments,
    ),
)
