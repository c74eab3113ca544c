"""`build/do.py bench desk [--json]`: is the desk as quick as it promises, on a million order lines?

python -m tests.bench.desk [--json] [--keep DIR]     DIR keeps the prepared desks for the next run
"""

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import nullcontext
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
    page = percentile(many["pages"], 0.95)
    yield Measure("client page, click to painted, p95", page * 1000, 100, "ms")
    yield Measure("client page, 1,000,000 ÷ 3,000 lines", page / percentile(few["pages"], 0.95), 1.5)
    yield Measure("search as you type, p95", percentile(many["search"], 0.95) * 1000, 50, "ms")
    place, longest = max(many["stalls"].items(), key=lambda item: item[1])
    yield Measure(f"longest stall of the window ({place.strip('/')})", longest * 1000, 50, "ms")
    yield Measure("resident memory after the tour", many["memory_mb"], 350, "MB")


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
