"""Whatever a stranger sends, the office refuses it within bounds and goes on; what it logs names nobody."""

import io
import json
import socket
import time
from urllib.parse import urlsplit

import msgspec
import pytest
import zstandard
from sqlalchemy.exc import OperationalError

from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import squeezed
from kamdesk.exchange.protocol import Cursor, Pull, Push
from kamdesk.facts.policies import Compartment
from kamdesk.server.web.json_log import log_in_json, tell
from kamdesk.sync.office_errors import (
    NotUnderstood,
    WrongPassword,
)

pytestmark = pytest.mark.enable_socket


def test_a_body_of_a_hundred_megabytes_is_refused_before_it_is_read(there):
    token = there.join().token
    parts = urlsplit(there.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        said = ["Host: x", f"Authorization: Bearer {token}", "Content-Length: 104857600"]
        line.sendall("\r\n".join([f"POST {words.PUSH} HTTP/1.1", *said, "", ""]).encode())
        assert line.recv(12) == b"HTTP/1.1 413"
    assert there.ask("GET", words.HEALTH)[0] == 200


def test_a_body_that_grows_without_end_is_cut_off(there):
    parts = urlsplit(there.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        line.sendall(f"POST {words.JOIN} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        assert until_closed(line, b"10000\r\n" + b"x" * 0x10000 + b"\r\n", 400) < 400
    assert there.ask("GET", words.HEALTH)[0] == 200


def until_closed(line, chunk, most):
    """How many chunks were taken before the other side had enough."""
    for number in range(most):
        try:
            line.sendall(chunk)
        except OSError:
            return number
    return most


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"x" * 1000,
        zstandard.ZstdCompressor(write_content_size=True).compress(b"\0" * (65 << 20)),
        zstandard.ZstdCompressor(write_content_size=True).compress(b"\x91" * 100_000 + b"\x90"),
        squeezed(Pull()),
    ],
    ids=["empty", "no zstd", "noise", "bomb", "deep", "another message"],
)
def test_what_is_no_message_is_refused_and_the_office_goes_on(there, body):
    authorization = {"Authorization": f"Bearer {there.join().token}"}
    assert there.code("POST", words.PUSH, body, **authorization) == "unreadable"
    assert there.code("POST", words.JOIN, body) == "unreadable"
    assert there.ask("GET", words.READY)[0] == 200


def test_numbers_and_texts_that_no_database_takes_are_refused(there):
    headers = {"Authorization": f"Bearer {there.join().token}"}
    cursor = Cursor(there.acme, Compartment.OPEN, 2**63, b"x" * 16, 1)
    assert there.code("POST", words.PULL, squeezed(Pull(cursors=(cursor,))), **headers) == "unreadable"
    strange = json.dumps({"user": "a\0b", "password": "x", "laptop": "y"}).encode()
    assert there.code("POST", words.JOIN, strange) == "unreadable"


def test_the_ready_file_says_where_the_office_answers(there, tmp_path):
    told = json.loads((tmp_path / "ready.json").read_text())
    assert told["url"] == there.url
    assert there.url.endswith(f":{told['port']}")


def test_a_database_that_is_away_is_told_as_busy_with_a_time(there, monkeypatch):
    def away(*_, **__):
        raise OperationalError("SELECT", {}, Exception("gone"))

    token = there.join().token
    monkeypatch.setattr("kamdesk.server.web.asking.device_of", away)
    status, headers, body = there.ask("POST", words.PUSH, b"x", Authorization=f"Bearer {token}")
    assert (status, msgspec.json.decode(body)["code"]) == (503, "busy")
    assert headers["retry-after"] == "5"


def test_the_laptops_client_reads_every_refusal_as_its_own_error(there):
    client = there.client()
    with pytest.raises(NotUnderstood):
        client._exchanged(words.PUSH, Pull(), Push)


def test_the_log_names_nobody(there, capfd):
    log_in_json()
    with pytest.raises(WrongPassword):
        there.join(user="anna", password="secret-word")
    time.sleep(0.2)
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert any(line.get("route") == words.JOIN and line["status"] == 401 for line in lines)
    assert "anna" not in json.dumps(lines)
    assert "secret-word" not in json.dumps(lines)


def test_the_log_goes_to_the_stderr_of_now_also_when_an_earlier_one_was_closed(monkeypatch, capfd):
    earlier = io.StringIO()
    monkeypatch.setattr("sys.stderr", earlier)
    log_in_json()
    tell("first")
    monkeypatch.undo()
    assert json.loads(earlier.getvalue())["event"] == "first"
    earlier.close()
    tell("second")
    events = [json.loads(line)["event"] for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert events.count("second") == 1
    assert "first" not in events
