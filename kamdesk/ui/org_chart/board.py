"""What the chart draws, made in a worker: the page, its tree and layout, and the counts of who was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kamdesk.base.words import commas, language, ntr
from kamdesk.figures.figure import Figure
from kamdesk.reads.org_chart import OrgPage, Pair, Person
from kamdesk.rules.org_layout import Box, OrgLayout, lay_out
from kamdesk.rules.org_tree import BANDS, Line, Post, Tree, bands_of, tree_of, without_branches
from kamdesk.rules.relationship import is_cold

LEVEL, DEPARTMENT = "level", "department"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of a band's or lane's people one of us met within ninety days (as the figure "people met" counts)."""

    met: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A drawn chart; frozen, so that a worker can make it and the window show it."""

    page: OrgPage
    people: Mapping[bytes, Person]
    tree: Tree
    layout: OrgLayout
    box: Box
    by: str
    folded: frozenset[bytes]
    by_band: Mapping[str, Count]
    by_lane: Mapping[str, Count]
    vacancies: int
    figures: Mapping[str, Figure]
    """the catalogue's numbers about these people, by name; empty where they were not asked for"""


def make_board(
    page: OrgPage,
    *,
    by: str = LEVEL,
    folded: frozenset[bytes] = frozenset(),
    figures: Mapping[str, Figure] | None = None,
) -> Board:
    """Lay the page out; 2,000 posts take about a tenth of a second, so this runs in a worker."""
    people = {person.id: person for person in page.people}
    tree = tree_of(
        [Post(key=each.id, level=each.level, department=each.department) for each in page.people],
        [Line(person=line.contact_id, manager=line.manager_id, kind=line.kind) for line in page.lines],
    )
    bare, hides = without_branches(tree, folded)
    box = Box(width=130 if language() == "en" else 114, margin=10)
    bands = bands_of(tree)
    seated = [person for person in page.people if not person.is_vacant]
    return Board(
        page=page,
        people=people,
        tree=tree,
        layout=lay_out(bare, box=box, by_department=by == DEPARTMENT, hides=hides),
        box=box,
        by=by,
        folded=folded,
        by_band=_counts(page, {each.id: BANDS[bands[each.id]] if bands else "" for each in seated}, people),
        by_lane=_counts(page, {each.id: each.department for each in seated}, people),
        vacancies=len(page.people) - len(seated),
        figures=figures or {},
    )


def foldable(page: OrgPage) -> frozenset[bytes]:
    """Who is folded in a chart too large to see at once: everybody with reports, below the second row."""
    tree = tree_of(
        [Post(key=each.id) for each in page.people],
        [Line(person=line.contact_id, manager=line.manager_id, kind=line.kind) for line in page.lines],
    )
    (first, *others) = tree.roots or (b"",)
    kept = set() if others else {first, *tree.under.get(first, ())}
    return frozenset(key for key in (*tree.under, *tree.beside) if key not in kept)


def days_since(person: Person, page: OrgPage) -> int | None:
    """Days from the last contact to the day shown; None: never met."""
    return (page.as_of - person.last_contact_on).days if person.last_contact_on else None


def cold(person: Person, page: OrgPage) -> bool:
    """Never met, or not for more than ninety days; a vacant seat is neither."""
    return not person.is_vacant and is_cold(days_since(person, page))


def name_of(person: Person) -> str:
    """How this language writes the person's name; who was forgotten is called by the post, a vacant seat by nothing."""
    return person.called or ("" if person.is_vacant else person.post)


def employee_name(pair: Pair) -> str:
    """How this language writes the name of one of ours."""
    return pair.employee_called


def _counts(page: OrgPage, places: Mapping[bytes, str], people: Mapping[bytes, Person]) -> dict[str, Count]:
    everyone = Counter(places.values())
    met = Counter(place for key, place in places.items() if not cold(people[key], page))
    return {place: Count(met=met[place], people=count) for place, count in everyone.items()}


def head_words(board: Board) -> tuple[str, str]:
    """How many people and vacant seats there are; how many decision makers have gone cold."""
    seats = ntr("{n} vacant seat", "{n} vacant seats", board.vacancies) if board.vacancies else ""
    cold_ones = board.figures["cold_decision_makers"].value["count"]
    warned = ntr("{n} decision maker gone cold", "{n} decision makers gone cold", cold_ones) if cold_ones else ""
    return commas((ntr("{n} person", "{n} people", len(board.page.people) - board.vacancies), seats)), warned
