"""Indexes that a first load does without: set aside before it, made after it, however it ended.

A row that comes in the order of its client lands anywhere in an index by product or by order: each commit would encrypt
most pages of such an index again. Made at once from sorted keys, it costs a fifth. That some are aside is kept in the
file, in the transaction that drops them: whoever was killed in between leaves it to the next sync.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Index

from kamdesk.facts.policies import Owner
from kamdesk.records.every import RECORDS
from kamdesk.records.orders import Delivery, OrderLine
from kamdesk.records.payments import Allocation, Instalment, Receipt
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import INDEXES_ASIDE, drop_setting, write_setting
from kamdesk.storage.tables import cursors

_FOR_IMPORTS = {f"ix_{each.table().name}_key" for each in (OrderLine, Delivery, Instalment, Receipt, Allocation)}
"""Where only imports look: on a desk of an office there are none, and nobody types such a row's key."""


def set_aside(desk: Desk) -> None:
    """Before the very first rows of an office come: drop what is cheaper made afterwards. Again, it does nothing."""
    if desk.settings.get(INDEXES_ASIDE):
        return
    with desk.writing() as connection:
        if connection.execute(cursors.select().limit(1)).first() is not None:
            return
        for index in _set_aside():
            index.drop(connection, checkfirst=True)
        write_setting(connection, INDEXES_ASIDE, "yes")
    desk.settings.reload()


def make_those_aside(desk: Desk) -> None:
    """Make what was set aside, each in a transaction of its own: whoever saves meanwhile waits for one at most."""
    if not desk.settings.get(INDEXES_ASIDE):
        return
    with desk.in_bulk(sorting=True):
        for index in _set_aside():
            if index.name not in _FOR_IMPORTS:
                with desk.writing() as connection:
                    index.create(connection, checkfirst=True)
        with desk.writing() as connection:
            drop_setting(connection, INDEXES_ASIDE)
    desk.settings.reload()


def missing(connection: Connection) -> set[str]:
    """The names of indexes that a desk of an office should have and this file does not have now."""
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'").scalars()
    wanted = {str(index.name) for record in RECORDS for index in record.table().indexes}
    return wanted - _FOR_IMPORTS - set(found)


def _set_aside() -> Iterator[Index]:
    """Of tables that the ERP fills, all that do not begin with the client: what a client's page reads stays."""
    for record in RECORDS:
        if record.owner is Owner.LEDGER:
            for index in sorted(record.table().indexes, key=lambda each: str(each.name)):
                if next(iter(index.columns)).name != "scope_id":
                    yield index
