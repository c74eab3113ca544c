"""Search finds by whatever people type: characters, pinyin, initials, digits of a phone, numbers of orders."""

from datetime import date

import pytest
from sqlalchemy import event

from kamdesk.connectors.batches import batch_of
from kamdesk.operations.imports import import_batches
from kamdesk.reads.client_list import ClientFilter, ClientSort, client_rows
from kamdesk.reads.search import find
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.orders import Order
from kamdesk.storage.desk import create_desk


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    desk = create_desk(tmp_path_factory.mktemp("search") / "desk", password="search", company="L", currency="CNY")
    rows = {
        Client: [{"key": "HT", "legal_name": "恒泰机械", "other_name": "Hengtai Machinery", "city": "蘇州"}],
        Contact: [{"key": "C1", "client": "HT", "name": "何志强", "mobile": "+86 139 5120 6104"}],
        Order: [
            {"key": "SO-1187", "client": "HT", "their_number": "PO2609-187"},
            {"key": "SO-1192", "client": "HT", "their_number": "PO2609-192"},
        ],
    }
    import_batches(desk, [batch_of(record, given) for record, given in rows.items()])
    with desk.reading() as connection:
        yield connection
    desk.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("恒泰", ["恒泰机械"]),
        ("hengtai", ["恒泰机械"]),
        ("htjx", ["恒泰机械"]),
        ("hzq", ["何志强"]),
        ("6104", ["何志强"]),
        ("SO-118", ["SO-1187"]),
        ("so-11", ["SO-1187", "SO-1192"]),
        ("1192", ["SO-1192"]),
        ("po2609-18", ["SO-1187"]),
        ("nobody", []),
        ("  ", []),
    ],
)
def test_what_is_typed_finds(connection, typed, found):
    assert [hit.title for hit in find(connection, typed)] == found


@pytest.mark.parametrize("typed", ["恆泰", "恒泰", "HENGTAI", "hengtai  mach", "htjx", "蘇州", "苏州"])
def test_the_list_of_clients_is_narrowed_by_what_finds(connection, typed):
    def listed(text):
        wanted = ClientFilter(text=text)
        return client_rows(connection, wanted=wanted, sort=ClientSort(), as_of=date(2026, 5, 20))

    assert [row.key for row in listed(typed)] == ["HT"]
    assert listed(f"{typed} nowhere") == ()


def test_no_more_of_a_kind_than_asked_for(connection):
    assert [hit.title for hit in find(connection, "so-11", per_kind=1)] == ["SO-1187"]


def test_a_number_that_begins_so_is_looked_up_and_three_digits_read_through_nothing(connection):
    said = []
    event.listen(connection, "before_cursor_execute", lambda *about: said.append(about[2:4]))
    find(connection, "So-139")
    plans = [
        row[3]
        for statement, values in tuple(said)  # explaining is said, too
        if "FROM orders" in statement
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    assert plans != []
    assert [plan for plan in plans if plan.startswith("SCAN orders")] == [], "the whole index is read for a few numbers"
