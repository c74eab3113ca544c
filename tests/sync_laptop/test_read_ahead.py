"""A stream is read ahead in its order, its error arrives where it is asked for, and leaving early ends the reader."""

import socket
import threading
from contextlib import closing
from itertools import chain
from threading import Event

import pytest
from sqlalchemy import event

from kamdesk.base.ids import new_id
from kamdesk.exchange.frames import streamed
from kamdesk.exchange.laptop import apply_pull
from kamdesk.exchange.protocol import Frame, Mode, Part, Pull, View
from kamdesk.facts.policies import Compartment
from kamdesk.storage.arrivals import Arrivals
from kamdesk.storage.desk import create_desk
from kamdesk.storage.laptop import FileLaptop
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.read_ahead import MESSAGES_AHEAD, ReadAhead, a_thread_beside
from tests.sync_laptop.small_office import OFFICE

SCOPE = new_id()


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


def test_the_next_rows_are_read_while_those_before_are_committed_and_never_while_rows_are_written(
    tmp_path, monkeypatch
):
    desk = create_desk(tmp_path / "desk", password="a password", company="Lanfeng", currency="CNY")
    happened = []
    flush = Arrivals.flush
    monkeypatch.setattr(Arrivals, "flush", lambda self: (happened.append("written"), flush(self))[1])
    event.listen(desk._writer, "commit", lambda _: happened.append("committed"))

    def beside(work):
        happened.append("begun")
        return work

    frames = (_rows(number) for number in range(3))
    view = View(parts=(Part(SCOPE, Compartment.OPEN, 1, b"m" * 16, 1, Mode.WHOLE),))
    end = Frame(SCOPE, Compartment.OPEN, "", (), [], [], ends=True)
    apply_pull(FileLaptop(desk), view, chain(frames, [end]), rows_a_transaction=2, beside=beside)
    begun = [at for at, what in enumerate(happened) if what == "begun"]
    assert len(begun) == 4  # three with rows, one with the end
    for at in begun:
        assert happened[at - 1] == "written"
        following = [what for what in happened[at + 1 :] if what != "written"]
        assert following[0] == "committed"
    desk.close()


def test_a_thread_that_waits_for_the_next_rows_ends_with_the_stream():
    hung_up = Event()

    def source():
        yield b"one"
        hung_up.wait()

    with a_thread_beside() as beside, closing(ReadAhead(source(), hung_up.set)) as ahead:
        messages = iter(ahead)
        assert beside(lambda: next(messages))() == b"one"
        waits = beside(lambda: next(messages, None))
    assert waits() is None


def _rows(number):
    rows = [(new_id(), "", 1, f"{number}-{at}") for at in range(2)]
    return Frame(SCOPE, Compartment.OPEN, "note", ("text",), rows, [], ends=False)
