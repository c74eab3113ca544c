"""The rail: promises both ways with their days, and the line of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kamdesk.base.show import amount_text, day_text
from kamdesk.base.words import N_, tr
from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Figure
from kamdesk.reads.client_page import PromiseRow, promise_rows
from kamdesk.reads.timeline import Event, timeline
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.fonts import line_height
from kamdesk.ui.kit.promise_columns import promise_columns
from kamdesk.ui.kit.sheet_table import TWO_LINES, SheetTable
from kamdesk.ui.kit.sheets import SheetHead
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, colour, pen
from kamdesk.ui.kit.words_block import Words

WIDTH, PROMISES_MAX, EVENTS_BELOW = 276, 5, 8
WIDEST = (1 << 24) - 1
"""Qt's own limit of a width: not bounded."""

_SAID = {
    "visit": N_("Visit: {text}"), "planned": N_("Planned: {text}"), "receipt": N_("Received {amount}, {text}"),
    "shipped": N_("Shipped: {text}"), "kept": N_("Promise kept: {text}"), "broken": N_("Promise broken: {text}"),
    "need": N_("Need: {text}"), "note": N_("Note: {text}"), "request": N_("Request: {text}"),
    "closed": N_("Request closed: {text}"),
}  # fmt: skip
_FILLED = frozenset({"visit", "planned"})
_PRIVATE = frozenset({"note", "planned"})


@dataclass(frozen=True, slots=True)
class RailView:
    """What the rail shows."""

    promises: tuple[PromiseRow, ...]
    kept: Figure
    events: tuple[Event, ...]


class Rail(QWidget):
    """The rail.

    Signals:
        promise_opened: a PromiseRow.
        why_asked: a Figure.
    """

    promise_opened = Signal(object)
    why_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.promises_head = SheetHead(tr("Promises"))
        self.promises = SheetTable(promise_columns(context.today), height=TWO_LINES, flush=True, header=False)
        self.promises.row_opened.connect(self.promise_opened)
        self.none = Words(tr("No open promise."), role="small", ink="text2")
        self.line = Timeline()
        self.line_head = SheetHead(tr("Timeline"))
        lines = QVBoxLayout(self)
        lines.setSpacing(4)
        self.stand(below=False)
        for widget in (self.promises_head, self.promises, self.none):
            lines.addWidget(widget)
        lines.addSpacing(10)
        lines.addWidget(self.line_head)
        lines.addWidget(self.line, 1)

    def stand(self, *, below: bool) -> None:
        """Beside the page in a column of its own, or below it as wide as the page."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(*((0, 16, 0, 8) if below else (18, 0, 20, 0)))
        self.setMinimumWidth(0 if below else WIDTH)
        self.setMaximumWidth(WIDEST if below else WIDTH)
        self.line.setMinimumHeight(EVENTS_BELOW * _step() if below else 0)

    @staticmethod
    def gather(connection: Any, client_id: bytes, as_of: date) -> RailView:
        """Everything the rail shows; runs in a reader."""
        return RailView(
            promise_rows(connection, client_id),
            compute("promises_kept", connection, client_id=client_id, as_of=as_of),
            timeline(connection, client_id, as_of=as_of),
        )

    def show_view(self, view: RailView) -> None:
        """Fill the rail."""
        self.promises.set_rows(view.promises[:PROMISES_MAX])
        self.promises.fit_height()
        self.none.setVisible(not view.promises)
        kept = view.kept.value or {}
        safe = self.context.client_safe
        if kept and not safe:
            ours, theirs = kept.get("ours", _NONE), kept.get("theirs", _NONE)
            self.promises_head.source.set_text(
                tr("kept: ours {a} of {b}, theirs {c} of {d}", a=ours["kept"], b=ours["of"], c=theirs["kept"],
                   d=theirs["of"])
            )  # fmt: skip
        else:
            self.promises_head.source.set_text("")
        events = [event for event in view.events if not (safe and event.kind in _PRIVATE)]
        self.line.show_events(events, self.context.today)
        self.line_head.setVisible(bool(events))


_NONE = {"kept": 0, "of": 0}


def event_text(event: Event) -> str:
    """What an event says."""
    amount = amount_text(event.amount) if event.amount is not None else ""
    return tr(_SAID[event.kind], text=event.text, amount=amount).rstrip(" :,：，")


class Timeline(QWidget):
    """As many events as find room, one under the other on a thin line; our visits are filled dots."""

    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[Event, ...] = ()
        self._today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def show_events(self, events: Sequence[Event], today: date) -> None:
        """Show events, newest first."""
        self._events, self._today = tuple(events), today
        self.setAccessibleName("; ".join(event_text(event) for event in events))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, len(self._events) * _step())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._events[: max(0, self.height() // _step())]
        if len(shown) > 1:
            painter.setPen(pen("line2", 1.0))
            painter.drawLine(QPointF(5.5, 12), QPointF(5.5, (len(shown) - 1) * _step() + 12))
        for at, each in enumerate(shown):
            top = at * _step()
            filled = each.kind in _FILLED
            painter.setPen(QPen(colour("accent" if filled else "text3"), 1.5))
            painter.setBrush(brush("accent" if filled else "window"))
            painter.drawEllipse(QPointF(5.5, top + 12), 3.5, 3.5)
            day = tr("today") if each.day == self._today else day_text(each.day, self._today)
            first = QRectF(18, top + 4, self.width() - 18, line_height("tiny"))
            draw_text(painter, first, day, Script("small", "text3"))
            second = QRectF(18, first.bottom() - 1, self.width() - 18, line_height("small"))
            draw_text(painter, second, event_text(each), Script("small"))


def _step() -> int:
    return line_height("tiny") + line_height("small") + 6
