"""The marks of LOOK 1 on paper; they differ in outline and fill, so grey print keeps them apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

_GRID = 12
"""The marks are drawn on a grid of twelve, as on screen."""
_SIZE_EM = 0.78
_LIFT_EM = 0.06

_Outline = list[tuple[str, tuple[float, ...]]]

_FILLED: dict[str, _Outline] = {"late": [("M", (6, 1.5)), ("L", (11.2, 10.5)), ("L", (0.8, 10.5)), ("Z", ())]}
_DRAWN: dict[str, _Outline] = {
    "risk": [("M", (6, 1.2)), ("L", (10.8, 6)), ("L", (6, 10.8)), ("L", (1.2, 6)), ("Z", ())],
    "fine": [("M", (1.8, 6.3)), ("L", (4.6, 9.1)), ("L", (10.2, 3.1))],
    "cold": [
        ("M", (0.8, 6)), ("L", (3.8, 6)), ("M", (8.2, 6)), ("L", (11.2, 6)),
        ("M", (5.3, 2.8)), ("L", (3.8, 9.2)), ("M", (8.2, 2.8)), ("L", (6.7, 9.2)),
    ],
    "ours": [("M", (2, 10)), ("L", (10, 2)), ("M", (4.5, 2)), ("L", (10, 2)), ("L", (10, 7.5))],
    "theirs": [("M", (10, 2)), ("L", (2, 10)), ("M", (7.5, 10)), ("L", (2, 10)), ("L", (2, 4.5))],
}  # fmt: skip
_RING_DASH = (2.2, 2.3)


@dataclass(frozen=True, slots=True)
class Outline:
    """A mark placed on the page: what to draw, filled or with a pen of this weight and dash."""

    segments: list[tuple[str, tuple[float, ...]]]
    filled: bool
    weight: float
    dash: tuple[float, ...] = ()


def mark_outline(name: str, x: float, base: float, size: float) -> Outline:
    """A mark standing on the baseline of text of this size."""
    scale = size * _SIZE_EM / _GRID
    top = base - size * (_SIZE_EM - _LIFT_EM)
    weight = 1.5 * scale
    if name == "wait":
        ring = _circle(x + 6 * scale, top + 6 * scale, 4.3 * scale)
        return Outline(ring, filled=False, weight=weight, dash=tuple(each * scale for each in _RING_DASH))
    outline = _FILLED.get(name) or _DRAWN[name]
    placed = [(kind, _at(numbers, x, top, scale)) for kind, numbers in outline]
    return Outline(placed, filled=name in _FILLED, weight=weight)


def _at(numbers: tuple[float, ...], x: float, y: float, scale: float) -> tuple[float, ...]:
    return tuple((y if i % 2 else x) + n * scale for i, n in enumerate(numbers))


def _circle(x: float, y: float, radius: float) -> list[tuple[str, tuple[float, ...]]]:
    """A circle of straight pieces, so that its dashes fall as on screen."""
    points = [(x + radius * cos(pi * n / 18), y + radius * sin(pi * n / 18)) for n in range(36)]
    return [("M", points[0]), *(("L", point) for point in points[1:]), ("Z", ())]
