r"""What a company's IT sets before anybody opens the program: the office's address, and rules for this computer.

A TOML file in the system's own folder, which only administrators may write; on Windows also the registry under
Software\Policies\KAMDesk of the machine, where group policies write, and which wins.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import platformdirs

from kamdesk.base.words import tr

FILE = "preset.toml"
REGISTRY_KEY = r"Software\Policies\KAMDesk"
_RULES: dict[str, type] = {
    "days_without_contact": int,
    "lock_after_minutes": int,
    "stay_signed_in": bool,
    "export_money": bool,
}
"""As the office's policies are called; of both the stricter holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Nothing is set unless somebody did."""

    office: str = ""
    """the address that stands in the form"""
    own_desks: bool = True
    """whether a desk without an office may be made here"""
    proxy: str = ""
    """in place of the system's"""
    rules: Mapping[str, int] = field(default_factory=dict)
    trouble: str = ""
    """why it could not be read, for the person at the door"""


@lru_cache(maxsize=1)
def preset() -> Preset:
    """This computer's, read once."""
    return read_preset(preset_file(), _registry())


def preset_file() -> Path:
    """Where it lies: KAMDesk in %ProgramData%, /Library/Application Support/KAMDesk, /etc/kamdesk."""
    if sys.platform in ("win32", "darwin"):
        return Path(platformdirs.site_data_dir("KAMDesk", appauthor=False)) / FILE
    return Path("/etc/kamdesk") / FILE


def read_preset(file: Path, registry: Mapping[str, Any]) -> Preset:
    """The file's values under those of the registry; one that is wrong says so and sets nothing."""
    try:
        told = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
        return _preset({**told, **registry})
    except (OSError, ValueError) as error:  # a TOMLDecodeError is a ValueError
        return Preset(
            trouble=tr("What your company set for this computer cannot be read: {file}: {why}", file=file, why=error)
        )  # fmt: skip


def _preset(told: Mapping[str, Any]) -> Preset:
    unknown = told.keys() - {"office", "own_desks", "proxy"} - _RULES.keys()
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    return Preset(
        office=_typed(told, "office", str, ""),
        own_desks=bool(_typed(told, "own_desks", bool, default=True)),
        proxy=_typed(told, "proxy", str, ""),
        rules={name: int(_typed(told, name, kind, 0)) for name, kind in _RULES.items() if name in told},
    )


def _typed(told: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:  # noqa: ANN401  (what TOML holds)
    value: Any = told.get(name, default)
    if kind is bool and value in (0, 1):  # the registry knows numbers only
        return bool(value)
    is_right: bool = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    if not is_right or str(value).startswith("-"):
        raise ValueError(name)
    return value


def _registry(system: str = sys.platform) -> dict[str, Any]:
    """The machine's own key, never the person's: what a person may write binds nobody."""
    if system != "win32":
        return {}
    winreg = import_module("winreg")
    found: dict[str, Any] = {}
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY) as key:
            for at in range(winreg.QueryInfoKey(key)[1]):
                name, value, _kind = winreg.EnumValue(key, at)
                found[name.lower()] = value
    except OSError:  # no such key: nothing is set
        return {}
    return found
