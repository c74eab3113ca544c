"""One sentence about what to do next with a person, from what the chart knows; nothing where nothing presses."""

from __future__ import annotations

from kamdesk.base.words import tr
from kamdesk.reads.org_chart import Person
from kamdesk.ui.org_chart.board import Board, cold, employee_name, name_of

WEIGHTY = {"decides", "pays", "technical"}


def advice(person: Person, board: Board) -> str:
    """Whom to ask for an introduction, or who of us is to call; empty for people in touch and vacant seats."""
    if person.is_vacant or not cold(person, board.page):
        return ""
    paired = next((pair for pair in board.page.pairs if pair.contact_id == person.id), None)
    bridge = _bridge(person, board)
    if person.last_contact_on is None and bridge is not None:
        return tr("Ask {bridge} for an introduction.", bridge=name_of(bridge))
    if paired is not None:
        return tr("{employee} calls this week.", employee=employee_name(paired))
    if bridge is not None:
        return tr("Ask {bridge} to bring you together again.", bridge=name_of(bridge))
    return tr("Name one of us for this person.") if WEIGHTY & set(person.rights) else ""


def _bridge(person: Person, board: Board) -> Person | None:
    """The nearest colleague we are in touch with: manager, then reports, best covered first."""
    tree = board.tree
    manager = tree.manager.get(person.id)
    near = [*((manager,) if manager else ()), *tree.under.get(person.id, ())]
    warm = [board.people[key] for key in near if not cold(board.people[key], board.page) and board.people[key].coverage]
    return max(warm, key=lambda each: each.coverage, default=None)


def first_look(board: Board) -> bytes | None:
    """Whose pane stands open at first: the decision maker gone cold longest, else the top of the chart."""
    rows = board.figures["cold_decision_makers"].rows or ()
    cold = [row["contact_id"] for row in rows if row["contact_id"] in board.layout.seats]
    return next(iter([*cold, *board.tree.roots]), None)
