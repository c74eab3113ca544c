"""What must outlive a restore: lost and retired laptops, new people, who was shut out, passwords, erased people.

A file beside the database, one JSON line each, only ever added to and flushed to disk before the database commits.
`restore` plays it back before the office answers anybody.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kamdesk.base.days import moment_text
from kamdesk.base.errors import Refused
from kamdesk.base.words import tr

FILE = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one office."""

    path: Path

    def note(self, kind: str, now: datetime, **values: bytes | str) -> None:
        """Add a line; it is on the disk when this returns."""
        told: dict[str, str] = {"kind": kind, "at": moment_text(now)}
        told |= {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            lead = b"" if self._ends_whole() else b"\n"  # after a power cut the half line stays a line of its own
            os.write(handle, lead + json.dumps(told, sort_keys=True).encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every whole line, oldest first; one that the power cut short is none. Raises: Refused for a damaged one."""
        if not self.path.exists():
            return
        for number, line in enumerate(self.path.read_bytes().splitlines(), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                if line.endswith(b"}"):
                    damaged = tr("The journal {file} is damaged at line {n}.", file=self.path, n=number)
                    raise Refused(damaged) from error

    def _ends_whole(self) -> bool:
        if not self.path.exists() or not self.path.stat().st_size:
            return True
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
