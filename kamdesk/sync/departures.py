"""How it is said that clients are no longer this person's; their names left the laptop with them."""

from __future__ import annotations

from kamdesk.base.words import ntr


def went(count: int) -> str:
    """So many clients went to somebody else."""
    return ntr("{n} client went to somebody else", "{n} clients went to somebody else", count)
