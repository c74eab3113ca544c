"""A thousand changes made without the office, sent at once; beside the bare writes that they cost the machine."""

import time

import psycopg

from kamdesk.sync.run import Sync
from tests.bench import processor
from tests.bench.laptops import Laptop
from tests.bench.measures import Measure

EDITS, TURNS = 1000, 3


def measures(office, folder):
    """Seconds of the push alone, the quickest of some turns: what comes back is another measure's."""
    laptop = Laptop(office.url, folder / "edits")
    for name, type_them in (("edits", laptop.edits), ("new notes", laptop.notes)):
        spent, bare = [], []
        for _ in range(TURNS):
            type_them(EDITS)
            bare.append(bare_writes(office.database))
            sync = Sync(laptop.desk, laptop.office)
            spent.append(processor.spent(office.folder, sync._push))
            assert sync.report.verdicts["applied"] == EDITS, sync.report.verdicts
            laptop.sync()
        seconds, here, there = map(min, zip(*spent, strict=True))
        told = f"{seconds / min(bare):.0f} × their bare writes; processor: laptop {here:.2f}, office {there:.2f}"
        yield Measure(f"{EDITS} {name} pushed ({told})", seconds, 1.0, "s")
    laptop.close()


def bare_writes(database):
    """Seconds for as many rows in one transaction: head locked, revs read, rows and log written, head raised, commit.

    Whole sets of values a statement, as SYNC_LIMITS has it: no rights, no merging, no history of values.
    """
    numbers = list(range(EDITS))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(_TABLES)
        connection.execute("INSERT INTO bare_rows SELECT n, 0, '' FROM generate_series(0, 99999) n")
        began = time.perf_counter()
        with connection.transaction():
            (rev,) = connection.execute("SELECT rev FROM bare_head FOR UPDATE").fetchone()
            connection.execute("SELECT id, rev FROM bare_rows WHERE id = ANY(%s)", (numbers,)).fetchall()
            values = (rev + 1, numbers, [f"0512-{n}" for n in numbers])
            connection.execute(_ROWS, values)
            connection.execute(_LOG, values)
            connection.execute("UPDATE bare_head SET rev = %s", (rev + 1,))
        seconds = time.perf_counter() - began
        connection.execute("DROP TABLE bare_head, bare_rows, bare_log")
    return seconds


_TABLES = """
    DROP TABLE IF EXISTS bare_head, bare_rows, bare_log;
    CREATE TABLE bare_head AS SELECT 1::bigint AS rev;
    CREATE TABLE bare_rows (id bigint PRIMARY KEY, rev bigint, phone text);
    CREATE INDEX ON bare_rows (rev);
    CREATE TABLE bare_log (rev bigint, id bigint, phone text)"""
_ROWS = """
    INSERT INTO bare_rows (rev, id, phone) SELECT %s, * FROM unnest(%s::bigint[], %s::text[]) AS asked (id, phone)
    ON CONFLICT (id) DO UPDATE SET phone = excluded.phone, rev = excluded.rev"""
_LOG = "INSERT INTO bare_log SELECT %s, * FROM unnest(%s::bigint[], %s::text[]) AS asked (id, phone)"
