"""Asks the office who changed what in a record; the answer is shown and kept nowhere."""

from __future__ import annotations

from contextlib import closing

from kamdesk.exchange.http_words import History, HistoryAsked
from kamdesk.storage.desk import Desk


def office_history(desk: Desk, word: str, scope_id: bytes, row_id: bytes) -> History:
    """The changes of a record as the office knows them, as far as this person may read. Raises: OfficeError."""
    from kamdesk.sync.office_of_desk import client_of  # noqa: PLC0415  (a window speaks to the office only when asked)

    with closing(client_of(desk)) as office:
        return office.history(HistoryAsked(word=word, scope_id=scope_id, row_id=row_id))
