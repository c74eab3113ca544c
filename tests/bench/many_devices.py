"""A hundred laptops that sync every two minutes with one office, over real HTTP; then more and more of them.

A device here is a token, its cursors and a connection kept open; it asks as a laptop asks (digest first, cursors where
something differs) and now and then sends two notes. The office, its database and the devices share the machine.
"""

import asyncio
import math
import random
import sys
import time

from kamdesk.base.ids import new_id
from kamdesk.exchange import http_words as words
from kamdesk.exchange.actions import create
from kamdesk.exchange.frames import cut_out, opened, squeezed
from kamdesk.exchange.protocol import PROTOCOL, Cursor, Pull, Push, Pushed, Sealed, View
from kamdesk.exchange.pull import digest_of_view
from kamdesk.exchange.wire import action_bytes
from tests.bench import processor, reps
from tests.bench.laptops import action
from tests.bench.measures import Measure, percentile

DEVICES, EVERY_S = 100, 120
WRITES_SHARE = 0.25
STEP_S, STEP_FIRST = 10, 8
"""The ramp: so long at each rate, from so many syncs a second, each step twice the one before."""
BOUND_S = 1.0
"""An office is saturated where one sync in twenty takes longer."""
REPS = 10_000


class Busy(Exception):
    """The office asks to come back later."""


class Device:
    """One laptop; one sync at a time."""

    def __init__(self, url, rep):
        self._host, self._port = url.removeprefix("http://").split(":")
        self.rep, self._nonce, self._sequence = rep, b"", 0
        self._cursors, self._digest, self._stream = (), b"", None

    async def sync(self, *, writes):
        """Push, then pull until nothing differs."""
        if writes:
            await self._push()
        if not writes and self._digest:
            (view, *_) = await self._ask(words.PULL, Pull(digest=self._digest))
            if opened(view, View).is_same:
                return
        await self._pull()

    async def begin(self):
        """Hold what there is, without having loaded it."""
        (view,) = await self._ask(words.PULL, Pull(digest=b"new"))
        self._hold(opened(view, View))

    def close(self):
        """Let go of the connection."""
        if self._stream:
            self._stream[1].close()

    async def _pull(self):
        (view, *_) = await self._ask(words.PULL, Pull(cursors=self._cursors))
        self._hold(opened(view, View))

    def _hold(self, view):
        parts = view.parts
        self._cursors = tuple(
            Cursor(each.scope_id, each.compartment, each.rev, each.mark, each.grant, None, each.as_of) for each in parts
        )
        self._digest = digest_of_view(self._cursors, view.items, view.policy)

    async def _push(self):
        sealed = []
        for sequence in (self._sequence + 1, self._sequence + 2):
            note = create("note", new_id(), random.choice(self.rep.clients), {"text": "heard on the way"})
            made = action(self.rep.name, note)
            sealed.append(Sealed(sequence, made.action_id, action_bytes(made)))
        answer = await self._asked(words.PUSH, Push(nonce=self._nonce, actions=tuple(sealed)))
        pushed = opened(answer, Pushed)
        assert len(pushed.answers) == len(sealed), pushed.lineage
        self._nonce, self._sequence = pushed.nonce, sealed[-1].sequence

    async def _ask(self, path, message):
        return list(cut_out([await self._asked(path, message)]))

    async def _asked(self, path, message):
        body = squeezed(message)
        self._stream = self._stream or await asyncio.open_connection(self._host, int(self._port))
        reader, writer = self._stream
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {self.rep.token}\r\n"
            f"{words.PROTOCOL_HEADER}: {PROTOCOL}\r\nContent-Type: {words.MESSAGES}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if told.startswith("http/1.1 503"):
            self.close()
            self._stream = None
            raise Busy
        assert told.startswith("http/1.1 200"), told
        if "transfer-encoding: chunked" not in told:
            return await reader.readexactly(int(told.split("content-length: ")[1].split("\r\n")[0]))
        data = bytearray()
        while size := int(await reader.readline(), 16):
            data += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        return bytes(data)


async def at_rate(devices, a_second, seconds):
    """The seconds of each sync where so many begin every second, evenly; waiting for a free laptop counts."""
    free, spent, running = asyncio.Queue(), [], []
    for each in devices:
        free.put_nowait(each)

    async def one(begins):
        device = await free.get()
        try:
            await device.sync(writes=random.random() < WRITES_SHARE)
            spent.append(time.perf_counter() - begins)
        except Busy:
            spent.append(math.inf)  # its person waits longer than any bound
        free.put_nowait(device)

    began = time.perf_counter()
    for number in range(int(a_second * seconds)):
        begins = began + number / a_second
        await asyncio.sleep(max(0, begins - time.perf_counter()))
        running.append(asyncio.create_task(one(begins)))
    await asyncio.gather(*running)
    return spent


def measures(office):
    """p95 of a hundred devices; the point of saturation; what that means on paper."""
    devices = [Device(office.url, rep) for rep in reps.made(office.database, DEVICES)]
    yield from asyncio.run(_measured(office, devices))


async def _measured(office, devices):
    for each in devices:
        await each.begin()
    spent = await at_rate(devices, DEVICES / EVERY_S, EVERY_S)
    found = [Measure(f"{DEVICES} devices every {EVERY_S} s, p95", percentile(spent, 0.95) * 1000, BOUND_S * 1000, "ms")]
    rate, held, cost = STEP_FIRST, DEVICES / EVERY_S, 0.0
    while True:
        before, began = processor.office_s(office.folder), time.perf_counter()
        spent = await at_rate(devices, rate, STEP_S)
        share = len(spent) / (time.perf_counter() - began)
        slow, busy = percentile(spent, 0.95), processor.office_s(office.folder) - before
        print(
            f"{rate:>5} syncs/s: p95 {slow * 1000:.0f} ms, {busy / len(spent) * 1000:.1f} ms of processor",
            file=sys.stderr,
        )
        if slow > BOUND_S or share < 0.8 * rate:
            break
        rate, held, cost = rate * 2, rate, busy / len(spent)
    for each in devices:
        each.close()
    cores = REPS / EVERY_S * cost
    paper = f"{REPS:,} reps: {REPS / EVERY_S:.0f} syncs/s, {cores:.1f} cores"
    found.append(
        Measure(
            f"devices every {EVERY_S} s before it saturates ({paper})", held * EVERY_S, DEVICES, more_is_better=True
        )
    )
    return found
