"""What a chart shows, apart from how: frozen values that can be tested and written as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from typing import Any


def as_json(chart: object) -> str:
    """The data of a chart as one JSON object; amounts as exact text."""
    assert is_dataclass(chart)
    assert not isinstance(chart, type)
    return json.dumps(asdict(chart), default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(type(value))


def month_labels(months: tuple[str, ...], every: int = 2) -> Iterator[tuple[int, str]]:
    """(place, month key) of the months that get a label: each second one, counted back from the last."""
    for place in range(len(months) - 1, -1, -every):
        yield place, months[place]
