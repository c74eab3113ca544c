"""The program is killed while it writes: the file opens whole, and nothing that was said to be done is lost."""

import random
import subprocess
import sys
from collections import Counter

import pytest

from kamdesk.operations.clients import add_client
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.records.clients import Client
from kamdesk.records.visits import Promise, Visit
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.storage.rows import rows_where

WRITER = """
import sys
from pathlib import Path
from kamdesk.operations.visits import log_visit
from kamdesk.storage.desk import open_desk

desk = open_desk(Path(sys.argv[1]), password="right")
client, promises = bytes.fromhex(sys.argv[2]), [{"what": "first"}, {"what": "second"}]
while True:
    visit_id, _ = log_visit(desk, desk.author, client, {"starts_at": desk.clock()}, promises=promises)
    print(visit_id.hex(), flush=True)
"""


def write_until_killed(folder, client_id, after):
    """The ids of the visits that the killed program said it had written."""
    command = [sys.executable, "-c", WRITER, str(folder), client_id.hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        said = [writer.stdout.readline() for _ in range(after)]
        writer.kill()  # it writes on meanwhile: the kill falls anywhere
        said += writer.stdout.readlines()
    return {bytes.fromhex(line) for line in said if len(line) == 33}


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_program_leaves_whole_actions_and_loses_none(tmp_path, seed):
    desk = create_desk(tmp_path / "desk", password="right", company="Ours", currency="CNY")
    client_id = add_client(desk, desk.author, {"legal_name": "Hengtai"})[0]
    desk.close()
    said = write_until_killed(tmp_path / "desk", client_id, random.Random(seed).randint(1, 25))
    desk = open_desk(tmp_path / "desk", password="right")
    desk.check(thorough=True)
    with desk.reading() as connection:
        visits = {visit.id for visit in rows_where(connection, Visit)}
        promised = Counter(promise["visit_id"] for promise in rows_where(connection, Promise))
    desk.close()
    assert said
    assert said <= visits, "what was said to be written is there"
    assert promised == dict.fromkeys(visits, 2), "each action is there whole"


IMPORTER = """
import sys
from pathlib import Path
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.storage.desk import open_desk

take_sample_company(
    open_desk(Path(sys.argv[1]), password="right"), progress=lambda source, done: print(done, flush=True)
)
"""


@pytest.mark.parametrize("after", [1, 20, 60])
def test_a_killed_import_leaves_nothing_and_can_be_done_again(tmp_path, after):
    create_desk(tmp_path / "desk", password="right", company="Ours", currency="CNY").close()
    command = [sys.executable, "-c", IMPORTER, str(tmp_path / "desk")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as importer:
        for _ in range(after):
            importer.stdout.readline()
        importer.kill()
    desk = open_desk(tmp_path / "desk", password="right")
    desk.check(thorough=True)
    with desk.reading() as connection:
        assert rows_where(connection, Client) == ()
    report = take_sample_company(desk)
    assert (report.changed, report.same) == (0, 0)
    desk.close()
