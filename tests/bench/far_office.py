"""An ordinary sync through a slow line: some changes go, more come."""

from kamdesk.sync.run import Sync
from tests.bench import processor, slow_line
from tests.bench.laptops import Laptop, write_elsewhere
from tests.bench.measures import Measure

GO, COME, TURNS = 200, 2000, 3


def measures(office, folder):
    """Seconds of the whole sync, the quickest of some turns."""
    with slow_line.before(office.url) as (url, becomes):
        laptop = Laptop(url, folder / "far")
        spent = []
        for _ in range(TURNS):
            laptop.edits(GO)
            write_elsewhere(office.url, laptop, COME)
            becomes("slow")
            sync = Sync(laptop.desk, laptop.office)
            spent.append(processor.spent(office.folder, sync.run))
            becomes("fast")
            report = sync.report
            assert (report.sent, report.verdicts["applied"], report.received >= COME) == (GO, GO, True)
        seconds, here, there = map(min, zip(*spent, strict=True))
        told = f"processor: laptop {here:.2f}, office {there:.2f}"
        yield Measure(f"{GO} changes go, {COME} come, 100 ms and 20 Mbit/s away ({told})", seconds, 3.0, "s")
        laptop.close()
