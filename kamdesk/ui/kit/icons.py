"""Our icons: one stroke, drawn on a 20-pixel grid, tinted from the tokens and kept per colour and ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kamdesk.base.paths import resources
from kamdesk.ui.kit.theme import tokens

RATIOS = (1.0, 1.5, 2.0)
"""Device pixel ratios made beforehand for an icon; Qt takes the nearest larger one."""


def icon(name: str, ink: str = "text2", size: int = 16, *, room: int = 0) -> QIcon:
    """An icon in the colour of a token; `room` pixels at its right keep it apart from words."""
    return _icon(name, tokens().colour(ink), size, room)


def pixmap(name: str, ink: str = "text2", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture for a painter, sharp at this device pixel ratio."""
    return _pixmap(name, tokens().colour(ink), size, ratio)


def icon_names() -> list[str]:
    """The names of all icons, sorted."""
    return sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


@lru_cache(maxsize=512)
def _icon(name: str, hex_colour: str, size: int, room: int) -> QIcon:
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(_pixmap(name, hex_colour, size, ratio, room))
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, hex_colour: str, size: int, ratio: float, room: int = 0) -> QPixmap:
    side = round(size * ratio)
    made = QPixmap(side + round(room * ratio), side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, hex_colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=512)
def _renderer(name: str, hex_colour: str) -> QSvgRenderer:
    svg = (resources() / "icons" / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(svg.replace(b"currentColor", hex_colour.encode())))
