"""The instalment calendar, painted: weeks × days, chips with amounts, sums at the right, today framed."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kamdesk.base.money import Money
from kamdesk.base.scripts import has_han
from kamdesk.base.show import amount_text, day_text, money_text, weekday_text
from kamdesk.base.words import N_, commas, tr
from kamdesk.ui.kit.fonts import scaled, text_width
from kamdesk.ui.kit.marks import MARK_PX, paint_mark
from kamdesk.ui.kit.strokes import LEFT, RIGHT, Script, draw_text, hairline
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.payments.calendar_weeks import Chip, Day, Weeks

KINDS = {
    "late": ("late", "late_bg", "late", False),
    "missed": ("late", "", "late", True),
    "promised": ("wait", "", "wait", True),
    "due": ("text", "accent_bg", "", False),
    "received": ("fine", "", "fine", False),
}
"""Chip → its ink, its ground, its mark, whether it has an edge."""

WORDS = {
    "late": N_("overdue"),
    "missed": N_("promise not kept"),
    "promised": N_("promised"),
    "due": N_("due"),
    "received": N_("received"),
}
LOW_PX = 36
"""A row under this height shows the number of a day or its amount, not both."""
WEEK_PX, SUM_PX, WEEKEND_PX, HEAD_PX = 50, 72, 24, 20
AROUND_PX = 13
"""What stands beside the words of a chip in its cell."""


class CalendarFace(QWidget):
    """One currency's calendar.

    Signals:
        day_chosen: a day was chosen (date), or None when it was left.
    """

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks: Weeks | None = None
        self._today = date.min
        self._chosen: date | None = None
        self._weekend = (WEEKEND_PX, WEEKEND_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(440, scaled(410))

    def show_weeks(self, weeks: Weeks | None, today: date) -> None:
        """Show a calendar; the day shown is framed."""
        self._weeks, self._today = weeks, today
        self._weekend = (self._needed(5), self._needed(6))
        self.setAccessibleName(self.text())
        self.update()

    def chosen(self) -> date | None:
        """The day chosen."""
        return self._chosen

    def choose(self, day: date | None) -> None:
        """Choose a day, or the same again to leave it."""
        self._chosen = None if day == self._chosen else day
        self.update()
        self.day_chosen.emit(self._chosen)

    def text(self) -> str:
        """The chips in words, for readers and tests."""
        if self._weeks is None:
            return ""
        days = [day for week in self._weeks.weeks for day in week if day.chips]
        return "; ".join(f"{day_text(day.day)} {', '.join(map(self._said, day.chips))}" for day in days)

    def sizeHint(self) -> QSize:
        return QSize(560, 440)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._weeks is None:
            return
        for at in range(7):
            box = self._cell(-1, at)
            name = weekday_text(self._weeks.weeks[0][at].day)
            if text_width(name, "tiny") + 4 > box.width():
                name = name[-1:] if has_han(name) else name[:1]
            draw_text(painter, box.adjusted(4, 0, 0, 0), name, Script("tiny", "text3"))
        sums = QRectF(self.width() - SUM_PX, 0, SUM_PX, HEAD_PX)
        draw_text(painter, sums, tr("due"), Script("tiny", "text3", RIGHT))
        self._paint_row(painter, 0, tr("before"), sum(amount for _day, amount in self._weeks.before))
        self._paint_far(painter, 0, self._weeks.before, "late")
        for row, (week, amount) in enumerate(zip(self._weeks.weeks, self._weeks.sums, strict=True), 1):
            for at, day in enumerate(week):
                self._paint_day(painter, self._cell(row, at), day, is_weekend=at > 4)
            self._paint_row(painter, row, day_text(week[0].day, self._today), amount)
        last = len(self._weeks.weeks) + 1
        self._paint_row(painter, last, tr("after"), sum(amount for _day, amount in self._weeks.after))
        self._paint_far(painter, last, self._weeks.after, "due")

    def _paint_row(self, painter: QPainter, row: int, name: str, amount: int) -> None:
        box = self._row(row)
        hairline(painter, 0, box.top(), self.width())
        draw_text(painter, QRectF(0, box.top(), WEEK_PX, box.height()), name, Script("tiny", "text2", LEFT))
        if amount:
            words = QRectF(self.width() - SUM_PX, box.top(), SUM_PX, box.height())
            draw_text(painter, words, self._amount(amount), Script("small", "text", RIGHT))

    def _paint_far(self, painter: QPainter, row: int, days: list[tuple[date, int]], kind: str) -> None:
        """Days outside the weeks: one chip each while there is room, the rest counted."""
        box = self._row(row)
        x, right = WEEK_PX + 4.0, self.width() - SUM_PX - 4
        for at, (day, amount) in enumerate(days):
            words = commas((day_text(day, self._today), self._amount(amount)))
            if kind == "late":
                words = tr("{words}, {n} d", words=words, n=(self._today - day).days)
            width = text_width(words, "tiny") + 14 + (MARK_PX + 3 if KINDS[kind][2] else 0)
            more = tr("{n} more", n=len(days) - at)
            if x + width > right - (text_width(more, "tiny") + 8 if at + 1 < len(days) else 0):
                draw_text(painter, QRectF(x, box.top(), right - x, box.height()), more, Script("tiny", "text2", LEFT))
                return
            self._paint_chip(painter, QRectF(x, box.center().y() - 9.5, width, 19), kind, words)
            x += width + 6

    def _paint_day(self, painter: QPainter, box: QRectF, day: Day, *, is_weekend: bool) -> None:
        if is_weekend:
            painter.fillRect(box.adjusted(0, 1, 0, 0), brush("band"))
        if day.day == self._chosen:
            painter.fillRect(box.adjusted(0, 1, 0, 0), brush("accent_bg"))
        low = box.height() < LOW_PX
        number = QRectF(box.left() + 4, box.top() + 2, box.width() - 8, 14)
        if low and day.chips:  # no room for both: the amount says more than the number of the day
            room = QRectF(box.left() + 3, box.center().y() - 9, box.width() - 6, 19)
            self._paint_chip(painter, room, day.chips[0].kind, self._amount(day.chips[0].amount))
            self._frame(painter, box, day)
            return
        draw_text(painter, number, str(day.day.day), Script("tiny", "text3", LEFT))
        late = tr("{n} d", n=day.late_days) if day.late_days else ""
        says_late = bool(late) and text_width(f"{day.day.day}  {late}", "tiny") <= number.width()
        if says_late:
            draw_text(painter, number, late, Script("tiny", "late", RIGHT))
        if day.chips:
            chip, *more = day.chips
            room = QRectF(box.left() + 3, box.bottom() - 22, box.width() - 6, 19)
            words = self._amount(chip.amount) if box.width() > WEEKEND_PX else ""
            longer = f"{words} +{len(more)}"
            if more and text_width(longer, "tiny") + 6 <= room.width():
                words = longer
            mark = KINDS[chip.kind][2]
            if mark and not says_late and not _has_room(room, words):  # a state is never colour alone
                paint_mark(painter, mark, QRectF(number.right() - MARK_PX, number.top(), MARK_PX, number.height()))
            self._paint_chip(painter, room, chip.kind, words)
        self._frame(painter, box, day)

    def _frame(self, painter: QPainter, box: QRectF, day: Day) -> None:
        if day.day == self._today:
            painter.setPen(pen("text", 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 1, -0.5, -0.5))

    def _paint_chip(self, painter: QPainter, box: QRectF, kind: str, words: str) -> None:
        ink, ground, mark, edge = KINDS[kind]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(ink, 1.0) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(brush(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.restore()
        inner = box.adjusted(3, 0, -2, 0)
        if mark and _has_room(box, words):
            paint_mark(painter, mark, QRectF(inner.left(), inner.top(), MARK_PX, inner.height()))
            inner.setLeft(inner.left() + MARK_PX + 3)
        draw_text(painter, inner, words, Script("tiny", ink, LEFT))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(QPointF(event.pos()))
            words = "\n".join(map(self._said, day.chips)) if day else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position())
        if day is not None:
            self.choose(day.day if day.chips else self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = next((days for key, days in steps.items() if key == event.key()), None)
        if event.key() == Qt.Key.Key_Escape and self._chosen is not None:
            self.choose(self._chosen)
        elif step is None or self._weeks is None:
            super().keyPressEvent(event)
        else:
            there = (self._chosen or self._today) + timedelta(days=step if self._chosen else 0)
            first, last = self._weeks.weeks[0][0].day, self._weeks.weeks[-1][-1].day
            if first <= there <= last:
                self.choose(there)

    def _day_at(self, place: QPointF) -> Day | None:
        if self._weeks is None:
            return None
        for row, week in enumerate(self._weeks.weeks, 1):
            for at, day in enumerate(week):
                if self._cell(row, at).contains(place):
                    return day
        return None

    def _row(self, row: int) -> QRectF:
        """Row 0 stands for what lies before, the last for what comes after."""
        assert self._weeks is not None
        height = (self.height() - HEAD_PX) / (len(self._weeks.weeks) + 2)
        return QRectF(0, HEAD_PX + row * height, self.width(), height)

    def _cell(self, row: int, at: int) -> QRectF:
        room = self.width() - WEEK_PX - SUM_PX
        ends = [min(needed, room / 7) for needed in self._weekend]
        widths = [(room - sum(ends)) / 5] * 5 + ends
        box = self._row(row) if row >= 0 else QRectF(0, 0, 0, HEAD_PX)
        return QRectF(WEEK_PX + sum(widths[:at]), box.top(), widths[at], box.height())

    def _needed(self, at: int) -> int:
        """A day of the weekend is as narrow as its number, or as wide as the largest amount that falls on it."""
        days = [week[at] for week in self._weeks.weeks] if self._weeks is not None else []
        wide = max((text_width(self._amount(day.chips[0].amount), "tiny") for day in days if day.chips), default=0.0)
        return int(wide) + AROUND_PX if wide else WEEKEND_PX

    def _said(self, chip: Chip) -> str:
        assert self._weeks is not None
        money = money_text(Money(chip.amount, self._weeks.currency))
        return f"{tr(WORDS[chip.kind])} {money}" + (f" ({chip.count})" if chip.count > 1 else "")

    def _amount(self, minor: int) -> str:
        assert self._weeks is not None
        return amount_text(Money(minor, self._weeks.currency))


def _has_room(box: QRectF, words: str) -> bool:
    """Whether a chip's mark stands before its words; alone it always does."""
    return not words or box.width() - 5 >= text_width(words, "tiny") + MARK_PX + 3


class CalendarLegend(QWidget):
    """What the chips mean, and all that is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = ""
        self.setFixedHeight(24)

    def show_total(self, total: str) -> None:
        """Say the sum of all weeks."""
        self._total = total
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for kind in ("late", "promised", "missed", "received"):
            ink, _ground, mark, edge = KINDS[kind]
            paint_mark(painter, mark, QRectF(x, 6, MARK_PX, MARK_PX))
            if edge and kind == "missed":
                painter.setPen(pen(ink, 1.0))
                painter.drawRoundedRect(QRectF(x - 3.5, 3.5, 19, 17), 3, 3)
            words = tr(WORDS[kind])
            draw_text(painter, QRectF(x + 18, 0, 200, 24), words, Script("small", "text2", LEFT))
            x += 18 + text_width(words, "small") + 12
        sums = QRectF(self.width() - SUM_PX, 0, SUM_PX, 24)
        draw_text(painter, sums, self._total, Script("body_bold", "text", RIGHT))
        room = QRectF(x, 0, self.width() - SUM_PX - 8 - x, 24)
        draw_text(painter, room, tr("open, all weeks"), Script("small", "text2", RIGHT))
