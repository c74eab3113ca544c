"""What a person prefers on this desk: read once at start, kept in memory, written through the writer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "theme": "system",
    "language": "",
    "type_size": 100,
    "navigation_folded": False,
    "pinned": [],
    "last_opened": [],
}
"""name → value before anything was chosen; names of tables (`columns/clients`) come beside them."""


class Preferences:
    """Small values by name. Reading never touches the file; `set` hands the new value to `keep`."""

    def __init__(self, values: Mapping[str, str], keep: Callable[[str, str], None]) -> None:
        self._texts = dict(values)
        self._values: dict[str, Any] = {}
        self._keep = keep

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or the declared default, or this one."""
        if name not in self._texts:
            return DEFAULTS.get(name, default)
        if name not in self._values:
            try:
                self._values[name] = json.loads(self._texts[name])
            except ValueError:  # the program's own settings are plain text
                self._values[name] = self._texts[name]
        return self._values[name]

    def text(self, name: str) -> str:
        """A value that is plain text: the company's name, its currency."""
        return self._texts.get(name, "")

    def set(self, name: str, value: Any) -> None:
        """Keep a value, if it is another one than before."""
        if self.get(name) != value:
            self._texts[name] = json.dumps(value, ensure_ascii=False)
            self._values[name] = value
            self._keep(name, self._texts[name])
