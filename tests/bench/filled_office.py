"""An office for the bench: PostgreSQL out of the wheel, filled from a prepared desk, answering in a process of its own.

python -m tests.bench.filled_office FOLDER DESK      writes FOLDER/ready.json when it answers; ends with its stdin
"""

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from tests.bench.sample_desks import PASSWORD, ROOT

USER, SECOND, OFFICE_PASSWORD = "anna", "ben", "a bench of one"


@contextmanager
def running(folder, desk):
    """The address of a running office with this desk's rows, and its database's; two reps serve every client."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ready.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.bench.filled_office", str(folder), str(desk)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    try:
        while not (folder / "ready.json").exists() or not (folder / "database.txt").exists():
            assert process.poll() is None, "the office ended before it answered"
            time.sleep(0.05)
        ready = json.loads((folder / "ready.json").read_text())
        yield ready["url"], (folder / "database.txt").read_text()
    finally:
        process.stdin.close()
        process.wait(60)


def main(folder, desk_place):
    """Fill the office where it is new, then answer until stdin ends."""
    from kamdesk.server.config import Config
    from kamdesk.server.office import make_office, open_office
    from kamdesk.server.web.running import Serving

    config = Config(folder=folder, port=0)
    is_new = make_office(config, company="Lanfeng Drives", currency="CNY")
    office = open_office(config)
    if is_new:
        fill(office, desk_place)
    (folder / "database.txt").write_text(office.embedded.get_uri())
    serving = Serving(office, ready_file=folder / "ready.json")
    threading.Thread(target=lambda: (sys.stdin.read(), setattr(serving, "should_exit", True)), daemon=True).start()
    serving.serve_until_stopped()
    office.close()


def fill(office, desk_place):
    """Copy the desk's rows, whole tables at once, under heads taken in the same transaction."""
    from kamdesk.records.every import RECORDS
    from kamdesk.server.database.stamping import Part, take_heads
    from kamdesk.storage.desk import open_desk

    desk = open_desk(desk_place, password=PASSWORD)
    with desk.reading() as source, office.engine.begin() as target:
        parts = set()
        for record in RECORDS:
            scopes = source.exec_driver_sql(f"SELECT DISTINCT scope_id FROM {record.table().name}").scalars()
            parts |= {Part(scope_id, record.compartment) for scope_id in scopes}
        stamps = take_heads(target, parts)
        for part in parts:
            stamps.of(part)
        target.exec_driver_sql("SET LOCAL statement_timeout = 0")
        target.exec_driver_sql("ANALYZE office.heads")  # the triggers join with it: a million rows at once, here only
        for record in RECORDS:
            _copy(source, target, record)
    desk.close()
    _two_reps(office)


def _copy(source, target, record):
    facts = record.facts()
    table, columns = record.table().name, ["scope_id", "id", "external_key", *facts]
    names = ", ".join(columns)
    target.exec_driver_sql(f"CREATE TEMP TABLE coming AS SELECT {names} FROM office.{table} WITH NO DATA")
    kinds = [None, None, None, *(fact.kind.value for fact in facts.values())]
    driver = target.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY coming ({names}) FROM STDIN") as copy:
        for row in source.exec_driver_sql(f"SELECT {names} FROM {table}"):
            copy.write_row(
                [bool(v) if k == "boolean" and v is not None else v for v, k in zip(row, kinds, strict=True)]
            )
    target.exec_driver_sql(
        f"INSERT INTO office.{table} ({names}, rev) SELECT {', '.join('c.' + name for name in columns)}, h.rev "
        f"FROM coming c JOIN office.heads h ON h.scope_id = c.scope_id AND h.compartment = '{record.compartment}'"
    )
    target.exec_driver_sql("DROP TABLE coming")


def _two_reps(office):
    from kamdesk.facts.policies import Role
    from kamdesk.server.people.users import add_user

    with office.engine.begin() as connection:
        for name in (USER, SECOND):
            user = add_user(connection, name, Role.REP, OFFICE_PASSWORD)
            connection.exec_driver_sql(
                "INSERT INTO office.serves (scope_id, user_id, role, starts_on, granted) "
                "SELECT id, %s, 'rep', '2020-01-01', 1 FROM office.clients",
                (user.user_id,),
            )
    with office.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
