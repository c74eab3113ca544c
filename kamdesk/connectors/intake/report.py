"""What an import did, as the command line's JSON, the import room and the tests read it (DESIGN 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LISTED_MAX = 1_000
"""The counts are whole; the lists stop here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row, or with row 0 a whole file, that was not taken, and why."""

    file: str
    row: int
    field: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()
    """the row as it stood, so that it can be saved, corrected and imported again"""
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkedRow:
    """A row that was kept although an end that it names is not on this desk."""

    file: str
    row: int
    record: str
    field: str
    value: str
    waits: tuple[bytes, str] = (b"", "")
    """the written row and its fact that wait for the end"""


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """Counts are of records after the file is folded; rows are of files."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    kept_unlinked: list[UnlinkedRow] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    seconds: float = 0.0
    by_record: dict[str, list[int]] = field(default_factory=dict)
    """new, changed, same for each kind of record"""
    encodings: dict[str, str] = field(default_factory=dict)
    """how text files were read, where that was guessed"""
    anything_matched: bool = False
    unlinked_rows_told: int = 0
    """the whole count, where only the first of these rows crossed from the process that imported"""

    @property
    def read(self) -> int:
        """Every record that the files hold."""
        return self.new + self.changed + self.same

    @property
    def unlinked_rows(self) -> list[UnlinkedRow]:
        """One entry for each row with a missing end, the first one it names."""
        return list({(each.file, each.row): each for each in reversed(self.kept_unlinked)}.values())[::-1]

    @property
    def unlinked_count(self) -> int:
        """How many rows were kept although an end that they name is missing."""
        return max(self.unlinked_rows_told, len(self.unlinked_rows))

    @property
    def exit_code(self) -> int:
        """1 if a row or a file was refused, or nothing could be matched; else 0."""
        return 1 if self.refused or not self.anything_matched else 0

    def count(self, word: str, new: int, changed: int, same: int) -> None:
        """Add what one batch did."""
        self.new, self.changed, self.same = self.new + new, self.changed + changed, self.same + same
        before = self.by_record.get(word, [0, 0, 0])
        self.by_record[word] = [before[0] + new, before[1] + changed, before[2] + same]

    def as_json(self) -> dict[str, Any]:
        """The contract of `kamdesk import --json`."""
        unlinked = self.unlinked_rows
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "refused_count": len(self.refused),
            "refused": [_plain(each, "file row field value reason") for each in self.refused[:LISTED_MAX]],
            "kept_unlinked_count": self.unlinked_count,
            "kept_unlinked": [_plain(each, "file row record field value") for each in unlinked[:LISTED_MAX]],
            "unmatched": self.unmatched[:LISTED_MAX],
            "seconds": round(self.seconds, 3),
            "by_record": {
                word: dict(zip(("new", "changed", "same"), counts, strict=True))
                for word, counts in self.by_record.items()
            },
            "encodings": self.encodings,
        }


def _plain(row: object, names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names.split()}
