"""An office that really answers on loopback, in a thread of the test."""

import http.client
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from kamdesk.base.clock import fixed_clock
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Join, Problem
from kamdesk.facts.policies import Role
from kamdesk.server.config import Config
from kamdesk.server.office import make_office, open_office
from kamdesk.server.web.running import Serving
from kamdesk.sync.office_client import OfficeClient
from tests.server.desks import NOW, PASSWORD, someone
from tests.server.rows_of_office import add_client


@contextmanager
def served(folder, address, **settings):
    """The running office and its address."""
    config = replace(Config(folder=folder, database_url=address, port=0), **settings)
    make_office(config, company="Northern Supplies", currency="CNY")
    with closing(open_office(config, clock=fixed_clock(NOW))) as office:
        serving = Serving(office, ready_file=folder / "ready.json")
        thread = threading.Thread(target=serving.serve_until_stopped)
        thread.start()
        try:
            deadline = time.monotonic() + 20
            while not serving.started and time.monotonic() < deadline:
                time.sleep(0.01)
            yield office, serving.url
        finally:
            serving.should_exit = True
            thread.join()


class There:
    """A running office with one client and one rep."""

    def __init__(self, office, url):
        self.office, self.url, self.clients = office, url, []
        self.engine = office.engine
        self.acme = add_client(self.engine, external_key="ACME", legal_name="Acme", city="Oslo")
        self.anna = someone(self.engine, "anna", Role.REP, "ACME")

    def join(self, user="anna", password=PASSWORD, laptop="Anna's laptop", **how):
        self.clients.append(OfficeClient(self.url))
        return self.clients[-1].join(Join(user=user, password=password, laptop=laptop, **how))

    def client(self, token=None, **how):
        self.clients.append(OfficeClient(self.url, token=token or self.join().token, **how))
        return self.clients[-1]

    def ask(self, method, path, body=None, **headers):
        """(status, headers, body) of a plain request."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    def code(self, *asked, **headers):
        status, _, body = self.ask(*asked, **headers)
        code = msgspec.json.decode(body, type=Problem).code
        assert words.STATUS[code] == status
        return code

    def close(self):
        for client in self.clients:
            client.close()
