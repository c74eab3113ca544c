"""Long tests of the office: python3 build/do.py soak office [--n N] [--seed S].

Every right of every role, and N turns of each test that takes turns: the office killed, PostgreSQL restarted.
"""

import argparse
import os
import sys

import pytest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200, help="how many turns")
    parser.add_argument("--seed", type=int, default=0, help="of the first turn")
    given = parser.parse_args()
    os.environ |= {"KAMDESK_SOAK_TURNS": str(given.n), "KAMDESK_SOAK_SEED": str(given.seed)}
    print(f"seed {given.seed}, {given.n} turns")
    return pytest.main(["-q", "-rA", "-m", "soak", "--timeout", "7200", "tests/server"])


if __name__ == "__main__":
    sys.exit(main())
