"""People: how well we are known, where nobody was met, who decides and has gone cold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from kamdesk.base.show import day_text
from kamdesk.base.words import commas, tr
from kamdesk.figures.figure import Figure, Row
from kamdesk.records.contacts import LEVELS, RIGHTS
from kamdesk.rules.relationship import is_cold
from kamdesk.ui.client_page.quadrant import Quadrant, figures_of
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.figure_words import whole_text
from kamdesk.ui.kit.heat_map import Heat, HeatMap
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable

ROWS_MAX, DEPARTMENTS_MAX = 3, 6
_FIGURES = ("relationship_index", "coverage", "cold_decision_makers")


class PeopleQuadrant(Quadrant):
    """Opens the organisation chart."""

    def __init__(self, context: Context) -> None:
        empty = EmptyState(tr("Nobody is known here yet."), tr("Add the people you meet, the front line too."),
                           tr("Add people"), icon="plus")  # fmt: skip
        super().__init__(context, tr("People"), "people", empty)
        self.heat = HeatMap()
        self.lines.addWidget(self.heat)
        self.table = SheetTable(_columns(context), height=DENSE, flush=True, header=False)
        self.lines.addWidget(self.table)

    def gather(self, connection: Any, client_id: bytes, as_of: date) -> dict[str, Figure]:
        return figures_of(connection, _FIGURES, client_id, as_of)

    def show_view(self, view: dict[str, Figure]) -> None:
        index, coverage, cold = (view[name] for name in _FIGURES)
        people = list(index.rows or ())
        self.show_empty(is_empty=not people)
        if not people:
            return
        safe = self.context.client_safe
        self._show_figures(index, coverage, cold, safe=safe)
        columns, rows = heat_of(coverage.rows or (), {row["department"] for row in cold.rows or ()})
        self.heat.set_cells(columns, rows)
        self.heat.setVisible(not safe)
        self.table.set_client_safe(safe)
        order = _seniority if safe else _urgency
        self.table.set_rows(sorted(people, key=order)[: ROWS_MAX * 2 if safe else ROWS_MAX])
        self.table.fit_height()
        self.head.source.set_text(tr("contacts, {day}", day=day_text(index.as_of, self.context.today)))
        gap = people[0]
        said = tr("Largest gap: {name}, {post}", name=gap["name"], post=gap["post"])
        self.foot.set_text("" if safe else said)

    def _show_figures(self, index: Figure, coverage: Figure, cold: Figure, *, safe: bool) -> None:
        first, second, third = self.figures.blocks
        first.set_figure(whole_text(index.value), "/ 100", tr("relationship index"), explains=index)
        met = coverage.value or {"met": 0, "of": 0}
        second.set_figure(
            str(met["met"]), tr("of {n}", n=met["of"]), tr("people met within 90 days"), explains=coverage
        )
        n = int((cold.value or {"count": 0})["count"])
        third.set_figure(str(n), "", tr("decision makers cold"), ink="late" if n else "text", explains=cold)
        first.setVisible(not safe)
        third.setVisible(not safe)


def heat_of(rows: tuple[Row, ...], cold: Collection[str] = ()) -> tuple[list[str], list[tuple[str, list[Heat]]]]:
    """Levels by departments, met of all: where a decision maker has gone cold before where most people are."""
    sizes: Counter[str] = Counter()
    for row in rows:
        sizes[row["department"]] += row["of"]
    ranked = sorted(sizes, key=lambda name: (name not in cold, -sizes[name], name))[:DEPARTMENTS_MAX]
    top = {row["department"] for row in rows if row["level"] == next(iter(LEVELS))}
    departments = sorted(ranked, key=lambda name: (name not in top, -sizes[name], name))
    cells = {(row["level"], row["department"]): row for row in rows}
    heats = [
        (tr(label), [_heat(cells.get((level, department))) for department in departments])
        for level, label in LEVELS.items()
        if any((level, department) in cells for department in departments)
    ]
    return [name or tr("no department") for name in departments], heats


def _heat(row: Mapping[str, Any] | None) -> Heat:
    if row is None:
        return Heat(none=True)
    words = tr("{n} of {all}", n=row["met"], all=row["of"])
    return Heat(words, gap=True) if not row["met"] else Heat(words, step=1 + 3 * row["met"] // row["of"])


def _urgency(row: Row) -> tuple[bool, bool, int]:
    """Cold decision makers first, then whoever has the most influence."""
    decides = bool({"decides", "pays"} & set(row["rights"] or ()))
    return (not (decides and is_cold(row["days_since"])), not decides, -(row["influence"] or 0))


def _seniority(row: Row) -> tuple[int, str]:
    """Who stands where, as the client itself would list it."""
    levels = list(LEVELS)
    return (levels.index(row["level"]) if row["level"] in levels else len(levels), row["contact"])


def _columns(context: Context) -> list[Column]:
    def mark(row: Row) -> str:
        if context.client_safe:
            return ""
        decides = bool({"decides", "pays"} & set(row["rights"] or ()))
        return "cold" if decides and is_cold(row["days_since"]) else ""

    def touched(row: Row) -> str:
        if row["last_touch"] is None:
            return tr("never met")
        return tr("{day}, {n} d", day=day_text(row["last_touch"], context.today), n=row["days_since"])

    return [
        Column(key="name", label="", text=lambda row: row["name"], mark=mark, width=104),
        Column(key="post", label="", text=lambda row: row["post"], width=120, stretch=2, ink="text2"),
        Column(key="rights", label="", width=100, stretch=1, ink="text2", private=True,
               text=lambda row: commas(tr(RIGHTS.get(each, each)) for each in row["rights"] or ())),
        Column(key="touch", label="", text=touched, width=90, right=True, private=True,
               ink=lambda row: "late" if mark(row) else "text"),
    ]  # fmt: skip
