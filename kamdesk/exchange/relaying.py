"""What is pending on a laptop laid over the office's rows again, and shown."""

from __future__ import annotations

from collections.abc import Iterable

from kamdesk.exchange.actions import Change
from kamdesk.exchange.laptop_store import LaptopTransaction, Mine
from kamdesk.exchange.overlay import Waiting, laid_over
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word

_NOT_TAKEN = {Verdict.REFUSED, Verdict.WAITS, Verdict.HELD}


def relay_each(laptop: LaptopTransaction, changes: Iterable[Change]) -> None:
    """Lay anew what these changes touch, each row once."""
    for word, row_id in dict.fromkeys((change.word, change.row_id) for change in changes):
        relay(laptop, by_word(word), row_id)


def relay(laptop: LaptopTransaction, record: type[Record], row_id: bytes) -> None:
    """Lay what is pending over the office's row again, and show that."""
    office = laptop.office_row(record, row_id)
    if office is None:
        return
    pending = laptop.pending_of(row_id)
    laid = [(change, _waiting(mine)) for mine in pending for change in mine.action.changes if change.row_id == row_id]
    laptop.show(record, row_id, laid_over(office.sheet, laid), office.rev)
    if not laid:  # an action that only names the row has nothing to lay over it
        laptop.forget_office_row(record, row_id)


def _waiting(mine: Mine) -> Waiting:
    if mine.answer is None:
        return ()
    if mine.answer.verdict in _NOT_TAKEN and not mine.answer.waiting:
        return {(change.row_id, "") for change in mine.action.changes}
    return set(mine.answer.waiting)
