"""The head of a page: its name, a line of facts below, badges beside, buttons at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.ui.kit.badges import Badge
from kamdesk.ui.kit.words_block import Run, Words

MARGIN = 20
"""The page's margin left and right (LOOK 3)."""

BADGES_MAX = 3
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own bound: as wide as it likes."""
GAP = 12


class PageHead(QWidget):
    """Title, other name, at most three badges; buttons at the right; one line of facts."""

    def __init__(self, title: str = "", *, buttons: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(MARGIN, 14, MARGIN, 8)
        lines.setSpacing(3)
        first = QHBoxLayout()
        first.setSpacing(GAP)
        self.title = Words(title, role="title")
        self.other = Words("", role="body", ink="text2")
        first.addWidget(self.title)
        first.addWidget(self.other)
        self.badges = [Badge() for _each in range(BADGES_MAX)]
        for badge in self.badges:
            first.addWidget(badge)
        first.addStretch(1)
        self._buttons = tuple(buttons)
        for button in buttons:
            first.addWidget(button)
        lines.addLayout(first)
        self.facts = Words("", role="small", ink="text2")
        self.facts.hide()
        self.below = QHBoxLayout()
        self.below.setSpacing(14)
        self.below.addWidget(self.facts)
        lines.addLayout(self.below)

    def event(self, event: QEvent) -> bool:
        """The title is whole before anything else: the other name goes first, then badges that say no state."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._give_way()
        return super().event(event)

    def _give_way(self) -> None:
        stays = [each for each in self._buttons if each.isVisibleTo(self)]
        stays += [badge for badge in self.badges if badge.state and badge.text()]
        taken = sum(each.sizeHint().width() + GAP for each in stays) + self.title.needed_width()
        room = self.width() - 2 * MARGIN - taken
        for badge in self.badges:
            if not badge.state:
                needed = badge.sizeHint().width() + GAP
                fits = bool(badge.text()) and needed <= room
                badge.setVisible(fits)
                room -= needed if fits else 0
        # Not hidden: a hidden widget would not tell its page that it has another text.
        self.other.setMaximumWidth(QWIDGETSIZE_MAX if self.other.needed_width() + GAP <= room else 0)

    def set_badges(self, *badges: tuple[str, str]) -> None:
        """Show (text, state) pairs; places that are not used are empty."""
        for badge, (text, state) in zip(self.badges, (*badges, ("", ""), ("", ""), ("", "")), strict=False):
            badge.set_badge(text, state)

    def set_facts(self, *pairs: tuple[str, str]) -> None:
        """Show (name, value) pairs in one line; without a value the pair is left out."""
        runs: list[Run] = []
        for name, value in pairs:
            if value:
                runs.append(Run(name, "text3", "small", gap=18 if runs else 0))
                runs.append(Run(value, "text2", "small", gap=5))
        self.facts.set_runs(*runs)
        self.facts.setVisible(bool(runs))
