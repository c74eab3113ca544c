"""The briefs there are, as the room makes them: PDF bytes of one client, for one reader, in one language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kamdesk.base.words import N_

VISIT, ANNUAL = "visit", "annual"
US, CLIENT = "us", "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefWish:
    """Which brief is wanted."""

    kind: str
    client_id: bytes
    audience: str
    language: str
    as_of: date
    made_at: datetime
    company: str = ""


def _visit(connection: Any, wish: BriefWish) -> bytes:
    from kamdesk.reports.visit_brief import visit_brief

    return visit_brief(
        connection, client_id=wish.client_id, visit_id=None, as_of=wish.as_of, language=wish.language,
        audience="client" if wish.audience == CLIENT else "us", made_at=wish.made_at,
    )  # fmt: skip


def _annual(connection: Any, wish: BriefWish) -> bytes:
    from kamdesk.reports.annual_brief import annual_brief

    return annual_brief(
        connection, client_id=wish.client_id, as_of=wish.as_of, language=wish.language,
        audience="client" if wish.audience == CLIENT else "us", made_at=wish.made_at, company=wish.company,
    )  # fmt: skip


KINDS: dict[str, tuple[str, Callable[[Any, BriefWish], bytes]]] = {
    VISIT: (N_("Visit brief"), _visit),
    ANNUAL: (N_("Annual meeting"), _annual),
}
"""Kind → its label, and who makes it. A new brief joins here."""


def make_pdf(connection: Any, wish: BriefWish) -> bytes:
    """The brief as a PDF; run in a reader."""
    return KINDS[wish.kind][1](connection, wish)
