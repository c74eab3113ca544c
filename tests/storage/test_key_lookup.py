"""Rows are found by their keys through the index, however many stand in the table."""

from sqlalchemy import event

from kamdesk.records.payments import Receipt
from kamdesk.storage import bulk


def test_a_few_keys_of_many_are_looked_up_by_index(desk):
    asked = []
    with desk.writing() as connection:
        rows = [(bytes([7]) * 14 + n.to_bytes(2, "big"), bytes(16), f"RC-{n}", 100) for n in range(100)]
        bulk.insert_many(connection, Receipt, ("id", "scope_id", "external_key", "amount"), rows)
        event.listen(connection, "before_cursor_execute", lambda *heard: asked.append(heard[2:4]))
        found = list(bulk.existing(connection, Receipt, (), ["RC-3", "RC-99", "RC-1000"]))
        statement, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert sorted(row[0] for row in found) == ["RC-3", "RC-99"]
    assert "ix_receipts_key" in str(plan)
