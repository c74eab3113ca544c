"""Our people and theirs side by side: how well they know each other, how well they should, when they last spoke."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kamdesk.base.show import day_text
from kamdesk.base.words import N_, commas, ntr, tr
from kamdesk.reads.org_chart import Pair, Person
from kamdesk.rules.relationship import is_cold
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.org_chart.board import Board, employee_name, name_of
from kamdesk.ui.org_chart.detail_pane import coverage_words
from kamdesk.ui.org_chart.lettering import letters


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One pairing, or a person whom none of us knows yet."""

    id: bytes
    person: Person
    pair: Pair | None
    days: int | None
    last_text: str
    links: int
    """how many of ours know this person"""


def pair_rows(board: Board) -> list[PairRow]:
    """Weightiest people first; who hangs on one of us, or on nobody, is marked."""
    links = Counter(pair.contact_id for pair in board.page.pairs if pair.coverage)
    rows: list[PairRow] = []
    people = sorted(board.page.people, key=lambda each: (-len(each.rights), -(each.influence or 0), each.name))
    for person in people:
        if person.is_vacant:
            continue
        pairs: list[Pair | None] = [pair for pair in board.page.pairs if pair.contact_id == person.id]
        rows += [_row(board, person, pair, links[person.id]) for pair in pairs or [None]]
    return rows


def _row(board: Board, person: Person, pair: Pair | None, links: int) -> PairRow:
    last = pair.last_touch_on if pair else None
    days = (board.page.as_of - last).days if last else None
    words = tr("never") if last is None else commas((day_text(last, board.page.as_of), tr("{n} d", n=days)))
    return PairRow(id=person.id, person=person, pair=pair, days=days, last_text=words, links=links)


def _state(row: PairRow) -> str:
    if row.pair is None or not row.links:
        return "late" if row.person.rights else ""
    return "risk" if row.links == 1 and row.person.rights else ""


def _remark(row: PairRow) -> str:
    if not row.links:
        return tr("nobody of ours")
    if row.links == 1:
        return tr("one thread only")
    if row.pair and row.pair.coverage < row.pair.coverage_aim:
        return ntr("{n} step below aim", "{n} steps below aim", row.pair.coverage_aim - row.pair.coverage)
    return ""


def _coverage(value: int | None) -> str:
    return "" if value is None else coverage_words(value)


PAIRING_COLUMNS = (
    Column(
        key="person", label=N_("Their person"), text=lambda row: name_of(row.person), width=150, bold=True, mark=_state,
        stretch=2,
    ),
    Column(key="post", label=N_("Post"), text=lambda row: row.person.post, width=130, stretch=2, ink="text2"),
    Column(
        key="rights", label=N_("Rights"), text=lambda row: " ".join(letter for _right, letter in letters(row.person)),
        width=70, private=True,
    ),
    Column(
        key="ours", label=N_("Our person"), text=lambda row: employee_name(row.pair) if row.pair else tr("nobody"),
        width=120, stretch=2, ink=lambda row: "text" if row.pair else "text3",
    ),
    Column(
        key="now", label=N_("Now"), text=lambda row: _coverage(row.pair.coverage if row.pair else None), width=90,
        private=True, sort=lambda row: row.pair.coverage if row.pair else -1,
    ),
    Column(
        key="aim", label=N_("Aim"), text=lambda row: _coverage(row.pair.coverage_aim if row.pair else None), width=90,
        private=True, sort=lambda row: row.pair.coverage_aim if row.pair else -1,
    ),
    Column(
        key="last", label=N_("Last contact"), text=lambda row: row.last_text, width=130, right=True,
        ink=lambda row: "late" if is_cold(row.days) else "text", private=True,
        sort=lambda row: 100_000 if row.days is None else row.days,
    ),
    Column(key="remark", label=N_("Remark"), text=_remark, width=140, stretch=1, ink="text2", private=True),
)  # fmt: skip
