"""Above the tables: which mapping, which encoding and delimiter where the guess is wrong, settings of the mapping."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kamdesk.base.words import N_, tr
from kamdesk.connectors.encodings import ENCODINGS
from kamdesk.ui.imports.wish import known_mappings, settings_of
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.words_block import Words

OTHER = "*other"
DELIMITERS = ((",", ","), (";", ";"), ("\t", N_("tab")), ("|", "|"))


class ChoiceBar(QWidget):
    """Combos that say how the files are read.

    Signals:
        changed: something else was chosen; the files are looked at again.
    """

    changed = Signal()

    def __init__(self, desk_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk_folder = desk_folder
        self.mapping, self.encoding, self.delimiter = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.settings = QLineEdit()
        self.settings.setPlaceholderText(tr("settings, for example client=HENGTAI"))
        self.settings.setVisible(False)
        self.encoding.addItem(tr("guessed"), "")
        for name in ENCODINGS:
            self.encoding.addItem(name, name)
        self.delimiter.addItem(tr("guessed"), "")
        for mark, words in DELIMITERS:
            self.delimiter.addItem(tr(words), mark)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for label, box, width in (
            (tr("Mapping"), self.mapping, 220), (tr("Encoding"), self.encoding, 110),
            (tr("Delimiter"), self.delimiter, 90),
        ):  # fmt: skip
            box.setFixedWidth(width)
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            line.addWidget(Words(label, role="small", ink="text2"))
            line.addWidget(box)
        line.addWidget(self.settings, 1)
        line.addStretch(1)
        self.offer_mappings()
        self.mapping.activated.connect(self._on_mapping)
        self.encoding.activated.connect(self.changed)
        self.delimiter.activated.connect(self.changed)
        self.settings.editingFinished.connect(self.changed)

    def offer_mappings(self, chosen: Path | None = None) -> None:
        """Offer what there is, and keep or take a choice."""
        before = chosen or self.mapping_file()
        self.mapping.clear()
        self.mapping.addItem(tr("by the words of the headers"), None)
        known = known_mappings(self._desk_folder)
        for path in [*known, *([before] if before and before not in known else [])]:
            self.mapping.addItem(path.stem, path)
        self.mapping.addItem(tr("another mapping file"), OTHER)
        self.mapping.setCurrentIndex(
            next((at for at in range(self.mapping.count()) if self.mapping.itemData(at) == before), 0)
        )
        self.settings.setVisible(self.mapping_file() is not None)

    def mapping_file(self) -> Path | None:
        """The mapping file chosen."""
        data = self.mapping.currentData()
        return data if isinstance(data, Path) else None

    def typed_settings(self) -> dict[str, str]:
        """The settings of the mapping."""
        return settings_of(self.settings.text())

    def _on_mapping(self, _at: int) -> None:
        chosen: Path | None = None
        if self.mapping.currentData() == OTHER:
            path, _kind = QFileDialog.getOpenFileName(self, tr("Choose a mapping"), "", tr("Mappings (*.toml)"))
            chosen = Path(path) if path else None
            self.offer_mappings(chosen)
        self.settings.setVisible(self.mapping_file() is not None)
        self.changed.emit()
