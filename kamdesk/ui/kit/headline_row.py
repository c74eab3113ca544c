"""Figures of the catalogue as a row of headline numbers: read in one go, shown with their labels, asked why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk.base.money import Money
from kamdesk.base.show import headline_text, number_text
from kamdesk.base.words import commas, tr
from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Figure
from kamdesk.ui.kit.figure_block import FigureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A figure by its name in the catalogue, its label of at most five words, its decimals."""

    name: str
    label: str
    unit: str = ""
    digits: int = 0
    part: str = ""
    """the key of a value that has several parts"""
    late_if_any: bool = False
    """more than nothing is a day or a limit behind us"""
    private: bool = False


def compute_all(
    connection: Any, names: Iterable[str], *, client_id: bytes | None, as_of: date, rows: bool = False
) -> dict[str, Figure]:
    """The figures of these names, as a rule without their rows; run in a reader."""
    return {name: compute(name, connection, client_id=client_id, as_of=as_of, rows=rows) for name in names}


class HeadlineRow(FigureRow):
    """Shows figures under their labels; where there is none, why not stands in the tooltip.

    Signals:
        asked: a Figure that is to explain itself.
    """

    def __init__(self, headlines: tuple[Headline, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(len(headlines), parent=parent)
        self._headlines = headlines
        self._figures: Mapping[str, Figure] = {}
        self._client_safe = False
        for block, headline in zip(self.blocks, headlines, strict=True):
            block.set_figure("", "", tr(headline.label))

    def names(self) -> tuple[str, ...]:
        """What is to be computed."""
        return tuple(each.name for each in self._headlines)

    def show_figures(self, figures: Mapping[str, Figure]) -> None:
        """Show what was computed."""
        self._figures = {**self._figures, **figures}
        for block, headline in zip(self.blocks, self._headlines, strict=True):
            figure = figures.get(headline.name)
            if figure is None:
                continue
            value, is_any = value_text(figure, headline)
            late = headline.late_if_any and is_any
            block.set_figure(
                value,
                tr(headline.unit) if figure.value is not None else "",
                tr(headline.label),
                ink="late" if late else "text" if figure.value is not None else "text3",
                explains=figure,
            )
            block.setToolTip(figure.refused_text)
            block.setVisible(not (headline.private and self._client_safe))

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Take away the figures the client may not see."""
        self._client_safe = safe
        for block, headline in zip(self.blocks, self._headlines, strict=True):
            block.setVisible(not (headline.private and safe))


def value_text(figure: Figure, headline: Headline) -> tuple[str, bool]:
    """The value in words, currencies side by side, and whether it is more than nothing."""
    if figure.value is None:
        return "\u2013", False
    shown = [part for part in _parts(figure.value, headline.part) if part is not None]
    sized = [part for part in shown if _size(part)]
    return commas(_one(part, headline.digits) for part in sized or shown[:1]) or "0", bool(sized)


def _parts(value: Any, name: str) -> list[Any]:
    """A single value, the named part of it, or that of every currency."""
    if not isinstance(value, Mapping):
        return [value]
    if name in value:
        return [value[name]]
    return [part.get(name) if isinstance(part, Mapping) else part for part in value.values()]


def _one(part: Any, digits: int) -> str:
    if isinstance(part, Money):
        return headline_text(part)
    return number_text(part, digits) if isinstance(part, int | Decimal) else str(part)


def _size(part: Any) -> Any:
    return part.amount_minor if isinstance(part, Money) else part
