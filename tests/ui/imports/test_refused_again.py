"""Refused rows are saved, corrected and imported again under the same mapping."""

import pytest

from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.connectors.sources import Reading
from kamdesk.operations.import_files import import_files
from kamdesk.operations.refused_rows import write_refused
from kamdesk.records.payments import Invoice
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where
from kamdesk.ui.imports.found import headers_of, look_into

UNDER_A_HEADING = (
    """Open items as of 30.06.2026
Customer: 4711 Müller GmbH
No;Date;Sum
R-1;03.04.2026;1.234,56
R-2;31.04.2026;99,90
Customer: 0815 Café
R-3;04.04.2026;1,00
""",
    """
    [[table]]
    headers = ["No", "Sum"]
    dates = "day-first"
    numbers = "1.234,56"
    heading = [{ matches = '^Customer: (?P<customer>\\S+) (?P<name>.*)$' }]
    [[table.record]]
    record = "client"
    key = "customer"
    legal_name = "name"
    [[table.record]]
    record = "invoice"
    key = "No"
    client = "customer"
    issued_on = "Date"
    amount = "Sum"
    """,
)
BY_POSITION = (
    "R-1;4711;03.04.2026;1.234,56\nR-2;4711;31.04.2026;99,90\nR-3;4711;04.04.2026;1,00\n",
    """
    [[table]]
    header_row = 0
    dates = "day-first"
    numbers = "1.234,56"
    [[table.record]]
    record = "client"
    key = 2
    [[table.record]]
    record = "invoice"
    key = 1
    client = 2
    issued_on = 3
    amount = 4
    """,
)


@pytest.mark.parametrize(("text", "mapping"), [UNDER_A_HEADING, BY_POSITION], ids=["under a heading", "by position"])
def test_what_was_refused_goes_in_once_it_is_corrected(tmp_path, text, mapping):
    file, how = tmp_path / "items.csv", parse_mapping(mapping)
    file.write_text(text, "utf-8")
    desk = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="EUR")
    report = import_files(desk, ImportWish(path=file, mapping=how))
    assert [each.value for each in report.refused] == ["31.04.2026"]
    headers = headers_of(look_into(file, Reading(), how))
    (saved,) = write_refused(report, headers, tmp_path / "refused")
    saved.write_text(saved.read_text("utf-8-sig").replace("31.04.2026", "30.04.2026", 1), "utf-8-sig")
    again = import_files(desk, ImportWish(path=saved, mapping=how))
    assert (again.refused, again.kept_unlinked) == ([], [])
    with desk.reading() as connection:
        assert sorted(row.external_key for row in rows_where(connection, Invoice)) == ["R-1", "R-2", "R-3"]
    desk.close()
