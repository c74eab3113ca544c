"""What is remembered of the whole company is forgotten when its tables are written to, whoever wrote."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import event

from kamdesk.figures.catalogue import compute
from kamdesk.reads.clients import named_clients
from kamdesk.reads.remembered import KEPT_MAX, remembered
from kamdesk.records.clients import Client
from kamdesk.records.orders import OrderLine
from kamdesk.storage.desk import create_desk
from tests.figures.conftest import Ledger

LINES = (OrderLine.table(),)


@pytest.fixture
def desk(tmp_path):
    desk = create_desk(tmp_path / "desk", password="x", company="Lanfeng", currency="CNY")
    yield desk
    desk.close()


def sell(desk, price):
    with desk.writing() as connection:
        ledger = Ledger(connection)
        client = ledger.client(f"C{price}")
        ledger.line(client, ledger.order(client), price=price)


class Counted:
    """An answer that says how often it was looked for."""

    def __init__(self):
        self.times = 0

    def of(self, desk, tables=LINES):
        with desk.reading() as connection:
            return remembered(connection, "n", tables, self._look)

    def _look(self):
        self.times += 1
        return self.times


def test_an_answer_is_kept_until_its_table_is_written_to(desk):
    counted = Counted()
    assert [counted.of(desk) for _ in range(3)] == [1, 1, 1]
    sell(desk, 5)
    assert [counted.of(desk) for _ in range(3)] == [2, 2, 2]


def test_writing_to_other_tables_forgets_nothing(desk):
    counted = Counted()
    counted.of(desk)
    desk.settings.set("theme", "dark")
    with desk.writing() as connection:
        Ledger(connection).client("C")
    assert counted.of(desk) == 1
    assert counted.of(desk, (Client.table(),)) == 2, "of other tables it is another answer"


def test_a_write_that_was_rolled_back_forgets_nothing(desk):
    counted = Counted()
    counted.of(desk)

    def break_off():
        with desk.writing() as connection:
            ledger = Ledger(connection)
            ledger.line(ledger.client("C"), None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert counted.of(desk) == 1


def test_every_connection_of_the_desk_shares_the_answer(desk):
    asked = []
    with desk.reading() as first, desk.reading() as second:
        for connection in (first, second):
            remembered(connection, "n", LINES, lambda: asked.append(1))
    assert asked == [1]


def test_who_reads_an_older_state_does_not_get_the_newer_answer(desk):
    counted = Counted()
    with desk.reading() as before:
        assert remembered(before, "n", LINES, lambda: "before") == "before"
        sell(desk, 5)
        assert counted.of(desk) == 1
        assert remembered(before, "n", LINES, lambda: "before") == "before"
    assert counted.of(desk) == 1


def test_a_writer_asks_anew(desk):
    with desk.writing() as connection:
        ledger = Ledger(connection)
        client = ledger.client("C")

        def sales():
            return compute("net_sales", connection, client_id=None, as_of=date(2026, 3, 1)).value

        ledger.line(client, ledger.order(client), price=5)
        assert sales()["CNY"].json_text() == "5.00"
        ledger.line(client, ledger.order(client), price=7)
        assert sales()["CNY"].json_text() == "12.00"


def test_only_so_many_answers_are_kept(desk):
    asked = []
    with desk.reading() as connection:
        for at in range(2 * KEPT_MAX):
            remembered(connection, at, LINES, lambda at=at: asked.append(at))
        remembered(connection, 0, LINES, lambda: asked.append(0))
    assert asked == [*range(2 * KEPT_MAX), 0]


def test_what_several_figures_need_is_read_once_a_transaction(desk):
    sell(desk, 5)
    read = []
    event.listen(desk._readers, "before_cursor_execute", lambda *about: read.append(about[2]))
    for _ in range(2):
        with desk.reading() as connection:
            named_clients(connection)
            named_clients(connection)
    asked = Counter(statement for statement in read if "FROM clients" in statement)
    assert set(asked.values()) == {2}
