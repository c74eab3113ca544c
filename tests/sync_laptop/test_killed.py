"""The real program of a laptop killed at random moments, and on a full disk: nothing typed is lost, nothing doubles."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from kamdesk.facts.policies import Role
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user
from kamdesk.storage.desk import open_desk
from tests.server.desks import PASSWORD, TODAY
from tests.sync_laptop.conftest import Laptop

KILLS = 50
"""What fits into the ordinary run; the long one is `build/do.py soak kill`."""
MANY = int(os.environ.get("KAMDESK_SOAK_TURNS", "1000"))
SEED = int(os.environ.get("KAMDESK_SOAK_SEED", "0"))
EQUAL = {"equal": True, "differs": []}


class Mortal:
    """A profile whose programs live and die beside the test."""

    def __init__(self, process, folder):
        self._process, self.folder = process, folder / "lin"
        self._said = folder / "said.txt"

    def run(self, *words, after_s=None):
        """(code, what it said on stdout and stderr) of one program."""
        asked = {
            "words": ["--json", "--profile", str(self.folder), *map(str, words)],
            "said": str(self._said), "after_s": after_s,
        }  # fmt: skip
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline()), self._said.read_text("utf-8") if self._said.exists() else ""

    def says(self, *words):
        code, said = self.run(*words)
        assert (code, "{" in said) == (0, True), (code, said)
        return json.loads(said[said.index("{") :])

    def writes(self, text, **how):
        file = self.folder.with_name("note.json")
        file.write_text(json.dumps({"text": text}), "utf-8")
        return self.run("add", "note", "ACME", "--json-in", file, **how)[0]

    def took(self, *words):
        """Seconds that a program lives for which nobody waits."""
        began = time.monotonic()
        assert self.run(*words)[0] == 0
        return time.monotonic() - began


@pytest.fixture
def lin(engine, office, acme, tmp_path):
    """A rep's profile that has joined by the command line."""
    with engine.begin() as connection:
        add_user(connection, "lin", Role.REP, PASSWORD)
        serve(connection, "ACME", "lin", Role.REP, today=TODAY)
    words = [sys.executable, "-W", "ignore", "-m", "tests.sync_laptop.mortal_desk"]
    env = os.environ | {"KAMDESK_PASSWORD": PASSWORD, "XDG_STATE_HOME": str(tmp_path)}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as process:
        mortal = Mortal(process, tmp_path)
        mortal.says("join", office.address, "--user", "lin")
        yield mortal
        process.stdin.close()


def turns(lin, wei, acme, chance, kills):
    """Type, let somebody else type, sync: killed in the middle of most. Returns: what stands, and what may stand."""
    stands, may_stand, killed, turn = [], [], 0, 0
    adding, syncing = lin.took("clients") * 1.2, lin.took("sync")
    while killed < kills:
        turn += 1
        for part in range(chance.randint(1, 2)):
            text = f"{turn}.{part}"
            code = lin.writes(text, after_s=chance.uniform(0, adding) if chance.random() < 0.6 else None)
            (stands if code == 0 else may_stand).append(text)
            killed += code < 0
        if turn % 3 == 0:
            wei.sets(acme, city=f"City {turn}")
            wei.sync()
        killed += lin.run("sync", after_s=chance.uniform(0, syncing))[0] < 0
    return stands, may_stand


def survives(lin, wei, acme, seed, kills):
    """Nothing that was taken is lost, nothing is there twice, the file is whole and equal to the office.

    Returns: the notes that stand on both sides.
    """
    stands, may_stand = turns(lin, wei, acme, random.Random(seed), kills)
    lin.says("sync")
    assert lin.says("verify") == EQUAL, seed
    wei.sync()
    desk = open_desk(lin.folder, password=PASSWORD)
    desk.check(thorough=True)
    here, there = sorted(Laptop(desk).notes()), sorted(wei.notes())
    desk.close()
    assert here == there, seed
    assert len(set(here)) == len(here), f"seed {seed}: something is there twice"
    assert set(stands) <= set(here) <= {*stands, *may_stand}, seed
    print(f"seed {seed}: {kills} programs killed, {len(here)} notes, {len(may_stand)} were in doubt")
    return here


@pytest.mark.timeout(240)
def test_programs_killed_at_random_moments_lose_nothing_and_double_nothing(lin, wei, acme):
    assert survives(lin, wei, acme, 1, KILLS)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_many_programs_killed_at_random_moments(lin, wei, acme):
    assert survives(lin, wei, acme, SEED, MANY)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of twelve megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], check=False)
    if done.returncode:
        pytest.skip("only an administrator mounts a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.timeout(240)
def test_a_full_disk_is_told_and_costs_nothing(lin, wei, acme, small_disk):
    shutil.move(lin.folder, small_disk / "lin")
    lin.folder = small_disk / "lin"
    assert lin.writes("before") == 0
    full = small_disk / "full"
    with suppress(OSError), full.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    for number in range(4):
        wei.writes(acme, f"{number} " + "from elsewhere " * 20_000)
    wei.sync()
    code, said = lin.run("sync")
    assert (code != 0, "disk is full" in said, "Traceback" in said) == (True, True, False), said
    (lin.folder.with_name("note.json")).unlink(missing_ok=True)
    full.unlink()
    assert lin.writes("after") == 0
    lin.says("sync")
    assert lin.says("verify") == EQUAL
    wei.sync()
    with closing(open_desk(lin.folder, password=PASSWORD)) as desk:
        assert sorted(Laptop(desk).notes()) == sorted(wei.notes())
