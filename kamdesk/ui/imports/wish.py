"""What the person chose: path, mapping, encoding, hand mappings; from it the import's own wish is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kamdesk.base.paths import resources
from kamdesk.base.words import tr
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping import FileMapping
from kamdesk.connectors.mapping_file import parse_mapping, read_mapping
from kamdesk.connectors.mapping_text import HandTable, mapping_text
from kamdesk.connectors.sources import Reading
from kamdesk.ui.imports.found import FoundTable

OWN_FOLDER = "mappings"
"""Beside the desk's file; mappings saved by hand lie here."""


@dataclass(slots=True, kw_only=True)
class Choice:
    """The state of the room's controls."""

    path: Path | None = None
    mapping_file: Path | None = None
    encoding: str = ""
    delimiter: str = ""
    whole_files_only: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    hands: dict[str, HandTable] = field(default_factory=dict)
    """table name → what was changed by hand"""

    def reading(self) -> Reading:
        """How text files are read."""
        return Reading(encoding=self.encoding, delimiter=self.delimiter)

    def mapping(self) -> FileMapping | None:
        """The mapping file chosen. Raises: BadMapping."""
        return read_mapping(self.mapping_file, self.settings) if self.mapping_file else None


def known_mappings(desk_folder: Path) -> list[Path]:
    """The mappings that came with the program, and those saved on this desk."""
    places = (resources() / "mappings", desk_folder / OWN_FOLDER)
    return [path for place in places if place.is_dir() for path in sorted(place.glob("*.toml"))]


def settings_of(text: str) -> dict[str, str]:
    """`client=HENGTAI, currency=USD` as names and values."""
    pairs = (part.partition("=") for part in text.split(",") if "=" in part)
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def text_of(tables: list[FoundTable], *, name: str) -> str:
    """The mapping by hand as TOML: every table that becomes something."""
    hands = [table.by_hand for table in tables if table.by_hand is not None and table.by_hand.record]
    return mapping_text(hands, name=name)


def wish_of(choice: Choice, tables: list[FoundTable], *, dry_run: bool) -> ImportWish:
    """What is imported: by the mapping file, or by what stands on the screen. Raises: BadMapping."""
    assert choice.path is not None
    mapping = choice.mapping()
    if mapping is None and any(table.by_hand is not None and table.by_hand.record for table in tables):
        mapping = parse_mapping(text_of(tables, name=choice.path.stem), choice.settings, name=tr("by hand"))
    return ImportWish(
        path=choice.path, mapping=mapping, reading=choice.reading(), whole_files_only=choice.whole_files_only,
        dry_run=dry_run,
    )  # fmt: skip
