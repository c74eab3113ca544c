"""What a brief is about: the client, the day, for whom; figures are computed once each and shown with their ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from kamdesk.base.money import Money
from kamdesk.base.show import amount_text, day_text, day_with_weekday_text, money_text, number_text
from kamdesk.base.words import language, tr
from kamdesk.figures.catalogue import compute
from kamdesk.figures.figure import Figure
from kamdesk.reads.visit_brief import ReadConnection
from kamdesk.reports.kit.rich import explain, late, plain, strong
from kamdesk.storage.exported import WITHHOLDS_MONEY

Audience = Literal["us", "client"]


@dataclass
class Told:
    """One brief in the making; sections ask it for figures and for the ways to say things."""

    connection: ReadConnection
    client_id: bytes
    as_of: date
    audience: Audience
    made_at: datetime
    currency: str
    _figures: dict[tuple[str, tuple[tuple[str, str], ...]], Figure] = field(default_factory=dict, init=False)

    @property
    def internal(self) -> bool:
        """Whether only our own people will read it."""
        return self.audience == "us"

    @property
    def withholds_money(self) -> bool:
        """Whether the office keeps money off paper; then no row of it can be read."""
        options: dict[str, Any] = getattr(self.connection, "get_execution_options", dict)()
        return bool(options.get(WITHHOLDS_MONEY))

    def figure(self, name: str, **settings: str) -> Figure:
        """A figure of this client as of the brief's day; `from_` sets "from"."""
        given = {key.rstrip("_"): value for key, value in settings.items()}
        key = (name, tuple(sorted(given.items())))
        if key not in self._figures:
            found = compute(name, self.connection, client_id=self.client_id, as_of=self.as_of, settings=given)
            self._figures[key] = found
        return self._figures[key]

    def id_of(self, name: str, **settings: str) -> str:
        """The small id that stands behind this figure's number."""
        return explain(self.figure(name, **settings).explain_id)

    def in_currency(self, name: str, **settings: str) -> Any:
        """A figure's value in the brief's currency; None where there is none."""
        value = self.figure(name, **settings).value
        return value.get(self.currency) if isinstance(value, dict) else None

    def amount(self, money: Money) -> str:
        """An amount in a table: the brief's currency goes without saying, others say theirs."""
        return amount_text(money) if money.currency == self.currency else money_text(money)

    def day(self, day: date | None) -> str:
        """A day as this brief writes it, the year only where it is another one."""
        return day_text(day, self.as_of)

    def due(self, day: date | None) -> str:
        """A day something is due: how late it is, that it is today, or its weekday."""
        if day is None:
            return tr("no day")
        days = (self.as_of - day).days
        if days > 0:
            return late(f"{self.day(day)}{tr(', ')}{tr('{n} d late', n=days)}")
        if days == 0:
            return strong(tr("today"))
        return day_with_weekday_text(day, self.as_of) if days > -7 else self.day(day)


def named(name: str, post: str = "") -> str:
    """A person with the post behind the name."""
    return " ".join(part for part in (plain(name), plain(post)) if part)


def listed(words: list[str]) -> str:
    """Names in a row, with the mark the language puts between them."""
    return ("; " if language() == "en" else "；").join(words)


def comma(words: list[str]) -> str:
    """Words in a row with commas."""
    return tr(", ").join(words)


def quantity_words(quantity: Decimal | int | None) -> str:
    """A quantity without needless zeros; empty where nobody knows."""
    return "" if quantity is None else number_text(Decimal(quantity))


def days_words(days: Decimal | None, digits: int = 0) -> str:
    """A number of days."""
    return "" if days is None else tr("{n} d", n=number_text(Decimal(days), digits))


def percent_words(percent: Decimal | None, digits: int = 1) -> str:
    """A percentage, already times a hundred."""
    return "" if percent is None else f"{number_text(Decimal(percent), digits)}%"
