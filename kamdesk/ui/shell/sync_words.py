"""The state of the sync in words: one line for the bar, sentences for the panel, a line for each sync that was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kamdesk.base.show import moment_here_text, number_text
from kamdesk.base.words import commas, tr
from kamdesk.sync.departures import went
from kamdesk.sync.office_errors import MustUpdate, OfficeError
from kamdesk.sync.state import Ended, Phase, SyncState

PASSING = frozenset(kind.name for kind in OfficeError.__subclasses__() if kind.passes)
"""Troubles that pass by themselves: being offline is normal and grey (LOOK 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line for the bar."""

    icon: str
    text: str
    is_late: bool = False
    waiting: str = ""
    """what is not at the office yet"""
    review: str = ""
    """what waits for this person"""


def said(state: SyncState, *, now: datetime, today: date) -> Said:
    """The line for the bar."""
    if state.is_own:
        return Said(icon="offline", text=tr("No office; own desk"))
    text, is_late = _state(state, now, today)
    is_going = state.phase is not Phase.IDLE
    return Said(
        icon="online" if state.is_online or is_going else "offline",
        text=text,
        is_late=is_late,
        waiting=tr("{n} waiting", n=state.waiting) if state.waiting and state.phase is not Phase.SENDING else "",
        review=tr("{n} for you", n=state.to_review) if state.to_review else "",
    )


def _state(state: SyncState, now: datetime, today: date) -> tuple[str, bool]:
    if state.phase is Phase.SENDING:
        return tr("Sending {n}", n=state.to_send), False
    if state.phase is Phase.RECEIVING:
        return tr("Receiving, {share}%", share=int(100 * state.share)), False
    if state.trouble == MustUpdate.name:
        return tr("Must be updated"), True
    when = moment_here_text(state.synced_at, today)
    if has_failed(state):
        return tr("Sync failed, data of {when}", when=when) if when else tr("Sync failed"), True
    if not when:
        return tr("Never synced"), False
    online = state.is_online
    return tr("Online, synced {when}", when=when) if online else tr("Offline, synced {when}", when=when), state.is_old(
        now
    )


def has_failed(state: SyncState) -> bool:
    """Whether a person has to do something before it goes on."""
    return bool(state.trouble) and state.trouble not in PASSING


def sentences(state: SyncState, today: date) -> Iterator[tuple[str, str]]:
    """(sentence, state for its mark) of everything that is to be known, the worst first."""
    if state.is_own:
        yield tr("This desk has no office. Everything stays in its own file, and only you write in it."), ""
        return
    if has_failed(state):
        yield state.sentence or tr("The last sync did not come to its end."), "late"
    if state.unreached_since is not None:
        since = moment_here_text(state.unreached_since, today)
        yield (
            tr(
                "The office is not reachable since {when}. Everything works; KAMDesk tries again by itself.", when=since
            ),
            "",
        )
        if state.sentence and not has_failed(state):
            yield state.sentence, ""
    if state.synced_at is None:
        yield tr("Nothing was synced yet."), ""
    else:
        yield tr("What is shown is what the office had at {when}.", when=moment_here_text(state.synced_at, today)), ""
    if state.waiting:
        yield tr("Waiting to be sent: {n}. It goes by itself.", n=state.waiting), "wait"
    if state.to_review:
        yield tr("Waiting for your answer in the review room: {n}.", n=state.to_review), "wait"
    if state.loading:
        yield tr("Parts of clients still loading: {n}.", n=state.loading), "wait"
    if state.unapplied:
        yield (
            tr("{n} rows came that this KAMDesk cannot read; they are kept and tried again.", n=state.unapplied),
            "risk",
        )


def progress(state: SyncState) -> str:
    """How far the sync in hand has come."""
    if state.phase is Phase.SENDING:
        return tr("Sending {n} changes", n=state.to_send)
    so_far = {"share": int(100 * state.share), "n": number_text(state.rows)}
    if state.seconds_left is None:
        return tr("{share}%, {n} rows", **so_far)
    return tr("{share}%, {n} rows, {left}", left=time_left(state.seconds_left), **so_far)


def time_left(seconds: float) -> str:
    """About 2 min left."""
    if seconds < 50:
        return tr("about {n} s left", n=max(10, 10 * round(seconds / 10)))
    return tr("about {n} min left", n=max(1, round(seconds / 60)))


def ended_first(ended: Ended, today: date) -> str:
    """When, and how much."""
    when = moment_here_text(ended.began_at, today)
    return tr("{when}, {up} sent, {down} received", when=when, up=ended.sent, down=number_text(ended.received))


def ended_second(ended: Ended) -> str:
    """What became of it, its size and time; or what went wrong."""
    became = [
        went(ended.gone) if ended.gone else "",
        tr("{n} merged", n=ended.merged) if ended.merged else "",
        tr("{n} to review", n=ended.waits) if ended.waits else "",
        tr("{n} refused", n=ended.refused) if ended.refused else "",
        tr("{n} held", n=ended.held) if ended.held else "",
    ]
    size = tr("{up} up, {down} down, {seconds} s", up=size_text(ended.sent_bytes), down=size_text(ended.received_bytes),
              seconds=f"{ended.seconds:.1f}")  # fmt: skip
    return ended.sentence or commas((*became, size))


def size_text(size_bytes: int) -> str:
    """12 kB, 3.4 MB."""
    if size_bytes < 1_000_000:
        return tr("{n} kB", n=-(-size_bytes // 1_000))
    return tr("{n} MB", n=f"{size_bytes / 1_000_000:.1f}")
