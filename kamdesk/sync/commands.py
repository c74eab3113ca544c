"""What the window tells the sync's process, a JSON line each; a key and a password stand in no representation."""

from __future__ import annotations

from msgspec import Struct


class Start(Struct, frozen=True, kw_only=True):
    """The first line."""

    folder: str
    key: str
    """in hexadecimal; it travels by pipe only, never in arguments or the environment"""
    language: str

    def __repr__(self) -> str:
        return "Start(…)"


class Command(Struct, frozen=True, kw_only=True):
    """Every further line: `sync`, `saved`, `network`, `sign_in` with a password, `quit`."""

    do: str
    password: str = ""

    def __repr__(self) -> str:
        return f"Command({self.do})"
