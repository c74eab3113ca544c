"""Takes off the hook that Qt puts on every import: KAMDesk asks for none of PySide's `__feature__`s.

The hook reads the source of each module that is imported after Qt, to see whether it speaks of PySide6, and keeps it:
45 MB of text in the end, and a part of the time of every import.
"""

from __future__ import annotations

import builtins
import linecache

import PySide6.QtCore  # noqa: F401  (puts the hook on, so that it can be taken off)


def import_plainly() -> None:
    """From now on imports are Python's own; what was kept of those before is dropped."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()  # a traceback reads its lines again
