"""A figure as the command line's JSON: the contract of DESIGN 8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kamdesk.base.days import moment_text
from kamdesk.base.money import Money
from kamdesk.base.show import json_number
from kamdesk.base.words import tr
from kamdesk.figures.figure import Definition, Figure


def figure_json(figure: Figure) -> dict[str, Any]:
    """The keys in the order of the contract; rows and refused only where there are any."""
    plain: dict[str, Any] = {
        "name": figure.name,
        "value": value_json(figure.value),
        "unit": figure.unit,
        "as_of": figure.as_of.isoformat(),
        "definition": figure.definition_text,
        "inputs": value_json(figure.inputs),
    }
    if figure.rows is not None:
        plain["rows"] = [value_json(row) for row in figure.rows]
    if figure.refused is not None:
        plain["refused"] = figure.refused_text
    return plain


def listing_json(definitions: Sequence[Definition]) -> list[dict[str, Any]]:
    """What `kamdesk figure --list` says of each figure."""
    return [
        {
            "name": each.name,
            "id": each.explain_id,
            "title": tr(each.title),
            "unit": each.unit,
            "definition": tr(each.meaning),
            "needs_client": each.needs_client,
            "settings": [{"name": s.name, "meaning": tr(s.meaning), "default": s.default} for s in each.settings],
        }
        for each in definitions
    ]


def value_json(value: Any) -> Any:  # noqa: ANN401  (any value of a figure)
    """Money as text in major units, exact numbers as JSON numbers, days as ISO text; ids stay inside the program."""
    match value:
        case None | bool() | int() | str():
            return value
        case Money():
            return value.json_text()
        case Decimal():
            return json_number(value)
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): value_json(each) for key, each in value.items() if not isinstance(each, bytes)}
        case tuple() | list():
            return [value_json(each) for each in value]
        case _:
            return str(value)
