"""Random histories on PostgreSQL, encrypted files and HTTP: python3 build/do.py soak stack [--n N] [--seed S].

Every history is one seed; the first is S. Exit code 1 where anything was lost, doubled, leaked or not equal.
"""

import argparse
import sys
import time

from tests.stack.real_history import STEPS, run
from tests.stack.real_office import Company, company


def fall_of(made: Company, seed: int, steps: int = STEPS) -> str:
    """What a history fell over; nothing where it stood."""
    try:
        run(made, seed, steps=steps)
    except Exception as error:  # noqa: BLE001  (whatever breaks a history is what we look for)
        return f"{type(error).__name__}: {error}"
    return ""


def shrunk(made: Company, seed: int) -> str:
    """The same seed with as few steps as still make it fall."""
    steps = next((steps for steps in range(1, STEPS) if fall_of(made, seed, steps)), STEPS)
    return f"falls within {steps} steps a laptop (real_history.run(company, {seed}, steps={steps}))"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200, help="how many histories; the long run is 1000")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    begun, failed, actions = time.monotonic(), {}, 0
    with company() as made:
        for seed in range(given.seed, given.seed + given.n):
            try:
                actions += run(made, seed).actions
            except Exception as error:  # noqa: BLE001  (as above)
                failed[seed] = f"{type(error).__name__}: {error}"
                print(f"seed {seed}: {failed[seed]}", flush=True)
        if failed:
            print(f"seed {min(failed)} {shrunk(made, min(failed))}")
    seconds = time.monotonic() - begun
    print(
        f"seeds {given.seed} to {given.seed + given.n - 1}: {given.n} histories, {actions} actions, "
        f"{len(failed)} fell, {seconds:.0f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
