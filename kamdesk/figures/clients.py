"""Figures over all clients and products: ABC, concentration, the largest clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import Connection

from kamdesk.base.errors import BadValue
from kamdesk.base.words import N_, tr
from kamdesk.figures.amounts import NO_SALES, money_of_micro, one_currency
from kamdesk.figures.figure import Answer, Definition, Row, Sentence
from kamdesk.figures.question import CREDITS, CURRENCY, FROM, TO, Question, Setting
from kamdesk.reads import sales as reads
from kamdesk.reads.clients import Named, named_clients
from kamdesk.reads.products import ProductRow, products
from kamdesk.rules.abc import GRADES, grade
from kamdesk.rules.concentration import concentration as concentration_of
from kamdesk.rules.sales import twelve_months_to

ByRow = Mapping[str, Mapping[bytes, int]]
Names = Mapping[bytes, Named] | Mapping[bytes, ProductRow]


def abc_clients(connection: Connection, question: Question) -> Answer:
    """How many clients per grade; each with its share."""
    credits_too = question.yes("credits", default="yes")
    found = reads.by_client(connection, first=question.day("from"), last=question.last, credits_too=credits_too)
    return _abc(question, found, named_clients(connection), word="client")


def abc_products(connection: Connection, question: Question) -> Answer:
    """How many products per grade; each with its share."""
    found = reads.by_product(
        connection,
        question.client_id,
        first=question.day("from"),
        last=question.last,
        credits_too=question.yes("credits", default="yes"),
    )
    return _abc(question, found, products(connection), word="product")


def _abc(question: Question, found: ByRow, names: Names, *, word: str) -> Answer:
    a, b = question.number("a", "80"), question.number("b", "95")
    if a > b:
        raise BadValue(tr("A ends at {a} %, beyond B at {b} %.", a=a, b=b), fact="a")
    currency = one_currency(question, found)
    inputs = {"a": a, "b": b, "from": question.day("from"), "to": question.last}
    if isinstance(currency, Sentence):
        return Answer(refused=currency, inputs=inputs)
    ids = {names[row_id].key: row_id for row_id in found.get(currency, {}) if row_id in names}
    graded = grade(((key, found[currency][row_id]) for key, row_id in ids.items()), a=a, b=b)
    rows = tuple(
        {
            f"{word}_id": ids[each.key],
            word: each.key,
            "key": each.key,
            "name": names[ids[each.key]].name,
            "grade": each.grade,
            "share": each.share,
            "share_before": each.share_before,
            "net_sales": money_of_micro(each.value, currency),
            "currency": currency,
        }
        for each in graded
    )
    value = {letter: sum(each.grade == letter for each in graded) for letter in GRADES}
    return Answer(value=value, rows=rows, inputs=inputs | {"n": len(rows), "currency": currency})


def concentration(connection: Connection, question: Question) -> Answer:
    """Shares of the largest clients in net sales; every client as a row."""
    first, last = question.day("from"), question.last
    if first is None:
        first = twelve_months_to(last)[0]
    found = reads.by_client(connection, first=first, last=last, credits_too=question.yes("credits", default="yes"))
    currency = one_currency(question, found)
    inputs: dict[str, object] = {"from": first, "to": last}
    if isinstance(currency, Sentence):
        return Answer(refused=currency, inputs=inputs)
    values = found.get(currency, {})
    known = concentration_of(values.values())
    inputs |= {"currency": currency, "n": len(values), "all_sales": money_of_micro(sum(values.values()), currency)}
    if known is None:
        return Answer(refused=Sentence(NO_SALES), inputs=inputs)
    value = {"top1": known.top1, "cr3": known.cr3, "hhi": known.hhi, "effective": known.effective}
    rows = _shares(values, named_clients(connection), currency)
    return Answer(value=value, rows=rows, inputs=inputs)


def _shares(values: Mapping[bytes, int], names: Mapping[bytes, Named], currency: str) -> tuple[Row, ...]:
    whole = sum(values.values())
    ranked = sorted((-value, names[row_id].key, row_id) for row_id, value in values.items() if row_id in names)
    return tuple(
        {
            "client_id": row_id,
            "client": key,
            "key": key,
            "name": names[row_id].name,
            "net_sales": money_of_micro(-value, currency),
            "currency": currency,
            "share": Decimal(-100 * value) / whole,
        }
        for value, key, row_id in ranked
    )


def top_clients(connection: Connection, question: Question) -> Answer:
    """The same, with only the largest clients as rows."""
    answer = concentration(connection, question)
    return replace(answer, rows=(answer.rows or ())[: question.whole("n", "10")])


_GRADING = (
    FROM,
    TO,
    Setting(name="a", meaning=N_("up to this share before it an item is A, in percent"), default="80"),
    Setting(name="b", meaning=N_("up to this share before it an item is B, in percent"), default="95"),
    CREDITS,
    CURRENCY,
)
_TWELVE_MONTHS = (
    Setting(name="from", meaning=N_("first day of the period; twelve months back where it is not set")),
    TO,
    CREDITS,
    CURRENCY,
)

FIGURES = (
    Definition(
        name="abc_clients",
        explain_id="c01",
        title=N_("Clients by ABC grade"),
        unit="grade",
        meaning=N_(
            "Clients with net sales above 0, largest first; by the share of all before it an item is A under a, B "
            "under b, else C: the item that crosses a line stays in the upper grade."
        ),
        settings=_GRADING,
        compute=abc_clients,
    ),
    Definition(
        name="abc_products",
        explain_id="c02",
        title=N_("Products by ABC grade"),
        unit="grade",
        meaning=N_(
            "Products with net sales above 0, largest first; by the share of all before it an item is A under a, B "
            "under b, else C: the item that crosses a line stays in the upper grade."
        ),
        settings=_GRADING,
        compute=abc_products,
    ),
    Definition(
        name="concentration",
        explain_id="c03",
        title=N_("Concentration"),
        unit="share",
        meaning=N_(
            "Share of the largest client and of the three largest in net sales, in percent; hhi: sum of squared "
            "shares; effective: 1 ÷ hhi, the number of equal clients that would weigh the same."
        ),
        settings=_TWELVE_MONTHS,
        compute=concentration,
    ),
    Definition(
        name="top_clients",
        explain_id="c04",
        title=N_("Largest clients"),
        unit="share",
        meaning=N_("The clients with the largest net sales, with their shares in percent."),
        settings=(Setting(name="n", meaning=N_("how many"), default="10"), *_TWELVE_MONTHS),
        compute=top_clients,
    ),
)
