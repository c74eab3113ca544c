"""The office over real HTTP, asked by the laptop's own client and by strangers."""

import asyncio
import asyncio.selector_events
import socket
import threading
import time

import msgspec
import pytest

from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Digests, HandBack
from kamdesk.exchange.protocol import Pull, Push
from kamdesk.exchange.pull import digest_of_view
from kamdesk.exchange.recovery import sealed_key
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note
from kamdesk.server.database.tables import devices
from kamdesk.server.people.devices import State, device_named, end_device
from kamdesk.server.people.policies import set_policy
from kamdesk.server.people.users import shut_out
from kamdesk.sync.office_errors import (
    DeviceLost,
    MustUpdate,
    OfficeTooOld,
    Retired,
    ShutOut,
    Slower,
    WrongPassword,
)
from tests.server.desks import PASSWORD, someone
from tests.server.rows_of_office import add, add_client, edit, rows

pytestmark = pytest.mark.enable_socket


def test_a_laptop_joins_pushes_pulls_and_verifies_with_the_laptops_own_client(there):
    joined = there.join()
    assert (joined.user, joined.role, joined.office, joined.currency) == ("anna", "rep", "Northern Supplies", "CNY")
    assert joined.policy["days_without_contact"] == "30"
    client = there.client(joined.token)
    action = there.anna.edits(Client, there.acme, there.acme, city=("Oslo", "Bergen"))
    pushed = client.push(Push(nonce=b"", actions=there.anna.sealed(action)), waiting=7)
    assert [answer.verdict for answer in pushed.answers] == ["applied"]
    with client.pull(Pull(cursors=())) as (view, frames):
        found = [row for frame in frames if frame.word == "client" for row in frame.rows]
    assert "Bergen" in found[0]
    numbers = {(part.scope_id, part.compartment): part for part in client.verify(Digests(parts=(), facts={})).parts}
    assert {key: part.rev for key, part in numbers.items()} == {
        (part.scope_id, part.compartment): part.rev for part in view.parts
    }
    assert 7 in dict(rows(there.engine, devices, "name", "waiting")).values()


def test_no_answer_waits_for_the_acknowledgement_of_its_headers(there):
    accepted = []
    take = asyncio.selector_events._SelectorSocketTransport.__init__

    def noting(self, loop, sock, *rest, **more):
        take(self, loop, sock, *rest, **more)
        accepted.append(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.selector_events._SelectorSocketTransport, "__init__", noting)
        there.client("nobody's").health()
    assert accepted
    assert all(accepted)


def test_every_answer_says_which_office_it_is_and_what_it_speaks(there):
    for method, path in (("GET", words.HEALTH), ("GET", "/nowhere"), ("POST", words.PUSH)):
        _, headers, _ = there.ask(method, path)
        assert headers[words.OFFICE_HEADER.lower()] == there.office.office_id.hex()
        assert headers[words.PROTOCOL_HEADER.lower()] == "1"


def test_health_readiness_and_numbers_are_open_and_name_nobody(there):
    assert there.ask("GET", words.HEALTH)[0] == 200
    assert there.ask("GET", words.READY)[0] == 200
    there.join()
    status, _, body = there.ask("GET", "/metrics")
    text = body.decode()
    assert status == 200
    assert 'kamdesk_requests_total{route="/v1/join",status="200"} 1' in text
    assert "kamdesk_laptops_active 2" in text
    assert "anna" not in text
    assert "Acme" not in text


def test_wrong_passwords_and_strangers_are_refused_in_the_laptops_words(there):
    with pytest.raises(WrongPassword):
        there.join(password="wrong password")
    for _ in range(3):
        with pytest.raises(WrongPassword):
            there.join(password="wrong password")
    with pytest.raises(Slower):
        there.join()
    with pytest.raises(ShutOut):
        there.client("a token of nobody").push(Push(nonce=b""))
    assert there.code("POST", words.PUSH, b"x") == "shut_out"
    assert there.code("POST", words.PUSH, b"x", Authorization="Basic x") == "shut_out"


def test_who_was_shut_out_is_told_so(there):
    client = there.client()
    with there.engine.begin() as connection:
        shut_out(connection, "anna")
    with pytest.raises(ShutOut):
        client.push(Push(nonce=b""))


def test_a_retired_laptop_may_still_send_and_a_lost_one_may_nothing(there):
    client = there.client(there.join(laptop="old").token)
    now = there.office.clock()
    with there.engine.begin() as connection:
        end_device(connection, there.office.journal, device_named(connection, "old"), State.RETIRED, now=now)
    assert client.push(Push(nonce=b"")).nonce
    with pytest.raises(Retired), client.pull(Pull()):
        pass
    with there.engine.begin() as connection:
        end_device(connection, there.office.journal, device_named(connection, "old"), State.LOST, now=now)
    with pytest.raises(DeviceLost):
        client.push(Push(nonce=b""))


def test_versions_that_do_not_meet_are_told_which_side_is_older(there, monkeypatch):
    client = there.client()
    for version, error in (("9", OfficeTooOld), ("0", MustUpdate)):
        client._http.headers[words.PROTOCOL_HEADER] = version
        if version == "9":
            monkeypatch.setattr("kamdesk.sync.office_failures.SPOKEN", (9, 8))
        else:
            monkeypatch.setattr("kamdesk.sync.office_failures.SPOKEN", (0,))
        with pytest.raises(error):
            client.push(Push(nonce=b""))


def test_a_token_that_is_old_is_changed_on_the_way_and_the_new_one_works(there):
    with there.engine.begin() as connection:
        connection.execute(devices.update().values(token_made_at=there.office.clock().replace(year=2025)))
    old, kept = there.join().token, []
    with there.engine.begin() as connection:
        connection.execute(devices.update().values(token_made_at=there.office.clock().replace(year=2025)))
    client = there.client(old, new_token=kept.append)
    nonce = client.push(Push(nonce=b"")).nonce
    assert len(kept) == 1
    client.push(Push(nonce=nonce))
    with pytest.raises(ShutOut):
        there.client(old).push(Push(nonce=b""))


def test_a_forgotten_password_is_overcome_with_the_offices(there):
    joined = there.join()
    client, key = there.client(joined.token), b"k" * 32
    client.keep_key(sealed_key(key, joined.recovery_key, joined.device_id))
    wish = HandBack(user="anna", password=PASSWORD, device_id=joined.device_id)
    assert client.hand_back(wish) == key
    assert key not in str(rows(there.engine, devices)).encode()
    someone(there.engine, "ben")
    with pytest.raises(ShutOut):
        client.hand_back(msgspec.structs.replace(wish, user="ben"))
    with there.engine.begin() as connection:
        end_device(
            connection, there.office.journal, device_named(connection, "Anna's laptop"), State.LOST,
            now=there.office.clock(),
        )  # fmt: skip
    with pytest.raises(DeviceLost):
        client.hand_back(wish)


def test_an_office_that_wants_no_recovery_key_gives_none(there):
    with there.engine.begin() as connection:
        set_policy(connection, "recovery_key", "no")
    assert there.join().recovery_key == b""


def test_waiting_laptops_hear_of_a_change_within_a_second_and_of_nothing_else(there, monkeypatch):
    monkeypatch.setattr(words, "HINT_S", 2)
    client = there.client()
    with client.pull(Pull(cursors=())) as (view, _):
        digest = digest_of_view(view.parts, view.items, view.policy)
    other = add_client(there.engine)
    heard = []

    def waits():
        started = time.monotonic()
        heard.append((client.hint(digest), time.monotonic() - started))

    waiting = threading.Thread(target=waits)
    waiting.start()
    time.sleep(0.5)
    edit(there.engine, Client, other, other, city="elsewhere")
    time.sleep(0.3)
    assert heard == []
    add(there.engine, Note, there.acme, text="news")
    waiting.join()
    ((is_new, seconds),) = heard
    assert is_new
    assert seconds < 1.9
    assert client.hint(b"") is True
    with client.pull(Pull(cursors=())) as (view, _):
        digest = digest_of_view(view.parts, view.items, view.policy)
    assert client.hint(digest) is False
