"""What leaves the desk as paper or files: without money where the office wants that, and written down each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from kamdesk.base.days import moment_text
from kamdesk.base.log import logger
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import RECORDS
from kamdesk.storage import engine
from kamdesk.storage.contact import demands_of
from kamdesk.storage.desk import FILE, Desk
from kamdesk.storage.settings import EXPORTS, read_settings, write_setting
from kamdesk.storage.troubles import in_words

WITHHOLDS_MONEY = "withholds_money"
"""The execution option of connections that see no row of money; paper then says so."""
_EXPORTS_KEPT = 200
_MONEY = tuple(record.__tablename__ for record in RECORDS if record.compartment is Compartment.MONEY)

_log = logger(__name__)


@contextmanager
def reading_what_may_leave(desk: Desk) -> Iterator[Connection]:
    """A connection for what is printed or exported: without money where the office's policy says so.

    Empty tables stand before those of money, so that no figure, list or sentence can say any of it.
    """
    if demands_of(desk).export_money:
        with desk.reading() as connection:
            yield connection
        return
    blind = engine.reader_without(desk.folder / FILE, desk.key, _MONEY).execution_options(**{WITHHOLDS_MONEY: True})
    try:
        with in_words(desk.folder), blind.begin() as connection:
            yield connection
    finally:
        blind.dispose()


def note_export(desk: Desk, what: str, count: int) -> None:
    """Write down that so much left the desk, in a word of the program's, never of a client's.

    Read and written in one transaction: the command line exports beside an open window.
    """
    _log.info("exported: %s, %d", what, count)
    with desk.writing() as connection:
        kept = json.loads(read_settings(connection).get(EXPORTS) or "[]")[-_EXPORTS_KEPT + 1 :]
        write_setting(connection, EXPORTS, json.dumps([*kept, [moment_text(desk.clock()), what, count]]))
    desk.settings.reload()


def exports_of(desk: Desk) -> list[list[object]]:
    """(moment, what, how many) of the last exports, oldest first."""
    found: list[list[object]] = json.loads(desk.settings.get(EXPORTS) or "[]")
    return found
