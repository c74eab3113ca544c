"""The whole chart on one PDF page as vectors, in paper colours: A4 or A3 where it can be read there, else larger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from kamdesk.base.show import day_text
from kamdesk.base.words import tr
from kamdesk.base.written_files import writing
from kamdesk.ui.kit.strokes import Script, draw_text
from kamdesk.ui.kit.theme import brush, on_paper, pen
from kamdesk.ui.org_chart.board import Board, name_of
from kamdesk.ui.org_chart.lettering import BAND_NAMES
from kamdesk.ui.org_chart.post_item import PostItem, Shown
from kamdesk.ui.org_chart.wires_item import WiresItem, influence_items

SCALE_MIN = 0.42
"""Points per pixel under which names (13 px) would be smaller than 5.5 pt; then the page grows instead."""
SCALE_MAX = 0.75
SIDE_MAX_PT = 14_400
"""No PDF page may be longer than 200 inches."""
MARGIN_PT, HEAD_PT = 34, 40


def print_chart(board: Board, path: Path, *, client_safe: bool) -> None:
    """Write the chart of a board to a PDF of one page; text stays text, fonts are embedded. Raises: CannotOpen."""
    with writing(path):  # Qt's own writer says nothing of a file that it cannot write
        path.touch()
    scale, size = _page(board)
    writer = QPdfWriter(str(path))
    writer.setTitle(_title(board))
    writer.setCreator("KAMDesk")
    writer.setResolution(72)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    with on_paper():
        painter = QPainter(writer)
        _paint_head(painter, board, size)
        painter.translate(MARGIN_PT, MARGIN_PT + HEAD_PT)
        painter.scale(scale, scale)
        _paint_bands(painter, board)
        painter.translate(_BAND_NAME, 0)
        _paint_scene(painter, board, client_safe=client_safe)
        painter.end()


_BAND_NAME = 48


def _page(board: Board) -> tuple[float, QSizeF]:
    """Points per pixel and the page: the smallest of A4 and A3 on which the chart can be read."""
    wide, high = board.layout.width + _BAND_NAME, board.layout.height
    for name in (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A3):
        sheet = QPageSize.size(name, QPageSize.Unit.Point).transposed()
        room = QSizeF(sheet.width() - 2 * MARGIN_PT, sheet.height() - 2 * MARGIN_PT - HEAD_PT)
        scale = min(SCALE_MAX, room.width() / wide, room.height() / high)
        if scale >= SCALE_MIN:
            return scale, sheet
    room_max = SIDE_MAX_PT - 2 * MARGIN_PT - HEAD_PT
    scale = min(SCALE_MIN, room_max / wide, room_max / high)
    return scale, QSizeF(wide * scale + 2 * MARGIN_PT, high * scale + 2 * MARGIN_PT + HEAD_PT)


def _title(board: Board) -> str:
    return tr("Organisation chart {client}", client=board.page.client)


def _paint_head(painter: QPainter, board: Board, size: QSizeF) -> None:
    box = QRectF(MARGIN_PT, MARGIN_PT - 8, size.width() - 2 * MARGIN_PT, 24)
    draw_text(painter, box, _title(board), Script("title"))
    people = sum(not each.is_vacant for each in board.page.people)
    words = tr("{n} people, as of {day}", n=people, day=day_text(board.page.as_of))
    draw_text(painter, box.translated(0, 22), words, Script("small", "text2"))


def _paint_bands(painter: QPainter, board: Board) -> None:
    width = board.layout.width + _BAND_NAME
    for at, band in enumerate(board.layout.bands):
        strip = QRectF(0, band.top, width, band.height)
        painter.fillRect(strip, brush("surface" if at % 2 else "band"))
        painter.setPen(pen("line", 0.5))
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())
        draw_text(painter, QRectF(4, band.top + 10, 44, 18), tr(BAND_NAMES[band.name]), Script("small_bold", "text2"))


def _paint_scene(painter: QPainter, board: Board, *, client_safe: bool) -> None:
    scene = QGraphicsScene()
    shown = Shown(client_safe=client_safe)
    wires = WiresItem(board)
    wires.set_client_safe(client_safe)
    items = [wires, *(PostItem(board.people[key], seat, board, shown) for key, seat in board.layout.seats.items())]
    for item in items if client_safe else [*items, *influence_items(board)]:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)  # a kept picture would print as pixels
        scene.addItem(item)
    box = QRectF(0, 0, board.layout.width, board.layout.height)
    scene.render(painter, box, box, Qt.AspectRatioMode.IgnoreAspectRatio)


def file_name(board: Board) -> str:
    """What the file is called where nobody names it."""
    return f"{board.page.client} {board.page.as_of.isoformat()}.pdf"


def names_of(board: Board) -> list[str]:
    """Every name that must be found in the PDF's text."""
    return [name_of(board.people[key]) for key in board.layout.seats if not board.people[key].is_vacant]
