"""Programs of a laptop killed at random moments: python3 build/do.py soak kill [--n N] [--seed S].

Somebody types and syncs until N programs were killed in the middle.
"""

import argparse
import os
import sys

import pytest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="how many are killed")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    os.environ |= {"KAMDESK_SOAK_TURNS": str(given.n), "KAMDESK_SOAK_SEED": str(given.seed)}
    print(f"seed {given.seed}, {given.n} kills", flush=True)
    return pytest.main(["-q", "-s", "-m", "soak", "--timeout", "0", "tests/sync_laptop/test_killed.py"])


if __name__ == "__main__":
    sys.exit(main())
