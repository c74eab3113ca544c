"""The one table: cells once, keys, columns that are chosen and kept, nothing private before the client."""

import json
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt

from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.kit.preferences import Preferences
from kamdesk.ui.kit.rows_model import SORT_ROLE
from kamdesk.ui.kit.sheet_table import SheetTable


@dataclass(frozen=True)
class Row:
    id: int
    key: str
    amount: int


COLUMNS = (
    Column(key="key", label="Order", text=lambda row: row.key, mark=lambda row: "late" if row.amount > 1 else ""),
    Column(key="amount", label="Value", text=lambda row: f"{row.amount:,}", sort=lambda row: row.amount, right=True),
    Column(key="margin", label="Margin", text=lambda _row: "18%", private=True),
)
ROWS = [Row(1, "SO-1", 2_500_000_000), Row(2, "SO-2", 7), Row(3, "SO-3", 40)]


@pytest.fixture
def table(theme, qtbot):
    table = SheetTable(COLUMNS)
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.set_rows(ROWS)
    table.show()
    return table


def shown(table):
    model = table.rows_model
    return [column.key for at, column in enumerate(model.columns) if not table.isColumnHidden(at)]


def test_a_short_list_sorts_by_value_also_beyond_32_bits(table):
    table.horizontalHeader().sort_asked.emit(1, True)
    assert [row.id for row in table.rows_model.rows] == [1, 3, 2]
    assert table.rows_model.data(table.rows_model.index(0, 1), SORT_ROLE) == 2_500_000_000


def test_private_columns_are_absent_while_the_client_may_look(table):
    table.set_client_safe(True)
    assert shown(table) == ["key", "amount"]
    table.set_client_safe(False)
    assert shown(table) == ["key", "amount", "margin"]


def test_the_columns_fill_the_table_and_none_is_lost(table):
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()
    table.resize(90, 200)
    assert all(table.columnWidth(at) >= 8 for at in range(3))


def test_a_number_is_never_cut_while_another_column_has_room(theme, qtbot):
    long = SheetTable([
        Column(key="what", label="What", text=lambda _row: "prose of any length", width=300, stretch=1),
        Column(key="days", label="", text=lambda row: f"{row.amount:,}", width=60, right=True),
    ])  # fmt: skip
    qtbot.addWidget(long)
    long.resize(300, 200)
    long.set_rows(ROWS)
    assert long.columnWidth(1) >= text_width("2,500,000,000", "body") + 16


def test_j_and_k_move_and_enter_opens(table, qtbot):
    table.choose_first()
    qtbot.keyClick(table, "j")
    qtbot.keyClick(table, "j")
    qtbot.keyClick(table, "k")
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def test_other_letters_are_offered_to_the_room_with_the_row(table, qtbot):
    table.choose_first()
    with qtbot.waitSignal(table.key_pressed) as pressed:
        qtbot.keyClick(table, "b")
    assert pressed.args == ["B", ROWS[0]]


def test_the_chosen_row_stays_chosen_when_the_rows_are_read_again(table):
    table.selectRow(2)
    table.set_rows([ROWS[2], ROWS[0]])
    assert table.current_row() == ROWS[2]


def test_chosen_columns_are_kept(theme, qtbot):
    kept = {}
    preferences = Preferences({}, kept.__setitem__)
    first = SheetTable(COLUMNS)
    qtbot.addWidget(first)
    first.keep_as(preferences, "orders")
    first._on_column_chosen("amount", False)
    second = SheetTable(COLUMNS)
    qtbot.addWidget(second)
    second.keep_as(Preferences(kept, kept.__setitem__), "orders")
    assert shown(second) == ["key", "margin"]
    assert json.loads(kept["columns/orders"])["hidden"] == ["amount"]


def test_rows_that_were_not_read_yet_are_asked_for_once(table):
    asked = []
    table.rows_model.set_rows(ROWS, total=5, more=asked.append)
    while table.rows_model.canFetchMore(QModelIndex()):
        table.rows_model.fetchMore(QModelIndex())
    assert asked == [3]
    table.rows_model.add_rows(ROWS[:2])
    assert table.rows_model.rowCount() == 5
    assert not table.rows_model.canFetchMore(QModelIndex())
