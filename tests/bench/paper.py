"""Seconds for each brief in a warm process, of the client of whom most is told."""

import time
from datetime import UTC, date, datetime

from kamdesk.reads.named import client_named
from kamdesk.reports.annual_brief import annual_brief
from kamdesk.reports.visit_brief import visit_brief
from kamdesk.storage.desk import open_desk
from tests.bench.measures import Measure
from tests.bench.sample_desks import PASSWORD

ROUNDS = 5
DAY, MADE_AT = date(2026, 10, 20), datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
BRIEFS = (
    (visit_brief, {"visit_id": None}, "visit brief, two pages", 1.0),
    (annual_brief, {}, "annual brief, eight pages", 2.0),
)


def measures(place):
    """The slowest of some runs after a first one that loads what it needs."""
    desk = open_desk(place, password=PASSWORD)
    with desk.reading() as connection:
        client_id = client_named(connection, "HENGTAI")
        for write, how, name, limit in BRIEFS:
            spent = []
            for _ in range(ROUNDS + 1):
                started = time.perf_counter()
                write(
                    connection, client_id=client_id, as_of=DAY, language="zh_CN", audience="us", made_at=MADE_AT, **how
                )
                spent.append(time.perf_counter() - started)
            yield Measure(name, max(spent[1:]), limit, "s")
    desk.close()
