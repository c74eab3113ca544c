"""`kamdesk figure`: one computed number with its definition, inputs and rows; `--list` says which there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamdesk.base.exit_codes import DONE, WrongUsage
from kamdesk.base.text_table import text_table
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked
from kamdesk.figures.as_json import figure_json, listing_json
from kamdesk.figures.catalogue import FIGURES, compute
from kamdesk.reads.named import client_named


def run(asked: Asked) -> int:
    """Compute, or list. A figure that cannot be computed says why in `refused`, and that is an answer."""
    own = asked.own
    if own.list:
        listing = listing_json(FIGURES)
        asked.say(listing, text_table([{"figure": each["name"], "meaning": each["definition"]} for each in listing]))
        return DONE
    if not own.name:
        raise WrongUsage(tr("Name a figure, or ask for all names with --list."))
    with asked.desk() as desk, desk.reading() as connection:
        client_id = client_named(connection, own.client) if own.client else None
        figure = compute(own.name, connection, client_id=client_id, as_of=asked.as_of, settings=dict(own.set))
        plain = figure_json(figure)
        said = [figure.title_text, value_text(plain["value"]), figure.definition_text, figure.refused_text]
        asked.say(plain, "\n".join([*filter(None, said), text_table(plain.get("rows", []))]))
    return DONE


def value_text(value: Any) -> str:  # noqa: ANN401  (any value of a figure)
    """A value in one line: USD 4273.00, or A 34, B 27, C 28; empty where there is none."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_text(each)}" for key, each in value.items())
    return "" if value is None else str(value)
