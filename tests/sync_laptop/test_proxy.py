"""The way through a company's proxy that asks who one is: in words first, then with a name and a password."""

import base64
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from kamdesk.exchange import http_words as words
from kamdesk.storage.desk import create_desk
from kamdesk.storage.settings import OFFICE, PROXY_PASSWORD, PROXY_USER
from kamdesk.sync import office_errors as errors
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.proxy import ProxySignIn
from tests.sync_laptop.small_office import OFFICE as OFFICE_HEADERS

ADDRESS = "http://office.example.com"
"""Never looked up: whoever has a proxy asks the proxy."""
WANTED = "Basic " + base64.b64encode(b"lin:secret of lin").decode()


class Proxy(BaseHTTPRequestHandler):
    """Lets nobody through without their name and password, and answers for the office."""

    def do_GET(self):
        is_known = self.headers.get("Proxy-Authorization") == WANTED
        self.send_response(200 if is_known and self.path == ADDRESS + words.HEALTH else 407)
        self.server.let_through += is_known
        for name, value in (OFFICE_HEADERS if is_known else {"Proxy-Authenticate": "Basic"}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def proxy(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Proxy)
    server.let_through = 0
    Thread(target=server.serve_forever, daemon=True).start()
    for name in ("no_proxy", "NO_PROXY", "ALL_PROXY", "all_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("proxy")
def test_a_proxy_that_asks_is_told_in_words():
    with closing(OfficeClient(ADDRESS)) as office, pytest.raises(errors.ProxyRefused, match="name and a password"):
        office.health()


def test_name_and_password_open_it(monkeypatch, proxy):
    with closing(OfficeClient(ADDRESS, proxy=ProxySignIn(user="lin", password="secret of lin"))) as office:
        office.health()
    monkeypatch.setenv("KAMDESK_PROXY_USER", "lin")
    monkeypatch.setenv("KAMDESK_PROXY_PASSWORD", "secret of lin")
    with closing(OfficeClient(ADDRESS)) as office:
        office.health()
    assert proxy.let_through == 2


@pytest.mark.usefixtures("proxy")
def test_what_was_typed_on_the_desk_goes_with_every_sync(tmp_path):
    with closing(create_desk(tmp_path / "desk", password="x" * 9, company="Ours", currency="CNY")) as desk:
        for name, value in ((OFFICE, ADDRESS), (PROXY_USER, "lin"), (PROXY_PASSWORD, "secret of lin")):
            desk.settings.set(name, value)
        with closing(client_of(desk)) as office:
            office.health()
        for file in desk.folder.rglob("*"):
            assert not file.is_file() or b"secret of lin" not in file.read_bytes()


def test_a_sign_in_stands_in_no_log():
    assert "secret" not in repr(ProxySignIn(user="lin", password="secret of lin"))
