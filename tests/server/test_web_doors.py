"""The office alone with its certificate, behind a proxy, and with laptops that are slow or go away in the middle."""

import datetime as dt
import http.client
import ipaddress
import json
import socket
import ssl
import time
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from kamdesk.base.errors import KAMDeskError
from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import squeezed
from kamdesk.exchange.http_words import NewPassword
from kamdesk.exchange.protocol import Pull
from kamdesk.records.visits import Note
from kamdesk.server.config import read_config
from kamdesk.server.database.tables import sign_ins
from kamdesk.server.people.sign_in import _who
from kamdesk.server.web import bodies
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_errors import BadCertificate, NotUnderstood, WrongPassword
from tests.server.desks import PASSWORD
from tests.server.rows_of_office import add, rows
from tests.server.served import There, served

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def certificate(tmp_path):
    """A certificate for this machine that nobody trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(tz=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = tmp_path / "office.pem", tmp_path / "office.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, private


def test_alone_with_its_own_certificate_the_office_speaks_tls_and_laptops_check_it(tmp_path, address, certificate):
    pem, private = certificate
    with served(tmp_path / "o", address, certificate=str(pem), private_key=str(private)) as (_, url):
        assert url.startswith("https://")
        trusting = ssl.create_default_context(cafile=str(pem))
        parts = urlsplit(url)
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=trusting, timeout=10)
        connection.request("GET", words.HEALTH)
        assert json.loads(connection.getresponse().read())["status"] == "ok"
        connection.close()
        client = OfficeClient(url)
        with pytest.raises(BadCertificate):
            client.health()
        client.close()


def test_a_certificate_that_cannot_be_used_is_told_at_the_start(tmp_path, address, certificate):
    pem, _ = certificate
    with (
        pytest.raises(KAMDeskError, match="cannot be used"),
        served(tmp_path / "o", address, certificate=str(pem), private_key=str(pem)),
    ):
        pass


def test_a_port_that_is_taken_is_told_at_the_start(tmp_path, address, postgresql):
    with (
        served(tmp_path / "one", address) as (_, url),
        pytest.raises(KAMDeskError, match="cannot listen"),
        served(tmp_path / "two", address, port=urlsplit(url).port),
    ):
        pass


@pytest.mark.parametrize(("trusted", "counted"), [(("127.0.0.1",), "203.0.113.9"), ((), "127.0.0.1")])
def test_only_a_trusted_proxy_says_who_asks(tmp_path, address, trusted, counted):
    with served(tmp_path / "o", address, trusted_proxies=trusted) as (office, url):
        there = There(office, url)
        wish = json.dumps({"user": "nobody", "password": "wrong one", "laptop": "x"}).encode()
        headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
        assert there.code("POST", words.JOIN, wish, **headers) == "password"
        assert (_who("address", counted),) in rows(office.engine, sign_ins, "who")
        there.close()


def test_settings_come_from_the_file_and_the_environment_wins(tmp_path):
    (tmp_path / "office.toml").write_text('port = 1\naddress = "0.0.0.0"\ntrusted_proxies = ["10.0.0.1"]\n', "utf-8")
    config = read_config(tmp_path, {"KAMDESK_PORT": "2", "KAMDESK_TRUSTED_PROXIES": "10.0.0.2, 10.0.0.3"})
    assert (config.port, config.address) == (2, "0.0.0.0")
    assert config.trusted_proxies == ("10.0.0.2", "10.0.0.3")
    assert "10.0.0" not in repr(config)


def test_a_laptop_that_sends_too_slowly_is_not_waited_for(there, monkeypatch):
    monkeypatch.setattr(bodies, "BODY_WITHIN_S", 0.3)
    parts = urlsplit(there.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        line.sendall(f"POST {words.JOIN} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{".encode())
        started = time.monotonic()
        assert line.recv(12) == b"HTTP/1.1 400"
        assert time.monotonic() - started < 5
    assert there.ask("GET", words.HEALTH)[0] == 200


def test_laptops_that_go_away_in_the_middle_give_their_snapshot_back(there):
    for number in range(300):
        add(there.engine, Note, there.acme, text=f"{number} " + "long words " * 2_000)
    token, parts = there.join().token, urlsplit(there.url)
    body = squeezed(Pull(cursors=(), page_rows=5))
    for _ in range(6):
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
            said = ["Host: x", f"Authorization: Bearer {token}", f"Content-Length: {len(body)}"]
            line.sendall("\r\n".join([f"POST {words.PULL} HTTP/1.1", *said, "", ""]).encode() + body)
            assert line.recv(12) == b"HTTP/1.1 200"
    deadline = time.monotonic() + 20
    while there.engine.pool.checkedout() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert there.engine.pool.checkedout() == 0


def test_a_person_takes_another_password_and_the_old_one_is_no_longer_theirs(there):
    client = there.client()
    wish = NewPassword(user="anna", password=PASSWORD, new_password="quite another one")
    with pytest.raises(WrongPassword):
        client.change_password(replace(wish, password="a guess"))
    with pytest.raises(WrongPassword):
        client.change_password(replace(wish, user="nobody"))
    with pytest.raises(NotUnderstood):
        client.change_password(replace(wish, new_password="short"))
    client.change_password(wish)
    assert there.join(password="quite another one").user == "anna"
    with pytest.raises(WrongPassword):
        there.join()
    assert [entry["kind"] for entry in there.office.journal.entries()] == ["user"], "it outlives a restore"
