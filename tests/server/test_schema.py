"""The office's tables: made from the declarations, with comments, keys and what the database itself refuses."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Column, Text, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from kamdesk.base.errors import BadValue, Refused, TooOld
from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.facts.kinds import Kind
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.every import RECORDS
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.visits import Visit
from kamdesk.server.database.engine import office_engine
from kamdesk.server.database.record_tables import office_table, stands_on
from kamdesk.server.database.schema import Step, found_number, make_schema, migrate, stamp
from kamdesk.server.database.tables import tombstones
from kamdesk.server.database.triggers import REFUSED
from kamdesk.server.database.troubles import NotReached, in_words
from tests.server.real_postgresql import TEMPLATE
from tests.server.rows_of_office import add, add_client, edit, remove, rows


@pytest.fixture(scope="module")
def one_office(postgresql):
    """One office for the tests that only look."""
    made = office_engine(postgresql.make(template=TEMPLATE))
    yield made
    made.dispose()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.word)
def test_every_record_has_a_table_with_its_facts_key_and_comments(one_office, record):
    seen = inspect(one_office)
    name = record.table().name
    columns = {column["name"]: column for column in seen.get_columns(name, schema="office")}
    assert set(columns) == {"id", "scope_id", "external_key", "rev", *record.facts()}
    assert seen.get_pk_constraint(name, schema="office")["constrained_columns"] == ["scope_id", "id"]
    assert seen.get_table_comment(name, schema="office")["text"]
    for fact in record.facts().values():
        assert columns[fact.name]["comment"].startswith(fact.label)
        assert columns[fact.name]["nullable"] == (fact.default is None)


def test_a_companys_own_report_reads_real_columns(engine):
    client = add_client(engine, legal_name="北方钢铁", grade="A")
    visit = {"starts_at": datetime(2026, 10, 20, 6, 41, tzinfo=UTC), "contact_ids": (new_id(), new_id())}
    add(engine, Visit, client, **visit)
    add(engine, Order, client, ordered_on=date(2026, 10, 1), freight=2550)
    with engine.connect() as connection:
        told = connection.execute(
            text(
                "SELECT legal_name, extract(year FROM starts_at)::int, ordered_on + 1, freight / 100.0"
                " FROM office.clients JOIN office.visits USING (scope_id) JOIN office.orders USING (scope_id)"
            )
        ).one()
        assert connection.execute(select(office_table(Visit).c.contact_ids)).scalar_one() == tuple(
            sorted(visit["contact_ids"])
        )
    assert told[:3] == ("北方钢铁", 2026, date(2026, 10, 2))
    assert float(told[3]) == 25.5


def test_foreign_keys_stand_only_inside_one_part_of_the_ledger():
    assert stands_on(OrderLine) == {"order_id": Order}
    assert stands_on(Contact) == {}
    for record in RECORDS:
        for other in stands_on(record).values():
            assert (record.scope, record.compartment) == (other.scope, other.compartment)


def test_a_line_without_its_order_is_refused_at_the_commit(engine):
    client = add_client(engine)
    with pytest.raises(DBAPIError, match="fk_order_lines_order_id"):
        add(engine, OrderLine, client, order_id=new_id())


def refused(error):
    return error.value.orig.sqlstate == REFUSED


def test_nothing_is_written_past_the_heads(engine):
    client = add_client(engine, legal_name="A")
    table = office_table(Client)
    for statement in (
        table.insert().values(id=new_id(), scope_id=new_id(), rev=1),
        table.update().values(legal_name="B"),
        table.update().values(legal_name="B", rev=2),
        table.delete(),
    ):
        with pytest.raises(DBAPIError) as error, engine.begin() as connection:
            connection.execute(statement)
        assert refused(error)
    assert rows(engine, table, "id", "legal_name", "rev") == [(client, "A", 1)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.word)
def test_no_table_of_records_can_be_truncated(one_office, record):
    with pytest.raises(DBAPIError) as error, one_office.begin() as connection:
        connection.execute(text(f"TRUNCATE office.{record.table().name} CASCADE"))
    assert refused(error)


def test_a_removed_row_leaves_a_tombstone_and_its_id_is_never_used_again(engine):
    product = add(engine, Product, CATALOGUE, name="Bolt")
    remove(engine, Product, CATALOGUE, product)
    assert rows(engine, tombstones, "scope_id", "id", "compartment", "word", "rev") == [
        (CATALOGUE, product, "open", "product", 2)
    ]
    with pytest.raises(DBAPIError) as error:
        add(engine, Product, CATALOGUE, id=product, name="Bolt")
    assert refused(error)


def test_a_row_never_changes_its_scope(engine):
    one, other = add_client(engine), add_client(engine)
    contact = add(engine, Contact, one, name="Li")
    with pytest.raises(DBAPIError) as error:
        edit(engine, Contact, one, contact, scope_id=other)
    assert refused(error)


def test_making_the_schema_again_changes_nothing(empty_address):
    engine = office_engine(empty_address)
    for is_new in (True, False):
        with engine.begin() as connection:
            assert make_schema(connection) is is_new
    assert migrate(engine) == []
    engine.dispose()


def test_an_older_office_is_brought_up_to_date_whole_or_not_at_all(engine):
    def adds(operations):
        operations.add_column("clients", Column("shoe_size", Text, server_default=""), schema="office")

    def breaks(operations):
        operations.execute("SELECT 1 / 0")

    with pytest.raises(DBAPIError):
        migrate(engine, [Step(2, adds), Step(3, breaks)])
    with engine.connect() as connection:
        assert found_number(connection) == 1
    assert migrate(engine, [Step(2, adds)]) == [2]
    assert migrate(engine, [Step(2, adds)]) == []
    assert "shoe_size" in {column["name"] for column in inspect(engine).get_columns("clients", schema="office")}


def test_an_office_of_a_newer_program_is_left_alone(engine):
    with engine.begin() as connection:
        stamp(connection, 99)
    with pytest.raises(TooOld):
        migrate(engine)


def test_a_database_without_an_office_says_what_to_do(empty_address):
    engine = office_engine(empty_address)
    with pytest.raises(Refused, match="init"):
        migrate(engine)
    engine.dispose()


def test_an_address_that_is_none_or_answers_nothing_says_so(tmp_path):
    with pytest.raises(BadValue):
        office_engine("mysql://here/there")
    with pytest.raises(BadValue):
        office_engine("not an address")
    nobody = office_engine(f"postgresql://postgres@/x?host={tmp_path}")
    with pytest.raises(NotReached, match="does not answer"), in_words(), nobody.begin():
        pass


def test_the_offices_own_user_owns_nothing_and_works(empty_address):
    owner = office_engine(empty_address)
    with owner.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS kamdesk_app"))
        connection.execute(text("CREATE ROLE kamdesk_app LOGIN"))
    app_address = empty_address.replace("postgres:@", "kamdesk_app:@")
    with owner.begin() as connection:
        make_schema(connection, app_address=app_address)
    app = office_engine(app_address)
    client = add_client(app, legal_name="A")
    remove(app, Client, client, client)
    for statement in ("DROP TABLE office.clients", "ALTER TABLE office.clients DISABLE TRIGGER ALL"):
        with pytest.raises(DBAPIError, match="must be owner"), app.begin() as connection:
            connection.execute(text(statement))
    app.dispose()
    with owner.begin() as connection:
        connection.execute(text("DROP OWNED BY kamdesk_app"))
        connection.execute(text("DROP ROLE kamdesk_app"))
    owner.dispose()


def test_every_kind_of_value_has_a_real_column_type():
    with_kind = {
        fact.kind: office_table(record).c[fact.name].type for record in RECORDS for fact in record.facts().values()
    }

    told = {kind: kind_type.compile(dialect=postgresql.dialect()) for kind, kind_type in with_kind.items()}
    assert told[Kind.DAY] == "DATE"
    assert told[Kind.MOMENT] == "TIMESTAMP WITH TIME ZONE"
    assert told[Kind.AMOUNT] == told[Kind.QUANTITY] == "BIGINT"
    assert told[Kind.BOOLEAN] == "BOOLEAN"
    assert told[Kind.REFERENCE] == "BYTEA"
