"""The list of what waits: in parts, worst first; below, what was answered and is not at the office yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kamdesk.base.show import moment_here_text
from kamdesk.base.words import tr
from kamdesk.operations.tray import Answered
from kamdesk.operations.tray_cards import Card
from kamdesk.ui.kit.fonts import line_height, scaled
from kamdesk.ui.kit.marks import paint_mark
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.tray.wording import HEADINGS, MARKS, second_line, title

Index = QModelIndex | QPersistentModelIndex
WIDTH = 292
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a heading, a card to review, or an answer."""

    words: str
    second: str = ""
    mark: str = ""
    card: Card | None = None
    answered: Answered | None = None

    @property
    def item_id(self) -> bytes:
        """Of a card; empty for a heading."""
        return self.card.item.item_id if self.card else b""


def entries(cards: Sequence[Card], answered: Sequence[Answered]) -> list[Entry]:
    """The lines of the list."""
    found: list[Entry] = []
    for kinds, heading in HEADINGS:
        part = sorted((card for card in cards if card.item.kind in kinds), key=lambda card: card.item.made_at)
        if part and heading:
            found.append(Entry(tr(heading)))
        found += [Entry(title(card), second_line(card), MARKS[card.item.kind], card) for card in part]
    if answered:
        found.append(Entry(tr("Answered, not at the office yet")))
        found += [Entry(title(each.card), _said(each), "fine", each.card, each) for each in answered]
    return found


def _said(answered: Answered) -> str:
    time = moment_here_text(answered.at, answered.card.around.today)
    return tr("you kept theirs, {time}", time=time) if answered.kept_theirs else tr("you took yours, {time}", time=time)


class ItemList(QListView):
    """Up and down move; headings are stepped over.

    Signals:
        entry_chosen: an Entry, or None.
        key_pressed: a letter or digit pressed while the list has the focus.
        entry_opened: Enter or a double click.
    """

    entry_chosen = Signal(object)
    key_pressed = Signal(str)
    entry_opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("table")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._entries = _Entries(self)
        self._painter = _EntryDelegate()
        self.setModel(self._entries)
        self.setItemDelegate(self._painter)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.entry_chosen.emit(self._at(now.row())))
        self.doubleClicked.connect(lambda _index: self.entry_opened.emit())

    def set_entries(self, found: Sequence[Entry]) -> None:
        """Show these lines; the chosen one stays chosen, else the one in its place is."""
        before, row = self.current(), self.currentIndex().row()
        self._entries.show(found)
        ids = [entry.item_id for entry in found]
        if (
            before is not None
            and before.item_id in ids
            and (before.answered is not None) == (found[ids.index(before.item_id)].answered is not None)
        ):
            row = ids.index(before.item_id)
        self._go(max(row, 0), 1) or self._go(len(found) - 1, -1)
        if self.current() is None:
            self.entry_chosen.emit(None)

    def current(self) -> Entry | None:
        """The chosen line."""
        return self._at(self.currentIndex().row())

    def shown(self) -> list[Entry]:
        """All lines."""
        return list(self._entries.entries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter, row = event.text().upper(), self.currentIndex().row()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and (event.key() == Qt.Key.Key_Down or letter == "J"):
            self._go(row + 1, 1)
        elif plain and (event.key() == Qt.Key.Key_Up or letter == "K"):
            self._go(row - 1, -1)
        elif plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entry_opened.emit()
        elif plain and len(letter) == 1 and letter.isalnum():
            self.key_pressed.emit(letter)
        else:
            super().keyPressEvent(event)

    def _at(self, row: int) -> Entry | None:
        found = self._entries.entries
        return found[row] if 0 <= row < len(found) and found[row].card else None

    def _go(self, row: int, step: int) -> bool:
        """Choose the next line from here that is no heading."""
        while 0 <= row < self._entries.rowCount():
            if self._at(row) is not None:
                self.setCurrentIndex(self._entries.index(row))
                return True
            row += step
        return False


class _Entries(QAbstractListModel):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, found: Sequence[Entry]) -> None:
        """Hold other lines."""
        self.beginResetModel()
        self.entries = list(found)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_heading = self.entries[index.row()].card is None
        return Qt.ItemFlag.NoItemFlags if is_heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _DISPLAY) -> str | None:
        entry = self.entries[index.row()]
        if role in (_DISPLAY, _TOOLTIP):
            return f"{entry.words}\n{entry.second}" if entry.second else entry.words
        return None


class _EntryDelegate(QStyledItemDelegate):
    """Paints headings and two-line rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, _Entries)
        return QSize(WIDTH, scaled(53 if model.entries[index.row()].card else 40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Entries)
        entry = model.entries[index.row()]
        box = QRectF(option.rect)
        if entry.card is None:
            draw_text(painter, box.adjusted(20, 8, -12, 0), entry.words, Script("small", "text2"))
            return
        self._ground(painter, option, box)
        paint_mark(painter, entry.mark, QRectF(box.left() + 20, box.top() + 8, 12, line_height("body")))
        first = QRectF(box.left() + 40, box.top() + 7, box.width() - 52, line_height("body"))
        draw_text(painter, first, entry.words, Script("body", middle=True))
        second = QRectF(first.left(), first.bottom() - 1, first.width(), line_height("small"))
        draw_text(painter, second, entry.second, Script("small", "text2"))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, brush("accent_bg"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), brush("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, brush("hover"))
        painter.setPen(pen("line"))
        painter.drawLine(int(box.left()), int(box.bottom() - 0.5), int(box.right()), int(box.bottom() - 0.5))
