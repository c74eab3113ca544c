"""How a table's columns share the width there is: some go, some give, some take what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kamdesk.ui.kit.columns import Column

NARROWEST = 44
"""A column that stretches keeps room for a few letters and its ellipsis."""


def fitting(wanted: Sequence[int], drops: Sequence[int], least: Callable[[int], int], width: int) -> list[int]:
    """The columns that find room; those with the highest `drop` go first."""
    shown = list(wanted)
    while sum(map(least, shown)) > width and any(drops[at] for at in shown):
        shown.remove(max(shown, key=lambda at: (drops[at], at)))
    return shown


def spread(shown: Sequence[int], wish: Callable[[int], int], columns: Sequence[Column], width: int) -> dict[int, int]:
    """A width for each column; together they fill the table exactly."""
    widths = {at: wish(at) for at in shown}
    stretching = {at: columns[at].stretch for at in shown if columns[at].stretch}
    bars = {at: share for at, share in stretching.items() if columns[at].bar is not None}
    for givers in (bars, stretching, dict(widths)):
        if givers and (lacking := sum(widths.values()) - width) > 0:
            _take(widths, lacking, givers)
    if shown and (left := width - sum(widths.values())) > 0:
        shares = stretching or {shown[-1]: 1}
        for at, share in shares.items():
            widths[at] += left * share // sum(shares.values())
    if shown:
        widths[shown[-1]] = max(8, widths[shown[-1]] + width - sum(widths.values()))
    return widths


def _take(widths: dict[int, int], lacking: int, shares: dict[int, int]) -> None:
    """Make columns narrower by their shares, none under what a few letters need."""
    whole = sum(shares.values())
    for at, share in shares.items():
        widths[at] = max(min(widths[at], NARROWEST), widths[at] - -(-lacking * share // whole))
