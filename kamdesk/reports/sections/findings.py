"""What follows from the figures for this visit: the risks with their evidence, and what could be asked for.

Whether something is late, cold, short or out of season is the figures' word; here it is put into sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kamdesk.base.show import month_text
from kamdesk.base.words import tr
from kamdesk.reads.org_chart import OrgPage
from kamdesk.reports.kit.asks import Ask
from kamdesk.reports.kit.rich import plain
from kamdesk.reports.sections.told import Told, comma, days_words, named, percent_words, quantity_words

_MONTHS_BELOW = 3
"""Below the season for so many months in a row is worth a question, alarm or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to act upon: risk, evidence, our answer; and the request it leads to, if any."""

    risk: str
    evidence: str
    answer: str
    about: str = ""
    wish: str = ""
    reason: str = ""
    right: str = ""
    """the decision right of the person to ask"""


def findings(told: Told) -> list[Finding]:
    """Most urgent first: what stops the client's line, then money, then our own lateness, then what may come."""
    return [*_cover(told), *_overdue(told), *_late_lines(told), *_season(told), *_people(told), *_own_promises(told)]


def asks_of(written: tuple[str, ...], found: list[Finding], org: OrgPage) -> list[Ask]:
    """The rep's own asks first; then what the findings suggest; three at most."""
    own = [("", *_wish_and_reason(plain(each)), "") for each in written]
    suggested = [(each.about, each.wish, each.reason, each.right) for each in found if each.wish]
    wanted = [*own, *suggested][:3]
    return [
        Ask(_kind(number, about, _holder(org, right)), wish, reason)
        for number, (about, wish, reason, right) in enumerate(wanted, 1)
    ]


def _wish_and_reason(ask: str) -> tuple[str, str]:
    """What stands behind the first colon is the reason."""
    for colon in ("：", ": "):
        wish, found, reason = ask.partition(colon)
        if found:
            return wish.strip(), reason.strip()
    return ask, ""


def _kind(number: int, about: str, who: str) -> str:
    if not about:
        return tr("Ask {n}", n=number)
    if who:
        return tr("Ask {n}, {about}, to {who}", n=number, about=about, who=who)
    return tr("Ask {n}, {about}", n=number, about=about)


def _holder(org: OrgPage, right: str) -> str:
    """The person with this right whom we know best."""
    holders = [person for person in org.people if right and right in person.rights and not person.is_vacant]
    best = max(holders, key=lambda person: (person.coverage, person.influence or 0, person.name), default=None)
    return plain(best.called) if best else ""


def _cover(told: Told) -> Iterator[Finding]:
    rows = told.figure("client_stock_cover").rows or ()
    short = [row for row in rows if row["cover_days"] is not None and row["cover_days"] < row["lead_time_days"]]
    for row in short[:1]:
        name, lead = plain(row["name"]), row["lead_time_days"]
        days = days_words(row["cover_days"]) + told.id_of("client_stock_cover")
        ours = _ours(told, row["product_id"])
        proposed = quantity_words(row["propose"])
        yield Finding(
            risk=tr("{product} runs out", product=name),
            evidence=comma([tr("{days} of cover, our lead time {lead} d", days=days, lead=lead), *ours]),
            answer=tr("agree on {quantity} today", quantity=proposed),
            about=tr("stock"),
            wish=tr("Order {quantity} of {product}", quantity=proposed, product=name),
            reason=tr("they have {days} left, we need {lead} d", days=days, lead=lead),
            right="orders",
        )


def _ours(told: Told, product_id: bytes) -> list[str]:
    figure = told.figure("available_to_promise")
    row = next((row for row in figure.rows or () if row["product_id"] == product_id), None)
    if row is None:
        return []
    return [tr("ours free {quantity}", quantity=quantity_words(row["available"])) + told.id_of("available_to_promise")]


def _overdue(told: Told) -> Iterator[Finding]:
    rows = [row for row in told.figure("overdue_amount").rows or () if row["currency"] == told.currency]
    overdue = told.in_currency("overdue_amount")
    if not rows or overdue is None:
        return
    worst = max(rows, key=lambda row: (row["days_late"], row["instalment"]))
    invoice = plain(worst["invoice"])
    late = tr("{invoice} {n} d late", invoice=invoice, n=worst["days_late"]) + told.id_of("receivables_ageing")
    beyond = told.in_currency("days_beyond_terms")
    usual = []
    if beyond and beyond > 0:
        usual.append(tr("usually {days} beyond terms", days=days_words(beyond)) + told.id_of("days_beyond_terms"))
    amount = told.amount(worst["open"])
    yield Finding(
        risk=tr("Money overdue"),
        evidence=comma(
            [tr("overdue {amount}", amount=told.amount(overdue)) + told.id_of("overdue_amount"), late, *usual]
        ),
        answer=tr("settle {invoice} before the next order", invoice=invoice),
        about=tr("payment"),
        wish=tr("Settle {invoice}, {amount}", invoice=invoice, amount=amount),
        reason=comma([late, *usual]),
        right="pays",
    )


def _late_lines(told: Told) -> Iterator[Finding]:
    figure = told.figure("late_lines")
    rows = sorted(figure.rows or (), key=lambda row: (-row["days_late"], row["order"]))
    if not rows:
        return
    worst = rows[0]
    otif = told.figure("otif_by_line").value
    usual = [tr("on time in full {share}", share=percent_words(otif)) + told.id_of("otif_by_line")] if otif else []
    yield Finding(
        risk=tr("We are late"),
        evidence=comma(
            [
                tr("{n} lines late", n=len(rows)) + told.id_of("late_lines"),
                tr("{order} by {n} d", order=plain(worst["order"]), n=worst["days_late"]),
                *usual,
            ]
        ),
        answer=plain(worst["reason"]) or tr("bring a new day for each line"),
    )


def _season(told: Told) -> Iterator[Finding]:
    newest = told.in_currency("sales_vs_season")
    if not newest or newest["difference_percent"] is None:
        return
    falls = newest["difference_percent"] < 0 and (newest["alarm"] or newest["months_below"] >= _MONTHS_BELOW)
    if not falls:
        return
    words = [
        tr(
            "{month} {share} against last year",
            month=month_text(newest["month"]),
            share=percent_words(newest["difference_percent"]),
        )
        + told.id_of("sales_vs_season"),
        tr("{n} months in a row below", n=newest["months_below"]),
    ]
    if newest["tracking_signal"] is not None:
        words.append(tr("tracking signal {n}", n=percent_words(newest["tracking_signal"])[:-1]))
    yield Finding(
        risk=tr("Sales are slipping"),
        evidence=comma(words),
        answer=tr("ask whether a second supplier is on trial"),
    )


def _people(told: Told) -> Iterator[Finding]:
    for row in (told.figure("cold_decision_makers").rows or ())[:1]:
        name, days = plain(row["name"]), row["days_since"]
        who = named(row["name"], row["post"])
        words = tr("{who} never met", who=who) if days is None else tr("{who} not met for {n} d", who=who, n=days)
        index = told.figure("relationship_index")
        usual = []
        if index.value is not None:
            usual = [tr("relationship index {n}", n=percent_words(index.value)[:-1]) + told.id_of("relationship_index")]
        words += told.id_of("cold_decision_makers")
        yield Finding(
            risk=tr("A decision maker is cold"),
            evidence=comma([words, *usual]),
            answer=tr("agree on a meeting"),
            about=tr("people"),
            wish=tr("A meeting with {name}", name=name),
            reason=words,
        )


def _own_promises(told: Told) -> Iterator[Finding]:
    ours = told.figure("promises_kept").value["ours"]
    if ours["of"] and ours["kept"] < ours["of"]:
        yield Finding(
            risk=tr("Our promises"),
            evidence=tr("kept {n} of {all}", n=ours["kept"], all=ours["of"]) + told.id_of("promises_kept"),
            answer=tr("promise only what has a day and an owner"),
        )
