"""Every figure there is, by name: the window, both briefs and the command line compute through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from kamdesk.base.errors import BadValue, NotFound
from kamdesk.base.words import N_, tr
from kamdesk.figures import clients, contacts, orders, payment_behaviour, receivables, sales, stock, stock_cover
from kamdesk.figures.figure import Answer, Definition, Figure, Sentence
from kamdesk.figures.question import Question

# A new figure: a function and its Definition in the module of its noun, nothing here.
FIGURES: tuple[Definition, ...] = (
    *sales.FIGURES,
    *receivables.FIGURES,
    *payment_behaviour.FIGURES,
    *orders.FIGURES,
    *stock_cover.FIGURES,
    *stock.FIGURES,
    *clients.FIGURES,
    *contacts.FIGURES,
)

_BY_NAME = {figure.name: figure for figure in FIGURES}
_BY_EXPLAIN_ID = {figure.explain_id: figure for figure in FIGURES}

NEEDS_CLIENT = N_("This figure is about one client; name it.")


def compute(
    name: str,
    connection: Connection,
    *,
    client_id: bytes | None,
    as_of: date,
    settings: Mapping[str, str] | None = None,
    rows: bool = True,
) -> Figure:
    """The figure of this name, without `rows` its number alone.

    Raises: NotFound for an unknown name, BadValue for a setting it cannot take.
    """
    definition = named(name)
    question = Question(client_id=client_id, as_of=as_of, settings=settings or {})
    _refuse_unknown_settings(definition, question)
    if definition.needs_client and client_id is None:
        answer = Answer(refused=Sentence(NEEDS_CLIENT))
    else:
        answer = definition.compute(connection, question)
    found = answer.rows
    if rows and answer.make_rows is not None:
        found = answer.make_rows()
    return Figure(
        name=name,
        explain_id=definition.explain_id,
        title=definition.title,
        unit=definition.unit,
        definition=definition.meaning,
        question=question,
        value=answer.value,
        inputs=answer.inputs,
        rows=found if rows else None,
        refused=answer.refused,
        rows_left_out=not rows and (found is not None or answer.make_rows is not None),
    )


def with_rows(connection: Connection, figure: Figure) -> Figure:
    """A figure whose rows were left out, computed again with them."""
    asked = figure.question
    return compute(figure.name, connection, client_id=asked.client_id, as_of=asked.as_of, settings=asked.settings)


def listing() -> tuple[Definition, ...]:
    """Every figure, in the order shown."""
    return FIGURES


def named(name: str) -> Definition:
    """What a figure is. Raises: NotFound."""
    if name not in _BY_NAME:
        raise NotFound(tr('There is no figure called "{name}"; `kamdesk figure --list` names them all.', name=name))
    return _BY_NAME[name]


def explained(explain_id: str) -> Definition:
    """The figure of the small id printed behind a number. Raises: NotFound."""
    if explain_id not in _BY_EXPLAIN_ID:
        raise NotFound(tr('There is no figure with the id "{id}".', id=explain_id))
    return _BY_EXPLAIN_ID[explain_id]


def _refuse_unknown_settings(definition: Definition, question: Question) -> None:
    known = [setting.name for setting in definition.settings]
    for name in question.settings:
        if name not in known:
            raise BadValue(
                tr('{figure} has no setting "{name}"; it has: {known}.', figure=definition.name, name=name,
                   known=", ".join(known) or "–"),
                fact=name,
            )  # fmt: skip
