"""Where each box of an organisation chart stands and how its lines run: own Reingold–Tilford over rows, pure integers.

Bands lie one above the other (senior, middle, front line), each with as many rows as it needs; a branch keeps a thin
strip free through every row it crosses, so no reporting line ever runs through a box. Colleagues without reports stand
in a stack beside a trunk, which keeps a chart of thousands narrow enough to read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kamdesk.rules.org_rows import Rows, stack_height
from kamdesk.rules.org_tree import BANDS, Tree, top_down
from kamdesk.rules.org_wires import HANG, Seat, Wire, further_wires, wires_of

STRIP = 4
"""Half of the strip kept free for a line through the rows it crosses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The size of a box and the spaces around it, in pixels at 100 % (LOOK 4)."""

    width: int = 114
    height: int = 62
    gap: int = 12
    tree_gap: int = 30
    """between rows joined by a branching line"""
    stack_gap: int = 14
    band_top: int = 20
    band_foot: int = 22
    margin: int = 48
    """at the left of every band, for its name"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A level's full-width strip; `name` is the level, empty where no post has a level."""

    name: str
    top: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A department's column; `name` is empty for posts without a department."""

    name: str
    left: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgLayout:
    """The finished chart, deterministic for the same posts and lines."""

    seats: Mapping[bytes, Seat]
    wires: tuple[Wire, ...]
    bands: tuple[Band, ...]
    lanes: tuple[Lane, ...]
    width: int
    height: int


@dataclass(slots=True)
class _Unit:
    """A post with what hangs below it, or a stack of colleagues; x counts from the unit above."""

    keys: tuple[bytes, ...]
    row: int
    columns: int = 0
    beside: int = 0
    kids: list[_Unit] = field(default_factory=list)
    shift: int = 0
    left: list[int] = field(default_factory=list)
    """the outline, lowest row first, so that the rows nearest to the manager are appended"""
    right: list[int] = field(default_factory=list)
    base: int = 0
    """what both outlines are to be moved by: moving a branch costs nothing"""


def lay_out(
    tree: Tree, *, box: Box, by_department: bool = False, hides: Mapping[bytes, int] | None = None
) -> OrgLayout:
    """The chart by level, or by level and department; `hides` names the folded posts and what each hides."""
    rows = Rows(tree, by_department=by_department)
    seats: dict[bytes, Seat] = {}
    lanes: list[Lane] = []
    left = box.margin
    tops, bands = _heights(rows, box)
    for name, roots, inside in _lanes(tree) if by_department else [("", tree.roots, None)]:
        forest = _Unit(keys=(), row=-1, kids=_units(rows, roots, inside))
        _outline(forest, box)
        pad = box.gap if by_department else 0
        first = min(forest.left, default=0) + forest.base
        width = max(forest.right, default=0) + forest.base - first + 2 * pad
        for key, x, row, stacked in _boxes(forest, left + pad - first, rows, inside, box):
            hidden = (hides or {}).get(key, 0)
            seats[key] = Seat(left=x, top=tops[row], row=row, lane=len(lanes), stacked=stacked, hides=hidden)
        lanes.append(Lane(name=name, left=left, width=width))
        left += width
    size = box.width, box.height
    return OrgLayout(
        seats=seats,
        wires=wires_of(tree, seats, *size) + further_wires(tree.further, seats, *size),
        bands=bands,
        lanes=tuple(lanes) if by_department else (),
        width=left + box.gap,
        height=bands[-1].top + bands[-1].height,
    )


def _heights(rows: Rows, box: Box) -> tuple[list[int], tuple[Band, ...]]:
    """The top of every row, and the bands."""
    tops: list[int] = []
    bands: list[Band] = []
    y = 0
    names = BANDS if rows.bands else ("",)
    for name, first, last in zip(names, rows.starts, [*rows.starts[1:], rows.total], strict=True):
        top = y
        y += box.band_top
        for row in range(first, last):
            tops.append(y)
            y += box.height + (box.tree_gap if row in rows.branching else box.stack_gap)
        y = tops[-1] + box.height + box.band_foot
        bands.append(Band(name=name, top=top, height=y - top))
    return tops, tuple(bands)


def _boxes(
    forest: _Unit, left: int, rows: Rows, inside: frozenset[bytes] | None, box: Box
) -> Iterator[tuple[bytes, int, int, bool]]:
    """Every post with its left edge, its row, and whether it stands in a stack."""
    pitch = box.width + box.gap
    waiting = [(forest, left)]
    while waiting:
        unit, x = waiting.pop()
        if unit.columns:
            height = stack_height(len(unit.keys))
            for at, key in enumerate(unit.keys):
                yield key, x + HANG + at // height * pitch, rows.row[key], True
        elif unit.keys:
            yield unit.keys[0], x, unit.row, False
            beside = (one for one in rows.tree.beside.get(unit.keys[0], ()) if inside is None or one in inside)
            for at, person in enumerate(beside, 1):
                yield person, x + at * pitch, unit.row, False
        waiting.extend((kid, x + kid.shift) for kid in unit.kids)


def _units(rows: Rows, roots: Sequence[bytes], inside: frozenset[bytes] | None) -> list[_Unit]:
    """The posts below one another as units; `inside` keeps to one department."""
    tree = rows.tree
    made: dict[bytes, _Unit] = {}
    for key in reversed(list(top_down(tree, roots))):
        if inside is not None and key not in inside:
            continue
        below = [one for one in tree.under.get(key, ()) if inside is None or one in inside]
        beside = [one for one in tree.beside.get(key, ()) if inside is None or one in inside]
        made[key] = _Unit(keys=(key,), row=rows.row[key], kids=_together(rows, below, made), beside=len(beside))
    return _together(rows, roots, made)


def _together(rows: Rows, siblings: Sequence[bytes], made: Mapping[bytes, _Unit]) -> list[_Unit]:
    """One unit per branch, then one per stack."""
    alone = [made[key] for key in siblings if key not in rows.stacked_with]
    stacks = dict.fromkeys(rows.stacked_with[key] for key in siblings if key in rows.stacked_with)
    for stack in stacks:
        height = stack_height(len(stack))
        alone.append(_Unit(keys=stack, row=min(rows.row[key] for key in stack), columns=-(-len(stack) // height)))
    return alone


def _lanes(tree: Tree) -> list[tuple[str, tuple[bytes, ...], frozenset[bytes]]]:
    """Departments in the order in which the tree meets them; in each the posts whose manager is elsewhere."""
    members: dict[str, list[bytes]] = defaultdict(list)
    for key in top_down(tree):
        members[tree.posts[key].department].append(key)
    lanes = []
    for name in sorted(members, key=lambda each: each == ""):
        inside = frozenset(members[name])
        roots = tuple(key for key in members[name] if tree.manager.get(key) not in inside)
        lanes.append((name, roots, inside))
    return lanes


def _outline(top: _Unit, box: Box) -> None:
    """Place the units below one another as close as their outlines allow, from the leaves up."""
    waiting, order = [top], list[_Unit]()
    while waiting:
        unit = waiting.pop()
        order.append(unit)
        waiting.extend(unit.kids)
    for unit in reversed(order):
        if unit.columns:
            height, width = stack_height(len(unit.keys)), unit.columns * (box.width + box.gap) - box.gap + HANG
            unit.left, unit.right = [-1] * height, [width] * height
            continue
        _join(unit, box)
        if unit.keys:
            unit.left.append(-unit.base)
            unit.right.append(box.width + unit.beside * (box.width + box.gap) - unit.base)


def _join(unit: _Unit, box: Box) -> None:
    """Put the branches side by side and the unit's box above their middle."""
    for at, kid in enumerate(unit.kids):
        first, last = _line_in(kid, box)
        free = kid.row - unit.row - 1
        kid.left.extend([first - STRIP - kid.base] * free)
        kid.right.extend([last + STRIP - kid.base] * free)
        if at:
            common = min(len(unit.left), len(kid.left))
            overlap = max(unit.right[-k] - kid.left[-k] for k in range(1, common + 1))
            kid.shift = overlap + unit.base - kid.base + box.gap
        _merge(unit, kid)
    if unit.kids:
        middle = _middle(unit, box)
        for kid in unit.kids:
            kid.shift -= middle
        unit.base -= middle


def _merge(unit: _Unit, kid: _Unit) -> None:
    """Add a branch to the outline of those left of it; the shorter of the two is copied, never the longer."""
    move = kid.base + kid.shift - unit.base
    if len(kid.left) > len(unit.left):
        for k in range(1, len(unit.left) + 1):
            kid.left[-k] = unit.left[-k] - move
        unit.left, unit.right, unit.base = kid.left, kid.right, kid.base + kid.shift
    else:
        for k in range(1, len(kid.left) + 1):
            unit.right[-k] = kid.right[-k] + move


def _middle(unit: _Unit, box: Box) -> int:
    """Where the left edge of the unit's box belongs, seen from its first branch."""
    first, last = unit.kids[0], unit.kids[-1]
    if hangs(len(unit.kids), first.columns):
        return -HANG
    return (first.shift + _centre(first, box) + last.shift + _centre(last, box)) // 2 - box.width // 2


def hangs(branches: int, columns: int) -> bool:
    """Whether a stack hangs at its manager's left edge: one column and nothing beside it."""
    return branches == 1 and columns == 1


def _centre(unit: _Unit, box: Box) -> int:
    return (HANG + unit.columns * (box.width + box.gap) - box.gap + HANG) // 2 if unit.columns else box.width // 2


def _line_in(unit: _Unit, box: Box) -> tuple[int, int]:
    """Between which x the lines come down to this unit."""
    if unit.columns:
        return 0, (unit.columns - 1) * (box.width + box.gap)
    return box.width // 2, box.width // 2
