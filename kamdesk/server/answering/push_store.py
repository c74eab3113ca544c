"""What the office keeps for one signed-in laptop while it sends (exchange/office_store.py, SYNC 4)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from typing import Any

from sqlalchemy import Engine, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, IntegrityError, NotSupportedError, ProgrammingError

from kamdesk.base.words import tr
from kamdesk.exchange.nonces import NONCE_BYTES, Nonces, met
from kamdesk.exchange.office_store import PartKey
from kamdesk.exchange.protocol import Answer, Lineage, Stamp
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Compartment
from kamdesk.server.answering.claims import claim, remember
from kamdesk.server.answering.office_transaction import Transaction
from kamdesk.server.database.stamping import Part, take_heads
from kamdesk.server.database.tables import devices, failures, raw_actions
from kamdesk.server.people.devices import Device

_MET = (devices.c.given_nonces, devices.c.shown_nonce, devices.c.is_restored)
"""How a laptop was met the last time."""


class OfficePush:
    """The store behind a push of one laptop."""

    breaks: tuple[type[Exception], ...] = (IntegrityError, DataError, ProgrammingError, NotSupportedError)

    def __init__(self, engine: Engine, device: Device, today: date, *, waiting: int | None = None) -> None:
        self._engine, self._device, self._today = engine, device, today
        self._noted = {} if waiting is None else {"waiting": waiting}
        """how many actions wait on the laptop behind these, as it says"""
        self._last_sequence = device.last_sequence

    def meet(self, nonce: bytes) -> tuple[Lineage, bytes]:
        """Whether this laptop is the one we know, and the nonce for next time (SYNC 4.1)."""
        is_it = devices.c.device_id == self._device.device_id
        with self._engine.begin() as connection:
            known = connection.execute(select(*_MET, devices.c.last_sequence).where(is_it).with_for_update()).one()
            lineage, nonces, fresh = met(_nonces(known), nonce, os.urandom(NONCE_BYTES))
            kept = (b"".join(nonces.given), nonces.shown, nonces.is_restored)
            connection.execute(update(devices).where(is_it).values(dict(zip(_MET, kept, strict=True))))
        self._last_sequence = int(known.last_sequence)
        return lineage, fresh

    def next_sequence(self) -> int:
        """The number that the device's next new action should have, as it stood when it was met."""
        return self._last_sequence + 1

    def took(self, sequence: int) -> None:
        """Every action up to this number was looked at."""
        is_it = devices.c.device_id == self._device.device_id
        highest = func.greatest(devices.c.last_sequence, sequence)
        with self._engine.begin() as connection:
            # Not waited for on the disk: what a crash loses of this is asked for again, and answered from the record.
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            connection.execute(update(devices).where(is_it).values(last_sequence=highest, **self._noted))

    def person_part(self) -> PartKey:
        """The user's own part: it moves whenever something falls into their tray."""
        return self._device.user_id, Compartment.PERSON

    @contextmanager
    def writing(self, parts: Sequence[PartKey]) -> Iterator[Transaction]:
        """A transaction that holds the heads of these parts, taken in order, until it commits."""
        with self._engine.begin() as connection:
            stamps = take_heads(connection, [Part(*part) for part in parts])
            office = Transaction(stamps, self._device, self._today)
            yield office
            office.finish()

    def failed(self, action_id: bytes) -> int:
        """Note that this action broke the office once more. Returns: how often by now."""
        once = insert(failures).values(action_id=action_id, times=1)
        more = once.on_conflict_do_update(index_elements=["action_id"], set_={"times": failures.c.times + 1})
        with self._engine.begin() as connection:
            return int(connection.execute(more.returning(failures.c.times)).scalar_one())

    def keep_raw(self, action_id: bytes, action: bytes, why: str) -> Answer:
        """Hold an action that the office cannot read or do, as it came. Returns: the answer, remembered."""
        sentence = tr("The office could not take this; it is kept as it was sent, and the administrator sees it.")
        raw = {"action_id": action_id, "device_id": self._device.device_id, "user_id": self._device.user_id}
        with self._engine.begin() as connection:
            own = Part(*self.person_part())
            stamp = Stamp(*own, *take_heads(connection, [own]).of(own))
            answer = Answer(action_id=action_id, verdict=Verdict.HELD, code="raw", sentence=sentence, stamps=(stamp,))
            connection.execute(
                insert(raw_actions).values(raw | {"action": action, "why": why}).on_conflict_do_nothing()
            )
            content = blake2b(action, digest_size=16).digest()
            known = claim(connection, self._device, action_id, content, 0)
            if known.answer:
                return known.answer
            remember(connection, answer)
        return answer


def _nonces(known: Row[Any, Any, Any, Any]) -> Nonces:
    """What is known of a laptop; nothing of one that never came."""
    given, shown = bytes(known.given_nonces or b""), bytes(known.shown_nonce or b"")
    if not given:
        return Nonces()
    each = tuple(given[at : at + NONCE_BYTES] for at in range(0, len(given), NONCE_BYTES))
    return Nonces(shown, each, known.is_restored)
