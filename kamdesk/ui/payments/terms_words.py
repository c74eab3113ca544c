"""Agreed terms in words: 30% at once, 60% after 90 days."""

from __future__ import annotations

import re

from kamdesk.base.words import commas, ntr, tr
from kamdesk.reads.payment_page import Terms

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*%\s+(\d+)")


def terms_text(terms: Terms) -> str:
    """The schedule part by part where it can be read, else as it stands; without one the days of the term."""
    schedule = terms.payment_schedule.strip()
    parts = [_PART.fullmatch(part.strip()) for part in schedule.split(",")] if schedule else []
    if not schedule:
        return ntr("{n} day", "{n} days", terms.payment_term_days)
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return schedule
    if len(found) == 1 and found[0][1] == "100":
        return ntr("{n} day", "{n} days", int(found[0][2]))
    return commas(_part_text(share, int(days)) for share, days in (part.groups() for part in found))


def _part_text(share: str, days: int) -> str:
    return tr("{share}% at once", share=share) if days == 0 else tr("{share}% after {n} days", share=share, n=days)
