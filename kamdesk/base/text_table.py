"""Rows as a text table for people: columns lined up, Chinese characters counted as two."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from kamdesk.base.words import tr

_CELL_MAX = 48
"""Wide enough for a name; a longer text is cut where another column stands behind it, JSON has it whole."""


def text_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows under their heads; nothing for no rows."""
    if not rows:
        return ""
    heads = list(rows[0])
    *cut, last = heads
    lines = [heads, *([*(_cut(_cell(row.get(head))) for head in cut), _cell(row.get(last))] for row in rows)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(heads))]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def _cell(value: Any) -> str:  # noqa: ANN401  (anything JSON can say)
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else ""
    if isinstance(value, Mapping):
        value = " ".join(f"{name} {each}" for name, each in value.items())
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    return " ".join(str(value).split())


def _cut(text: str) -> str:
    return text if len(text) <= _CELL_MAX else text[: _CELL_MAX - 1] + "…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
