"""A row as it travels in a frame, as the sheet that is shown and compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kamdesk.exchange.protocol import Frame
from kamdesk.facts.kinds import from_driver
from kamdesk.facts.record import Record, Sheet


def sheet_of(record: type[Record], frame: Frame, row: Sequence[Any]) -> Sheet:
    """The sheet of a row as it came; facts that this program does not know are left out."""
    facts = record.facts()
    values = {
        name: from_driver(facts[name].kind, value)
        for name, value in zip(frame.names, row[3:], strict=True)
        if name in facts
    }
    defaults = {name: fact.default for name, fact in facts.items()}
    return Sheet(
        record, {**defaults, **values, "id": bytes(row[0]), "scope_id": frame.scope_id, "external_key": row[1]}
    )
