"""The chosen person: what they decide, whom they report to, how to reach them, who of us knows them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.show import day_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.reads.org_chart import OpenPromise, Pair, Person
from kamdesk.records.contacts import LEVELS, RIGHTS, SUPPORTS
from kamdesk.rules.relationship import is_cold
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.fact_rows import FactRows
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.kit.words_block import Paragraph, Run, Words
from kamdesk.ui.org_chart.advice import advice
from kamdesk.ui.org_chart.board import Board, cold, days_since, employee_name, name_of
from kamdesk.ui.org_chart.post_item import paint_ring

PANE_PX = 244
COVERAGES = (N_("none"), N_("vendor"), N_("credible"), N_("solver"), N_("trusted"))
"""How our person stands with theirs, 0 to 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """One of ours who knows the person, and days since they last spoke (None: never)."""

    pair: Pair
    days: int | None


def coverage_words(coverage: int) -> str:
    """How well one of ours knows one of theirs."""
    return tr(COVERAGES[min(4, max(0, coverage))])


class DetailPane(QWidget):
    """Right of the chart.

    Signals:
        visit_asked: plan a visit to this person (id).
        edit_asked: edit this person in place (id).
    """

    visit_asked = Signal(object)
    edit_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(scaled(PANE_PX))
        self._person: Person | None = None
        self.nobody = Paragraph(tr("Choose a person to see who decides, who of us knows them and what to do next."))
        self._ring = _Ring()
        self._name = Words("", role="subtitle")
        self._post = Words("", role="small", ink="text2")
        self._facts = FactRows()
        self._pairs_title = Words(tr("Pairing"), role="body_bold")
        self._pairs = SheetTable(_PAIR_COLUMNS, height=DENSE, flush=True)
        self._advice_title = Words(tr("Next step"), role="body_bold")
        self._advice = Paragraph("", role="small")
        self._visit = Button(tr("Plan a visit"), kind="primary", small=True)
        self._edit = Button(tr("Edit"), small=True)
        self._visit.clicked.connect(lambda: self._ask(self.visit_asked))
        self._edit.clicked.connect(lambda: self._ask(self.edit_asked))
        self._arrange()
        self.show_person(None, None, client_safe=False)

    def show_person(self, person: Person | None, board: Board | None, *, client_safe: bool) -> None:
        """Show a person of a board, or say what to do."""
        self._person = person
        self._pages.setCurrentIndex(0 if person is None else 1)
        if person is None or board is None:
            return
        self._ring.show_coverage(0 if client_safe or person.is_vacant else person.coverage)
        self._ring.setVisible(not client_safe)
        self._name.set_text(tr("vacant") if person.is_vacant else name_of(person))
        parts = (person.post, tr(LEVELS.get(person.level, person.level)), person.department)
        self._post.set_text(commas(parts))
        self._facts.show_facts(_facts(person, board, client_safe=client_safe))
        as_of = board.page.as_of
        pairs = [
            PairLine(pair=pair, days=(as_of - pair.last_touch_on).days if pair.last_touch_on else None)
            for pair in board.page.pairs
            if pair.contact_id == person.id
        ]
        self._pairs.set_client_safe(client_safe)
        self._pairs.set_rows(pairs)
        self._pairs.fit_height(6)
        for widget in (self._pairs_title, self._pairs):
            widget.setVisible(bool(pairs))
        words = "" if client_safe else advice(person, board)
        self._advice.set_text(words)
        for block in (self._advice_title, self._advice):
            block.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("surface"))
        painter.setPen(pen("line"))
        painter.drawLine(0, 0, 0, self.height())

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        return [self._name.text(), self._post.text(), *self._facts.texts(), self._advice.text()]

    def _ask(self, signal: SignalInstance) -> None:
        if self._person is not None:
            signal.emit(self._person.id)

    def _arrange(self) -> None:
        self._pages = QStackedLayout(self)
        empty, filled = QWidget(), QWidget()
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(16, 16, 20, 12)
        lines.addWidget(self.nobody)
        lines.addStretch(1)
        body = QVBoxLayout(filled)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(0)
        head, names = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(8)
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._post)
        head.addWidget(self._ring)
        head.addLayout(names, 1)
        body.addLayout(head)
        for gap, widget in (
            (8, self._facts), (12, self._pairs_title), (0, self._pairs), (12, self._advice_title), (0, self._advice),
        ):  # fmt: skip
            body.addSpacing(gap)
            body.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._visit)
        buttons.addWidget(self._edit)
        buttons.addStretch(1)
        body.addSpacing(12)
        body.addLayout(buttons)
        body.addStretch(1)
        filled.setObjectName("page")
        area = QScrollArea()  # a low window scrolls; facts are never pressed into each other
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(filled)
        self._pages.addWidget(empty)
        self._pages.addWidget(area)


class _Ring(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._coverage = 0
        self.setFixedSize(26, 26)

    def show_coverage(self, coverage: int) -> None:
        self._coverage = coverage
        self.setAccessibleName(tr("coverage {n} of 4", n=coverage))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ring(painter, QRectF(0, 0, 26, 26), self._coverage, 3)


def _facts(person: Person, board: Board, *, client_safe: bool) -> list[tuple[str, Run, str]]:
    page = board.page
    rows: list[tuple[str, Run, str]] = []
    if not client_safe and person.rights:
        rows.append(
            (tr("Decision rights"), _plain(commas(tr(RIGHTS.get(right, right)) for right in person.rights)), "")
        )
    managers = [line.manager for line in board.tree.further if line.person == person.id]
    for manager_id in (board.tree.manager.get(person.id), *managers):
        manager = board.people.get(manager_id) if manager_id else None
        if manager is not None:
            rows.append((tr("Reports to"), _plain(commas((name_of(manager), manager.post))), ""))
    if not client_safe:
        rows += _judged(person, board)
    for label, text in ((tr("Mobile"), person.mobile), (tr("Phone"), person.phone)):
        if text:
            rows.append((label, _plain(text), "tel:" + "".join(mark for mark in text if mark.isdigit() or mark == "+")))
    if person.email:
        rows.append((tr("E-mail"), _plain(person.email), f"mailto:{person.email}"))
    if person.starts_on:
        rows.append((tr("Since"), _plain(day_text(person.starts_on, page.as_of)), ""))
    return rows


def _judged(person: Person, board: Board) -> list[tuple[str, Run, str]]:
    """What we think and know of a person, never shown to the client."""
    page, rows = board.page, list[tuple[str, Run, str]]()
    if person.support:
        words = (tr(SUPPORTS.get(person.support, person.support)), day_text(person.support_since, page.as_of))
        rows.append((tr("Support"), _plain(commas(words)), ""))
    if person.cares_about:
        rows.append((tr("Cares about"), _plain(person.cares_about), ""))
    if not person.is_vacant:
        rows.append((tr("Last contact"), _last(person, board), ""))
    for promise in page.promises:
        if promise.contact_id == person.id:
            rows.append((tr("Promise"), _promised(promise, board), ""))
    return rows


def _last(person: Person, board: Board) -> Run:
    days = days_since(person, board.page)
    is_cold = cold(person, board.page)
    words = (
        tr("never met")
        if days is None
        else tr("{day}, {n} d", day=day_text(person.last_contact_on, board.page.as_of), n=days)
    )
    return Run(words, "late" if is_cold else "text", "small", mark="cold" if is_cold else "")


def _promised(promise: OpenPromise, board: Board) -> Run:
    late = promise.due_on is not None and promise.due_on < board.page.as_of
    words = commas((promise.what, day_text(promise.due_on, board.page.as_of)))
    return Run(words, "late" if late else "text", "small", mark="late" if late else promise.side)


def _plain(text: str) -> Run:
    return Run(text, "text", "small")


def _touch(row: PairLine) -> str:
    return tr("never") if row.days is None else tr("{n} d", n=row.days)


_PAIR_COLUMNS = (
    Column(key="employee", label=N_("Ours"), text=lambda row: employee_name(row.pair), width=76, stretch=1),
    Column(
        key="now", label=N_("Now"), text=lambda row: coverage_words(row.pair.coverage), width=70, private=True,
        tooltip=lambda row: tr("Aim: {coverage}", coverage=coverage_words(row.pair.coverage_aim)),
    ),
    Column(
        key="last", label=N_("Last"), text=_touch, width=60, right=True,
        ink=lambda row: "late" if is_cold(row.days) else "text", private=True,
    ),
)  # fmt: skip
