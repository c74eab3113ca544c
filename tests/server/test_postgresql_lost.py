"""PostgreSQL restarted under load, and a disk without room: said in words, and once it is back nothing is lost."""

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import msgspec
import pytest
from sqlalchemy import insert, text

from kamdesk.base.ids import new_id
from kamdesk.exchange import http_words as words
from kamdesk.exchange.actions import create, edit
from kamdesk.exchange.frames import squeezed
from kamdesk.exchange.http_words import Digests, HandBack, HistoryAsked, NewPassword, Problem, SealedKey
from kamdesk.exchange.protocol import Pull
from kamdesk.exchange.pull import digest_of_view
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note
from kamdesk.server.custody.verifying import differences
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import write
from kamdesk.server.web import news
from tests.server.desks import PASSWORD, someone
from tests.server.laptops import Busy, Laptop, Unanswered
from tests.server.own_postgresql import felled, started
from tests.server.rows_of_office import add, add_client, part, rows
from tests.server.served import There, served

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(7200)]
LAPTOPS, PUSHES = 3, 6
RESTARTS = int(os.environ.get("KAMDESK_SOAK_TURNS", "40")) // 4


def sent_at_last(laptop, sealed, told):
    """The answers, however often it takes; what was said meanwhile is noted."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            return laptop.send(sealed)
        except (Busy, Unanswered) as trouble:
            told.append(type(trouble))
            time.sleep(0.05)
    raise AssertionError("the office did not come back")


class Typing(threading.Thread):
    """A person whose laptop sends one action after the other."""

    def __init__(self, laptop, scope, turns):
        super().__init__()
        self.laptop, self.scope, self.turns = laptop, scope, turns
        self.told, self.verdicts, self.city = [], [], ""

    def run(self):
        for number in range(self.turns):
            city, self.city = self.city, f"city {number}"
            changes = [
                create("note", new_id(), self.scope, {"text": f"{self.laptop.user.name} {number}"}),
                edit("client", self.scope, self.scope, {"city": (city, self.city)}),
            ]
            answers = sent_at_last(self.laptop, self.laptop.sealed(changes), self.told)
            self.verdicts += [answer.verdict for answer in answers]


def people_typing(there, turns):
    for number in range(LAPTOPS):
        scope = add_client(there.engine, external_key=f"C{number}")
        desk = someone(there.engine, f"rep {number}", Role.REP, f"C{number}")
        token = there.join(user=f"rep {number}", laptop=f"laptop {number}").token
        yield Typing(Laptop(there.url, desk, token), scope, turns)


def restarts_under_load(tmp_path, server, address, *, times, turns):
    with served(tmp_path / "office", address) as (office, url):
        there = There(office, url)
        typing = list(people_typing(there, turns))
        for each in typing:
            each.start()
        for _ in range(times):
            time.sleep(0.3)
            felled(server)
            started(server)
        for each in typing:
            each.join()
            each.laptop.close()
        office.engine.dispose()  # what the test asks goes past the office, which says "busy" where a connection broke
        for each in typing:
            assert set(each.verdicts) == {Verdict.APPLIED}
            assert rows_at(office.engine, each.scope) == (turns, f"city {turns - 1}")
        assert differences(office) == []
        told = [each for one in typing for each in one.told]
        assert hears_news(there)
        there.close()
    return told


def rows_at(engine, scope):
    with engine.connect() as connection:
        notes = office_table(Note)
        number = connection.execute(notes.select().where(notes.c.scope_id == scope)).all()
        clients = office_table(Client)
        city = connection.execute(clients.select().where(clients.c.id == scope)).one().city
    return len(number), city


def hears_news(there):
    """Whether a waiting laptop is woken by a change again."""
    client = there.client()
    with client.pull(Pull(cursors=())) as (view, _):
        digest = digest_of_view(view.parts, view.items, view.policy)
    heard = []
    waiting = threading.Thread(target=lambda: heard.append(client.hint(digest)))
    waiting.start()
    time.sleep(0.2)
    add(there.engine, Note, there.acme, text="news")
    waiting.join()
    return heard == [True]


def test_postgresql_that_falls_over_and_comes_back_costs_nobody_an_action(
    tmp_path, own_postgresql, own_address, monkeypatch
):
    monkeypatch.setattr(news, "AGAIN_AFTER_S", 0.1)
    monkeypatch.setattr(words, "HINT_S", 20)
    told = restarts_under_load(tmp_path, own_postgresql, own_address, times=1, turns=PUSHES)
    assert set(told) <= {Busy}, "the office itself goes on answering"


@pytest.mark.soak
def test_postgresql_that_falls_over_again_and_again_costs_nobody_an_action(
    tmp_path, own_postgresql, own_address, monkeypatch
):
    monkeypatch.setattr(news, "AGAIN_AFTER_S", 0.1)
    monkeypatch.setattr(words, "HINT_S", 20)
    told = restarts_under_load(tmp_path, own_postgresql, own_address, times=RESTARTS, turns=RESTARTS * 20)
    print(f"{RESTARTS} restarts, {len(told)} times told to come again")
    assert set(told) <= {Busy}


def test_every_question_is_answered_with_busy_while_postgresql_is_away(
    tmp_path, own_postgresql, own_address, monkeypatch
):
    monkeypatch.setattr(news, "AGAIN_AFTER_S", 0.1)
    with served(tmp_path / "office", own_address) as (office, url):
        there = There(office, url)
        headers = {"Authorization": f"Bearer {there.join().token}"}
        felled(own_postgresql)
        who = {"user": "anna", "password": PASSWORD}
        wish = msgspec.json.encode({"user": "anna", "password": "x", "laptop": "y"})
        for method, path, body in (
            ("POST", words.PUSH, b"x"),
            ("POST", words.PULL, squeezed(Pull())),
            ("POST", words.VERIFY, squeezed(Digests(parts=(), facts={}))),
            ("POST", words.HISTORY, squeezed(HistoryAsked(word="note", scope_id=there.acme, row_id=there.acme))),
            ("GET", words.HINT, None),
            ("POST", words.JOIN, wish),
            ("PUT", words.KEY, msgspec.json.encode(SealedKey(sealed=b"k" * 80))),
            ("POST", words.HAND_BACK, msgspec.json.encode(HandBack(**who, device_id=b"d" * 16))),
            ("POST", words.PASSWORD, msgspec.json.encode(NewPassword(**who, new_password="quite another one"))),
            ("GET", words.READY, None),
            ("GET", "/metrics", None),
        ):
            status, _, told = there.ask(method, path, body, **headers)
            assert (status, msgspec.json.decode(told, type=Problem).code) == (503, "busy"), path
        assert there.ask("GET", words.HEALTH)[0] == 200, "the office itself runs"
        started(own_postgresql)
        assert there.ask("GET", words.READY)[0] == 200
        there.close()


def test_a_pull_that_loses_its_database_ends_early_and_the_next_one_is_whole(tmp_path, own_postgresql, own_address):
    with served(tmp_path / "office", own_address) as (office, url):
        there = There(office, url)
        where = part(there.acme)
        notes = [{"id": new_id(), "scope_id": there.acme, "text": os.urandom(1500).hex()} for _ in range(4_000)]
        write(
            office.engine,
            [where],
            lambda stamps: stamps.connection.execute(
                insert(office_table(Note)), [note | {"rev": stamps.of(where).rev} for note in notes]
            ),
        )
        client = there.client()
        with client.pull(Pull(cursors=())) as (_, frames):
            next(frames)
            felled(own_postgresql)
            assert not any(frame.ends and frame.word == "" and frame.scope_id == there.acme for frame in frames)
        assert "kamdesk_pulls_cut_total 1" in at_last(there, own_postgresql)
        with client.pull(Pull(cursors=())) as (_, frames):
            assert sum(len(frame.rows) for frame in frames if frame.word == "note") == len(notes)
        there.close()


def at_last(there, server):
    """The office's numbers, with its database back."""
    started(server)
    status, _, body = there.ask("GET", "/metrics")
    assert status == 200
    return body.decode()


@contextmanager
def small_disk(there, server):
    """The notes of the office lie on a disk of their own, of four megabytes, which is full."""
    folder = Path(mkdtemp(prefix="kamdesk-small-"))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=False)
    if sys.platform != "linux" or done.returncode:
        folder.rmdir()
        pytest.skip("a small disk is mounted by root on Linux only")
    try:
        shutil.chown(folder, server.system_user)
        with there.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{folder}'"))
            connection.execute(text(f"ALTER TABLE {office_table(Note).fullname} SET TABLESPACE small"))
        yield folder / "ballast"
    finally:
        with there.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"ALTER TABLE {office_table(Note).fullname} SET TABLESPACE pg_default"))
            connection.execute(text("DROP TABLESPACE small"))
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def filled(file):
    """No byte is left on the disk of this file."""
    with file.open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            return file


def test_an_office_without_room_says_so_and_takes_everything_once_there_is_some(tmp_path, own_postgresql, own_address):
    with served(tmp_path / "office", own_address) as (office, url):
        there = There(office, url)
        laptop = Laptop(url, there.anna, there.join().token)
        with small_disk(there, own_postgresql) as ballast:
            filled(ballast)
            note = {"text": "long words " * 2_000}
            sealed = laptop.sealed([create("note", new_id(), there.acme, note) for _ in range(40)])
            for _ in range(4):  # never taken for a fault of the action: that would be kept raw at the third time
                with pytest.raises(Busy):
                    laptop.send(sealed)
            assert there.ask("GET", words.READY)[0] == 200
            with there.client().pull(Pull(cursors=())) as (view, frames):
                assert view.parts
                assert [frame.ends for frame in frames], "reading goes on"
            ballast.unlink()
            assert {answer.verdict for answer in laptop.send(sealed)} == {Verdict.APPLIED}
            assert len(rows(office.engine, office_table(Note))) == 40
            assert differences(office) == []
        laptop.close()
        there.close()
