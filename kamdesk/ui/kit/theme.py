"""The look in force: two palettes and a small style sheet made from the tokens, chosen or followed from the system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from kamdesk.base.paths import resources
from kamdesk.base.tokens import DARK, LIGHT, Palette
from kamdesk.ui.kit.style_sheet import style_sheet

THEMES = ("system", "light", "dark")

_in_force = [LIGHT]


def tokens() -> Palette:
    """The tokens of the theme in force."""
    return _in_force[0]


@lru_cache(maxsize=256)
def colour(name: str) -> QColor:
    """The colour of a token in the theme in force; never keep it across a theme change."""
    return QColor(tokens().colour(name))


@lru_cache(maxsize=256)
def brush(name: str) -> QBrush:
    """A solid brush of a token."""
    return QBrush(colour(name))


@lru_cache(maxsize=256)
def pen(name: str, width: float = 0.0, *, dashed: bool = False) -> QPen:
    """A pen of a token; width 0 is one device pixel at every scale."""
    made = QPen(colour(name), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        made.setDashPattern([3, 2.5])
    return made


@contextmanager
def on_paper() -> Iterator[None]:
    """Within this block everything is painted in the light colours: a print from a dark desk is dark ink on white."""
    before = _in_force[0]
    _use(LIGHT)
    try:
        yield
    finally:
        _use(before)


def _use(chosen: Palette) -> None:
    _in_force[0] = chosen
    for cache in (colour, brush, pen):
        cache.cache_clear()


class Theme(QObject):
    """Switches the application's look at run time.

    Signals:
        changed: another theme is in force; pictures made from tokens are to be made again.
    """

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._choice = "system"
        self._pictures = QTemporaryDir()
        application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """What the person chose: system, light or dark."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Put a theme in force."""
        self._choice = choice if choice in THEMES else "system"
        self._put(DARK if self._choice == "dark" or (self._choice == "system" and _system_is_dark()) else LIGHT)

    def renew(self) -> None:
        """Make the sheet again, after the type sizes changed."""
        self._put(tokens())

    def _put(self, chosen: Palette) -> None:
        _use(chosen)
        self._application.setPalette(palette_of(chosen))
        self._application.setStyleSheet(style_sheet(chosen, self._arrow(chosen)))
        self.changed.emit()

    def _arrow(self, chosen: Palette) -> str:
        """The arrow of a choice in the theme's ink: a sheet takes only a file, and that knows no palette."""
        path = Path(self._pictures.path()) / f"down-{chosen.text2[1:]}.svg"
        if not path.exists():
            drawn = (resources() / "icons" / "down.svg").read_text("utf-8")
            path.write_text(drawn.replace("currentColor", chosen.text2), "utf-8")
        return path.as_posix()

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self.choose("system")


def repolish(widget: QWidget) -> None:
    """Let a widget take the sheet's rules again, after a property they ask for was set."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def palette_of(chosen: Palette) -> QPalette:
    """The Qt palette of a theme (LOOK 6)."""
    role = QPalette.ColorRole
    made = QPalette()
    for each, name in {
        role.Window: "window", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "sunk",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.PlaceholderText: "text3",
        role.Highlight: "accent_bg", role.HighlightedText: "text", role.Accent: "accent", role.Link: "accent",
        role.LinkVisited: "accent", role.Mid: "line2", role.Midlight: "line", role.Dark: "line2", role.Light: "surface",
        role.ToolTipBase: "text", role.ToolTipText: "surface", role.BrightText: "text2",
    }.items():  # fmt: skip
        made.setColor(each, QColor(chosen.colour(name)))
    grey = QColor(chosen.text3)
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, each, grey)
    return made


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
