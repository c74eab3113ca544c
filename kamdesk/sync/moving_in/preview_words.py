"""What joining would do, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamdesk.base.words import commas, ntr, tr
from kamdesk.records.every import by_word

if TYPE_CHECKING:
    from kamdesk.sync.moving_in.moving import Preview

_NAMED = 8


def preview_sentences(preview: Preview) -> list[str]:
    """A sentence for each thing that happens; what does not happen is not said."""
    told: list[str] = []
    if preview.same:
        told.append(tr("{office} has already: {rows}", office=preview.office, rows=_counted(preview.same)))
    if preview.new:
        told.append(tr("New there, from you: {rows}", rows=_counted(preview.new)))
    if preview.changed:
        told.append(
            ntr("{n} known row gets what only you know", "{n} known rows get what only you know", preview.changed)
        )  # fmt: skip
    if preview.contested:
        told.append(
            ntr("{n} value differs and comes into the review", "{n} values differ and come into the review",
                preview.contested)
        )  # fmt: skip
    if preview.handed:
        told.append(
            tr("Only the office itself can bring in: {rows}. They go into a file for your administrator.",
               rows=_counted(preview.handed))
        )  # fmt: skip
    if preview.clients_handed:
        told.append(
            tr("Clients that are not among yours there, and leave this desk until they are: {names}",
               names=_listed(preview.clients_handed))
        )  # fmt: skip
    if preview.left_out:
        told.append(
            tr("Stays in the copy of this desk only: {facts}",
               facts=_listed([f"{row} ({fact})" for row, fact in preview.left_out]))
        )  # fmt: skip
    return told


def _counted(counts: Mapping[str, int]) -> str:
    return commas([f"{tr(by_word(word).label)} {number}" for word, number in counts.items()])


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = [*names[:_NAMED], tr("and {n} more", n=more)] if more > 0 else names
    return commas(shown)
