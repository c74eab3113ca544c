"""The program's log: one rotating file, no client's words in it."""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from pathlib import Path
from types import TracebackType

LOG_BYTES = 1_000_000
"""A rep mails the log in; a megabyte and two older ones are a few weeks and still fit."""

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WordlessFormatter(logging.Formatter):
    """Of an error the kind and the places in our code are logged; its sentence may name a client and is not."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Another handler may have told the error already and left its text on the record: it has words."""
        told_before, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = told_before

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  (logging's name)
        """The kinds of the error and of what caused it, each with where it was raised."""
        told: list[str] = []
        error = ei[1]
        while error is not None:
            told.append(type(error).__qualname__)
            places = traceback.extract_tb(error.__traceback__)
            told += [f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
            error = error.__cause__ or error.__context__
        return "\n".join(told)


def logger(name: str) -> logging.Logger:
    """The logger of a module; messages carry ids and counts, never names or amounts."""
    return logging.getLogger(name)


def log_to(folder: Path) -> None:
    """Write the log into this folder from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "kamdesk.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"
    )
    handler.setFormatter(WordlessFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("kamdesk")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
