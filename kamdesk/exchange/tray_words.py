"""What happened to a tray item, in one sentence with names and days: shown, never compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kamdesk.base.show import day_text
from kamdesk.base.words import tr
from kamdesk.exchange.verdicts import Item, ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A contested fact as people read it."""

    label: str
    mine: str
    theirs: str


def sentence_of(
    item: Item, facts: Sequence[Told], *, mine_at: datetime | None, theirs_at: datetime | None, today: date
) -> str:
    """Who set what when, and what you wrote: Finance set Phone to "0571-300" on 3 May; you wrote "0571-200"."""
    if item.kind is ItemKind.HELD:
        return tr(
            "{author} wrote this on {day} for a client that is no longer theirs; do it or leave it.",
            author=item.author, day=_day(mine_at, today),
        )  # fmt: skip
    if item.kind is ItemKind.REFUSED:
        return item.sentence
    if item.kind is ItemKind.GONE and item.removed:
        removed = {"they": item.theirs_by, "their_day": _day(theirs_at, today), "day": _day(mine_at, today)}
        return tr("{they} removed this record on {their_day}; you changed it on {day}.", **removed)
    if item.kind is ItemKind.GONE:
        return tr(
            "What you wrote on {day} meets a record that was removed or changed meanwhile.", day=_day(mine_at, today)
        )
    if item.kind is ItemKind.TWIN:
        return tr("This may be the same as one that is there already.")
    return " ".join(_contested(item, fact, _day(mine_at, today), _day(theirs_at, today)) for fact in facts)


def _contested(item: Item, fact: Told, mine_on: str, theirs_on: str) -> str:
    said = {"fact": fact.label, "mine": fact.mine or "–", "theirs": fact.theirs or "–", "my_day": mine_on}
    if item.kind is ItemKind.PROPOSAL:
        return tr("{author} proposes {mine} for {fact} ({my_day}); it is {theirs}.", author=item.author, **said)
    if item.theirs_by:
        return tr(
            '{they} set {fact} to "{theirs}" on {their_day}; you wrote "{mine}" on {my_day}.',
            they=item.theirs_by, their_day=theirs_on, **said,
        )  # fmt: skip
    return tr('{fact} is "{theirs}" at the office; you wrote "{mine}" on {my_day}.', **said)


def _day(moment: datetime | None, today: date) -> str:
    return day_text(moment.astimezone().date(), today) if moment else "–"
