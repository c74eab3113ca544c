"""A stream is read ahead in its order, its error arrives where it is asked for, and leaving early ends the reader."""

import socket
import threading
from contextlib import closing
from threading import Event

import pytest

from kamdesk.exchange.frames import streamed
from kamdesk.exchange.protocol import Frame, Pull, View
from kamdesk.facts.policies import Compartment
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.read_ahead import MESSAGES_AHEAD, ReadAhead
from tests.sync_laptop.small_office import OFFICE


def _nothing():
    pass


def test_all_messages_come_in_their_order():
    sent = [str(at).encode() for at in range(3 * MESSAGES_AHEAD)]
    with closing(ReadAhead(iter(sent), _nothing)) as ahead:
        assert list(ahead) == sent


def test_an_error_of_the_source_comes_after_what_came_before_it():
    def source():
        yield b"one"
        raise ConnectionResetError

    with closing(ReadAhead(source(), _nothing)) as ahead:
        messages = iter(ahead)
        assert next(messages) == b"one"
        with pytest.raises(ConnectionResetError):
            next(messages)


@pytest.mark.parametrize("taken", [0, 1, MESSAGES_AHEAD])
def test_whoever_leaves_early_ends_the_reader(taken):
    hung_up = Event()

    def source():
        for _ in range(2 * MESSAGES_AHEAD):
            yield b"more"
        hung_up.wait()

    ahead = ReadAhead(source(), hung_up.set)
    with closing(ahead):
        messages = iter(ahead)
        for _ in range(taken):
            assert next(messages) == b"more"
    assert not any(thread.name == "read ahead" for thread in threading.enumerate())


def test_a_sync_that_quits_does_not_wait_for_an_office_that_has_fallen_silent():
    frame = Frame(bytes(16), Compartment.OPEN, "client", (), [[bytes(16), "", 1]], [], ends=False)
    body = b"".join(streamed([View(), frame]))
    with socket.create_server(("127.0.0.1", 0)) as server, closing(_client(server)) as office:
        falls_silent = threading.Thread(target=_answer, args=(server, body), daemon=True)
        falls_silent.start()
        with office.pull(Pull()) as (_, frames):
            assert next(frames).word == "client"
        falls_silent.join(10)
        assert not falls_silent.is_alive()


def _client(server):
    return OfficeClient(f"http://127.0.0.1:{server.getsockname()[1]}")


def _answer(server, body):
    """Say a part of an answer, then nothing, until the laptop hangs up."""
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        head = [f"{name}: {value}" for name, value in {**OFFICE, "Content-Length": len(body) + 1}.items()]
        connection.sendall("\r\n".join(["HTTP/1.1 200 OK", *head, "", ""]).encode() + body)
        while connection.recv(65536):
            pass
