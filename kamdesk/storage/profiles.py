"""The desks of several people, or of one person at several offices, side by side on one computer: a folder each."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kamdesk.storage.keys import KEY_FILE

WAY_BACK_FILE = "office.json"
"""Whose desk it is at which office, outside the encrypted file; an owner-run desk has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A desk's folder, and what may be said of it without its password."""

    folder: Path
    person: str = ""
    office: str = ""


def profiles_beside(folder: Path) -> list[Profile]:
    """The other desks in the folder in which this one lies, by name."""
    with suppress(OSError):
        others = [each for each in folder.parent.iterdir() if each != folder and (each / KEY_FILE).exists()]
        return sorted(map(_profile, others), key=lambda profile: profile.folder.name)
    return []


def new_profile(folder: Path) -> Path:
    """Where one more desk would lie: desk-2 beside desk."""
    stem, number = folder.name.rstrip("0123456789").rstrip("-") or "desk", 2
    while (folder.parent / f"{stem}-{number}" / KEY_FILE).exists():
        number += 1
    return folder.parent / f"{stem}-{number}"


def _profile(folder: Path) -> Profile:
    try:
        told = json.loads((folder / WAY_BACK_FILE).read_bytes())
        return Profile(folder=folder, person=str(told["user"]), office=urlsplit(str(told["address"])).netloc)
    except (OSError, ValueError, KeyError, TypeError):
        return Profile(folder=folder)
