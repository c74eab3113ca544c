"""What a laptop shows: the office's row with its own unanswered changes laid over it, in the order they were made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from kamdesk.exchange.actions import Change, Deed
from kamdesk.exchange.world import sheet_after
from kamdesk.facts.record import Sheet

Waiting = Collection[tuple[bytes, str]]
"""(row, fact) whose wish lies in the tray: the office's value is shown meanwhile"""


def laid_over(office: Sheet | None, pending: Iterable[tuple[Change, Waiting]]) -> Sheet | None:
    """The row to show, or None where there is none. An edit of a row that is gone brings nothing back."""
    shown = office
    for change, waiting in pending:
        if (change.row_id, "") in waiting:
            continue
        edits = {name: each for name, each in change.edits.items() if (change.row_id, name) not in waiting}
        if change.deed is Deed.CREATE and shown is not None:
            continue  # it came back from the office meanwhile; later edits are laid over that
        shown = sheet_after(shown, replace(change, edits=edits))
    return shown
