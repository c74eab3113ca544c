"""News for every room: which records changed, which day is shown, whether the client may look."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """Carries news between rooms that do not know each other.

    Signals:
        changed: frozenset of (record word, id) that a write touched; rooms read again what they show of it.
        as_of_changed: the day whose state every sheet shows (a date).
        client_safe_changed: whether the window shows only what the client may see.
        notice_asked: (sentence, action id to undo or None): show a notice.
        lock_asked: put the door before the windows until the password was said.
        switch_ready: a callable that returns another desk in the place of this one, once this one is closed.
    """

    changed = Signal(object)
    as_of_changed = Signal(object)
    client_safe_changed = Signal(bool)
    notice_asked = Signal(str, object)
    switch_ready = Signal(object)
    lock_asked = Signal()

    def touches(self, changed: frozenset[tuple[str, bytes]], *words: str) -> bool:
        """Whether any of these kinds of record is among the changed ones."""
        return any(word in words for word, _row_id in changed)


def from_elsewhere(changed: frozenset[tuple[str, bytes]]) -> bool:
    """Whether another program wrote, or an import: neither says which rows."""
    return bool(changed) and not any(row_id for _word, row_id in changed)
