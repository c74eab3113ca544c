"""No client's word stands in clear in any byte that the desk leaves on the disk."""

import io
import logging
import os
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from kamdesk.base.log import log_to, logger
from kamdesk.storage.desk import create_desk

CANARIES = ("Zanzibarquark", "恒泰机械", "hengtaijixie", "13912345678", "Sorespotword")
FORMS = [form for word in CANARIES for form in (word.encode(), word.encode("utf-16-le"), word.encode("gb18030"))]

LIFE = """
import os, sys
from pathlib import Path
from kamdesk.base.ids import new_id
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from kamdesk.base.log import log_to
from kamdesk.exchange.actions import create
from kamdesk.operations.act import act
from kamdesk.operations.clients import add_client, edit_client
from kamdesk.operations.contacts import add_contact
from kamdesk.operations.notes import write_note
from kamdesk.operations.undo import undo
from kamdesk.storage.desk import open_desk

folder = Path(sys.argv[1])
log_to(folder / "logs")
desk = open_desk(folder / "desk", password="right")
me = desk.author
client, _ = add_client(desk, me, {"legal_name": "Zanzibarquark", "other_name": "恒泰机械"})
add_contact(desk, me, client, {"name": "Zanzibarquark", "mobile": "13912345678"})
for number in range(300):
    note, done = write_note(desk, me, client, "Zanzibarquark 恒泰机械 " * 200)
undo(desk, done.action_id)
act(desk, me, "add_sore_spot", create("sore_spot", new_id(), client, {"text": "Sorespotword"}))
desk.settings.set("draft/visit", "Zanzibarquark Sorespotword")
desk.back_up()
edit_client(desk, me, client, {"city": ("", "Zanzibarquark")})
with desk.reading() as connection:  # sorts that need room
    connection.exec_driver_sql("select * from notes order by text desc, id").fetchall()
if sys.argv[2] == "killed":
    os.kill(os.getpid(), 9)
desk.close()
"""


def leaks(folder):
    """The files under a folder in which a canary stands, in whatever coding."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(form in path.read_bytes() for form in FORMS)]


def live(tmp_path, end):
    create_desk(tmp_path / "desk", password="right", company="Ours", currency="CNY").close()
    (tmp_path / "temp").mkdir()
    places = {name: str(tmp_path / "temp") for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR", "HOME")}
    subprocess.run(
        [sys.executable, "-c", LIFE, str(tmp_path), end], env={**os.environ, **places}, check=False, timeout=60
    )


def test_nothing_is_in_clear_after_a_day_of_work(tmp_path):
    live(tmp_path, "closed")
    assert len(list((tmp_path / "desk" / "backups").glob("*.db"))) == 1
    assert leaks(tmp_path) == []


def test_nothing_is_in_clear_after_a_crash(tmp_path):
    live(tmp_path, "killed")
    assert (tmp_path / "desk" / "desk.db-wal").stat().st_size > 0
    assert leaks(tmp_path) == []


def test_this_test_would_see_a_leak(tmp_path):
    log_to(tmp_path / "logs")
    logger("kamdesk.test").warning("about Zanzibarquark")
    stop_logging()
    assert leaks(tmp_path) == ["kamdesk.log"]


def fail(desk):
    with desk.writing() as connection:
        connection.execute(text("insert into no_such_table values (:word)"), {"word": "Zanzibarquark"})


def test_an_error_is_logged_by_its_kind_and_place_without_its_words(tmp_path):
    desk = create_desk(tmp_path / "desk", password="right", company="Ours", currency="CNY")
    log_to(tmp_path / "logs")
    with pytest.raises(DatabaseError) as caught:
        fail(desk)
    assert "Zanzibarquark" not in str(caught.value)
    try:
        raise ValueError("about Zanzibarquark") from caught.value
    except ValueError:
        logger("kamdesk.test").exception("it failed")
    desk.close()
    stop_logging()
    assert leaks(tmp_path) == []
    logged = (tmp_path / "logs" / "kamdesk.log").read_text("utf-8")
    assert {"ValueError", "OperationalError"} <= set(logged.split())
    assert "test_privacy.py" in logged


def test_an_error_that_another_handler_told_first_is_still_logged_without_its_words(tmp_path):
    # logging keeps the first handler's text on the record; ours once wrote that into the file, words and all.
    other = logging.StreamHandler(io.StringIO())
    logging.getLogger("kamdesk").addHandler(other)
    log_to(tmp_path / "logs")
    try:
        raise ValueError("about Zanzibarquark")
    except ValueError:
        logger("kamdesk.test").exception("it failed")
    stop_logging()
    assert "Zanzibarquark" in other.stream.getvalue()
    assert leaks(tmp_path) == []
    assert "ValueError" in (tmp_path / "logs" / "kamdesk.log").read_text("utf-8")


def stop_logging():
    for handler in list(logging.getLogger("kamdesk").handlers):
        logging.getLogger("kamdesk").removeHandler(handler)
        handler.close()


def test_only_the_owner_may_read_the_profile(tmp_path):
    desk = create_desk(tmp_path / "desk", password="right", company="Ours", currency="CNY")
    desk.back_up()
    desk.close()
    readable = [path.name for path in (tmp_path / "desk").rglob("*") if path.stat().st_mode & 0o077]
    assert readable == []
