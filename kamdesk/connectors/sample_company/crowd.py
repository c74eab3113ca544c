"""The many other clients: what makes the desk as large as a large company's, and says nothing in particular.

Their orders carry deliveries only where these are recent; before that the day of shipping stands for the whole order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kamdesk.base.days import add_days
from kamdesk.connectors.sample_company.book import Book, Rows
from kamdesk.connectors.sample_company.crowd_people import tell_company
from kamdesk.connectors.sample_company.crowd_range import shelf, tell_range
from kamdesk.connectors.sample_company.crowd_trade import Trade, trade_of
from kamdesk.connectors.sample_company.scene import Scene, tale
from kamdesk.records.every import RECORDS

_CHUNK = 300
"""Clients told in one breath: enough for quick writing, little enough for memory."""
CLIENTS_PER_STEP, LINES_PER_STEP, INSTALMENTS_PER_STEP = 30, 10_000, 2_000


@dataclass(frozen=True, slots=True)
class _Share:
    """What remains to be told, spread evenly over so many clients."""

    total: int
    over: int

    def of(self, index: int) -> int:
        """The share of one of them; together they are the total."""
        whole, rest = divmod(self.total, self.over)
        return whole + (index < rest)


def crowd(scene: Scene, scale: int) -> Iterator[Rows]:
    """Rows that fill the company up to `scale`, a few hundred clients at a time."""
    told = {word: scene.book.number(word) - 1 for word in ("client", "order_line", "instalment")}
    count = CLIENTS_PER_STEP * scale - told["client"]
    lines = _Share(LINES_PER_STEP * scale - told["order_line"], count)
    instalments = _Share(INSTALMENTS_PER_STEP * scale - told["instalment"], count)
    yield from tell_range(scene, scale)
    shop = Trade(scene.today, *shelf(scale), tuple(tale("company")["season"]), _days(scene.today))
    for start in range(0, count, _CHUNK):
        book = Book()
        bulk: dict[str, list[tuple[object, ...]]] = {word: [] for word in Trade.FACTS}
        for index in range(start, min(start + _CHUNK, count)):
            key = f"K{index + 1:05d}"
            dice = random.Random(f"{scene.seed}:{key}")
            tell_company(scene, book, key, dice)
            trade_of(shop, bulk, key, dice, lines=lines.of(index), instalments=instalments.of(index))
        for record in RECORDS:
            if record.word in bulk:
                yield Rows(record.word, Trade.FACTS[record.word], bulk[record.word])
            elif book.number(record.word) > 1:
                yield book.rows(record.word)


def _days(today: date) -> dict[int, date]:
    """Days by their distance from today, each made once."""
    return {offset: add_days(today, offset) for offset in range(-1_200, 600)}
