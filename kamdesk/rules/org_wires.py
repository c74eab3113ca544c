"""How reporting lines run between the boxes of an organisation chart: at right angles, never through a box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamdesk.rules.org_tree import Line, Tree

HANG = 6
"""From a box's left edge to the trunk of the stack below it, and from the trunk to the stacked boxes."""
BUS, FAR_BUS = 12, 20
"""Below a manager's box the line branches here, or here towards another lane, so that the two never run together."""
MATRIX = 7
"""Above a box further managers' lines come in here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where one post's box stands; `hides` counts the posts of its folded branch."""

    left: int
    top: int
    row: int
    lane: int
    stacked: bool
    hides: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One person's line to one manager, corner by corner from the manager; `kind` as the reporting line's."""

    kind: str
    person: bytes
    manager: bytes
    points: tuple[tuple[int, int], ...]


def wires_of(tree: Tree, seats: Mapping[bytes, Seat], width: int, height: int) -> tuple[Wire, ...]:
    """The first lines; boxes are `width` × `height`."""
    wires = []
    for manager, people in tree.under.items():
        wires += [
            Wire(kind="line", person=key, manager=manager, points=_down(seats[manager], seats[key], width, height))
            for key in people
        ]
    for manager, people in tree.beside.items():
        start = (seats[manager].left + width, seats[manager].top + height // 2)
        wires += [
            Wire(kind="assistant", person=key, manager=manager, points=(start, (seats[key].left, start[1])))
            for key in people
        ]
    return tuple(wires)


def further_wires(lines: Iterable[Line], seats: Mapping[bytes, Seat], width: int, height: int) -> tuple[Wire, ...]:
    """The lines to further managers; they may run behind boxes, as there is no free way for all of them."""
    wires = []
    for line in lines:
        above, below = seats.get(line.manager or b""), seats.get(line.person)
        if above is None or below is None or line.manager is None:
            continue
        out, into = above.left + width // 2 + 8, below.left + width // 2 + 8
        turn = below.top - MATRIX
        leaves = above.top + height if above.top + height <= turn else above.top
        points = ((out, leaves), (out, turn), (into, turn), (into, below.top))
        wires.append(Wire(kind="matrix", person=line.person, manager=line.manager, points=points))
    return tuple(wires)


def _down(above: Seat, below: Seat, width: int, height: int) -> tuple[tuple[int, int], ...]:
    foot = above.top + height
    if below.stacked:
        trunk, middle = below.left - HANG, below.top + height // 2
        if trunk == above.left + HANG:
            return (trunk, foot), (trunk, middle), (below.left, middle)
        end: tuple[tuple[int, int], ...] = ((trunk, middle), (below.left, middle))
    else:
        trunk = below.left + width // 2
        end = ((trunk, below.top),)
    centre = above.left + width // 2
    if trunk == centre:
        return (centre, foot), *end
    bus = foot + (BUS if above.lane == below.lane else FAR_BUS)
    return (centre, foot), (centre, bus), (trunk, bus), *end
