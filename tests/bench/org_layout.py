"""How long the organisation chart of a large client takes to lay out."""

import time

from kamdesk.rules.org_layout import Box, lay_out
from kamdesk.rules.org_tree import Line, Post, tree_of
from tests.bench.measures import Measure

POSTS, SPAN = 2_000, 6


def measures():
    """2,000 posts, six reports each, from rows to places."""
    posts = [Post(key=_key(n), order=f"{n:06d}") for n in range(POSTS)]
    lines = [Line(person=_key(n), manager=_key((n - 1) // SPAN)) for n in range(1, POSTS)]
    started = time.perf_counter()
    layout = lay_out(tree_of(posts, lines), box=Box(width=130))
    seconds = time.perf_counter() - started
    assert len(layout.seats) == POSTS
    yield Measure("organisation chart of 2,000 posts laid out", seconds, 1, "s")


def _key(n):
    return n.to_bytes(16, "big")
