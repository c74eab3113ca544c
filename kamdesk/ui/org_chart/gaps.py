"""What follows from the chart in three columns: where nobody was met, who hangs on one thread, whom we know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk.base.show import number_text
from kamdesk.base.words import commas, ntr, tr
from kamdesk.reads.org_chart import Person
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.sheets import Column
from kamdesk.ui.kit.words_block import Run, Words
from kamdesk.ui.org_chart.board import Board, cold, days_since, employee_name, name_of

LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line; `state` is late, risk or empty."""

    words: str
    state: str = ""


def coverage_gaps(board: Board) -> list[Finding]:
    """Departments where nobody was met, largest first, then deciders gone cold."""
    found = []
    by_size = sorted(board.by_lane.items(), key=lambda item: (-item[1].people, item[0]))
    for name, count in by_size:
        if count.met == 0 and name:
            found.append(
                Finding(
                    words=ntr(
                        "{department}: {n} person, not met",
                        "{department}: {n} people, none met",
                        count.people,
                        department=name,
                    ),
                    state="late" if count.people > 1 else "",
                )
            )
    for person in _by_influence(board):
        if {"decides", "technical", "pays"} & set(person.rights) and cold(person, board.page):
            days = days_since(person, board.page)
            words = (
                tr("{name} decides, never met", name=name_of(person))
                if days is None
                else tr("{name} decides, not met for {n} days", name=name_of(person), n=days)
            )
            if "decides" in person.rights:
                found.append(Finding(words=words))
    return found or [Finding(words=tr("Somebody of every department was met, no decision maker is cold."))]


def single_threads(board: Board) -> list[Finding]:
    """Who of ours is the only one to know people that matter."""
    known: dict[bytes, list[str]] = defaultdict(list)
    for pair in board.page.pairs:
        if pair.coverage and pair.contact_id in board.people:
            known[pair.contact_id].append(employee_name(pair))
    alone: dict[str, list[Person]] = defaultdict(list)
    for person in _by_influence(board):
        if len(known[person.id]) == 1 and (person.rights or person.level in {"senior", "middle"}):
            alone[known[person.id][0]].append(person)
    found = []
    for employee, people in sorted(alone.items(), key=lambda item: (-len(item[1]), item[0])):
        names = commas(name_of(each) for each in people[:2])
        more = len(people) - 2
        words = (
            tr("{names} and {n} more know only {employee}", names=names, n=more, employee=employee)
            if more > 0
            else tr("{names}: known only by {employee}", names=names, employee=employee)
        )
        found.append(Finding(words=words, state="risk"))
    if not found and not board.page.pairs:
        return [Finding(words=tr("No pairings are recorded yet."))]
    return found or [Finding(words=tr("Everybody who matters is known by two of us."))]


def beyond(board: Board) -> list[Finding]:
    """How many we are in touch with, and how broadly."""
    page = board.page
    active = [each for each in page.people if not each.is_vacant and not cold(each, page)]
    departments = {each.department for each in active if each.department}
    everyone = {each.department for each in page.people if each.department}
    ours = {pair.employee_id for pair in page.pairs if pair.coverage}
    return [
        Finding(words=ntr("In touch with {n} person in 90 days", "In touch with {n} people in 90 days", len(active))),
        Finding(words=_breadth(len(departments), len(everyone), len(ours))),
        Finding(words=_index(board)),
    ]


def _breadth(departments: int, everyone: int, ours: int) -> str:
    return tr("In {n} of {all} departments, by {ours} of us", n=departments, all=everyone, ours=ours)


def _index(board: Board) -> str:
    """The relationship index and how much of it lies outside purchasing, from the catalogue of figures."""
    figure = board.figures.get("relationship_index")
    if figure is None or figure.value is None:
        return figure.refused_text if figure else ""
    index, outside = number_text(figure.value, 0), figure.inputs.get("outside_purchasing")
    if outside is None:
        return tr("Relationship index {n}", n=index)
    return tr("Relationship index {n}, {share}% outside purchasing", n=index, share=number_text(outside, 0))


class GapLines(QWidget):
    """The three columns below the chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 14, 0)
        columns.setSpacing(20)
        self._lines: list[list[Words]] = []
        for title in (tr("Coverage gaps"), tr("Single threads"), tr("In touch")):
            column = Column(margins=(0, 10, 0, 8), spacing=0)
            column.add(Words(title, role="body_bold"))
            self._lines.append([Words("", role="small", ink="text2") for _each in range(LINES)])
            for line in self._lines[-1]:
                column.add(line)
            columns.addWidget(column, 1)
        self.setFixedHeight(scaled(94))

    def show_board(self, board: Board) -> None:
        """Say what this chart shows; at most three lines a column, the rest counted."""
        for lines, findings in zip(
            self._lines, (coverage_gaps(board), single_threads(board), beyond(board)), strict=True
        ):
            shown = findings[:LINES]
            if len(findings) > LINES:
                shown = [*findings[: LINES - 1], Finding(words=tr("and {n} more", n=len(findings) - LINES + 1))]
            for at, line in enumerate(lines):
                finding = shown[at] if at < len(shown) else Finding(words="")
                line.set_runs(Run(finding.words, finding.state or "text2", "small", mark=finding.state))

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        return [line.text() for lines in self._lines for line in lines if line.text()]


def _by_influence(board: Board) -> list[Person]:
    people = [each for each in board.page.people if not each.is_vacant]
    return sorted(people, key=lambda each: -(each.influence or 0))
