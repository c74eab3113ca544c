"""Rows as the tests write them at the office: through the heads, like everybody."""

from sqlalchemy import delete, insert, select, update

from kamdesk.base.ids import new_id
from kamdesk.facts.policies import Compartment
from kamdesk.records.clients import Client
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import Part, write


def part(scope_id, compartment=Compartment.OPEN):
    return Part(scope_id, compartment)


def add(engine, record, scope_id, **values):
    row_id = values.pop("id", None) or new_id()
    where = part(scope_id, record.compartment)

    def work(stamps):
        row = {"id": row_id, "scope_id": scope_id, "rev": stamps.of(where).rev} | values
        stamps.connection.execute(insert(office_table(record)), row)

    write(engine, [where], work)
    return row_id


def add_client(engine, **values):
    row_id = new_id()
    return add(engine, Client, row_id, id=row_id, **values)


def edit(engine, record, scope_id, row_id, /, **values):
    table, where = office_table(record), part(scope_id, record.compartment)

    def work(stamps):
        change = update(table).where(table.c.scope_id == scope_id, table.c.id == row_id)
        stamps.connection.execute(change.values(rev=stamps.of(where).rev, **values))

    write(engine, [where], work)


def remove(engine, record, scope_id, row_id):
    table, where = office_table(record), part(scope_id, record.compartment)

    def work(stamps):
        stamps.of(where)
        stamps.connection.execute(delete(table).where(table.c.scope_id == scope_id, table.c.id == row_id))

    write(engine, [where], work)


def rows(engine, table, *columns):
    with engine.connect() as connection:
        return connection.execute(select(*[table.c[name] for name in columns or table.c.keys()])).all()
