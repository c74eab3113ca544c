"""The list as a workbook, with true numbers under counted columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kamdesk.base.words import tr
from kamdesk.reads.client_list import ClientRow
from kamdesk.ui.kit.columns import Column


def write_clients(path: str, columns: Sequence[Column], rows: Sequence[ClientRow]) -> None:
    """Write these columns of these rows into an .xlsx file."""
    from kamdesk.reports.workbook import workbook

    heads = [tr(column.label) for column in columns]
    cells = [[(column.value or column.text)(row) for column in columns] for row in rows]
    Path(path).write_bytes(workbook(heads, cells, name=tr("Clients")))
