"""Document numbers: one series for the whole company, newest highest, beside the numbers the story gives away."""

from __future__ import annotations

from collections.abc import Iterator

_SERIES = 10_000


def numbers_back(prefix: str, last: int, taken: frozenset[str]) -> Iterator[str]:
    """Numbers from the last one backwards, without those taken; four digits that roll over before 0000."""
    for step in range(_SERIES):
        number = f"{prefix}-{(last - step) % _SERIES:04d}"
        if number not in taken:
            yield number
