"""Whether an office is whole: revs without gaps, every row under its head, no removed row standing (SYNC 9)."""

from __future__ import annotations

from sqlalchemy import Connection, text

from kamdesk.records.every import RECORDS
from kamdesk.server.office import Office

_PARTS = {
    "a head has another mark than its last rev": """
        SELECT count(*) FROM office.heads h LEFT JOIN office.revs r
            ON (r.scope_id, r.compartment, r.rev) = (h.scope_id, h.compartment, h.rev)
        WHERE h.rev > 0 AND r.mark IS DISTINCT FROM h.mark""",
    "the revs of a part have a gap": """
        SELECT count(*) FROM office.heads h JOIN (
            SELECT scope_id, compartment, count(*) AS number, min(rev) AS first, max(rev) AS last
            FROM office.revs GROUP BY scope_id, compartment
        ) r USING (scope_id, compartment) WHERE r.number <> h.rev OR r.first <> 1 OR r.last <> h.rev""",
    "a rev has no head": """
        SELECT count(*) FROM (SELECT DISTINCT scope_id, compartment FROM office.revs) r
        LEFT JOIN office.heads h USING (scope_id, compartment) WHERE h.scope_id IS NULL""",
    "a tombstone has a rev above its head": """
        SELECT count(*) FROM office.tombstones t LEFT JOIN office.heads h USING (scope_id, compartment)
        WHERE h.scope_id IS NULL OR t.rev > h.rev""",
}


def differences(office: Office) -> list[str]:
    """What is not as it must be, in one snapshot; nothing in a whole office."""
    with office.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        found = [f"{words}: {number}" for words, query in _PARTS.items() if (number := _count(connection, query))]
        for record in RECORDS:
            table = record.table().name
            above = f"""
                SELECT count(*) FROM office.{table} t LEFT JOIN office.heads h
                    ON h.scope_id = t.scope_id AND h.compartment = '{record.compartment}'
                WHERE h.scope_id IS NULL OR t.rev > h.rev OR t.rev < 1"""  # noqa: S608  (names from the declarations)
            standing = f"SELECT count(*) FROM office.{table} JOIN office.tombstones USING (scope_id, id)"  # noqa: S608  (as above)
            for words, query in (("rows above their head", above), ("removed rows that stand", standing)):
                if number := _count(connection, query):
                    found.append(f"{table}, {words}: {number}")
        connection.rollback()
    return found


def _count(connection: Connection, query: str) -> int:
    return int(connection.execute(text(query)).scalar_one())
