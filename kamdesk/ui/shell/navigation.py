"""The column of rooms at the left: names or only icons, counts, pinned and last opened clients, who sits here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.ui.kit.fonts import scaled, text_width
from kamdesk.ui.kit.icons import pixmap
from kamdesk.ui.kit.marks import paint_mark
from kamdesk.ui.kit.strokes import RIGHT, Script, draw_text
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.kit.words_block import Words
from kamdesk.ui.shell.rooms import RoomPlace

WIDE, NARROW = 168, 48
PINS_MAX = 8


class NavigationItem(QAbstractButton):
    """A room in the column."""

    def __init__(self, place: RoomPlace) -> None:
        super().__init__()
        self.place = place
        self.folded = False
        self.count = 0
        self.setText(tr(place.label))
        self.setToolTip(self.text())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Show how many wait there; none shows nothing."""
        self.count = count
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, scaled(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush("accent_bg" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        if self.hasFocus():
            painter.setPen(pen("accent", 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        ink = "accent" if chosen else "text2"
        picture = pixmap(self.place.icon, ink, 16, self.devicePixelRatioF())
        painter.drawPixmap(8, (self.height() - 16) // 2, picture)
        if self.folded:
            return
        words = QRectF(32, 0, self.width() - 40, self.height())
        draw_text(painter, words, self.text(), Script("body_bold" if chosen else "body", ink))
        if self.count:
            draw_text(painter, words, str(self.count), Script("small", "accent" if chosen else "text3", RIGHT))


class PinItem(QAbstractButton):
    """A client kept at hand, with the mark of its worst state."""

    def __init__(self, client_id: bytes, name: str, mark: str = "") -> None:
        super().__init__()
        self.client_id, self._mark = client_id, mark
        self.setText(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, scaled(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            painter.setPen(pen("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(brush("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 0, -1, -1), 5, 5)
        draw_text(painter, QRectF(8, 0, self.width() - 32, self.height()), self.text(), Script("small", "text2"))
        if self._mark:
            paint_mark(painter, self._mark, QRectF(self.width() - 20, 0, 12, self.height()))


class Navigation(QWidget):
    """The column.

    Signals:
        room_asked: the name of a room.
        client_asked: the id of a client.
        person_asked: the foot was pressed.
    """

    room_asked = Signal(str)
    client_asked = Signal(object)
    person_asked = Signal()

    def __init__(self, places: Sequence[RoomPlace], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folded = False
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 48, 9, 12)
        lines.setSpacing(0)
        self.items: dict[str, NavigationItem] = {}
        for place in places:
            item = NavigationItem(place)
            item.clicked.connect(lambda _checked=False, name=place.name: self.room_asked.emit(name))
            self.items[place.name] = item
            lines.addWidget(item)
        self._pins = QWidget()
        self._pin_lines = QVBoxLayout(self._pins)
        self._pin_lines.setContentsMargins(0, 14, 0, 0)
        self._pin_lines.setSpacing(0)
        lines.addWidget(self._pins)
        lines.addStretch(1)
        self.person = PersonFoot()
        self.person.clicked.connect(self.person_asked)
        lines.addWidget(self.person)
        self.setFixedWidth(WIDE)

    @property
    def is_folded(self) -> bool:
        """Whether only icons are shown."""
        return self._folded

    def fold(self, folded: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Show only icons, or names again."""
        self._folded = folded
        self.setFixedWidth(NARROW if folded else WIDE)
        self._pins.setVisible(not folded)
        self.person.folded = folded
        for item in self.items.values():
            item.folded = folded
            item.update()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Take away what leads to other clients, or bring it back."""
        for item in self.items.values():
            item.setVisible(not safe)
        self._pins.setVisible(not safe and not self._folded)
        self.person.setEnabled(not safe)

    def show_room(self, name: str) -> None:
        """Mark the room that is open."""
        for each, item in self.items.items():
            item.setChecked(each == name)

    def show_pins(self, groups: Sequence[tuple[str, Sequence[tuple[bytes, str, str]]]]) -> None:
        """Show clients at hand, in groups of (heading, [(id, name, mark)])."""
        while (taken := self._pin_lines.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.deleteLater()
        for heading, pins in groups:
            if not pins:
                continue
            self._pin_lines.addWidget(_Heading(heading))
            for client_id, name, mark in pins[:PINS_MAX]:
                item = PinItem(client_id, name, mark)
                item.clicked.connect(lambda _checked=False, wanted=client_id: self.client_asked.emit(wanted))
                self._pin_lines.addWidget(item)
            self._pin_lines.addSpacing(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("side"))
        painter.setPen(pen("line"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        picture = pixmap("kamdesk", "accent", 18, self.devicePixelRatioF())
        painter.drawPixmap(16, 15, picture)
        if not self._folded:
            draw_text(painter, QRectF(42, 12, 110, 24), "KAMDesk", Script("body_bold"))


class _Heading(Words):
    """A small grey heading over pins."""

    def __init__(self, text: str) -> None:
        super().__init__("", role="tiny", ink="text3")
        self.set_text(text)
        self.setContentsMargins(8, 0, 0, 0)
        self.setFixedHeight(scaled(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_text(QPainter(self), QRectF(8, 0, self.width() - 8, scaled(18)), self.text(), Script("tiny", "text3"))


class PersonFoot(QAbstractButton):
    """Who sits here, at the foot of the column."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = False
        self._post = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_person(self, name: str, post: str) -> None:
        """Show a name and what this person is."""
        self._post = post
        self.setText(name)
        self.setToolTip(f"{name}\n{post}")
        self.updateGeometry()

    def needed_width(self) -> int:
        """How wide the longer line is."""
        return int(max(text_width(self.text(), "small_bold"), text_width(self._post, "small")) + 16)

    def sizeHint(self) -> QSize:
        return QSize(100, scaled(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(pen("line"))
        painter.drawLine(0, 0, self.width(), 0)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect().adjusted(0, 4, 0, 0), brush("hover"))
        if self.folded:
            picture = pixmap("people", "text2", 16, self.devicePixelRatioF())
            painter.drawPixmap(8, (self.height() - 12) // 2, picture)
            return
        draw_text(painter, QRectF(8, 8, self.width() - 16, scaled(17)), self.text(), Script("small_bold"))
        second = QRectF(8, 8 + scaled(17), self.width() - 16, scaled(17))
        draw_text(painter, second, self._post, Script("small", "text2"))
