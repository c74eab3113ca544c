"""One tree out of reporting lines that may be several, broken or in circles; what does not fit stays beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

BANDS = ("senior", "middle", "front")
"""Levels from the top of the chart to its foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A person, or a vacant seat, as the chart needs it; siblings stand in the order of `order`."""

    key: bytes
    order: str = ""
    level: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Who reports to whom; `kind` is line, matrix or assistant. The first line of a person counts most."""

    person: bytes
    manager: bytes | None
    kind: str = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Each post under one manager at most."""

    posts: Mapping[bytes, Post]
    manager: Mapping[bytes, bytes]
    """person → the manager under whom the post hangs; roots are absent"""
    under: Mapping[bytes, tuple[bytes, ...]]
    """manager → those below, in order"""
    beside: Mapping[bytes, tuple[bytes, ...]]
    """manager → assistants, in order"""
    roots: tuple[bytes, ...]
    further: tuple[Line, ...]
    """lines beside the first one: further managers, and the line at which a circle was cut"""
    orphans: frozenset[bytes]
    """posts that name a manager who is not in the chart"""
    circles: frozenset[bytes]
    """posts that lie on a circle"""


def tree_of(posts: Iterable[Post], lines: Iterable[Line]) -> Tree:
    """The tree: first line first, plain lines before assistants before matrix; circles are cut at their first post."""
    known = {post.key: post for post in posts}
    lines = [line for line in lines if line.person in known]
    manager, kinds, further, orphans = _first_lines(known, lines)
    circles, cut = _cut_circles(known, manager)
    circles |= {line.person for line in lines if line.person == line.manager}
    further += [Line(person=person, manager=manager.pop(person), kind="matrix") for person in cut]
    has_reports = set(manager.values())
    under: dict[bytes, list[bytes]] = defaultdict(list)
    beside: dict[bytes, list[bytes]] = defaultdict(list)
    for person in sorted(manager, key=lambda key: _place(known, key)):
        assists = kinds[person] == "assistant" and person not in has_reports
        (beside if assists else under)[manager[person]].append(person)
    return Tree(
        posts=known,
        manager=manager,
        under={key: tuple(value) for key, value in under.items()},
        beside={key: tuple(value) for key, value in beside.items()},
        roots=tuple(sorted((key for key in known if key not in manager), key=lambda key: _place(known, key))),
        further=tuple(further),
        orphans=frozenset(orphans),
        circles=frozenset(circles),
    )


def top_down(tree: Tree, roots: Sequence[bytes] | None = None) -> Iterator[bytes]:
    """Every post after its manager, branch by branch; never recursive, a chain of thousands is possible."""
    waiting = list(reversed(tree.roots if roots is None else roots))
    while waiting:
        key = waiting.pop()
        yield key
        waiting.extend(reversed(tree.under.get(key, ()) + tree.beside.get(key, ())))


def without_branches(tree: Tree, folded: frozenset[bytes]) -> tuple[Tree, dict[bytes, int]]:
    """The tree with what hangs under the folded posts taken out, and how many posts each of them hides."""
    hidden: dict[bytes, int] = {}
    gone: set[bytes] = set()
    for key in top_down(tree):
        if key in folded and key not in gone:
            below = [*top_down(tree, tree.under.get(key, ()) + tree.beside.get(key, ()))]
            gone.update(below)
            if below:
                hidden[key] = len(below)
    if not gone:
        return tree, hidden
    return Tree(
        posts={key: post for key, post in tree.posts.items() if key not in gone},
        manager={key: manager for key, manager in tree.manager.items() if key not in gone},
        under={key: below for key, below in tree.under.items() if key not in gone and key not in hidden},
        beside={key: below for key, below in tree.beside.items() if key not in gone and key not in hidden},
        roots=tree.roots,
        further=tuple(line for line in tree.further if line.person not in gone and line.manager not in gone),
        orphans=tree.orphans - gone,
        circles=tree.circles - gone,
    ), hidden


def bands_of(tree: Tree) -> dict[bytes, int]:
    """The band each post stands in (0 is the top): its level's, never above its manager's.

    A post without a level stands in its manager's band, a root without one in the highest band below it.
    Empty when no post has a level: then there are no bands.
    """
    own = {key: BANDS.index(post.level) for key, post in tree.posts.items() if post.level in BANDS}
    if not own:
        return {}
    order = list(top_down(tree))
    highest = dict(own)
    for key in reversed(order):
        manager = tree.manager.get(key)
        if manager is not None and manager not in own and key in highest:
            highest[manager] = min(highest.get(manager, highest[key]), highest[key])
    bands: dict[bytes, int] = {}
    for key in order:
        above = bands.get(tree.manager.get(key, b""))
        if above is None:
            bands[key] = highest.get(key, len(BANDS) - 1)
        else:
            bands[key] = max(above, own.get(key, above))
    return bands


def _first_lines(
    known: Mapping[bytes, Post], lines: Iterable[Line]
) -> tuple[dict[bytes, bytes], dict[bytes, str], list[Line], set[bytes]]:
    weights = {"line": 0, "assistant": 1, "matrix": 2}
    manager: dict[bytes, bytes] = {}
    kinds: dict[bytes, str] = {}
    further: list[Line] = []
    unknown: set[bytes] = set()
    for line in sorted(lines, key=lambda each: weights.get(each.kind, 2)):
        if line.person == line.manager:
            continue
        if line.manager not in known or line.manager is None:
            unknown.add(line.person)
        elif line.person in manager:
            if line.manager != manager[line.person]:
                further.append(line)
        else:
            manager[line.person], kinds[line.person] = line.manager, line.kind
    return manager, kinds, further, unknown - set(manager)


def _cut_circles(known: Mapping[bytes, Post], manager: Mapping[bytes, bytes]) -> tuple[set[bytes], list[bytes]]:
    """The posts on circles, and of each circle the post that becomes a root."""
    done: set[bytes] = set()
    on_circle: set[bytes] = set()
    cut: list[bytes] = []
    for start in known:
        path: list[bytes] = []
        at: bytes | None = start
        seen: dict[bytes, int] = {}
        while at is not None and at not in done and at not in seen:
            seen[at] = len(path)
            path.append(at)
            at = manager.get(at)
        if at is not None and at in seen:
            circle = path[seen[at] :]
            on_circle.update(circle)
            cut.append(min(circle, key=lambda key: _place(known, key)))
        done.update(path)
    return on_circle, cut


def _place(known: Mapping[bytes, Post], key: bytes) -> tuple[str, bytes]:
    return known[key].order, key
