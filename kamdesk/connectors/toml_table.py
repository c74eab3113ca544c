"""One table of a mapping's TOML, taken apart word by word; every mistake is refused with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kamdesk.base.words import tr
from kamdesk.connectors.calendar_days import NAMED_STYLES
from kamdesk.connectors.mapping import BadMapping
from kamdesk.connectors.numbers import NumberStyle

_TRUE, _FALSE = frozenset({"true", "yes", "1", "on"}), frozenset({"false", "no", "0", "off", ""})


class TomlTable:
    """One table of the TOML document; what nobody asked for in the end is a spelling mistake."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._values = dict(values)
        self.where = where

    def take(self, name: str, default: Any = None) -> Any:  # noqa: ANN401  (what TOML holds)
        """The value as TOML has it."""
        return self._values.pop(name, default)

    def text(self, name: str, default: str = "") -> str:
        """Text, the default where nothing is said."""
        value = self.take(name, default)
        if not isinstance(value, str):
            raise self.wrong(name, tr("it must be text in quotes"))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text is a list of one."""
        value = self.take(name, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, (str, int)) for each in values):
            raise self.wrong(name, tr('it must be a list of texts: ["…", "…"]'))
        return tuple(str(each) for each in values)

    def several(self, name: str) -> list[Any]:
        """A list of columns; one column is a list of one."""
        value = self.take(name, [])
        return value if isinstance(value, list) else [value]

    def pairs(self, name: str) -> dict[str, str]:
        """A value map: what stands there, and what it means."""
        value = self.take(name, {})
        if not isinstance(value, dict) or any(isinstance(each, (dict, list)) for each in value.values()):
            raise self.wrong(name, tr('it must be a table of values: { "…" = "…" }'))
        return {str(key).strip(): str(each) for key, each in value.items()}

    def tables(self, name: str) -> list[Mapping[str, Any]]:
        """A list of tables; one table is a list of one."""
        value = self.take(name, [])
        values = [value] if isinstance(value, dict) else value
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            raise self.wrong(name, tr("it must be a list of tables: [{…}, {…}]"))
        return values

    def flag(self, name: str) -> bool | None:
        """True, false or nothing said."""
        value = self.take(name)
        if value is None or isinstance(value, bool):
            return value
        word = str(value).casefold()
        if word not in _TRUE | _FALSE:
            raise self.wrong(name, tr("it must be true or false"))
        return word in _TRUE

    def numbers(self) -> NumberStyle | None:
        """A way to write numbers."""
        value = self.text("numbers")
        known = [style.value for style in NumberStyle]
        if value and value not in known:
            raise self.wrong("numbers", tr("it must be one of {known}", known=", ".join(known)))
        return NumberStyle(value) if value else None

    def dates(self) -> str:
        """A way to write days."""
        value = self.text("dates")
        if value and value not in NAMED_STYLES and "%" not in value:
            known = ", ".join(NAMED_STYLES)
            raise self.wrong("dates", tr("it must be one of {known} or a pattern such as %d.%m.%Y", known=known))
        return value

    def pattern(self, name: str) -> str:
        """A regular expression, tried."""
        value = self.text(name)
        try:
            re.compile(value)
        except re.error as error:
            raise self.wrong(name, str(error)) from error
        return value

    def left(self) -> dict[str, Any]:
        """What nobody took yet."""
        return dict(self._values)

    def finish(self) -> None:
        """Refuse what nobody asked for: it is a spelling mistake. Raises: BadMapping."""
        if self._values:
            names = ", ".join(self._values)
            raise BadMapping(self.where, tr('it knows no word "{names}"', names=names))

    def wrong(self, name: str, text: str) -> BadMapping:
        """A refusal with its place."""
        return BadMapping(f"{self.where}, {name}", text)
