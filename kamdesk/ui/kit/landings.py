"""What jobs keep of a question until it is answered: where the answer goes, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from kamdesk.base.errors import KAMDeskError
from kamdesk.ui.kit.running_reads import Place


class Landing:
    """Where a result goes."""

    __slots__ = ("failed", "owner", "then", "ticket")

    def __init__(
        self,
        owner: QObject,
        then: Callable[[Any], None],
        failed: Callable[[KAMDeskError], None] | None,
        ticket: tuple[Place, int] | None,
    ) -> None:
        self.owner = owner
        self.then = then
        self.failed = failed
        self.ticket = ticket


@dataclass(frozen=True, slots=True)
class Asked:
    """A read that was asked for."""

    select: Callable[[Any], Any]
    landing: Landing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    landing: Landing
    result: Any = None
    error: Exception | None = None
