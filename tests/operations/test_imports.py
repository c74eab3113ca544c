"""Batches onto a desk: new, changed, same; ends that are missing and arrive later; all of a file or none."""

from datetime import date

import pytest

from kamdesk.base.ids import NOBODY
from kamdesk.connectors.batches import Batch, batch_of
from kamdesk.operations.imports import Cancelled, import_batches
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.records.orders import Order, OrderLine
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import rows_where

CLIENTS = [{"key": "007", "legal_name": "Hengtai"}, {"key": "7", "legal_name": "Ruida"}]
ORDERS = [
    {"key": "A1", "client": "007", "ordered_on": date(2026, 3, 1), "status": "shipped", "currency": "CNY"},
    {"key": "A2", "client": "9", "ordered_on": date(2026, 3, 2), "status": "withdrawn", "currency": "CNY"},
]
LINES = [
    {"key": "A1/1", "order_id": "A1", "quantity": 3_000, "unit_price": 19_990_000, "discount": 50_000},
    {"key": "A2/1", "order_id": "A2", "quantity": 1_000, "unit_price": 5_000_000},
]


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY")
    yield made
    made.close()


def take(desk, *batches, **options):
    report = import_batches(desk, batches, source="erp", **options)
    return report.new, report.changed, report.same


def rows(desk, record, **equal):
    with desk.reading() as connection:
        return rows_where(connection, record, **equal)


def only(desk, record, key):
    (row,) = rows(desk, record, external_key=key)
    return row


def test_the_same_batches_twice_change_nothing(desk):
    batches = [batch_of(Client, CLIENTS), batch_of(Order, ORDERS), batch_of(OrderLine, LINES)]
    assert take(desk, *batches) == (6, 0, 0)
    assert take(desk, *batches) == (0, 0, 6)


def test_ids_compare_as_text(desk):
    take(desk, batch_of(Client, CLIENTS))
    assert {row["legal_name"] for row in rows(desk, Client)} == {"Hengtai", "Ruida"}


def test_a_changed_row_changes_one_record_and_leaves_what_the_file_does_not_say(desk):
    take(desk, batch_of(Client, [{"key": "007", "legal_name": "Hengtai", "city": "苏州"}]))
    assert take(desk, batch_of(Client, [{"key": "007", "legal_name": "Hengtai Machinery"}])) == (0, 1, 0)
    client = only(desk, Client, "007")
    assert (client["legal_name"], client["city"]) == ("Hengtai Machinery", "苏州")


def test_a_line_takes_client_day_and_currency_from_its_order(desk):
    take(desk, batch_of(Client, CLIENTS), batch_of(Order, ORDERS), batch_of(OrderLine, LINES))
    line, client = only(desk, OrderLine, "A1/1"), only(desk, Client, "007")
    assert (line.scope_id, line["sales_on"], line["currency"]) == (client.id, date(2026, 3, 1), "CNY")
    assert line["value_micro"] == 56_971_500
    assert only(desk, OrderLine, "A2/1")["sales_on"] is None, "a withdrawn order is no sale"


def test_an_order_of_an_unknown_client_is_kept_listed_and_in_nobodys_figures(desk):
    report = import_batches(desk, [batch_of(Client, CLIENTS), batch_of(Order, ORDERS)], source="erp")
    assert [(each.row, each.record, each.field, each.value) for each in report.kept_unlinked] == [
        (2, "order", "client", "9")
    ]
    assert only(desk, Order, "A2").scope_id == NOBODY


def test_what_was_missing_is_linked_when_it_arrives_lines_included(desk):
    take(desk, batch_of(OrderLine, LINES))
    assert only(desk, OrderLine, "A1/1").scope_id == NOBODY
    take(desk, batch_of(Order, ORDERS))
    line = only(desk, OrderLine, "A1/1")
    assert (line["order_id"], line["sales_on"]) == (only(desk, Order, "A1").id, date(2026, 3, 1))
    take(desk, batch_of(Client, [*CLIENTS, {"key": "9", "legal_name": "Late"}]))
    assert only(desk, OrderLine, "A1/1").scope_id == only(desk, Client, "007").id
    assert only(desk, OrderLine, "A2/1").scope_id == only(desk, Client, "9").id


def test_what_a_later_batch_of_the_same_import_brings_is_not_reported_as_missing(desk):
    report = import_batches(desk, [batch_of(OrderLine, LINES), batch_of(Order, ORDERS), batch_of(Client, CLIENTS)])
    assert {(each.record, each.value) for each in report.kept_unlinked} == {("order", "9"), ("order_line", "A2")}


def test_a_changed_order_moves_the_day_of_its_lines(desk):
    take(desk, batch_of(Client, CLIENTS), batch_of(Order, ORDERS), batch_of(OrderLine, LINES))
    moved = [{**ORDERS[0], "ordered_on": date(2026, 4, 9)}, {**ORDERS[1], "status": "accepted"}]
    assert take(desk, batch_of(Order, moved)) == (0, 2, 0)
    assert only(desk, OrderLine, "A1/1")["sales_on"] == date(2026, 4, 9)
    assert only(desk, OrderLine, "A2/1")["sales_on"] == date(2026, 3, 2)


def test_two_unknown_clients_may_have_posts_of_the_same_key_until_they_arrive(desk):
    def posts(word):
        return batch_of(
            Contact,
            [{"key": "1", "client": key, "post": f"{word} {key}"} for key in ("8", "9")]
            + [{"key": "2", "client": key, "post": "Clerk"} for key in ("8", "9")],
        )

    lines = batch_of(
        ReportingLine, [{"key": "2/1", "client": key, "contact_id": "2", "manager_id": "1"} for key in ("8", "9")]
    )
    assert take(desk, posts("Director")) == (4, 0, 0)
    assert take(desk, lines) == (2, 0, 0)
    assert take(desk, posts("Director"), lines) == (0, 0, 6), "the same file twice changes nothing"
    assert take(desk, posts("Head")) == (0, 2, 2)
    take(desk, batch_of(Client, [{"key": "8", "legal_name": "Eight"}, {"key": "9", "legal_name": "Nine"}]))
    for key in ("8", "9"):
        scope = only(desk, Client, key).id
        stands = {row["post"]: row.id for row in rows(desk, Contact, scope_id=scope)}
        (line,) = rows(desk, ReportingLine, scope_id=scope)
        assert set(stands) == {f"Head {key}", "Clerk"}
        assert (line["contact_id"], line["manager_id"]) == (stands["Clerk"], stands[f"Head {key}"])


def test_a_client_that_came_after_its_people_takes_their_changes_in_the_same_import(desk):
    people = [{"key": "1", "client": "9", "post": "Director"}]
    take(desk, batch_of(Contact, people))
    clients = batch_of(Client, [{"key": "9", "legal_name": "Nine"}])
    assert take(desk, clients, batch_of(Contact, [{**people[0], "post": "Head"}])) == (1, 1, 0)
    assert only(desk, Contact, "1").scope_id == only(desk, Client, "9").id


def test_two_clients_may_have_posts_of_the_same_key(desk):
    take(desk, batch_of(Client, CLIENTS))
    posts = [{"key": "1", "client": key, "post": post} for key, post in (("007", "总经理"), ("7", "Director"))]
    lines = [{"key": "1", "client": key, "contact_id": "1", "manager_id": "0"} for key in ("007", "7")]
    report = import_batches(desk, [batch_of(Contact, posts), batch_of(ReportingLine, lines)])
    assert (report.new, len(report.kept_unlinked)) == (4, 2)
    take(desk, batch_of(Contact, [{"key": "0", "client": "7", "post": "President"}]))
    boss = only(desk, Contact, "0")
    (linked,) = [line for line in rows(desk, ReportingLine) if line["manager_id"]]
    assert (linked["manager_id"], linked.scope_id) == (boss.id, boss.scope_id)


def test_a_dry_run_counts_exactly_and_keeps_nothing(desk):
    batches = [batch_of(Client, CLIENTS), batch_of(Order, ORDERS), batch_of(OrderLine, LINES)]
    assert take(desk, *batches, dry_run=True) == (6, 0, 0)
    assert rows(desk, Client) == ()


def test_a_stopped_import_leaves_nothing(desk):
    def stop(_source, done):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        take(desk, batch_of(Client, CLIENTS), progress=stop)
    assert rows(desk, Client) == ()


def test_what_is_only_made_where_missing_overwrites_nothing(desk):
    take(desk, batch_of(Client, CLIENTS))
    wish = batch_of(Client, [{"key": "007", "legal_name": "X"}, {"key": "8", "legal_name": "Y"}])
    only_missing = Batch(record=Client, facts=wish.facts, columns=wish.columns, keys=wish.keys, if_missing=True)
    assert take(desk, only_missing) == (1, 0, 1)
    assert only(desk, Client, "007")["legal_name"] == "Hengtai"
