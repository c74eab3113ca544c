import datetime as dt
import socket
from contextlib import closing
from ipaddress import ip_address

import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import msgpack

from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import squeezed, streamed
from kamdesk.exchange.http_words import Code, Join
from kamdesk.exchange.protocol import Frame, Lineage, Pull, Push, Pushed, View
from kamdesk.facts.policies import Compartment
from kamdesk.sync import office_errors as errors
from kamdesk.sync.office_address import office_address
from kamdesk.sync.office_client import OfficeClient
from tests.sync_laptop.small_office import OFFICE, Wire, refusal, running, said

JOIN = Join(user="lin", password="a long secret", laptop="Lin's laptop")
FRAMES = [
    Frame(b"s" * 16, Compartment.OPEN, "note", ("text",), [(bytes([n]) * 16, "", n, "words " * n)], [], ends=False)
    for n in range(1, 9)
]


def asked_of(office, ask, **how):
    with closing(OfficeClient(getattr(office, "address", office), **how)) as client:
        return ask(client)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (Code.PASSWORD, errors.WrongPassword),
        (Code.SLOWER, errors.Slower),
        (Code.SHUT_OUT, errors.ShutOut),
        (Code.RETIRED, errors.Retired),
        (Code.LOST, errors.DeviceLost),
        (Code.BUSY, errors.Busy),
        (Code.UNREADABLE, errors.NotUnderstood),
        (Code.TOO_LARGE, errors.NotUnderstood),
    ],
)
def test_every_refusal_of_an_office_is_an_error_of_its_own(code, kind):
    with running({words.JOIN: lambda *_: refusal(code, Retry_After="7")}) as office, pytest.raises(kind) as caught:
        asked_of(office, lambda client: client.join(JOIN))
    assert caught.value.text
    assert caught.value.wait_s == (7 if kind in (errors.Slower, errors.Busy) else 0)


@pytest.mark.parametrize(("spoken", "kind"), [("2", errors.MustUpdate), ("0", errors.OfficeTooOld)])
def test_the_older_side_is_named_when_versions_do_not_meet(spoken, kind):
    answer = refusal(Code.PROTOCOL)
    answer[1][words.PROTOCOL_HEADER] = spoken
    with running({words.HEALTH: lambda *_: answer}) as office, pytest.raises(kind):
        asked_of(office, OfficeClient.health)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((200, {}, b"<html>Welcome to the hotel"), errors.WrongAddress),
        ((302, {"Location": "http://127.0.0.1:9/"}, b""), errors.WrongAddress),
        ((404, {}, b""), errors.WrongAddress),
        ((502, {}, b""), errors.Busy),
        ((503, {"Retry-After": "9000"}, b""), errors.Busy),
        ((407, {}, b""), errors.ProxyRefused),
        ((500, OFFICE, b"oh"), errors.NotUnderstood),
        ((200, {**OFFICE, "Content-Encoding": "gzip"}, b"\x1f\x8b"), errors.NotUnderstood),
    ],
)
def test_whatever_else_answers_is_told_apart(answer, kind):
    with running({words.HEALTH: lambda *_: answer}) as office, pytest.raises(kind) as caught:
        asked_of(office, OfficeClient.health)
    assert caught.value.wait_s <= 600


def test_nobody_listening_and_nobody_of_that_name_are_no_network(monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as ear:
        port = ear.getsockname()[1]
    with pytest.raises(errors.NoNetwork, match="Nobody answers"):
        asked_of(f"http://127.0.0.1:{port}", OfficeClient.health)

    def nobody(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "nobody")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(errors.NoNetwork, match="nobody has this address"):
        asked_of("https://office.example.com", OfficeClient.health)


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that signed itself: (certificate, key)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the office")])
    now = dt.datetime.now(tz=dt.UTC)
    address = x509.IPAddress(ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "office.pem", tmp_path / "office.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    no_password = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password))
    return files


def test_a_certificate_is_taken_when_the_system_trusts_it_and_never_otherwise(certificate, monkeypatch):
    answers = {words.HEALTH: lambda *_: said(b"")}
    with running(answers, tls=certificate) as office:
        address = office.address.replace("http:", "https:")
        with pytest.raises(errors.BadCertificate, match="cannot prove"):
            asked_of(address, OfficeClient.health)
        assert office.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        asked_of(address, OfficeClient.health)


def test_an_address_that_speaks_no_tls_is_no_office():
    with running({words.HEALTH: lambda *_: said(b"")}) as office, pytest.raises(errors.OfficeError) as caught:
        asked_of(office.address.replace("http:", "https:"), OfficeClient.health)
    assert not caught.value.was_reached


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("office.example.com", "https://office.example.com"),
        (" https://Office.example.com:8443/kam/ ", "https://office.example.com:8443/kam"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_what_people_type_becomes_one_address(typed, meant):
    assert office_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "http://office.example.com", "ftp://office", "https://lin:secret@office", "office example", "https://o:99999"],
)
def test_what_is_no_safe_address_is_refused(typed):
    with pytest.raises(errors.WrongAddress) as caught:
        office_address(typed)
    assert "secret" not in caught.value.text


def test_many_questions_share_one_connection():
    pushed = squeezed(Pushed(lineage=Lineage.SAME, nonce=b"n"))
    with running({words.PUSH: lambda *_: said(pushed)}) as office:
        with closing(OfficeClient(office.address, token="t")) as client:
            for _ in range(5):
                client.push(Push(nonce=b""), waiting=3)
        assert office.connections == 1
        assert {headers["Authorization"] for _, headers, _ in office.asked} == {"Bearer t"}
        assert {headers[words.WAITING_HEADER] for _, headers, _ in office.asked} == {"3"}


def test_a_new_token_is_kept_before_it_is_used():
    pushed, kept = squeezed(Pushed(lineage=Lineage.SAME)), []
    with running({words.PUSH: lambda *_: said(pushed, **{words.NEXT_TOKEN_HEADER: "second"})}) as office:
        with closing(OfficeClient(office.address, token="first", new_token=kept.append)) as client:
            client.push(Push(nonce=b""))
            assert kept == ["second"]
            client.push(Push(nonce=b""))
        assert [headers["Authorization"] for _, headers, _ in office.asked] == ["Bearer first", "Bearer second"]


def test_a_password_stands_in_no_sentence_and_no_repr():
    assert JOIN.password not in repr(JOIN)
    with running({words.JOIN: lambda *_: said(b"{}")}) as office, pytest.raises(errors.NotUnderstood) as caught:
        asked_of(office, lambda client: client.join(JOIN))
    assert JOIN.password not in str(caught.value)


def test_a_pull_arrives_frame_by_frame():
    stream = list(streamed([View(), *FRAMES]))
    with (
        running({words.PULL: lambda *_: said(iter(stream))}) as office,
        closing(OfficeClient(office.address)) as client,
    ):
        with client.pull(Pull()) as (view, frames):
            assert view == View()
            assert list(frames) == FRAMES
        assert client.traffic.received_bytes == sum(map(len, stream))


def test_a_pull_cut_at_any_byte_brings_whole_frames_or_says_that_it_was_cut():
    stream = list(streamed([View(), *FRAMES]))
    with running({words.PULL: lambda *_: said(iter(stream))}) as office, closing(Wire(office.address)) as wire:
        asked_of(wire, _pulled)
        whole = wire.carried
        for cut in range(0, whole, 7):
            wire.carried, wire.cut_after, got = 0, cut, []
            with pytest.raises((errors.CutOff, errors.NoNetwork)):
                asked_of(wire, lambda client, got=got: _pulled(client, got))
            assert got == FRAMES[: len(got)]


def _pulled(client, got=None):
    with client.pull(Pull()) as (_, frames):
        for frame in frames:
            if got is not None:
                got.append(frame)


@pytest.mark.parametrize("body", ["bomb", "length", "junk", "nothing"])
def test_hostile_answers_are_refused_before_they_unfold(body):
    bomb = zstandard.ZstdCompressor(write_content_size=True).compress(msgpack.encode(["x" * 80_000_000]))
    bodies = {
        "bomb": len(bomb).to_bytes(4, "big") + bomb,
        "length": b"\xff" * 40,
        "junk": b"\0\0\0\4junk",
        "nothing": b"",
    }
    with running({words.PULL: lambda *_: said(bodies[body])}) as office, pytest.raises(errors.NotUnderstood):
        asked_of(office, _pulled)


def test_a_hint_is_yes_at_once_or_no_after_the_wait():
    with running({words.HINT: lambda *_: said(b"")}) as office:
        assert asked_of(office, lambda client: client.hint(b"d"))
    with running({words.HINT: lambda *_: (204, OFFICE, b"")}) as office:
        assert not asked_of(office, lambda client: client.hint(b"d"))
