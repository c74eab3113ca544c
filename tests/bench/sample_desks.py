"""The desks that the bench runs on: the sample company small and at full size, made once per run."""

import subprocess
import sys
from pathlib import Path

PASSWORD = "bench"
ROOT = Path(__file__).parents[2]
SMALL, FULL = 1, 100
"""Scales of the sample company: 3,000 and 1,000,000 order lines."""


def prepared(folder, scale):
    """The folder of a desk with the company at this scale; made in a process of its own, which keeps the memory."""
    place = folder / f"scale-{scale}"
    if not (place / "desk.db").exists():
        subprocess.run([sys.executable, "-m", "tests.bench.sample_desks", str(place), str(scale)], check=True, cwd=ROOT)
    return place


def make(place, scale):
    """Make the desk here."""
    from kamdesk.operations.sample_company import take_sample_company
    from kamdesk.storage.desk import create_desk

    desk = create_desk(place, password=PASSWORD, company="Lanfeng Drives", currency="CNY")
    take_sample_company(desk, scale=scale)
    desk.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
