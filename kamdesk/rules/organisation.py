"""What is wrong with an organisation: missing managers, circles, posts nobody can reach; its depth and spans.

Source: FIGURES, organisation. A post may have several managers; repeated rows are one post.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Posts by key, each with the keys of the managers it names."""

    nodes: int
    roots: tuple[str, ...]
    orphans: Mapping[str, tuple[str, ...]]
    """post → the managers it names that are not in the data"""
    circles: tuple[str, ...]
    """posts that lie on a circle"""
    depths: Mapping[str, int]
    """post → lines from the nearest root, over posts that can be reached"""
    spans: Mapping[str, int]
    """manager → posts that report to it"""

    @property
    def depth(self) -> int:
        """Lines from a root to the farthest post."""
        return max(self.depths.values(), default=0)

    @property
    def unreachable(self) -> int:
        """Posts that no line leads to from a root."""
        return self.nodes - len(self.depths)

    @property
    def by_depth(self) -> dict[int, int]:
        """How many posts stand on each level."""
        return dict(sorted(Counter(self.depths.values()).items()))


def check(rows: Iterable[tuple[str, Iterable[str]]]) -> Organisation:
    """The organisation of rows (post, managers it names), repeated posts folded into one."""
    managers: dict[str, dict[str, None]] = {}
    for post, named in rows:
        managers.setdefault(post, {}).update(dict.fromkeys(filter(None, named)))
    missing = {post: tuple(m for m in named if m not in managers) for post, named in managers.items()}
    reports: dict[str, list[str]] = {}
    for post, named in managers.items():
        for manager in named:
            if manager in managers:
                reports.setdefault(manager, []).append(post)
    roots = tuple(post for post, named in managers.items() if not named)
    return Organisation(
        nodes=len(managers),
        roots=roots,
        orphans={post: absent for post, absent in missing.items() if absent},
        circles=_on_circles(managers, reports),
        depths=_depths(roots, reports),
        spans={manager: len(posts) for manager, posts in reports.items()},
    )


def _depths(roots: Iterable[str], reports: Mapping[str, list[str]]) -> dict[str, int]:
    depths: dict[str, int] = {}
    level, depth = list(roots), 0
    while level:
        depths.update(dict.fromkeys(level, depth))
        below = dict.fromkeys(post for manager in level for post in reports.get(manager, ()))
        level, depth = [post for post in below if post not in depths], depth + 1
    return depths


def _on_circles(managers: Mapping[str, Iterable[str]], reports: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Posts that reach themselves: groups of posts where each leads to each (Kosaraju's two walks)."""
    grouped: set[str] = set()
    circles: list[str] = []
    for start in reversed(_leaves_first(managers, reports)):
        if start in grouped:
            continue
        group, waiting = {start}, [start]
        while waiting:
            above = [m for m in managers[waiting.pop()] if m in managers and m not in grouped and m not in group]
            group.update(above)
            waiting.extend(above)
        grouped |= group
        if len(group) > 1 or start in managers[start]:
            circles.extend(group)
    return tuple(sorted(circles))


def _leaves_first(posts: Iterable[str], reports: Mapping[str, list[str]]) -> list[str]:
    seen: set[str] = set()
    order: list[str] = []
    for start in posts:
        if start in seen:
            continue
        seen.add(start)
        walk = [(start, iter(reports.get(start, ())))]
        while walk:
            post, rest = walk[-1]
            below = next((each for each in rest if each not in seen), None)
            if below is None:
                order.append(post)
                walk.pop()
            else:
                seen.add(below)
                walk.append((below, iter(reports.get(below, ()))))
    return order
