"""How the build speaks: one line per long step, with its time; a counter where a step has many parts."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

PLAIN_EVERY_S = 10.0  # without a terminal a counter is a new line now and then, so that a log stays readable


class Stop(Exception):
    """Something is missing that a person must do; the text says what."""


def say(text: str) -> None:
    """One line for the person, at once; on stderr, because stdout belongs to the verb (`bench --json`)."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Announce a long step and tell afterwards how long it took."""
    began = time.monotonic()
    say(f"· {name} …")
    yield
    say(f"  done in {time.monotonic() - began:.0f} s")


class Counter:
    """Counts the parts of a long step: rewritten in place on a terminal, now and then a line in a log."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._told = time.monotonic()

    def tick(self, name: str) -> None:
        """One part more is under way."""
        self._done = min(self._done + 1, self._total)
        text = f"  {self._done}/{self._total} {name}"
        if sys.stderr.isatty():
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._told > PLAIN_EVERY_S:
            self._told = time.monotonic()
            say(text)

    def end(self) -> None:
        """Leave the counted line."""
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)
