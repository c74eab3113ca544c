"""The overview of a client: people, orders, stock and money in their fixed places, promises and the timeline beside."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kamdesk.ui.client_page.money import MoneyQuadrant
from kamdesk.ui.client_page.orders import OrdersQuadrant
from kamdesk.ui.client_page.people import PeopleQuadrant
from kamdesk.ui.client_page.quadrant import Quadrant
from kamdesk.ui.client_page.rail import Rail
from kamdesk.ui.client_page.stock import StockQuadrant
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheets import CrossSheet

CROSS_LEAST = QSize(640, 572)
"""Four quadrants with their rows; a lower window scrolls them."""

RAIL_FROM = 1032
"""A narrower page, in a window under 1080, gives the quadrants its width and shows the rail below them."""


class OverviewRoom(Room):
    """Key 1 to 4 opens a quadrant's room."""

    shows = frozenset({
        "client", "contact", "pairing", "reporting_line", "order", "order_line", "delivery", "invoice", "instalment",
        "receipt", "allocation", "stock_level", "inbound", "client_stock_count", "visit", "promise", "need", "note",
        "request",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.people, self.orders = PeopleQuadrant(context), OrdersQuadrant(context)
        self.stock, self.money = StockQuadrant(context), MoneyQuadrant(context)
        self.rail = Rail(context)
        self._views: dict[str, Any] = {}
        self._parts: dict[str, Quadrant] = {
            "people": self.people, "orders": self.orders, "stock": self.stock, "payments": self.money,
        }  # fmt: skip
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 14, 0, 14)
        across.setSpacing(0)
        cross = CrossSheet(self.people, self.orders, self.stock, self.money)
        cross.setMinimumSize(CROSS_LEAST)
        page = QWidget()
        page.setObjectName("page")
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addWidget(cross, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(page)
        across.addWidget(self.area, 1)
        across.addWidget(self.rail)
        for name, part in self._parts.items():
            part.asked.connect(partial(self._on_asked, name))
            part.why_asked.connect(self.why_asked)
            part.empty.asked.connect(partial(self._on_empty_asked, name))
        self.rail.why_asked.connect(self.why_asked)
        self.rail.promise_opened.connect(lambda row: self.command_asked.emit("promise", row))

    def read_again(self) -> None:
        client_id, as_of = self.client_id, self.context.as_of
        if client_id is None:
            return
        for name, part in self._parts.items():
            self.context.jobs.read(
                partial(_gather, part, client_id, as_of),
                partial(self._show, name),
                owner=self,
                latest=name,
            )
        self.context.jobs.read(
            partial(_gather, self.rail, client_id, as_of), partial(self._show, "rail"), owner=self, latest="rail"
        )

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        for name, view in list(self._views.items()):
            self._show(name, view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and 0 <= at < len(self._parts):
            self.room_asked.emit(list(self._parts)[at], self.client_id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside, layout = self.width() >= RAIL_FROM, self.layout()
        assert layout is not None
        layout.setContentsMargins(20, 14, 0 if beside else 12, 14)
        wanted = layout if beside else self._page
        if wanted.indexOf(self.rail) < 0:
            wanted.addWidget(self.rail)
            self.rail.stand(below=not beside)

    def _show(self, name: str, view: Any) -> None:
        self._views[name] = view
        (self.rail if name == "rail" else self._parts[name]).show_view(view)

    def _on_asked(self, name: str) -> None:
        self.room_asked.emit(name, self.client_id)

    def _on_empty_asked(self, name: str) -> None:
        if name == "people":
            self.room_asked.emit("people", self.client_id)
        else:
            self.ask_for_data()


def _gather(part: Quadrant | Rail, client_id: bytes, as_of: date, connection: Any) -> Any:
    return part.gather(connection, client_id, as_of)
