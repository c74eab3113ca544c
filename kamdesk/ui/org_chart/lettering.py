"""The words and letters of the chart: decision rights as one letter each, levels, supports, days since a contact."""

from __future__ import annotations

from kamdesk.base.show import day_text
from kamdesk.base.words import N_, tr
from kamdesk.reads.org_chart import OrgPage, Person
from kamdesk.ui.org_chart.board import days_since

RIGHT_LETTERS = {
    "decides": N_("D"),
    "orders": N_("O"),
    "pays": N_("P"),
    "technical": N_("T"),
    "uses": N_("U"),
    "receives": N_("R"),
}
"""Decides, orders, pays, technical veto, uses, receives; in the order in which a box shows them."""

BAND_NAMES = {"senior": N_("Senior"), "middle": N_("Middle"), "front": N_("Front"), "": ""}

SUPPORT_MARKS = {"supports": "support", "neutral": "neutral", "opposes": "against"}
"""Support → its mark; an unknown support has none."""


def letters(person: Person) -> list[tuple[str, str]]:
    """(right, letter) in the order of the box."""
    return [(right, tr(letter)) for right, letter in RIGHT_LETTERS.items() if right in person.rights]


def contact_text(person: Person, page: OrgPage) -> str:
    """12 d, never met, or since when the seat is vacant."""
    if person.is_vacant:
        return tr("since {day}", day=day_text(person.starts_on, page.as_of)) if person.starts_on else ""
    days = days_since(person, page)
    return tr("never met") if days is None else tr("{n} d", n=days)
