"""`build/do.py bench desk [--json]`: is the desk as quick as it promises, on a million order lines?

python -m tests.bench.desk [--json] [--keep DIR]     DIR keeps the prepared desks for the next run
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

from tests.bench import first_window, imports, org_layout, paper
from tests.bench.measures import Measure, percentile, tell
from tests.bench.sample_desks import FULL, ROOT, SMALL, prepared


def main():
    """Measure everything once, each ratio within this run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory(prefix="kamdesk-bench-") as kept:
        folder = Path(kept)
        return tell(_all(folder), as_json=asked.json)


def _all(folder):
    small, full = prepared(folder, SMALL), prepared(folder, FULL)
    yield from first_window.measures(full)
    yield from _felt(small, full)
    yield from org_layout.measures()
    yield from paper.measures(full)
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        yield from imports.measures(Path(fresh), ROOT)


def _felt(small, full):
    few, many = (_at_the_desk(place) for place in (small, full))
    clicks = many["pages"] + many["told"]
    page, slow = percentile(map(min, clicks), 0.95), percentile(chain(*clicks), 0.95)
    noise = statistics.median(statistics.median(turns) / min(turns) for turns in clicks)
    print(
        f"Of the same click the middle one took {noise:.1f} × the quickest: the noise of this machine.", file=sys.stderr
    )
    yield Measure(f"client page, click to painted, p95 ({slow * 1000:.0f} with noise)", page * 1000, 100, "ms")
    # The same clients on both desks: those of whom most is told; the many of the large desk are plainer.
    flat = [percentile(map(min, each["told"]), 0.95) for each in (many, few)]
    yield Measure("the same clients' pages, 1,000,000 ÷ 3,000 lines", flat[0] / flat[1], 1.5)
    found, slow = percentile(map(min, many["search"]), 0.95), percentile(chain(*many["search"]), 0.95)
    yield Measure(f"search as you type, p95 ({slow * 1000:.0f} with noise)", found * 1000, 50, "ms")
    yield _longest("longest stall of the window", many["stalls"])
    yield _longest("the same where a room is first opened", many["first_stalls"])
    rooms = (f"{place.strip('/')} {seconds * 1000:.0f}" for place, seconds in many["first_stalls"].items())
    print(f"Longest stall where a room is first opened, ms: {', '.join(rooms)}.", file=sys.stderr)
    yield Measure("resident memory after the tour", many["memory_mb"], 350, "MB")
    yield Measure("the same at its highest", many["peak_mb"], 350, "MB")
    yield Measure("window and press while briefs are made", many["with_press_mb"], 600, "MB")


def _longest(name, stalls):
    place, seconds = max(stalls.items(), key=lambda item: item[1])
    return Measure(f"{name} ({place.strip('/')})", seconds * 1000, 50, "ms")


def _at_the_desk(place):
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.at_the_desk", str(place)],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
