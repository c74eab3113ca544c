"""The list as a workbook, with true numbers under counted columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kamdesk.base.words import tr
from kamdesk.base.written_files import writing
from kamdesk.reads.client_list import ClientRow
from kamdesk.storage.contact import demands_of
from kamdesk.storage.desk import Desk
from kamdesk.storage.exported import note_export
from kamdesk.ui.kit.columns import Column

MONEY = frozenset({"overdue"})
"""Columns told by invoices and receipts; sales come from the orders."""


def export_clients(desk: Desk, path: str, columns: Sequence[Column], rows: Sequence[ClientRow]) -> None:
    """Write what the office lets out of the desk, and note that it left."""
    if not demands_of(desk).export_money:
        columns = [column for column in columns if column.key not in MONEY]
    write_clients(path, columns, rows)
    note_export(desk, "list of clients", len(rows))


def write_clients(path: str, columns: Sequence[Column], rows: Sequence[ClientRow]) -> None:
    """Write these columns of these rows into an .xlsx file."""
    from kamdesk.reports.workbook import workbook

    heads = [tr(column.label) for column in columns]
    cells = [[(column.value or column.text)(row) for column in columns] for row in rows]
    with writing(Path(path)):
        Path(path).write_bytes(workbook(heads, cells, name=tr("Clients")))
