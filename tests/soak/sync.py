"""Long random histories of the sync core: python3 build/do.py soak sync [--n N] [--seed S] [--workers W].

Every history is one seed; the first is S. Exit code 1 where anything was lost, doubled, leaked or not equal.
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count

from tests.sync.histories import shrunk, survived

CHUNK = 50


def chunk(first: int, count: int) -> tuple[int, int, dict[int, str]]:
    """Histories from a seed on. Returns: how many actions and syncs' rounds they had, and which fell."""
    told: list = []
    failed = survived(range(first, first + count), told)
    return sum(each.actions for each in told), max((each.rounds for each in told), default=0), failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=100_000, help="how many histories")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=cpu_count() or 1)
    given = parser.parse_args()
    last, begun = given.seed + given.n, time.monotonic()
    actions, rounds, failed = 0, 0, {}
    with ProcessPoolExecutor(given.workers) as pool:
        jobs = [pool.submit(chunk, first, min(CHUNK, last - first)) for first in range(given.seed, last, CHUNK)]
        for job in jobs:
            more, most, fell = job.result()
            actions, rounds = actions + more, max(rounds, most)
            failed |= fell
    for seed, why in sorted(failed.items())[:20]:
        print(f"seed {seed}: {why}")
    if failed:
        print(f"seed {min(failed)} {shrunk(min(failed))}")
    seconds = time.monotonic() - begun
    print(
        f"seeds {given.seed} to {last - 1}: {given.n} histories, {actions} actions, at most {rounds} rounds to peace, "
        f"{len(failed)} fell, {seconds:.0f} s ({given.n / seconds:.1f} histories a second)"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
