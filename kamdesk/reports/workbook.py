"""Lists as XLSX: one sheet, bold head, true numbers and days, and no cell that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kamdesk.base.formula_guard import guarded

Value = str | int | Decimal | date | datetime | bool | None

_EXACT_BELOW = Decimal(10**15)
"""A spreadsheet keeps fifteen digits; larger numbers go out as text."""


def workbook(heads: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str = "KAMDesk") -> bytes:
    """An .xlsx of one sheet. Text stays text, also what looks like a formula."""
    import xlsxwriter  # noqa: PLC0415  (slow to import)

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    # A fixed day, so that the same list gives the same bytes.
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  (xlsxwriter wants it without a zone)
    sheet = book.add_worksheet(_sheet_name(name))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, guarded(head), bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, (count, column), value, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), max(len(heads) - 1, 0))
    sheet.autofit()
    book.close()
    return out.getvalue()


def _write(sheet: Any, place: tuple[int, int], value: Value, day: object) -> None:
    if value is None:
        return
    if isinstance(value, (bool, str)):
        sheet.write_string(*place, guarded(str(value)))
    elif isinstance(value, date):
        plain = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        sheet.write_datetime(*place, plain, day)
    elif abs(Decimal(value)) < _EXACT_BELOW:
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, format(value, "f") if isinstance(value, Decimal) else str(value))


def _sheet_name(name: str) -> str:
    """Thirty-one signs, none of those a sheet's name may not have."""
    return "".join(sign for sign in name if sign not in "[]:*?/\\")[:31].strip("'") or "KAMDesk"
