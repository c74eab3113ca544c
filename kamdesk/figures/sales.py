"""Figures of sales: net sales, by month, against the season."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from kamdesk.base.words import N_
from kamdesk.figures.amounts import NO_SALES, money_of_micro, sales_by_currency
from kamdesk.figures.figure import Answer, Definition, Row, Sentence
from kamdesk.figures.question import FROM, TO, Question
from kamdesk.reads import sales as reads
from kamdesk.rules.barometer import LEAST_MONTHS, SIGNAL_LIMIT, Season, against_season, is_alarm
from kamdesk.rules.sales import every_month, incomplete_month, twelve_months_to


def net_sales(connection: Connection, question: Question) -> Answer:
    """By currency, over the period."""
    first, last = question.day("from"), question.last
    found = reads.net_sales(connection, question.client_id, first=first, last=last)
    return Answer(value=sales_by_currency(found), inputs={"from": first, "to": last})


def sales_by_month(connection: Connection, question: Question) -> Answer:
    """By currency and month; a month without sales is 0."""
    found = reads.by_month(connection, question.client_id, last=question.as_of)
    if not found:
        return Answer(refused=Sentence(NO_SALES))
    value, first = dict[str, object](), _first_month(found)
    for currency, months in sorted(found.items()):
        whole = every_month(months, first=first, as_of=question.as_of)
        value[currency] = {month: money_of_micro(micro, currency) for month, micro in whole.items()}
    running = incomplete_month(question.as_of)
    return Answer(value=value | ({"incomplete": running} if running else {}), inputs={"from": first})


def _first_month(found: Mapping[str, Mapping[str, int]]) -> date:
    """The first day of the first month with a sale in any currency."""
    return date.fromisoformat(f"{min(month for months in found.values() for month in months)}-01")


def sales_vs_season(connection: Connection, question: Question) -> Answer:
    """By currency: the newest whole month beside its expectation, and the tracking signal."""
    found = reads.by_month(connection, question.client_id, last=question.as_of)
    if not found:
        return Answer(refused=Sentence(NO_SALES))
    value, rows, first = dict[str, Row](), list[Row](), _first_month(found)
    for currency, months in sorted(found.items()):
        season = against_season(months, first=first, as_of=question.as_of)
        if season is None:
            return Answer(refused=Sentence(TOO_SHORT, {"n": LEAST_MONTHS}), inputs={"from": first})
        value[currency] = _newest(season, currency)
        rows.extend(_months(season, currency))
    return Answer(value=value, rows=tuple(rows), inputs={"from": first, "limit": SIGNAL_LIMIT})


def _newest(season: Season, currency: str) -> Row:
    return {
        "month": season.months[-1],
        "sales": money_of_micro(season.actual[-1], currency),
        "expectation": money_of_micro(season.expected[-1], currency),
        "difference_percent": season.difference_percent,
        "months_below": season.months_below,
        "tracking_signal": season.signal,
        "alarm": is_alarm(season.signal),
    }


def _months(season: Season, currency: str) -> list[Row]:
    return [
        {
            "month": month,
            "currency": currency,
            "sales": money_of_micro(actual, currency),
            "expectation": money_of_micro(expected, currency),
        }
        for month, actual, expected in zip(season.months, season.actual, season.expected, strict=True)
    ]


def share_of_sales(connection: Connection, question: Question) -> Answer:
    """By currency: the client's part of the company's net sales of twelve months, in percent."""
    first, last = twelve_months_to(question.as_of)
    ours = reads.net_sales(connection, None, first=first, last=last)
    theirs = reads.net_sales(connection, question.client_id, first=first, last=last)
    shares = {currency: Decimal(100 * value) / ours[currency] for currency, value in theirs.items() if ours[currency]}
    inputs = {"from": first, "to": last, "sales": sales_by_currency(theirs), "all_sales": sales_by_currency(ours)}
    return Answer(value=shares, inputs=inputs) if shares else Answer(refused=Sentence(NO_SALES), inputs=inputs)


TOO_SHORT = N_("A season needs {n} whole months of sales; there are fewer.")

FIGURES = (
    Definition(
        name="net_sales",
        explain_id="b02",
        title=N_("Net sales"),
        unit="money",
        meaning=N_(
            "Sum of price × quantity × (1 − discount), without freight and tax, of the lines of known clients whose "
            "order is neither a draft nor withdrawn; credit notes count, negative, on their own day."
        ),
        settings=(FROM, TO),
        compute=net_sales,
    ),
    Definition(
        name="sales_by_month",
        explain_id="b03",
        title=N_("Sales by month"),
        unit="money",
        meaning=N_(
            "Net sales by calendar month up to as-of; a month without sales is 0, the running month is incomplete "
            "until its last day."
        ),
        compute=sales_by_month,
    ),
    Definition(
        name="sales_vs_season",
        explain_id="b01",
        title=N_("Sales against the season"),
        unit="money",
        meaning=N_(
            "Net sales of the newest whole month beside the same month of last year. Tracking signal: sum of the "
            "differences of the last six months ÷ their mean size; beyond ±4 it is an alarm."
        ),
        compute=sales_vs_season,
    ),
    Definition(
        name="share_of_sales",
        explain_id="b04",
        title=N_("Share of our sales"),
        unit="percent",
        meaning=N_("Net sales to the client ÷ net sales to all clients, in the twelve months that end with as-of."),
        needs_client=True,
        compute=share_of_sales,
    ),
)
