"""What the person chose: path, mapping, encoding, hand mappings; from it the import's own wish is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kamdesk.base.paths import resources
from kamdesk.base.written_files import writing
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping import FileMapping, plain_header
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.connectors.mapping_text import HandTable, mapping_by_hand, mapping_text
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
    """file and table → what was changed by hand"""

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
    return mapping_text(_hands(tables, in_full=False), name=name)


def write_mapping(text: str, path: Path) -> None:
    """The mapping as a file, its folder made where there is none. Raises: CannotOpen."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _hands(tables: list[FoundTable], *, in_full: bool) -> Iterator[HandTable]:
    """The tables that become something, each named so that no other is meant.

    A mapping that is kept names tables by themselves where it can: next month's file is called otherwise.
    """
    known = Counter(name for each in tables for name in {plain_header(each.name), plain_header(Path(each.file).stem)})
    for table in tables:
        if table.by_hand is not None and table.by_hand.record:
            is_plain = not in_full and known[plain_header(table.name)] == 1
            yield replace(table.by_hand, name=table.name if is_plain else table.place)


def wish_of(choice: Choice, tables: list[FoundTable], *, dry_run: bool) -> ImportWish:
    """What is imported: by the mapping file, or by what stands on the screen. Raises: BadMapping."""
    assert choice.path is not None
    mapping = choice.mapping()
    if mapping is None and any(table.by_hand is not None and table.by_hand.record for table in tables):
        mapping = mapping_by_hand(_hands(tables, in_full=True), name=choice.path.stem)
    return ImportWish(
        path=choice.path, mapping=mapping, reading=choice.reading(), whole_files_only=choice.whole_files_only,
        dry_run=dry_run,
    )  # fmt: skip
