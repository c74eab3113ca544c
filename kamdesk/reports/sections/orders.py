"""Orders that are not done: late lines first with what to say about them, then what comes next."""

from __future__ import annotations

from typing import Any

from kamdesk.base.show import percent_text
from kamdesk.base.words import tr
from kamdesk.reports.kit.blocks import Section
from kamdesk.reports.kit.rich import late, mark, plain
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, comma, percent_words, quantity_words


def orders_section(told: Told, number: str, otif_aim: int | None) -> Section:
    """Open lines; a late one carries its mark, its days and the reason."""
    figure = told.figure("open_order_value")
    rows = sorted(figure.rows or (), key=lambda row: (-row["days_late"], str(_promised(row) or "9999"), row["order"]))
    cols = [
        Col(tight=True),
        Col(tr("Order")),
        Col(tr("Product"), grow=2),
        Col(tr("Quantity"), align="right"),
        Col(tr("Amount"), align="right"),
        Col(tr("Promised"), align="right"),
        Col(tr("Now planned"), align="right"),
        Col(tr("Reason and what to say") if told.internal else tr("Reason"), grow=3, before=8),
    ]
    table = Table(cols, [_row(told, row) for row in rows]) if rows else None
    return Section(number, tr("Orders"), table, _note(told, otif_aim))


def _promised(row: Any) -> Any:
    return row["promised"] or row["required"]


def _row(told: Told, row: Any) -> list[str]:
    is_late = row["days_late"] > 0
    day = told.day(_promised(row))
    if is_late:
        day = late(f"{day}{tr(', ')}{tr('{n} d late', n=row['days_late'])}")
    return [
        late(mark("late")) if is_late else "",
        plain(row["order"]),
        plain(row["name"]),
        quantity_words(row["left"]),
        told.amount(row["value"]),
        day,
        told.day(row["expected"]),
        plain(row["reason"]),
    ]


def _note(told: Told, otif_aim: int | None) -> str:
    figure = told.figure("open_order_value")
    words = []
    value = told.in_currency("open_order_value")
    if value is not None:
        open_words = tr("{n} orders open, {amount}", n=figure.inputs["orders"], amount=told.amount(value))
        words.append(open_words + told.id_of("open_order_value"))
    otif = told.figure("otif_by_line").value
    if otif is not None:
        share = percent_words(otif) + told.id_of("otif_by_line")
        aim = f"{tr(', ')}{tr('they want {aim}', aim=percent_text(otif_aim, 0))}" if otif_aim else ""
        words.append(tr("on time in full {share}", share=share) + aim)
    return comma(words)
