"""How long the window waits for its turn beside threads that read."""

from __future__ import annotations

import sys

TURN_S = 0.001
"""A fifth of what Python gives a thread: the window asks for its turn at each call of Qt, several times for a cell."""


def take_short_turns() -> None:
    """Let no thread keep Python for longer than that while another one wants it."""
    sys.setswitchinterval(TURN_S)
