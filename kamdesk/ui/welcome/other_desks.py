"""The other desks of this computer, at the foot of the door: another person's, or this person's at another office."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk.base.words import tr
from kamdesk.storage.profiles import Profile, new_profile, profiles_beside
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.words_block import Words

SHOWN_MAX = 4
"""More people hardly share a laptop; others are reached by `kamdesk --profile`."""


class OtherDesks(QWidget):
    """A line for each.

    Signals:
        chosen: the folder of a desk that is to be opened, or made.
    """

    chosen = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        self.buttons: list[Button] = []
        others = profiles_beside(folder)[:SHOWN_MAX]
        if others:
            lines.addWidget(Words(tr("Other desks on this computer"), role="small", ink="text2"))
        for profile in others:
            self._add(lines, _words(profile), profile.folder)
        self._add(lines, tr("A desk for another person or office"), new_profile(folder))

    def _add(self, lines: QVBoxLayout, words: str, folder: Path) -> None:
        button = Button(words, kind="quiet")
        button.clicked.connect(lambda: self.chosen.emit(folder))
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.buttons.append(button)


def _words(profile: Profile) -> str:
    """Who and where; of an owner-run desk the folder's name is all that stands outside the encrypted file."""
    if profile.person:
        return tr("{person}, {office}", person=profile.person, office=profile.office)
    return profile.folder.name
