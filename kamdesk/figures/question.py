"""What a figure is asked: whose, as of when, with which settings; settings come as text and are read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from kamdesk.base.errors import BadValue
from kamdesk.base.words import N_, tr

WHOLE_MAX = 36_500
"""A hundred years of days, and more rows than anybody reads; the calendar itself ends a little farther."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something that may be set on a figure."""

    name: str
    meaning: str
    default: str = ""


FROM = Setting(name="from", meaning=N_("first day of the period"))
TO = Setting(name="to", meaning=N_("last day of the period; as-of where it is not set"))
CURRENCY = Setting(name="currency", meaning=N_("the currency, where there are several"))
CREDITS = Setting(
    name="credits", meaning=N_("no: credit notes, and lines without quantity or price, are left out"), default="yes"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """No client means all of them."""

    client_id: bytes | None
    as_of: date
    settings: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A setting as it is."""
        return self.settings.get(name, "").strip() or default

    def day(self, name: str) -> date | None:
        """A setting that is a day; None where it is not set. Raises: BadValue."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise BadValue(tr('"{value}" is not a day; write it as 2026-10-20.', value=text), fact=name) from error

    def number(self, name: str, default: str, *, at_least: Decimal = Decimal(0)) -> Decimal:
        """A setting that is a number. Raises: BadValue."""
        text = self.text(name, default)
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value < at_least:
            message = tr('"{value}" is not a number of at least {least}.', value=text, least=at_least)
            raise BadValue(message, fact=name)
        return value

    def whole(self, name: str, default: str) -> int:
        """A setting that is a whole number from 1 to WHOLE_MAX. Raises: BadValue."""
        value = self.number(name, default, at_least=Decimal(1))
        if value > WHOLE_MAX:
            raise BadValue(tr('"{value}" is more than {most}.', value=value, most=WHOLE_MAX), fact=name)
        if value != int(value):
            raise BadValue(tr('"{value}" is not a whole number.', value=value), fact=name)
        return int(value)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """A setting that is one of a few words. Raises: BadValue."""
        text = self.text(name, default)
        if text not in choices:
            known = ", ".join(choices)
            raise BadValue(tr('"{value}" is not one of: {choices}.', value=text, choices=known), fact=name)
        return text

    def yes(self, name: str, *, default: str) -> bool:
        """A setting that is yes or no. Raises: BadValue."""
        return self.choice(name, ("yes", "no"), default) == "yes"

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.day("to") or self.as_of
