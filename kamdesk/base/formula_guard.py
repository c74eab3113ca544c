"""What a person wrote stays text in every spreadsheet: nobody's note runs as a formula."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula, even after it was saved as CSV."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
