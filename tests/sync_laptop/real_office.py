"""An office on 127.0.0.1 over a real PostgreSQL: the procedures of the office behind a small HTTP server."""

import time
from contextlib import closing, contextmanager
from datetime import date

import msgspec

from kamdesk.exchange import http_words as words
from kamdesk.exchange.digest import digest_of
from kamdesk.exchange.frames import opened, squeezed, streamed
from kamdesk.exchange.http_words import (
    Code,
    Digests,
    HandBack,
    HandedBack,
    HistoryAsked,
    Join,
    Joined,
    NewPassword,
    SealedKey,
    Verified,
)
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Digest, Pull, Push
from kamdesk.exchange.pull import answer_pull
from kamdesk.exchange.push import take_push
from kamdesk.exchange.recovery import new_recovery_key, opened_key, public_half
from kamdesk.server.answering.pull_view import OfficePull
from kamdesk.server.answering.push_store import OfficePush
from kamdesk.server.answering.record_history import history_of
from kamdesk.server.people.devices import device_of, register
from kamdesk.server.people.users import user_named
from tests.server.desks import NOW, PASSWORD
from tests.sync_laptop.small_office import OFFICE, refusal, running, said

TODAY = date(2026, 10, 20)
HINT_LOOKS = 30
OFFICE_ID = bytes.fromhex(OFFICE[words.OFFICE_HEADER])


class RealOffice:
    """What it answers; a test may put another answer in the place of one, or count."""

    def __init__(self, engine):
        self.engine, self.today = engine, TODAY
        self.password = PASSWORD
        self.recovery_key, self.sealed = new_recovery_key(), {}
        self.is_ending = lambda: False
        self.answers = {
            words.JOIN: self.join,
            words.KEY: self.keep_key,
            words.HAND_BACK: self.hand_back,
            words.PASSWORD: self.new_password,
            words.PUSH: self.push,
            words.PULL: self.pull,
            words.VERIFY: self.verify,
            words.HINT: self.hint,
            words.HISTORY: self.history,
            words.HEALTH: lambda *_: said(b""),
        }

    @contextmanager
    def running(self):
        with running(self.answers) as office:
            self.is_ending = lambda: office.is_ending
            yield office

    def join(self, body, *_):
        wish = msgspec.json.decode(body, type=Join)
        with self.engine.begin() as connection:
            user = user_named(connection, wish.user)
            if wish.password != self.password:
                return refusal(Code.PASSWORD)
            device_id, token = register(connection, user, wish.laptop, now=NOW)
        joined = Joined(
            device_id=device_id, token=token, user_id=user.user_id, user=user.name, role=user.role.value,
            employee_id=None, office_id=OFFICE_ID, office="恒泰 Ltd", currency="CNY",
            recovery_key=public_half(self.recovery_key),
        )  # fmt: skip
        return said(msgspec.json.encode(joined))

    def keep_key(self, body, headers, _query):
        self.sealed[self._device(headers).device_id] = msgspec.json.decode(body, type=SealedKey).sealed
        return 204, OFFICE, b""

    def hand_back(self, body, *_):
        wish = msgspec.json.decode(body, type=HandBack)
        if wish.password != self.password:
            return refusal(Code.PASSWORD)
        key = opened_key(self.sealed[wish.device_id], self.recovery_key, wish.device_id)
        return said(msgspec.json.encode(HandedBack(key=key)))

    def new_password(self, body, *_):
        wish = msgspec.json.decode(body, type=NewPassword)
        if wish.password != self.password:
            return refusal(Code.PASSWORD)
        self.password = wish.new_password
        return 204, OFFICE, b""

    def push(self, body, headers, _query):
        device = self._device(headers)
        if device is None:
            return refusal(Code.SHUT_OUT)
        pushed = take_push(OfficePush(self.engine, device, self.today), opened(body, Push))
        return said(squeezed(pushed))

    def pull(self, body, headers, _query):
        device = self._device(headers)
        if device is None:
            return refusal(Code.SHUT_OUT)
        if device.state in ("lost", "retired"):
            return refusal(Code(device.state))
        answers = answer_pull(OfficePull(self.engine, device.user_id, self.today), opened(body, Pull))
        return said(_closing(answers))

    def hint(self, _body, headers, query):
        held = bytes.fromhex(query.removeprefix("digest="))
        user_id = self._device(headers).user_id
        for _ in range(HINT_LOOKS):
            if self.is_ending():
                break
            (view,) = answer_pull(OfficePull(self.engine, user_id, self.today), Pull(digest=held))
            if not view.is_same:
                return said(b"")
            time.sleep(0.1)
        return 204, OFFICE, b""

    def history(self, body, headers, _query):
        return said(squeezed(history_of(self.engine, self._device(headers), self.today, opened(body, HistoryAsked))))

    def verify(self, body, headers, _query):
        asked = opened(body, Digests)
        parts = []
        with OfficePull(self.engine, self._device(headers).user_id, self.today).snapshot() as view:
            for head in view.heads():
                rows = (
                    (record.word, values)
                    for record in records_in(head.scope_id, head.compartment)
                    for values in view.rows(record, head.scope_id, newer_than=0, after=None, limit=1_000_000)
                )
                parts.append(Digest(head.scope_id, head.compartment, head.rev, *digest_of(rows)))
        assert asked.facts
        return said(squeezed(Verified(parts=tuple(parts))))

    def _device(self, headers):
        with self.engine.begin() as connection:
            return device_of(connection, headers["Authorization"].removeprefix("Bearer "), now=NOW)


def _closing(answers):
    with closing(answers):
        yield from streamed(answers)


__all__ = ["PASSWORD", "RealOffice"]
