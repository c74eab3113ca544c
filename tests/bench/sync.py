"""`build/do.py bench sync [--json]`: is the sync as quick as it promises, on a million order lines?

python -m tests.bench.sync [--json] [--keep DIR] [--only NAME …] [--scale N]

--keep   DIR keeps the prepared desks and offices for the next run
--only   first, stall, far, edits, idle, stored, devices: some of the measures (as often as you like)
--scale  of the large office; 100 is a million order lines
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench import (
    edits,
    far_office,
    filled_office,
    first_sync,
    first_sync_window,
    ideal_pipeline,
    idle,
    many_devices,
    stored,
    wire_bytes,
)
from tests.bench.measures import Measure, tell
from tests.bench.sample_desks import FULL, SMALL, prepared

MIDDLE = 10
"""The scale of 100,000 order lines."""
FIRST_SYNCS = 3


@dataclass(frozen=True)
class RunningOffice:
    """Where a filled office answers."""

    url: str
    database: str
    folder: Path


class Bench:
    """The offices, each filled and started when it is first asked for."""

    def __init__(self, folder, scale, running):
        self.folder, self._scale, self._running = folder, scale, running
        self.laptops = folder / "laptops"
        shutil.rmtree(self.laptops, ignore_errors=True)
        self.laptops.mkdir()

    @cached_property
    def small(self):
        """Three thousand order lines."""
        return self._office(SMALL)

    @cached_property
    def large(self):
        """A million, unless another scale was asked for."""
        return self._office(self._scale)

    @cached_property
    def middle(self):
        """A tenth of the large one."""
        return self._office(max(SMALL, self._scale // MIDDLE))

    def _office(self, scale):
        folder = self.folder / f"office-{scale}"
        desk = prepared(self.folder, scale)
        return RunningOffice(*self._running.enter_context(filled_office.running(folder, desk)), folder)


def first(bench):
    """A first sync beside the ideal pipeline, in turns; the laptop's memory; the bytes of a line."""
    office, runs, ideal = bench.large, [], []
    for number in range(FIRST_SYNCS):
        ideal.append(ideal_pipeline.rows_a_second(office.database, runs=1))
        runs.append(first_sync.measured(office.url, bench.laptops / f"first-{number}"))
    reached = statistics.median(run["rows"] / run["seconds"] for run in runs)
    share, lines = reached / statistics.median(ideal), runs[0]["lines"]
    told = f"{lines:,} order lines, {reached:,.0f} rows/s"
    yield Measure(f"first sync ÷ ideal pipeline ({told})", share, 0.5, more_is_better=True)
    yield Measure("laptop's memory while it runs", max(run["memory_mb"] for run in runs), 250, "MB")
    yield Measure("bytes of an order line on the wire", wire_bytes.of_an_order_line(office), 45, "B")


MEASURES = {
    "first": first,
    "stall": lambda bench: first_sync_window.measures(bench.large, bench.laptops),
    "far": lambda bench: far_office.measures(bench.small, bench.laptops),
    "edits": lambda bench: edits.measures(bench.small, bench.laptops),
    "idle": lambda bench: idle.measures(bench.small, bench.laptops),
    "stored": lambda bench: stored.measures(bench.small, bench.middle, bench.large),
    "devices": lambda bench: many_devices.measures(bench.large),
}


def main():
    """Measure what was asked for, each ratio within this run."""
    parser = argparse.ArgumentParser(prog="build/do.py bench sync")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="keeps the prepared desks and offices here for the next run")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--scale", type=int, default=FULL, help="of the large office: 100 is a million order lines")
    asked = parser.parse_args()
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory(prefix="kamdesk-bench-") as kept:
        folder = Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as running:
            bench = Bench(folder, asked.scale, running)
            return tell((each for name in asked.only for each in MEASURES[name](bench)), as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
