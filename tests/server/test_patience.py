"""Slow and silent others: each is waited for so long, and who is quick meets an office that answers."""

import os
import socket
import time
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest
from sqlalchemy import insert

from kamdesk.base.ids import new_id
from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import squeezed
from kamdesk.exchange.protocol import Pull, Push
from kamdesk.records.visits import Note
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import write
from kamdesk.server.web import patience
from tests.server.rows_of_office import part

pytestmark = pytest.mark.enable_socket


def connected(there, within):
    parts = urlsplit(there.url)
    return within.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=20))


def seconds_until_cut(line):
    started = time.monotonic()
    with suppress(ConnectionError):
        while line.recv(65536):
            pass
    return time.monotonic() - started


def test_who_never_asks_or_lets_headers_trickle_is_cut_and_the_office_goes_on(there, monkeypatch):
    monkeypatch.setattr(patience, "HEADERS_WITHIN_S", 0.6)
    with ExitStack() as within:
        silent, trickling = ([connected(there, within) for _ in range(50)] for _ in range(2))
        for line in trickling:
            line.sendall(f"POST {words.PUSH} HTTP/1.1\r\nHost: x\r\n".encode())
        deadline, open_still = time.monotonic() + 20, set(trickling)
        while open_still and time.monotonic() < deadline:
            for line in list(open_still):
                try:
                    line.sendall(b"X-More: y\r\n")
                except OSError:
                    open_still.discard(line)
            time.sleep(0.05)
        assert open_still == set()
        assert all(seconds_until_cut(line) < 5 for line in silent)
        assert there.ask("GET", words.READY)[0] == 200


def test_a_kept_connection_may_rest_between_two_questions_but_not_within_one(there, monkeypatch):
    client = there.client()
    nonce = client.push(Push(nonce=b"")).nonce
    monkeypatch.setattr(patience, "HEADERS_WITHIN_S", 0.3)
    with ExitStack() as within:
        line = connected(there, within)
        line.sendall(f"GET {words.HEALTH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert line.recv(12) == b"HTTP/1.1 200"
        time.sleep(0.6)
        client.push(Push(nonce=nonce))
        line.sendall(f"GET {words.HEALTH} HTTP/1.1\r\nHost".encode())
        assert seconds_until_cut(line) < 5


def test_a_laptop_that_takes_nothing_of_its_answer_gives_its_place_back(there, monkeypatch):
    monkeypatch.setattr(patience, "TAKEN_WITHIN_S", 0.5)
    where = part(there.acme)
    notes = [{"id": new_id(), "scope_id": there.acme, "text": os.urandom(1_500).hex()} for _ in range(4_000)]

    def add_all(stamps):
        rows = [note | {"rev": stamps.of(where).rev} for note in notes]
        stamps.connection.execute(insert(office_table(Note)), rows)

    write(there.engine, [where], add_all)
    token, body = there.join().token, squeezed(Pull(cursors=()))
    with ExitStack() as within:
        line = connected(there, within)
        said = ["Host: x", f"Authorization: Bearer {token}", f"Content-Length: {len(body)}"]
        line.sendall("\r\n".join([f"POST {words.PULL} HTTP/1.1", *said, "", ""]).encode() + body)
        assert line.recv(12) == b"HTTP/1.1 200"
        assert there.engine.pool.checkedout() == 1, "the snapshot of who reads"
        deadline = time.monotonic() + 20
        while there.engine.pool.checkedout() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert there.engine.pool.checkedout() == 0
        assert there.ask("GET", words.READY)[0] == 200
