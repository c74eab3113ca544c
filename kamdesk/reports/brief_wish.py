"""Which brief is wanted: of whom, for whom, in which language; and who makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

CLIENT = "client"
"""Whoever a brief is not for is one of us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefWish:
    """Which brief is wanted."""

    kind: str
    """visit or annual"""
    client_id: bytes
    audience: str
    language: str
    as_of: date
    made_at: datetime
    company: str = ""


def brief_pdf(connection: Any, wish: BriefWish) -> bytes:
    """The brief as a PDF."""
    return _MAKERS[wish.kind](connection, wish)


def _visit(connection: Any, wish: BriefWish) -> bytes:
    from kamdesk.reports.visit_brief import visit_brief  # noqa: PLC0415  (pulls in reportlab and matplotlib)

    return visit_brief(
        connection, client_id=wish.client_id, visit_id=None, as_of=wish.as_of, language=wish.language,
        audience="client" if wish.audience == CLIENT else "us", made_at=wish.made_at,
    )  # fmt: skip


def _annual(connection: Any, wish: BriefWish) -> bytes:
    from kamdesk.reports.annual_brief import annual_brief  # noqa: PLC0415  (as above)

    return annual_brief(
        connection, client_id=wish.client_id, as_of=wish.as_of, language=wish.language,
        audience="client" if wish.audience == CLIENT else "us", made_at=wish.made_at, company=wish.company,
    )  # fmt: skip


_MAKERS: dict[str, Callable[[Any, BriefWish], bytes]] = {"visit": _visit, "annual": _annual}
"""A new brief joins here."""
