"""Each way to break the core on purpose, and what notices it: python3 build/do.py soak mutations [--workers W].

Prints the table of DECISIONS.md. Exit code 1 where two thousand histories notice nothing.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count

from tests.sync.breaking import caught
from tests.sync.mutations import MUTATIONS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=cpu_count() or 1)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.workers) as pool:
        found = list(pool.map(caught, MUTATIONS))
    print("| broken on purpose | noticed by history | by |\n|---|---|---|")
    for name, (histories, how) in zip(MUTATIONS, found, strict=True):
        print(f"| {name.replace('_', ' ')} | {histories or 'none'} | {how} |")
    return 0 if all(histories for histories, _ in found) else 1


if __name__ == "__main__":
    sys.exit(main())
