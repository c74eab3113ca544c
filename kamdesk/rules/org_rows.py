"""In which row of an organisation chart each post stands, and who stands together in a stack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kamdesk.rules.org_tree import BANDS, Tree, bands_of, top_down

STACK_FROM, STACK_FROM_FRONT = 4, 2
"""So many colleagues without reports form a stack; fewer in the lowest band, where pictures of teams are stacks."""


class Rows:
    """The row of each post, counted from the top through all bands.

    Attributes: tree; bands (post → band, empty without levels); row (post → row); starts (the first row of each band);
    total (rows in all); branching (rows below which lines branch); stacked_with (post → its whole stack).
    """

    def __init__(self, tree: Tree, *, by_department: bool) -> None:
        self.tree = tree
        self.bands = bands_of(tree)
        self.stacked_with: dict[bytes, tuple[bytes, ...]] = {}
        self._by_department = by_department
        places = self._places()
        count = len(BANDS) if self.bands else 1
        needed = [1] * count
        for band, row in places.values():
            needed[band] = max(needed[band], row + 1)
        self.starts = [sum(needed[:band]) for band in range(count)]
        self.total = sum(needed)
        self.row = {key: self.starts[band] + row for key, (band, row) in places.items()}
        self.branching = {self.row[key] for key in tree.under if key in self.row}

    def _places(self) -> dict[bytes, tuple[int, int]]:
        """Band and row within it; a post stands in the first row of its band, or right below its manager."""
        places: dict[bytes, tuple[int, int]] = {key: (self.bands.get(key, 0), 0) for key in self.tree.roots}
        self._stack(self.tree.roots, places)
        for key in top_down(self.tree):
            band, row = places[key]
            for person in self.tree.beside.get(key, ()):
                places[person] = (band, row)
            below = self.tree.under.get(key, ())
            for person in below:
                own = self.bands.get(person, 0)
                places[person] = (own, row + 1 if own == band else 0)
            self._stack(below, places)
        return places

    def _stack(self, siblings: Sequence[bytes], places: dict[bytes, tuple[int, int]]) -> None:
        """Let siblings without reports stand below one another where enough of them share a band."""
        groups: dict[tuple[int, str], list[bytes]] = defaultdict(list)
        for key in siblings:
            if not self.tree.under.get(key) and not self.tree.beside.get(key):
                groups[places[key][0], self.tree.posts[key].department if self._by_department else ""].append(key)
        for (band, _), keys in groups.items():
            if len(keys) < (STACK_FROM_FRONT if self.bands and band == len(BANDS) - 1 else STACK_FROM):
                continue
            height = stack_height(len(keys))
            self.stacked_with.update(dict.fromkeys(keys, tuple(keys)))
            for at, key in enumerate(keys):
                places[key] = (band, places[key][1] + at % height)


def stack_height(count: int) -> int:
    """Rows of a stack: about twice as many as its columns."""
    return next(h for h in range(1, count + 1) if h * h >= 2 * count or h == count)
