"""The one family on screen, and the type table of LOOK 2: fonts in pixels by the name of their use."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from PySide6.QtWidgets import QApplication

from kamdesk.base.paths import resources
from kamdesk.base.tokens import BODY_PX, FIGURE_PX, SMALL_PX, SUBTITLE_PX, TINY_PX, TITLE_PX

FAMILY = "Noto Sans SC"

_ROLES: dict[str, tuple[int, bool]] = {
    "title": (TITLE_PX, True),
    "subtitle": (SUBTITLE_PX, True),
    "asked": (SUBTITLE_PX, False),
    "figure": (FIGURE_PX, False),
    "figure_small": (18, False),
    "body": (BODY_PX, False),
    "body_bold": (BODY_PX, True),
    "small": (SMALL_PX, False),
    "small_bold": (SMALL_PX, True),
    "tiny": (TINY_PX, False),
}
"""name → size at 100 %, bold"""

LINES: dict[str, int] = {
    "title": 28, "subtitle": 24, "asked": 24, "figure": 28, "figure_small": 24, "body": 20, "body_bold": 20,
    "small": 18, "small_bold": 18, "tiny": 16,
}  # fmt: skip
"""Line heights at 100 %."""

SIZES = (100, 110, 125)
"""Type sizes a person may choose, in percent; the system's scale comes on top."""

_percent = [100]


def load_fonts() -> None:
    """Make the shipped font files known to Qt; without them the system's fonts stand in."""
    folder = resources() / "fonts"
    for file in sorted(folder.glob("*.[to]tf")) if folder.is_dir() else ():
        QFontDatabase.addApplicationFont(str(file))


def set_type_size(percent: int) -> None:
    """Choose the size of all type; windows made afterwards have it."""
    _percent[0] = percent if percent in SIZES else 100
    for cache in (pixel_font, metrics, _width):
        cache.cache_clear()
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setFont(pixel_font("body"))


@lru_cache(maxsize=32)
def pixel_font(role: str) -> QFont:
    """The font of a role of the type table: title, subtitle, figure, body, body_bold, small, small_bold, tiny."""
    size, bold = _ROLES[role]
    font = QFont(FAMILY)
    font.setPixelSize(scaled(size))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=32)
def metrics(role: str) -> QFontMetricsF:
    """The measures of a role's font."""
    return QFontMetricsF(pixel_font(role))


def line_height(role: str) -> int:
    """The height of one line of a role."""
    return scaled(LINES[role])


def scaled(pixels: int) -> int:
    """A size of type or of a row under the chosen type size."""
    return (pixels * _percent[0] + 50) // 100


@lru_cache(maxsize=8192)
def _width(text: str, role: str) -> float:
    return metrics(role).horizontalAdvance(text)


def text_width(text: str, role: str) -> float:
    """How wide a text runs in a role."""
    return _width(text, role)
