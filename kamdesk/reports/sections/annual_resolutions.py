"""What they asked last year, what we did: each item with who, what, when, and the share that is done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kamdesk.base.show import number_text
from kamdesk.base.words import tr
from kamdesk.reads.annual_meeting import AnnualMeeting, Resolved
from kamdesk.records.meetings import RESOLUTION_STATUSES, TOPICS
from kamdesk.reports.kit.blocks import Beside, Block, Column, Section, Text
from kamdesk.reports.kit.rich import SIDE, Style, aside, late, mark, plain, soft
from kamdesk.reports.kit.steps import Steps
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, percent_words

_COUNT = Style(15, 22)


def resolution_pages(told: Told, meeting: AnnualMeeting) -> list[Block]:
    """The count, the bar, and one table per topic."""
    items = meeting.resolutions
    if not items:
        return [Section("", tr("What you asked for, what we did"), None)]
    done = sum(each.status == "done" for each in items)
    ordered = _by_topic(items)
    count = Text(tr("{n} of {all} done", n=number_text(done), all=number_text(len(items))), _COUNT, 1)
    legend = tr("solid: done, outlined: on its way, dashed: not done")
    strip: list[Block] = [
        Steps([_step(told, each) for each in ordered]),
        Text(soft(f"{_closure(done, len(items), meeting.closed_before)}\u3000{legend}"), SIDE, 2),
    ]
    blocks: list[Block] = [Beside([count, Column(strip)], shares=(1, 2.4))]
    numbers = {each: number for number, each in enumerate(ordered, 1)}
    for topic, label in TOPICS.items():
        own = [each for each in numbers if each.topic == topic]
        if own:
            blocks.append(Section("", tr(label).capitalize(), _table(told, [(numbers[each], each) for each in own])))
    return blocks


def _by_topic(items: Sequence[Resolved]) -> list[Resolved]:
    order = {topic: place for place, topic in enumerate(TOPICS)}
    return sorted(items, key=lambda each: order.get(each.topic, len(order)))


def _closure(done: int, count: int, before: tuple[int, int]) -> str:
    words = tr("closure {share}", share=percent_words(Decimal(100 * done) / count, 0))
    if before[1]:
        share = percent_words(Decimal(100 * before[0]) / before[1], 0)
        words += tr("; the year before {n} of {all}, {share}", n=before[0], all=before[1], share=share)
    return words


def _step(told: Told, item: Resolved) -> str:
    if item.status == "done":
        return "done"
    return "missed" if item.status == "refused" or _is_late(told, item) else "open"


def _is_late(told: Told, item: Resolved) -> bool:
    return item.due_on is not None and item.due_on < told.as_of


def _table(told: Told, items: Sequence[tuple[int, Resolved]]) -> Table:
    cols = [
        Col(tight=True),
        Col(tr("What you asked for"), grow=4, before=4),
        Col(tr("Who"), tight=True),
        Col(tr("What we did"), grow=4, before=6),
        Col(tr("Evidence"), grow=2),
        Col(tr("Done"), align="right"),
    ]
    rows = [
        [aside(str(number)), plain(each.asked), plain(each.ours), plain(each.answer), soft(plain(each.evidence)),
         _state(told, each)]
        for number, each in items
    ]  # fmt: skip
    return Table(cols, rows)


def _state(told: Told, item: Resolved) -> str:
    if item.status == "done":
        return f"{mark('fine')} {told.day(item.done_on)}"
    if item.status == "refused":
        return late(f"{mark('late')} {tr('not taken up')}")
    is_late = _is_late(told, item)
    words = f"{mark('late' if is_late else 'wait')} {tr(RESOLUTION_STATUSES[item.status])}"
    return late(words) if is_late else words
