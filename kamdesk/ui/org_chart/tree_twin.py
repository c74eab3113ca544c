"""The chart as a list with branches: everything the boxes show in words, for the keyboard and for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)  # fmt: skip

from kamdesk.base.words import N_, commas, tr
from kamdesk.reads.org_chart import Person
from kamdesk.records.contacts import LEVELS, RIGHTS, SUPPORTS
from kamdesk.ui.kit.fonts import scaled
from kamdesk.ui.kit.strokes import Script, draw_text, hairline
from kamdesk.ui.kit.theme import brush
from kamdesk.ui.org_chart.board import Board, cold, name_of
from kamdesk.ui.org_chart.lettering import contact_text

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_INK = int(Qt.ItemDataRole.ForegroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)

_PRIVATE = frozenset({4, 5, 6, 7})
"""Columns the client may not see."""


class TreeModel(QAbstractItemModel):
    """People under their manager; assistants after the reports. Rows name what is wrong with a line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board: Board | None = None
        self._order: list[bytes] = []
        self._place: dict[bytes, tuple[int, int]] = {}
        self._below: dict[bytes | None, tuple[bytes, ...]] = {None: ()}
        self.client_safe = False

    def show_board(self, board: Board) -> None:
        """Show the whole tree of a board, folded branches included."""
        self.beginResetModel()
        self._board, tree = board, board.tree
        self._below = {key: tree.under.get(key, ()) + tree.beside.get(key, ()) for key in tree.posts}
        self._below[None] = tree.roots
        self._order = list(tree.posts)
        number = {key: at for at, key in enumerate(self._order)}
        self._place = {key: (row, number[key]) for below in self._below.values() for row, key in enumerate(below)}
        self.endResetModel()

    def key_at(self, index: Index) -> bytes | None:
        """The person of an index."""
        return self._order[index.internalId()] if index.isValid() else None

    def index_of(self, key: bytes) -> QModelIndex:
        """Where a person stands."""
        if key not in self._place:
            return QModelIndex()
        row, number = self._place[key]
        return self.createIndex(row, 0, number)

    def index(self, row: int, column: int, parent: Index = _NOTHING) -> QModelIndex:
        below = self._below.get(self.key_at(parent), ())
        if not (0 <= row < len(below) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, self._place[below[row]][1])

    def parent(self, child: Index = _NOTHING) -> QModelIndex:  # type: ignore[override]  # (Qt has two parents)
        key = self.key_at(child)
        manager = self._board.tree.manager.get(key) if self._board is not None and key is not None else None
        return QModelIndex() if manager is None else self.index_of(manager)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.column() > 0 else len(self._below.get(self.key_at(parent), ()))

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        return tr(COLUMNS[section][0]) if role == _DISPLAY and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        key = self.key_at(index)
        if key is None or self._board is None:
            return None
        person = self._board.people[key]
        if role == _DISPLAY:
            return self._text(person, index.column())
        if role == _ACCESSIBLE:
            return commas(self._text(person, at) for at in range(len(COLUMNS)))
        if role == _INK and index.column() == 7 and cold(person, self._board.page):
            return brush("late")
        return None

    def _text(self, person: Person, column: int) -> str:
        assert self._board is not None
        return "" if self.client_safe and column in _PRIVATE else COLUMNS[column][1](person, self._board)


class TreeTwin(QTreeView):
    """The list view of the room.

    Signals:
        chosen: the person chosen (id), or None.
        opened: Enter or a double click on a person (id).
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree_model = TreeModel(self)
        self.setModel(self.tree_model)
        self.setObjectName("table")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("People by reporting line"))
        self.setIndentation(18)
        self.setItemDelegate(_Row(self))
        self.setHeader(_Head(self))
        self.doubleClicked.connect(lambda index: self.opened.emit(self.tree_model.key_at(index)))

    def show_board(self, board: Board) -> None:
        """Show a board with every branch open; the person chosen stays chosen."""
        before = self.tree_model.key_at(self.currentIndex())
        self.tree_model.show_board(board)
        self.expandAll()
        for at, (_label, _text, width) in enumerate(COLUMNS):
            self.setColumnWidth(at, scaled(width))
        if before is not None:
            self.choose(before)

    def choose(self, key: bytes) -> None:
        """Choose a person."""
        index = self.tree_model.index_of(key)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Take private columns away, or bring them back."""
        self.tree_model.client_safe = safe
        for at in _PRIVATE:
            self.setColumnHidden(at, safe)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.tree_model.key_at(self.currentIndex()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.tree_model.key_at(self.currentIndex())
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and key is not None:
            self.opened.emit(key)
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """Rows as high as in every table, a hairline under each."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), scaled(26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        box = QRectF(option.rect)
        hairline(painter, box.left(), box.bottom() - 0.5, box.width())


class _Head(QHeaderView):
    """Small grey words and a hairline, as over every table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setStretchLastSection(True)

    def sizeHint(self) -> QSize:
        return QSize(0, scaled(24))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        draw_text(painter, QRectF(rect).adjusted(6, 0, -6, -1), words, Script("small", "text3"))
        hairline(painter, rect.left(), rect.bottom(), rect.width())


def _line_text(person: Person, board: Board) -> str:
    tree = board.tree
    if person.id in tree.circles:
        return tr("on a circle of managers")
    if person.id in tree.orphans:
        return tr("manager not known")
    return tr("assists") if any(person.id in below for below in tree.beside.values()) else ""


def _choice(choices: dict[str, str], value: str) -> str:
    return tr(choices.get(value, value))


COLUMNS: tuple[tuple[str, Callable[[Person, Board], str], int], ...] = (
    (N_("Name"), lambda one, _board: tr("vacant") if one.is_vacant else name_of(one), 190),
    (N_("Post"), lambda one, _board: one.post, 130),
    (N_("Department"), lambda one, _board: one.department, 84),
    (N_("Level"), lambda one, _board: _choice(LEVELS, one.level), 66),
    (N_("Decision rights"), lambda one, _board: commas(_choice(RIGHTS, right) for right in one.rights), 136),
    (N_("Support"), lambda one, _board: _choice(SUPPORTS, one.support), 62),
    (N_("Coverage"), lambda one, _board: "" if one.is_vacant else str(one.coverage), 64),
    (N_("Last contact"), lambda one, board: contact_text(one, board.page), 78),
    (N_("Reporting line"), _line_text, 140),
)
