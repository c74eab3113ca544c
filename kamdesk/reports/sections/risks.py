"""Asks, risks and sore spots: what the rep carries in mind into the room."""

from __future__ import annotations

from collections.abc import Sequence

from kamdesk.base.words import tr
from kamdesk.reads.visit_brief import VisitBrief
from kamdesk.reports.kit.asks import asks
from kamdesk.reports.kit.blocks import Beside, Block, Column, Section, Text
from kamdesk.reports.kit.rich import NEWS, late, mark, plain, strong
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.findings import Finding, asks_of
from kamdesk.reports.sections.told import Told

_RISKS = 3
_SPOTS = 4


def asks_section(told: Told, number: str, brief: VisitBrief, found: list[Finding]) -> Section:
    """The purpose in the head, three asks under it; on the client's paper the purpose alone."""
    visit = brief.visit
    purpose = plain(visit.purpose) if visit else ""
    if not told.internal:
        return Section(number, tr("Purpose"), Text(purpose, most=2) if purpose else None)
    wanted = asks_of(visit.asks if visit else (), found, brief.org)
    note = tr("purpose: {purpose}", purpose=purpose) if purpose else ""
    return Section(number, tr("Purpose and three asks"), asks(wanted) if wanted else None, note)


def risks_section(number: str, found: Sequence[Finding]) -> Section:
    """Three at most, each with its evidence and our answer."""
    cols = [
        Col(tight=True),
        Col(tr("Risk")),
        Col(tr("Evidence"), grow=2, lines=2, before=4),
        Col(tr("Answer"), grow=1, lines=2),
    ]
    rows = [[late(mark("late")), strong(each.risk), each.evidence, each.answer] for each in found[:_RISKS]]
    return Section(number, tr("Three risks with evidence"), Table(cols, rows) if rows else None)


def sore_spots_section(number: str, spots: Sequence[str]) -> Section:
    """What must not be mentioned, in two columns."""
    texts = [Text(plain(spot), NEWS, 2) for spot in spots[:_SPOTS]]
    left: list[Block] = list(texts[0::2])
    right: list[Block] = list(texts[1::2])
    if len(spots) > _SPOTS:
        right.append(Text(tr("and {n} more", n=len(spots) - _SPOTS), NEWS, 1))
    body = Beside([Column(left), Column(right)]) if texts else None
    return Section(number, tr("Not to be mentioned"), body)
