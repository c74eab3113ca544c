"""A computed number that explains itself: value, unit, as-of, definition, inputs, rows; or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.words import N_, tr
from kamdesk.figures.question import Question, Setting

Row = Mapping[str, Any]
"""One row: KAM words in the singular → Money, Decimal, int, str, date or None; bytes are ids for the window only."""

UNITS = {
    "money": N_("money"),
    "days": N_("days"),
    "percent": N_("percent"),
    "count": N_("number"),
    "index": N_("0 to 100"),
    "grade": N_("clients or products per grade"),
    "share": N_("shares of net sales"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with their slots; spoken in the language in force when shown."""

    text: str
    slots: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.text, **self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a figure found."""

    value: Any = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Row, ...] | None = None
    make_rows: Callable[[], tuple[Row, ...]] | None = None
    """in place of rows where there may be thousands: few who see the number of all clients ask for them"""
    refused: Sentence | None = None


Compute = Callable[[Connection, Question], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A figure of the catalogue: what it is called, what it means, what may be set, how it is found."""

    name: str
    explain_id: str
    """printed small behind the number; typed into Ctrl+K it opens the explanation; never given twice"""
    title: str
    unit: str
    meaning: str
    compute: Compute
    settings: tuple[Setting, ...] = ()
    needs_client: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The answer with its explanation; amounts are Money, other numbers exact and unrounded."""

    name: str
    explain_id: str
    title: str
    unit: str
    definition: str
    question: Question
    value: Any
    inputs: Mapping[str, Any]
    rows: tuple[Row, ...] | None
    refused: Sentence | None
    rows_left_out: bool = False
    """there are rows, but nobody asked for them; `catalogue.with_rows` brings them"""

    @property
    def as_of(self) -> date:
        """The day whose state it tells."""
        return self.question.as_of

    def without_rows(self) -> Figure:
        """The same for whoever shows the number alone."""
        return self if self.rows is None else replace(self, rows=None, rows_left_out=True)

    @property
    def title_text(self) -> str:
        """Its title in the language in force."""
        return tr(self.title)

    @property
    def definition_text(self) -> str:
        """Its definition in the language in force."""
        return tr(self.definition)

    @property
    def refused_text(self) -> str:
        """Why there is no number, in the language in force; empty where there is one."""
        return str(self.refused) if self.refused else ""
