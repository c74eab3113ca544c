"""What a sync did, and how far one in hand has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kamdesk.base.days import moment_text
from kamdesk.exchange.verdicts import Verdict
from kamdesk.sync.state import Ended


@dataclass(slots=True, kw_only=True)
class Report:
    """Counted while the sync goes on; `as_of` is empty until the pull has come whole."""

    started_at: datetime
    sent: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    received: int = 0
    removed: int = 0
    gone: int = 0
    """clients that are no longer this user's and left the laptop"""
    seconds: float = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    as_of: datetime | None = None
    """what is shown is what the office had at this moment, by this machine's clock"""

    def as_json(self) -> dict[str, Any]:
        """The contract of `kamdesk sync --json` (DESIGN 8)."""
        return {
            "sent": self.sent,
            **{verdict.value: self.verdicts[verdict] for verdict in Verdict},
            "received": self.received,
            "removed": self.removed,
            "seconds": round(self.seconds, 4),
            "bytes": self.sent_bytes + self.received_bytes,
            "as_of": moment_text(self.as_of) if self.as_of else None,
        }

    def as_ended(self, *, trouble: str = "", sentence: str = "") -> Ended:
        """For the history."""
        return Ended(
            began_at=self.started_at, seconds=self.seconds, sent=self.sent, received=self.received + self.removed,
            gone=self.gone,
            sent_bytes=self.sent_bytes, received_bytes=self.received_bytes, trouble=trouble, sentence=sentence,
            **{verdict.value: self.verdicts[verdict] for verdict in Verdict},
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a sync has come: sending so many actions, or so many parts of those that differ."""

    sending: int = 0
    rows: int = 0
    parts_done: int = 0
    parts: int = 0

    @property
    def share(self) -> float:
        """Between 0 and 1, by parts: the office does not count rows before it reads them."""
        return self.parts_done / self.parts if self.parts else 0.0
