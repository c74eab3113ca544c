"""Why this number: its definition, its inputs, the rows behind it, its day; to be read and copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kamdesk.base.show import day_text
from kamdesk.base.words import commas, tr
from kamdesk.figures.catalogue import with_rows
from kamdesk.figures.figure import Figure
from kamdesk.records.contacts import LEVELS, RIGHTS
from kamdesk.rules.ageing import BUCKET_LABELS
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.figure_words import plain_text, value_lines, word_text
from kamdesk.ui.kit.floating import Floating
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.jobs import Jobs
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.theme import brush, pen
from kamdesk.ui.kit.words_block import Paragraph, Run, Words

WIDTH = 420
ROWS_MAX = 200
"""The panel explains; whoever wants all rows copies them or opens the room."""


MEASURED = 30
"""Rows whose texts decide how wide a column is."""
WIDEST = 150


class WhyPanel(Floating):
    """Stands at the right over the page until Esc or Close."""

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._figure: Figure | None = None
        self._inside: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(1, 0, 0, 0)
        self.hide()

    def explain(self, figure: Figure) -> None:
        """Show how a figure came about, at once; rows that the page had no use for follow when they are read."""
        self._figure = figure
        if self._inside is not None:
            self._inside.deleteLater()
        self._inside = self._filled(figure)
        self._lines.addWidget(self._inside)
        self._place()
        self.raise_()
        self.show()
        self.setFocus()
        if figure.rows_left_out:
            self._jobs.read(partial(with_rows, figure=figure), self._explain_further, owner=self, latest="rows")

    def place_again(self) -> None:
        """The window has another size."""
        if self.isVisible():
            self._place()

    def text(self) -> str:
        """What stands in the panel, as text to be copied."""
        if self._figure is None:
            return ""
        figure = self._figure
        lines = [figure.title_text, figure.refused_text, *(f"{name}: {text}" for name, text in value_lines(figure))]
        lines += [figure.definition_text, tr("As of {day}", day=day_text(figure.as_of))]
        lines += [f"{word_text(name)}: {plain_text(value)}" for name, value in figure.inputs.items()]
        rows = figure.rows or ()
        keys = shown_keys(rows)
        lines.append("\t".join(map(word_text, keys)))
        lines += ["\t".join(plain_text(row.get(key)) for key in keys) for row in rows]
        return "\n".join(line for line in lines if line)

    def copy(self) -> None:
        """Put everything that stands here on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def _explain_further(self, figure: Figure) -> None:
        """The figure with its rows, unless the person has gone on meanwhile."""
        before = self._figure
        if self.isVisible() and before is not None and (before.name, before.question) == (figure.name, figure.question):
            self.explain(figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), brush("surface"))
        painter.setPen(pen("line2"))
        painter.drawLine(0, 0, 0, self.height())

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            width = min(WIDTH, window.width() - 40)
            self.setGeometry(window.width() - width, 44, width, window.height() - 44)

    def _filled(self, figure: Figure) -> QWidget:
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(6)
        lines.addWidget(Words(tr("Why this number"), role="tiny", ink="text3"))
        lines.addWidget(Words(figure.title_text, role="subtitle"))
        if figure.refused:
            lines.addWidget(Paragraph(figure.refused_text, ink="risk"))
        for name, value in value_lines(figure):
            lines.addWidget(_pair(name, value))
        lines.addSpacing(4)
        lines.addWidget(Paragraph(figure.definition_text))
        lines.addSpacing(4)
        for name, value in figure.inputs.items():
            lines.addWidget(_pair(word_text(name), plain_text(value)))
        lines.addWidget(_pair(tr("As of"), day_text(figure.as_of)))
        if figure.rows:
            lines.addWidget(_table(list(figure.rows)), 1)
        else:
            lines.addStretch(1)
        lines.addLayout(self._foot(figure))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        inside.setObjectName("page")
        return area

    def _foot(self, figure: Figure) -> QHBoxLayout:
        foot = QHBoxLayout()
        copy = Button(tr("Copy"), icon="copy")
        copy.clicked.connect(self.copy)
        close = Button(tr("Close"))
        close.clicked.connect(self.hide)
        foot.addWidget(copy)
        foot.addWidget(close)
        foot.addStretch(1)
        foot.addWidget(Words(str(figure.explain_id), role="tiny", ink="text3", right=True))
        return foot


def _pair(name: str, value: str) -> Words:
    words = Words(role="small")
    words.set_runs(Run(name, "text3", "small"), Run(value, "text", "small", gap=8))
    return words


def shown_keys(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of rows that people read: ids are for the window only, one and the same client needs no column."""
    keys = [key for key in (rows[0] if rows else ()) if not key.endswith("_id") and key != "currency"]
    one_client = len({row.get("client") for row in rows}) == 1
    return [key for key in keys if not (key == "client" and one_client and len(keys) > 1)]


def _table(rows: Sequence[Mapping[str, Any]]) -> SheetTable:
    keys = shown_keys(rows)
    columns = [
        Column(
            key=key,
            label=word_text(key),
            text=partial(_cell_text, key),
            width=_width(key, rows),
            stretch=0 if at else 1,
            right=not isinstance(rows[0].get(key), str),
            drop=at,
        )
        for at, key in enumerate(keys)
    ]
    table = SheetTable(columns, height=DENSE, flush=True)
    table.set_rows(rows[:ROWS_MAX])
    return table


def _width(key: str, rows: Sequence[Mapping[str, Any]]) -> int:
    widest = max(text_width(_cell_text(key, row), "small") for row in rows[:MEASURED])
    return min(WIDEST, int(widest) + 18)


CODES = {"level": LEVELS, "rights": RIGHTS, "bucket": BUCKET_LABELS}
"""Keys whose values are words of a fixed list, kept by their codes."""


def _cell_text(key: str, row: Mapping[str, Any]) -> str:
    value, codes = row.get(key), CODES.get(key)
    if codes is None or value is None:
        return plain_text(value)
    return commas(tr(codes.get(each, each)) for each in ([value] if isinstance(value, str) else value))
