"""The way between a real laptop and a real office: real sockets, on which messages get lost, doubled, late and cut."""

from contextlib import closing, suppress

import httpx2
import msgspec

from kamdesk.base.errors import BadValue
from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import cut_out, opened
from kamdesk.exchange.http_words import History
from kamdesk.exchange.protocol import Frames, Pull, Pushed, View
from kamdesk.exchange.pull import answer_pull
from kamdesk.server.answering.pull_view import OfficePull
from kamdesk.sync.office_client import OfficeClient

_HELD_APART = ("host", "content-length", "connection")


class Wire(httpx2.BaseTransport):
    """One laptop's connection; it reads each answer to its end, then hands on as much of it as arrives."""

    def __init__(self, inner, network, person) -> None:
        self._inner, self._network, self._person = inner, network, person

    def handle_request(self, request):
        network = self._network
        network.between(self._person)
        if network.fails():
            if network.fails(3):
                network.keep_late(self._person, request)
            raise httpx2.ConnectError("lost on its way", request=request)
        status, headers, body = self._asked(request)
        if network.fails(0.5):
            status, headers, body = self._asked(request)
        if network.fails():
            raise httpx2.ReadError("the reply is lost", request=request)
        network.between(self._person)
        return httpx2.Response(status, headers=headers, stream=_Arriving(body, network, self._person))

    def _asked(self, request):
        before = self._network.office.state
        response = self._inner.handle_request(request)
        with closing(response):
            body = b"".join(response.stream)
        self._network.look_at(self._person, before, request.url.path, body)
        headers = [(name, value) for name, value in response.headers.items() if name.lower() != "transfer-encoding"]
        return response.status_code, headers, body

    def close(self) -> None:
        self._inner.close()


class _Arriving(httpx2.SyncByteStream):
    """A body in pieces; between two of them anything may happen, and the rest may never come."""

    def __init__(self, body: bytes, network, person) -> None:
        self._body, self._network, self._person = body, network, person

    def __iter__(self):
        network, at = self._network, 0
        while at < len(self._body):
            if network.fails(0.3):
                if network.random.random() < 0.5:
                    raise httpx2.ReadError("cut off")
                return
            size = network.random.choice((7, 200, 5000)) if network.faults else len(self._body)
            yield self._body[at : at + size]
            at += size
            network.between(self._person, is_streaming=True)


class ChancyClient(OfficeClient):
    """The laptop's own client over such a wire, asking for pages of a size."""

    def __init__(self, address, network, person, *, page_rows: int, **how) -> None:
        super().__init__(address, **how)
        self._http._transport = Wire(self._http._transport, network, person)
        self._page_rows = page_rows

    def pull(self, pull: Pull):
        return super().pull(msgspec.structs.replace(pull, page_rows=self._page_rows))


class RealNetwork:
    """How often something goes wrong, and what is still on its way."""

    def __init__(self, office, random, watch) -> None:
        self.office, self.random, self.watch = office, random, watch
        self.faults = 0.0
        self.late: list[tuple] = []
        self.between_messages = lambda person, is_streaming: None
        self.broken: BaseException | None = None

    def fails(self, times: float = 1.0) -> bool:
        return self.random.random() < self.faults * times

    def between(self, person, *, is_streaming: bool = False) -> None:
        """Somebody else may come in now."""
        if self.broken is not None:
            raise self.broken
        self.between_messages(person, is_streaming)

    def keep_late(self, person, request) -> None:
        headers = [(name, value) for name, value in request.headers.items() if name.lower() not in _HELD_APART]
        self.late.append((person, request.method, str(request.url), headers, request.read()))

    def deliver_late(self) -> None:
        """A request that everybody had given up arrives."""
        if self.late:
            person, method, url, headers, body = self.late.pop(self.random.randrange(len(self.late)))
            before = self.office.state
            with httpx2.Client(trust_env=False) as client:
                answer = client.request(method, url, headers=headers, content=body).read()
            self.look_at(person, before, httpx2.URL(url).path, answer)

    def look_at(self, person, before, path: str, body: bytes) -> None:
        """What the office sends must be its user's to read, and an answer tells what was committed."""
        if self.broken is not None:
            raise self.broken
        with suppress(BadValue):  # a refusal
            if path == words.PUSH:
                pushed = opened(body, Pushed)
                self.watch.replied(self.office.state, pushed)
                self.watch.sent((before, self.office.state), person.user_id, msgspec.msgpack.encode(pushed))
            elif path == words.PULL:
                first, *rest = cut_out([body])
                told = [opened(first, View), *(opened(each, Frames) for each in rest)]
                self.watch.sent((before, self.office.state), person.user_id, *map(msgspec.msgpack.encode, told))
            elif path == words.HISTORY:
                told = msgspec.msgpack.encode(opened(body, History))
                self.watch.sent((before, self.office.state), person.user_id, told)
            else:
                self.watch.sent((before, self.office.state), person.user_id, body)

    def pull(self, user_id: bytes, pull: Pull):
        """Ask without a wire, as the invariants do when all is quiet."""
        view, *frames = answer_pull(OfficePull(self.office.engine, user_id, self.office.today), pull)
        return view, frames
