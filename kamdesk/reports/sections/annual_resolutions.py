"""What they asked last year, what we did: each item with who, what, when, and the share that is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamdesk.base.show import number_text
from kamdesk.base.words import tr
from kamdesk.reads.annual_meeting import AnnualMeeting, Resolved
from kamdesk.records.meetings import RESOLUTION_STATUSES, TOPICS
from kamdesk.reports.kit.blocks import Beside, Block, Column, Rigid, Section, Text
from kamdesk.reports.kit.paper import MM, Paper, base_line
from kamdesk.reports.kit.rich import BODY, SIDE, Style, aside, late, mark, plain, soft
from kamdesk.reports.kit.steps import Steps
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, percent_words

_COUNT = Style(28, 31)


def resolution_pages(told: Told, meeting: AnnualMeeting) -> list[Block]:
    """The count, the bar, and one table per topic."""
    items = meeting.resolutions
    if not items:
        return [Section("", tr("What you asked for, what we did"), None)]
    done = sum(each.status == "done" for each in items)
    ordered = _by_topic(items)
    count = Count(number_text(done), tr("of {all} done", all=number_text(len(items))))
    legend = tr("solid: done, outlined: on its way, dashed: not done")
    strip: list[Block] = [
        Steps([_step(told, each) for each in ordered]),
        Text(soft(f"{_closure(done, len(items), meeting.closed_before)}\u3000{legend}"), SIDE, 2),
    ]
    blocks: list[Block] = [Beside([count, Column(strip)], shares=(1, 2.4))]
    numbers = {each: number for number, each in enumerate(ordered, 1)}
    rows = {each: _row(told, number, each) for each, number in numbers.items()}
    for topic, label in TOPICS.items():
        own = [row for each, row in rows.items() if each.topic == topic]
        if own:
            table = Table(_cols(), own, beside=list(rows.values()), shows_head=len(blocks) == 1)
            blocks.append(Section("", tr(label).capitalize(), table))
    return blocks


@dataclass
class Count(Rigid):
    """A large number with what it is of in small words behind it."""

    number: str
    words: str

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """Always the same."""
        return _COUNT.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """On one base line."""
        used = paper.text(self.number, x, y, _COUNT, room=width)
        lower = y + base_line(_COUNT) - base_line(BODY)
        paper.text(soft(self.words), x + used + 1.2 * MM, lower, BODY, room=width - used)


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


def _cols() -> list[Col]:
    return [
        Col(tight=True),
        Col(tr("What you asked for"), grow=4, before=4),
        Col(tr("Who"), tight=True),
        Col(tr("What we did"), grow=4, before=6),
        Col(tr("Evidence"), grow=2),
        Col(tr("Done"), align="right"),
    ]


def _row(told: Told, number: int, item: Resolved) -> list[str]:
    return [
        aside(str(number)), plain(item.asked), plain(item.ours), plain(item.answer), soft(plain(item.evidence)),
        _state(told, item),
    ]  # fmt: skip


def _state(told: Told, item: Resolved) -> str:
    if item.status == "done":
        return f"{mark('fine')} {told.day(item.done_on)}"
    if item.status == "refused":
        return late(f"{mark('late')} {tr('not taken up')}")
    is_late = _is_late(told, item)
    words = f"{mark('late' if is_late else 'wait')} {tr(RESOLUTION_STATUSES.get(item.status, item.status))}"
    return late(words) if is_late else words
