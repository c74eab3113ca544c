"""The list of clients: sorted and filtered in SQL, counted, exported, safe before the client."""

import pytest
from PySide6.QtWidgets import QApplication
from python_calamine import CalamineWorkbook

from kamdesk.ui.shell.places import Place


@pytest.fixture
def room(app):
    app.window.go(Place("clients"))
    app.settle()
    return app.window.room()


def names(room):
    return [row.key for row in room.table.rows_model.rows]


def test_every_client_stands_there_with_what_was_counted(room):
    row = next(row for row in room.table.rows_model.rows if row.key == "C-01")
    texts = {column.key: column.text(row) for column in room.table.rows_model.columns}
    assert texts["name"] == "Hengtai Machinery"
    assert texts["overdue"] == "262,000"
    assert texts["late_orders"] == "2"
    assert texts["last_visit_at"] == "8 Oct, 12 d"


def test_the_filter_by_grade_and_by_text_is_asked_of_the_file(room, app):
    room.grades._take("C")
    app.settle()
    assert names(room) == ["C-03"]
    room._on_clear()
    room.text.setText("wuxi")
    room._on_filter()
    app.settle()
    assert names(room) == ["C-02"]


def test_a_cell_of_industry_and_grade_shows_only_those(room, app):
    cell = next(cell for cell in room.grid._cells if cell.industry == "Machinery")
    room.grid.cell_chosen.emit(cell.industry_id, "B")
    app.settle()
    assert names(room) == ["C-02"]


def test_sorting_by_a_column_of_the_file_and_by_a_counted_one(room, app):
    room._on_sort("grade", True)
    app.settle()
    assert names(room) == ["C-03", "C-02", "C-01"]
    room._on_sort("overdue", True)
    assert names(room)[0] == "C-01"


def test_nothing_of_ours_stands_in_the_list_before_the_client(room, app):
    app.context.set_client_safe(True)
    shown = {column.key for at, column in enumerate(room.table.rows_model.columns) if not room.table.isColumnHidden(at)}
    assert not shown & {"overdue", "sales", "late_orders", "promises_late"}


def test_the_list_goes_out_as_a_workbook_with_true_numbers(room, app, tmp_path):
    room.export_to(str(tmp_path / "clients.xlsx"))
    app.settle()
    head, *rows = CalamineWorkbook.from_path(tmp_path / "clients.xlsx").get_sheet_by_index(0).to_python()
    at = head.index("Overdue, CNY")
    assert {row[0]: row[at] for row in rows}["Hengtai Machinery"] == 262000


def test_enter_on_a_row_opens_the_client(room, app, qtbot, client_id):
    with qtbot.waitSignal(room.client_asked) as asked:
        room.table.row_opened.emit(next(row for row in room.table.rows_model.rows if row.key == "C-01"))
    assert asked.args == [client_id]


def test_beside_the_title_stands_how_many_there_are(app):
    app.window.go(Place("clients"))
    app.settle()
    QApplication.processEvents()
    other = app.window.room().head.other
    assert other.text() == "3 clients"
    assert other.width() >= other.needed_width()
