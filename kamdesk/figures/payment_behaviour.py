"""Figures of how long money takes: days sales outstanding, days to pay, days beyond terms, late share."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from kamdesk.base.days import add_days, add_months, is_month_end, month_of
from kamdesk.base.words import N_
from kamdesk.figures.amounts import money_by_currency
from kamdesk.figures.figure import Answer, Definition, Sentence
from kamdesk.figures.question import Question, Setting
from kamdesk.figures.receivables import ageing_of
from kamdesk.reads import payments as reads
from kamdesk.reads.settled_invoices import settlements
from kamdesk.rules import days_sales_outstanding as dso
from kamdesk.rules import payment_behaviour as paying
from kamdesk.rules.ageing import Ageing
from kamdesk.rules.payment_behaviour import Settlement

Days = Decimal | None


def _ageing(connection: Connection, question: Question) -> dict[str, Ageing]:
    items = reads.open_instalments(connection, question.client_id, as_of=question.as_of)
    known = reads.currencies(connection, question.client_id, as_of=question.as_of)
    return ageing_of(items, {}, question, known)


def _over_period(connection: Connection, question: Question, days_of: Callable[[Ageing, int, int], Days]) -> Answer:
    """A figure of open receivables over what was invoiced in the period."""
    days = question.whole("days", "90")
    first = add_days(question.as_of, 1 - days)
    invoiced = reads.invoiced(connection, question.client_id, first=first, last=question.as_of)
    ageing = _ageing(connection, question)
    value = {currency: days_of(each, invoiced.get(currency, 0), days) for currency, each in ageing.items()}
    inputs = {
        "open": money_by_currency({currency: each.gross for currency, each in ageing.items()}),
        "not_due": money_by_currency({currency: each.buckets[0] for currency, each in ageing.items()}),
        "invoiced": money_by_currency({currency: invoiced.get(currency, 0) for currency in ageing}),
        "from": first,
        "days": days,
    }
    return _answer(value, inputs, Sentence(NOTHING_INVOICED, {"days": days}))


def _answer(value: Mapping[str, Days], inputs: Mapping[str, object], why_not: Sentence) -> Answer:
    if all(days is None for days in value.values()):
        return Answer(refused=why_not, inputs=inputs)
    return Answer(value=value, inputs=inputs)


def dso_simple(connection: Connection, question: Question) -> Answer:
    """By currency: open ÷ invoiced × days."""
    return _over_period(connection, question, lambda age, sales, days: dso.simple(age.gross, invoiced=sales, days=days))


def dso_best_possible(connection: Connection, question: Question) -> Answer:
    """By currency: the same with only what is not due."""
    return _over_period(
        connection, question, lambda age, sales, days: dso.best_possible(age.buckets[0], invoiced=sales, days=days)
    )


def average_days_delinquent(connection: Connection, question: Question) -> Answer:
    """By currency: simple less best possible."""
    return _over_period(
        connection,
        question,
        lambda age, sales, days: dso.average_days_delinquent(
            age.gross, not_due=age.buckets[0], invoiced=sales, days=days
        ),
    )


def dso_countback(connection: Connection, question: Question) -> Answer:
    """By currency: whole calendar months peeled off, newest first."""
    if not is_month_end(question.as_of):
        return Answer(refused=Sentence(NOT_A_MONTH_END))
    ageing = _ageing(connection, question)
    invoiced = reads.invoiced_by_month(connection, question.client_id, last=question.as_of)
    value = {
        currency: dso.countback(each.gross, _months_back(invoiced.get(currency, {}), question.as_of))
        for currency, each in ageing.items()
    }
    inputs = {"open": money_by_currency({currency: each.gross for currency, each in ageing.items()})}
    return _answer(value, inputs, Sentence(NOT_FAR_BACK))


def _months_back(invoiced: Mapping[str, int], as_of: date) -> Iterator[tuple[int, int]]:
    """What was invoiced and how many days each month has, newest first, back to the first month with an invoice."""
    oldest, day = min(invoiced, default="9999-12"), as_of.replace(day=1)
    while month_of(day) >= oldest:
        yield invoiced.get(month_of(day), 0), calendar.monthrange(day.year, day.month)[1]
        day = add_months(day, -1)


def _of_settled(connection: Connection, question: Question, rule: Callable[[list[Settlement]], Days]) -> Answer:
    """A figure of invoices that were settled by as-of, all of them or those of the last days."""
    days = question.whole("days", "1") if question.text("days") else None
    found = settlements(connection, question.client_id, as_of=question.as_of, days=days)
    inputs = {
        "n": {currency: len({part.invoice for part in parts}) for currency, parts in sorted(found.items())},
        "paid": money_by_currency(
            {currency: sum(part.amount_minor for part in parts) for currency, parts in found.items()}
        ),
        "days": days,
    }
    value = {currency: rule(parts) for currency, parts in sorted(found.items())}
    return _answer(value, inputs, Sentence(NOTHING_SETTLED))


def weighted_days_to_pay(connection: Connection, question: Question) -> Answer:
    """By currency: amount-weighted days from invoice to payment."""
    return _of_settled(connection, question, paying.weighted_days_to_pay)


def days_beyond_terms(connection: Connection, question: Question) -> Answer:
    """By currency: amount-weighted days from due day to payment."""
    late_only = question.yes("late_only", default="no")
    return _of_settled(connection, question, lambda parts: paying.days_beyond_terms(parts, late_only=late_only))


def late_share(connection: Connection, question: Question) -> Answer:
    """By currency: invoices paid late ÷ invoices settled, in percent."""
    return _of_settled(connection, question, paying.late_share)


NOTHING_INVOICED = N_("Nothing was invoiced in the {days} days up to as-of.")
NOT_A_MONTH_END = N_("Count-back peels whole months: as-of must be the last day of a month.")
NOT_FAR_BACK = N_("The invoices on this desk do not reach back as far as the open amount.")
NOTHING_SETTLED = N_("No invoice was settled in this period.")

_PERIOD = (Setting(name="days", meaning=N_("days up to as-of, as-of included"), default="90"),)
_SETTLED = (Setting(name="days", meaning=N_("only invoices settled in so many days up to as-of; else all")),)
_LATE_ONLY = Setting(name="late_only", meaning=N_("yes: early payments weigh as paid on the day"), default="no")

FIGURES = (
    Definition(
        name="dso_simple",
        explain_id="m06",
        title=N_("Days sales outstanding, simple"),
        unit="days",
        meaning=N_("Open receivables ÷ what was invoiced in the days up to as-of × those days."),
        settings=_PERIOD,
        compute=dso_simple,
    ),
    Definition(
        name="dso_countback",
        explain_id="m07",
        title=N_("Days sales outstanding, count-back"),
        unit="days",
        meaning=N_(
            "Whole calendar months of invoices are taken off the open receivables, newest first; the last month "
            "counts by its share of days."
        ),
        compute=dso_countback,
    ),
    Definition(
        name="dso_best_possible",
        explain_id="m08",
        title=N_("Days sales outstanding, best possible"),
        unit="days",
        meaning=N_("What is not due yet ÷ what was invoiced in the days up to as-of × those days."),
        settings=_PERIOD,
        compute=dso_best_possible,
    ),
    Definition(
        name="average_days_delinquent",
        explain_id="m09",
        title=N_("Average days delinquent"),
        unit="days",
        meaning=N_("Days sales outstanding, simple less best possible: what lateness alone costs."),
        settings=_PERIOD,
        compute=average_days_delinquent,
    ),
    Definition(
        name="weighted_days_to_pay",
        explain_id="m10",
        title=N_("Days to pay, weighted"),
        unit="days",
        meaning=N_("Sum of amount × (paid − invoiced) ÷ sum of amounts, of invoices settled by as-of."),
        settings=_SETTLED,
        compute=weighted_days_to_pay,
    ),
    Definition(
        name="days_beyond_terms",
        explain_id="m12",
        title=N_("Days beyond terms"),
        unit="days",
        meaning=N_("Sum of amount × (paid − due) ÷ sum of amounts, of invoices settled by as-of; early is negative."),
        settings=(*_SETTLED, _LATE_ONLY),
        compute=days_beyond_terms,
    ),
    Definition(
        name="late_share",
        explain_id="m13",
        title=N_("Share of late invoices"),
        unit="percent",
        meaning=N_("Invoices of which a part was paid after its due day ÷ invoices settled by as-of, by number."),
        settings=_SETTLED,
        compute=late_share,
    ),
)
