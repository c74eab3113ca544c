"""Imports at the office: the same as on a desk, row for row; one part a transaction; whole at the next start."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from kamdesk.base.ids import CATALOGUE, NOBODY
from kamdesk.base.paths import resources
from kamdesk.connectors.batches import batch_of
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.connectors.sample_company.source import sample_batches
from kamdesk.facts.policies import Role
from kamdesk.operations.import_files import import_files as import_on_desk
from kamdesk.operations.imports import import_batches
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.every import RECORDS
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.payments import Invoice
from kamdesk.records.stock import StockLevel
from kamdesk.server.custody.verifying import differences
from kamdesk.server.database.record_tables import office_table, stage_table
from kamdesk.server.database.tables import heads, loads, stage_links
from kamdesk.server.imports import bringing, merging
from kamdesk.server.imports.bringing import How, import_files
from kamdesk.storage.desk import create_desk
from tests.server.desks import NOW, someone
from tests.server.importing import CLIENTS, LINES, NORTHWIND, ORDERS, company, scope_of, take, told
from tests.server.rows_of_office import rows

LATER = datetime(2026, 11, 1, tzinfo=UTC)


def plain(connection, tables):
    """Every row of every kind as a desk and an office can be compared: ids become the keys of their rows."""
    keys = {}
    for record in RECORDS:
        table = tables(record)
        keys.update(
            {
                bytes(row.id): f"{record.word} {row.external_key}"
                for row in connection.execute(select(table.c.id, table.c.external_key))
            }
        )
    keys[CATALOGUE], keys[NOBODY] = "catalogue", "nobody"

    def shown(value):
        if isinstance(value, tuple):
            return tuple(sorted(shown(each) for each in value))
        return keys.get(bytes(value), "?") if isinstance(value, bytes | memoryview) else value

    found = {}
    for record in RECORDS:
        table = tables(record)
        names = ["scope_id", "external_key", *record.facts()]
        query = select(*(table.c[name] for name in names))
        found[record.word] = sorted((tuple(map(shown, row)) for row in connection.execute(query)), key=repr)
    return found


def same_as_on_a_desk(office, desk):
    with desk.reading() as connection:
        here = plain(connection, lambda record: record.table())
    with office.engine.connect() as connection:
        there = plain(connection, office_table)
    for word, stood in here.items():
        assert there[word] == [row for row in stood if row[0] != "nobody"], word


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="USD")
    yield made
    made.close()


def test_the_sample_company_stands_at_the_office_as_on_a_desk(office, desk):
    import_batches(desk, sample_batches())
    first = take(office, *sample_batches())
    same_as_on_a_desk(office, desk)
    assert differences(office) == []
    again = take(office, *sample_batches())
    assert (again.report.new, again.report.changed, again.report.same) == (0, 0, first.report.new)
    with office.engine.connect() as connection:
        assert all(connection.execute(select(stage_table(record).c.id)).first() is None for record in RECORDS)


def test_northwinds_files_give_the_same_as_on_a_desk_and_nothing_new_the_second_time(office, desk):
    mapping = read_mapping(resources() / "mappings" / "northwind.toml", {"currency": "USD"})
    wish = ImportWish(path=NORTHWIND, mapping=mapping)
    on_desk = import_on_desk(desk, wish)
    brought = import_files(office, wish, How(as_of=NOW))
    assert (brought.report.new, brought.report.unmatched) == (on_desk.new, on_desk.unmatched)
    same_as_on_a_desk(office, desk)
    before = dict(rows(office.engine, heads, "scope_id", "rev"))
    second = import_files(office, wish, How(as_of=LATER))
    assert (second.report.new, second.report.changed) == (0, 0)
    assert dict(rows(office.engine, heads, "scope_id", "rev")) == before, "rows that did not change get no new rev"
    assert set(rows(office.engine, loads, "compartment")) >= {("ledger",)}
    assert {moment for _, moment in rows(office.engine, loads, "compartment", "as_of")} == {LATER}


def test_posts_of_two_unknown_clients_with_the_same_key_stay_apart_as_on_a_desk(office, desk):
    posts = batch_of(Contact, [{"key": "1", "client": key, "post": f"Head of {key}"} for key in ("C1", "C2")])
    for batch, counts in ((posts, (2, 0, 0)), (posts, (0, 0, 2)), (batch_of(Client, CLIENTS), (2, 0, 0))):
        import_batches(desk, [batch])
        assert told(take(office, batch)) == counts
    same_as_on_a_desk(office, desk)
    posts_there = {"Head of C1": scope_of(office, "C1"), "Head of C2": scope_of(office, "C2")}
    assert dict(rows(office.engine, office_table(Contact), "post", "scope_id")) == posts_there


def test_each_compartment_says_as_of_when_and_only_those_that_were_filled(office):
    take(office, *company(), as_of=NOW)
    take(office, batch_of(Invoice, [{"key": "I1", "client": "C1", "amount": 100, "currency": "USD"}]), as_of=LATER)
    assert dict(rows(office.engine, loads, "compartment", "as_of")) == {"ledger": NOW, "money": LATER}


def test_only_the_parts_that_change_move_on(office):
    take(office, *company(), batch_of(Product, [{"key": "P1", "name": "Bolt"}]))
    before = {(scope, part): rev for scope, part, rev in rows(office.engine, heads, "scope_id", "compartment", "rev")}
    changed = [ORDERS[0] | {"status": "shipped"}, ORDERS[1]]
    assert told(take(office, batch_of(Order, changed))) == (0, 1, 1)
    after = {(scope, part): rev for scope, part, rev in rows(office.engine, heads, "scope_id", "compartment", "rev")}
    assert {key: after[key] - before[key] for key in after if after[key] != before[key]} == {
        (scope_of(office, "C1"), "ledger"): 1
    }


def test_lines_follow_their_order_as_on_a_desk(office):
    take(office, *company())
    take(office, batch_of(Order, [ORDERS[0] | {"ordered_on": date(2026, 2, 1)}]))
    lines = {
        key: (day, value)
        for key, day, value in rows(office.engine, office_table(OrderLine), "external_key", "sales_on", "value_micro")
    }
    assert lines["L1"] == (date(2026, 2, 1), 10_000_000)
    assert lines["L2"] == (date(2026, 1, 6), 3_000_000)


def test_what_comes_before_its_client_waits_and_is_placed_when_it_arrives(office):
    waits = take(office, batch_of(OrderLine, LINES), batch_of(Order, ORDERS))
    assert waits.report.unlinked_count == 2
    assert rows(office.engine, office_table(Order)) == []
    assert len(rows(office.engine, stage_table(Order))) == 2
    take(office, batch_of(Client, CLIENTS))
    assert sorted(rows(office.engine, office_table(Order), "external_key")) == [("O1",), ("O2",)]
    lines = rows(office.engine, office_table(OrderLine), "external_key", "scope_id", "sales_on")
    assert ("L1", scope_of(office, "C1"), date(2026, 1, 5)) in lines
    assert rows(office.engine, stage_links) == []
    assert rows(office.engine, stage_table(Order)) == []


def test_a_product_that_arrives_later_is_linked_in_the_part_that_named_it(office):
    take(office, *company(), batch_of(StockLevel, [{"key": "S1", "product_id": "P1", "on_hand": 5_000}]))
    take(office, batch_of(OrderLine, [LINES[0] | {"product_id": "P1"}]))
    assert set(rows(office.engine, office_table(StockLevel), "product_id")) == {(None,)}
    take(office, batch_of(Product, [{"key": "P1", "name": "Bolt"}]))
    ((product,),) = rows(office.engine, office_table(Product), "id")
    assert rows(office.engine, office_table(StockLevel), "product_id") == [(product,)]
    assert (product,) in rows(office.engine, office_table(OrderLine), "product_id")


def test_people_and_the_erp_change_the_same_client_and_neither_takes_the_others_facts_away(office):
    take(office, *company())
    anna = someone(office.engine, "anna", Role.REP, "C1")
    scope = scope_of(office, "C1")
    anna.push(anna.edits(Client, scope, scope, phone=("", "123"), city=("", "Oslo")))
    take(office, batch_of(Client, [{"key": "C1", "legal_name": "One Ltd", "city": "Bergen"}]))
    found = {
        key: (name, phone, city)
        for key, name, phone, city in rows(
            office.engine, office_table(Client), "external_key", "legal_name", "phone", "city"
        )
    }
    assert found["C1"] == ("One Ltd", "123", "Bergen")


def test_what_people_write_between_staging_and_merging_stays(office, monkeypatch):
    take(office, *company())
    anna, scope = someone(office.engine, "anna", Role.REP, "C1"), scope_of(office, "C1")
    whole = merging.merge_stage

    def meanwhile(engine):
        anna.push(anna.edits(Client, scope, scope, phone=("", "123")))
        return whole(engine)

    monkeypatch.setattr(bringing, "merge_stage", meanwhile)
    take(office, batch_of(Client, [{"key": "C1", "legal_name": "One Ltd"}]))
    assert ("One Ltd", "123") in rows(office.engine, office_table(Client), "legal_name", "phone")


def test_an_order_that_the_erp_gives_to_another_client_goes_there_with_its_lines_as_new_rows(office):
    take(office, *company())
    anna, ben = someone(office.engine, "anna", Role.REP, "C1"), someone(office.engine, "ben", Role.REP, "C2")
    anna.pull()
    ben.pull()
    take(office, batch_of(Order, [ORDERS[0] | {"client": "C2"}]))
    _, lost = anna.pull()
    _, found = ben.pull()
    assert (len(lost["order"][1]), len(lost["order_line"][1])) == (1, 1)
    assert ([row["key"] for row in found["order"][0]], [row["key"] for row in found["order_line"][0]]) == (
        ["O1"],
        ["L1"],
    )
    assert differences(office) == []
    assert found["order_line"][0][0]["order_id"] == found["order"][0][0]["id"]
