"""What the database itself refuses: rows written past the heads, moved between scopes, used again, truncated (SYNC 2).

The triggers fire once for each statement and look at all of its rows together: a bulk import pays one join for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from kamdesk.records.every import RECORDS

REFUSED = "KD001"
"""The SQLSTATE of what these triggers refuse."""

_STAMPED = f"""    IF EXISTS (
        SELECT FROM written LEFT JOIN office.heads head
            ON head.scope_id = written.scope_id AND head.compartment = TG_ARGV[0] AND head.rev = written.rev
            AND head.written_in = pg_current_xact_id()::text::bigint
        WHERE head.scope_id IS NULL
    ) THEN
        RAISE EXCEPTION 'rows of % are written with the rev of a head taken in the same transaction', TG_TABLE_NAME
            USING ERRCODE = '{REFUSED}';
    END IF;
"""

_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION office.guard_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{_STAMPED}    IF EXISTS (
        SELECT FROM written JOIN office.tombstones gone ON gone.scope_id = written.scope_id AND gone.id = written.id
    ) THEN
        RAISE EXCEPTION 'the id of a removed row of % is never used again', TG_TABLE_NAME USING ERRCODE = '{REFUSED}';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION office.guard_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM before LEFT JOIN written ON written.scope_id = before.scope_id AND written.id = before.id
        WHERE written.id IS NULL
    ) THEN
        RAISE EXCEPTION 'a row of % keeps its id and its scope for ever', TG_TABLE_NAME USING ERRCODE = '{REFUSED}';
    END IF;
{_STAMPED}    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION office.guard_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM before LEFT JOIN office.heads head
            ON head.scope_id = before.scope_id AND head.compartment = TG_ARGV[0]
            AND head.written_in = pg_current_xact_id()::text::bigint
        WHERE head.scope_id IS NULL
    ) THEN
        RAISE EXCEPTION 'rows of % are removed under a head taken in the same transaction', TG_TABLE_NAME
            USING ERRCODE = '{REFUSED}';
    END IF;
    INSERT INTO office.tombstones (scope_id, id, compartment, word, rev)
        SELECT before.scope_id, before.id, TG_ARGV[0], TG_ARGV[1], head.rev
        FROM before JOIN office.heads head ON head.scope_id = before.scope_id AND head.compartment = TG_ARGV[0];
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION office.guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never truncated: laptops would not hear of it', TG_TABLE_NAME USING ERRCODE = '{REFUSED}';
END $$;
"""  # noqa: S608  (built of our own words only)

_NEW, _OLD = "NEW TABLE AS written", "OLD TABLE AS before"


def make_triggers(connection: Connection) -> None:
    """Make the functions, and the four triggers of every record table; making them again does no harm."""
    connection.execute(text(_FUNCTIONS))
    for statement in _triggers():
        connection.execute(text(statement))


def _triggers() -> Iterator[str]:
    for record in RECORDS:
        table, words = f"office.{record.table().name}", f"'{record.compartment}', '{record.word}'"
        yield _trigger("guard_insert", "AFTER INSERT", table, f"REFERENCING {_NEW}", words)
        yield _trigger("guard_update", "AFTER UPDATE", table, f"REFERENCING {_OLD} {_NEW}", words)
        yield _trigger("guard_delete", "AFTER DELETE", table, f"REFERENCING {_OLD}", words)
        yield _trigger("guard_truncate", "BEFORE TRUNCATE", table, "", "")


def _trigger(name: str, when: str, table: str, rows: str, words: str) -> str:
    return (
        f"DROP TRIGGER IF EXISTS {name} ON {table}; "  # CREATE OR REPLACE TRIGGER begins with PostgreSQL 14
        f"CREATE TRIGGER {name} {when} ON {table} {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION office.{name}({words})"
    )
