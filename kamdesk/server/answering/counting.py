"""Counts what a user may read, the same way as a laptop counts what it holds (SYNC 10, verify)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Engine

from kamdesk.exchange.digest import digest_of
from kamdesk.exchange.http_words import Digests, Verified
from kamdesk.exchange.parts import records_in
from kamdesk.exchange.protocol import Digest
from kamdesk.server.answering.pull_view import OfficePull, OfficeView
from kamdesk.server.database.stamping import Part

ROWS_AT_ONCE = 5_000


def counted(engine: Engine, user_id: bytes, today: date, asked: Digests) -> Verified:
    """The office's numbers of every part that this user may read, in one snapshot; facts in the laptop's order."""
    with OfficePull(engine, user_id, today).snapshot() as view:
        found = []
        for head in view.heads():
            part = Part(head.scope_id, head.compartment)
            rows, total = digest_of(_rows(view, part, asked.facts))
            found.append(Digest(*part, head.rev, rows, total))
    return Verified(parts=tuple(found))


def _rows(view: OfficeView, part: Part, facts: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, list[Any]]]:
    for record in records_in(*part):
        own = list(record.facts())
        wanted = [own.index(name) + 3 for name in facts.get(record.word, own) if name in own]
        after: bytes | None = None
        while True:
            page = view.rows(record, part.scope_id, newer_than=0, after=after, limit=ROWS_AT_ONCE)
            for row in page:
                yield record.word, [*row[:3], *(row[place] for place in wanted)]
            if len(page) < ROWS_AT_ONCE:
                break
            after = page[-1][0]
