"""How long a desk has not met its office, by a clock that nobody can set back; and what the office demands of laptops.

Only steps forward are counted, from one look to the next: a clock set back loses nothing, and gains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from kamdesk.base.days import moment_from_text, moment_text
from kamdesk.base.errors import CannotOpen
from kamdesk.base.preset import preset
from kamdesk.base.words import ntr
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import POLICY, write_setting

_SPENT, _SEEN = "seconds_without_contact", "clock_seen"
EXACT = timedelta(hours=1)
"""Written down so often at most: each write makes the window's rooms read again."""
LOCK_AFTER_MINUTES = 15
DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What is wanted of this laptop; of an owner-run desk only what the company's IT set for the computer."""

    days_without_contact: int | None = None
    lock_after_minutes: int = 0
    """0: never"""
    stay_signed_in: bool = True
    export_money: bool = True


def demands_of(desk: Desk, rules: Mapping[str, int] | None = None) -> Demands:
    """What the office said last, else its defaults, and this computer's rules: the stricter of both."""
    rules = preset().rules if rules is None else rules
    kept = desk.settings.all() if desk.has_office else {}

    def said(name: str, default: int) -> int:
        text = kept.get(POLICY + name, "")
        return int(text) if text.isdecimal() else default

    minutes = [said("lock_after_minutes", LOCK_AFTER_MINUTES if desk.has_office else 0)]
    minutes.append(rules.get("lock_after_minutes", 0))
    days = said("days_without_contact", DAYS) if desk.has_office else None
    return Demands(
        days_without_contact=min(days, rules.get("days_without_contact", days)) if days is not None else None,
        lock_after_minutes=min(filter(None, minutes), default=0),
        stay_signed_in=bool(said("stay_signed_in", 1) and rules.get("stay_signed_in", 1)),
        export_money=bool(said("export_money", 1) and rules.get("export_money", 1)),
    )


def time_without_contact(desk: Desk) -> timedelta:
    """The time that has passed since the last contact, as far as this desk's clock went forward."""
    spent, seen = _counted(desk)
    return spent + max(timedelta(), desk.clock() - seen)


def count_time(desk: Desk) -> None:
    """Look at the clock: at every opening, and every hour while it is open."""
    if not desk.has_office:
        return
    spent, seen = _counted(desk)
    now = desk.clock()
    if _is_new(desk) or abs(now - seen) >= EXACT:
        with suppress(CannotOpen):  # full, busy or not to be written to: whoever only reads is not kept out by this
            _keep(desk, spent + max(timedelta(), now - seen), now)


def met_office(desk: Desk) -> None:
    """A sync came to its end."""
    if _is_new(desk) or time_without_contact(desk) >= EXACT or desk.clock() < _counted(desk)[1]:
        _keep(desk, timedelta(), desk.clock())


def needs_contact(desk: Desk) -> bool:
    """Whether the office must be met before this desk shows anything."""
    days = demands_of(desk).days_without_contact
    return days is not None and time_without_contact(desk) > timedelta(days=days)


def refuse_without_contact(desk: Desk) -> None:
    """Refuse a desk that has not met its office for too long. Raises: CannotOpen, reason contact."""
    count_time(desk)
    if needs_contact(desk):
        raise without_contact(desk)


def without_contact(desk: Desk) -> CannotOpen:
    """Why it does not open, and what opens it."""
    text = ntr(
        "This desk has not met its office for more than {n} day. It opens after the next sync; what is not sent yet "
        "is kept.",
        "This desk has not met its office for more than {n} days. It opens after the next sync; what is not sent yet "
        "is kept.",
        demands_of(desk).days_without_contact or 0,
    )
    return CannotOpen(text, reason="contact")


def _is_new(desk: Desk) -> bool:
    """Whether nobody looked at the clock yet: the desk has just joined."""
    return not desk.settings.get(_SEEN)


def _counted(desk: Desk) -> tuple[timedelta, datetime]:
    kept = desk.settings.all()
    seen = kept.get(_SEEN, "")
    return timedelta(seconds=int(kept.get(_SPENT, "0"))), moment_from_text(seen) if seen else desk.clock()


def _keep(desk: Desk, spent: timedelta, seen: datetime) -> None:
    with desk.writing() as connection:
        write_setting(connection, _SPENT, str(int(spent.total_seconds())))
        write_setting(connection, _SEEN, moment_text(seen))
    desk.settings.reload()
