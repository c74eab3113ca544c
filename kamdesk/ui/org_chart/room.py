"""The organisation chart of a client: by level, by department, who knows whom, and as a list; edited in place."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from kamdesk.base.words import N_, tr
from kamdesk.figures.catalogue import compute
from kamdesk.reads import org_chart
from kamdesk.records.contacts import Contact
from kamdesk.ui.kit.badges import Badge
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.page import MARGIN
from kamdesk.ui.kit.room import Room, Subject
from kamdesk.ui.kit.sheet_table import SheetTable
from kamdesk.ui.kit.sheets import Line, framed
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.org_chart.advice import first_look
from kamdesk.ui.org_chart.board import DEPARTMENT, LEVEL, Board, foldable, head_words, make_board
from kamdesk.ui.org_chart.chart_face import ChartFace
from kamdesk.ui.org_chart.find_field import FindField, found_by
from kamdesk.ui.org_chart.gaps import GapLines
from kamdesk.ui.org_chart.legend import LegendBar
from kamdesk.ui.org_chart.pairings import PAIRING_COLUMNS, pair_rows
from kamdesk.ui.org_chart.person_desk import PersonDesk
from kamdesk.ui.org_chart.printing import ask_and_print
from kamdesk.ui.org_chart.right_filter import RightFilter
from kamdesk.ui.org_chart.tree_twin import TreeTwin

PAIRINGS, LIST = "pairings", "list"
WAYS = (
    (LEVEL, N_("By level")), (DEPARTMENT, N_("By department")), (PAIRINGS, N_("Pairings")), (LIST, N_("List")),
)  # fmt: skip
FIGURES = ("cold_decision_makers", "relationship_index")
GAPS_FROM_PX = 500
"""In a lower window the chart takes the room of the three columns below it."""
WORDS_FROM_PX = 1000
"""In a narrower room two buttons are icons with tooltips."""
HEAD_GAP = 10
FOLD_FROM = 400
"""A chart with more people opens with its deeper branches folded: thirty boxes say more than two thousand dots."""


class OrgChartRoom(Room):
    """One client's people."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {"contact", "reporting_line", "influence_line", "pairing", "visit", "promise", "client"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.board: Board | None = None
        self._way = LEVEL
        self._folded: frozenset[bytes] | None = None
        self._wanted = ""
        self._listed, self._is_whole = False, False
        self.count = Words("", ink="text2")
        self.badge = Badge()
        self.finder = FindField()
        self.ways = Segmented([(key, tr(label)) for key, label in WAYS])
        self.filter = RightFilter()
        self.print = Button(tr("Print"), icon="print", small=True)
        self.add = Button(tr("Add person"), icon="plus", small=True)
        for button in (self.print, self.add):
            button.setToolTip(button.text())
            button.setAccessibleName(button.text())
        self.face = ChartFace()
        self.pairings = SheetTable(PAIRING_COLUMNS)
        self.list = TreeTwin()
        self.empty = EmptyState(
            tr("Nobody of this client is on this desk yet."),
            tr("Add the first person you know, or import a list of people with their managers."),
            tr("Add person"), icon="plus",
        )  # fmt: skip
        self.gaps = GapLines()
        self.legend = LegendBar()
        self.desk = PersonDesk(context)
        self._arrange()
        self._connect()

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Show a client's chart; `argument` may be the id of a person, in hex."""
        if client_id != self.client_id:
            self._folded = None
        self._wanted = argument
        super().open(client_id, argument)

    def read_again(self) -> None:
        client_id, as_of, way, folded = self.client_id, self.context.as_of, self._chart_way(), self._folded
        if client_id is None:
            return

        def select(connection: Any) -> Board:
            page = org_chart.page(connection, client_id, as_of=as_of)
            hidden = folded if folded is not None else foldable(page) if len(page.people) > FOLD_FROM else frozenset()
            figures = {name: compute(name, connection, client_id=client_id, as_of=as_of) for name in FIGURES}
            return make_board(page, by=way, folded=hidden, figures=figures)

        self.context.jobs.read(select, self._show, owner=self, latest="board")

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self.face.view.set_client_safe(safe)
        self.list.set_client_safe(safe)
        self.pairings.set_client_safe(safe)
        self.legend.set_client_safe(safe)
        self.desk.set_client_safe(safe)
        self._give_way()
        self.filter.setVisible(not safe)
        self._place_gaps()
        self.face.update()

    def subject(self) -> Subject | None:
        key = self.face.view.current()
        return Subject(Contact.word, key) if key is not None else None

    def choose(self, key: bytes) -> None:
        """Choose a person in every view."""
        self.face.view.choose(key)
        self.list.choose(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_gaps()
        self._give_way()

    def _give_way(self) -> None:
        """In a narrow window buttons lose their words, then counts go; the ways to look stay whole."""
        roomy = self.width() >= WORDS_FROM_PX
        for button, words in ((self.print, tr("Print")), (self.add, tr("Add person"))):
            button.setText(words if roomy else "")
        self.count.setVisible(roomy)
        tools = sum(max(each.minimumWidth(), each.sizeHint().width()) + HEAD_GAP for each in self._tools)
        left = self.width() - 2 * MARGIN - tools
        wanted = bool(self.badge.text()) and not self.context.client_safe
        self.badge.setVisible(wanted and self.badge.sizeHint().width() + HEAD_GAP <= left)

    def _show(self, board: Board) -> None:
        """A room opened for the first time is painted empty, then with its chart, then with what is said of it."""
        shown = self.board if self._is_whole else None
        same = shown is not None and (shown.page.client_id, shown.by) == (board.page.client_id, board.by)
        steps = [partial(each, board, same=same) for each in (self._show_chart, self._show_words, self._show_person)]
        if shown is None:
            self.context.jobs.in_turns(steps, owner=self, latest="board")
        else:
            for step in steps:
                step()

    def _show_chart(self, board: Board, *, same: bool) -> None:
        self.board, self._folded = board, board.folded
        self.face.show_board(board, keep_place=same)
        if not same:
            self.face.view.setFocus()
        self._listed = False
        self.pairings.set_rows(pair_rows(board))
        self._turn()

    def _show_words(self, board: Board, *, same: bool) -> None:
        self.gaps.show_board(board)
        self.finder.show_board(board)
        people = board.page.people
        self.context.jobs.work(lambda: found_by(people), self.finder.take_words, owner=self, latest="words")
        self.legend.set_days(board.page.first_day, self.context.today, board.page.as_of)
        counted, warned = head_words(board)
        self.count.set_text(counted)
        self.badge.set_badge(warned, "late")
        self._give_way()

    def _show_person(self, board: Board, *, same: bool) -> None:
        self._is_whole = True
        self.desk.show_board(board)
        if self._wanted:
            self.choose(bytes.fromhex(self._wanted))
            self._wanted = ""
        elif not same and (first := first_look(board)) is not None:
            self.choose(first)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 20, 8)
        head.setSpacing(HEAD_GAP)
        head.addWidget(self.count)
        head.addWidget(self.badge)
        head.addStretch(1)
        self._tools = (self.finder, self.ways, self.filter, self.print, self.add)
        for tool in self._tools:
            head.addWidget(tool)
        self._faces = QStackedWidget()
        for face in (self.face, framed(self.pairings), framed(self.list), framed(self.empty, 16)):
            self._faces.addWidget(face)
        left = QVBoxLayout()
        left.setContentsMargins(20, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._faces, 1)
        left.addWidget(Line())
        left.addWidget(self.gaps)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(self.desk)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(Line())
        lines.addLayout(across, 1)
        lines.addWidget(Line())
        lines.addWidget(self.legend)

    def _connect(self) -> None:
        view = self.face.view
        self.ways.chosen.connect(self._on_way)
        self.filter.right_chosen.connect(view.set_right)
        self.print.clicked.connect(self._on_print)
        self.add.clicked.connect(lambda: self.desk.add_person(view.current()))
        self.empty.asked.connect(lambda: self.desk.add_person(None))
        self.face.all_asked.connect(self._on_all)
        view.fold_asked.connect(self._on_fold)
        view.menu_asked.connect(self.desk.show_menu)
        for source in (view, self.list):
            source.chosen.connect(self._on_chosen)
            source.opened.connect(self.desk.edit_person)
        self.pairings.row_chosen.connect(lambda row: self._on_chosen(row.id if row else None))
        self.pairings.row_opened.connect(lambda row: self.desk.edit_person(row.id))
        self.finder.found.connect(view.set_found)
        self.finder.went_to.connect(self.choose)
        self.legend.day_chosen.connect(self.context.show_day)
        self.desk.history_asked.connect(lambda key: self.command_asked.emit("history", Subject(Contact.word, key)))
        self.desk.visit_asked.connect(lambda key: self.command_asked.emit("plan_visit", (self.client_id, key)))
        QShortcut(QKeySequence.StandardKey.Find, self, self.finder.setFocus)

    def _turn(self) -> None:
        """Bring the chosen way to the front; without people the empty state."""
        people = self.board is not None and bool(self.board.page.people)
        at = {PAIRINGS: 1, LIST: 2}.get(self._way, 0) if people else 3
        if at == 2:
            self._fill_list()
        self._faces.setCurrentIndex(at)
        self._place_gaps()

    def _fill_list(self) -> None:
        """The list is made when it is first looked at: with thousands of people it takes a moment."""
        if not self._listed and self.board is not None:
            self._listed = True
            self.list.show_board(self.board)
            if (key := self.face.view.current()) is not None:
                self.list.choose(key)

    def _place_gaps(self) -> None:
        chart = self._way in {LEVEL, DEPARTMENT} and self.board is not None and bool(self.board.page.people)
        self.gaps.setVisible(chart and not self.context.client_safe and self.height() >= GAPS_FROM_PX)

    def _chart_way(self) -> str:
        return DEPARTMENT if self._way == DEPARTMENT else LEVEL

    def _on_way(self, way: str) -> None:
        self._way = way
        if self.board is not None and self._chart_way() != self.board.by:
            self._again(self._folded)
        self._turn()

    def _on_chosen(self, key: bytes | None) -> None:
        if key is not None:
            self.choose(key)
        self.desk.show_person(key)

    def _on_fold(self, key: bytes) -> None:
        self._again((self._folded or frozenset()) ^ {key})

    def _on_all(self, fold: bool) -> None:  # noqa: FBT001  (a Qt slot)
        if self.board is not None:
            self._again(foldable(self.board.page) if fold else frozenset())

    def _again(self, folded: frozenset[bytes] | None) -> None:
        """Lay the same page out anew, in a worker."""
        if self.board is None:
            return
        page, figures, way = self.board.page, self.board.figures, self._chart_way()
        self._folded = folded
        self.context.jobs.work(
            lambda: make_board(page, by=way, folded=folded or frozenset(), figures=figures),
            self._show,
            owner=self,
            latest="board",
        )

    def _on_print(self) -> None:
        if self.board is not None:
            ask_and_print(self, self.context, self.board)

    def _on_as_of_changed(self, day: date) -> None:
        self.legend.set_days(self.board.page.first_day if self.board else None, self.context.today, day)
        super()._on_as_of_changed(day)
