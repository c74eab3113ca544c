"""Where things lie: resources beside or inside the package or in the frozen folder, profiles and logs of the person."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import platformdirs


@lru_cache(maxsize=1)
def resources() -> Path:
    """The folder with icons, words, fonts, mappings and the manual. Raises: FileNotFoundError."""
    package = Path(__file__).resolve().parents[1]
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for folder in (package / "resources", package.parent / "resources", frozen / "resources"):
        if folder.is_dir():
            return folder
    msg = "KAMDesk's resources folder is missing: install the program again"
    raise FileNotFoundError(msg)


def default_profile() -> Path:
    """The person's profile folder: local, never a roaming one (SYNC 6)."""
    return Path(platformdirs.user_data_dir("KAMDesk", appauthor=False, roaming=False)) / "desk"


def log_folder() -> Path:
    """Where the program writes its log; it holds no client's words."""
    return Path(platformdirs.user_log_dir("KAMDesk", appauthor=False))
