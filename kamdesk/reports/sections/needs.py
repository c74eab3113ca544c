"""What the client expects and how we do; days to remember; offers; room to write."""

from __future__ import annotations

from collections.abc import Sequence

from kamdesk.base.show import percent_text
from kamdesk.base.words import tr
from kamdesk.reads.client_dates import DateAhead
from kamdesk.reads.visit_brief import Expected
from kamdesk.reports.kit.blocks import Section
from kamdesk.reports.kit.rich import aside, late, plain, soft
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, comma, percent_words


def needs_section(told: Told, number: str, needs: Sequence[Expected], otif_aim: int | None) -> Section:
    """Each expectation with how we meet it; our own judgement stays off the client's paper."""
    rows = [_need(told, each) for each in needs]
    otif = told.figure("otif_by_line").value
    if otif is not None:
        share = tr("we reach {share}", share=percent_words(otif)) + told.id_of("otif_by_line")
        misses = otif_aim is not None and otif * 10_000 < otif_aim
        aim = percent_text(otif_aim, 0) if otif_aim is not None else soft(tr("no aim known"))
        rows.append([tr("On time in full"), aim, late(share) if misses else share])
    cols = [Col(grow=2), Col(grow=3, lines=2), Col(grow=3, align="right", lines=2)]
    title = tr("Needs and how we meet them")
    return Section(number, title, Table(cols, rows) if rows else None, tr("by their own standard"))


def _need(told: Told, need: Expected) -> list[str]:
    said = comma([part for part in (plain(need.said_by), told.day(need.since)) if part])
    how = plain(need.fulfilment) if told.internal and need.fulfilment else aside(said)
    return [plain(need.topic), plain(need.value), how]


def dates_section(told: Told, number: str, dates: Sequence[DateAhead]) -> Section:
    """Events and days of people within sixty days; the client's paper names its events alone."""
    shown = [each for each in dates if told.internal or each.event]
    rows = [[told.day(each.day), _what(told, each)] for each in shown]
    table = Table([Col(tight=True), Col(grow=1, before=10)], rows) if rows else None
    return Section(number, tr("Events and days to remember"), table, tr("within 60 days"))


def _what(told: Told, each: DateAhead) -> str:
    who = plain(each.person)
    occasion = plain(each.occasion)
    words = [f"{who} {occasion}".strip()]
    if each.lunar:
        words.append(tr("by the lunar calendar"))
    if told.internal and each.plan:
        words.append(plain(each.plan.splitlines()[0]))
    return comma(words)


def offers_section(number: str) -> Section:
    """Offers the client is entitled to and the next rebate tier; agreements are not on the desk yet."""
    return Section(number, tr("Offers not used yet, rebate"), None)
