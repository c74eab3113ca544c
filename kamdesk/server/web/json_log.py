"""The office's log: one JSON object a line on stderr, without clients' words: ids, routes, numbers, kinds of errors."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from kamdesk.base.log import WordlessFormatter

_EXTRA = "told"
_PLACES = WordlessFormatter()


class JsonLines(logging.Formatter):
    """Each record as a JSON object; of an error its kind and places, never its sentence."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if record.name.startswith("kamdesk") else record.name,
        }
        line |= getattr(record, _EXTRA, {})
        if record.exc_info:
            line["error"] = _PLACES.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what is stderr at that moment: whoever puts another stream there may close it before we end."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)  # the handler's own would keep the stream of now
        self.setFormatter(JsonLines())

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # (an attribute there, asked for each line here)
        """The stream of now."""
        return sys.stderr


def log_in_json() -> None:
    """Write the log of the office in JSON lines to stderr from now on."""
    handler = _Stderr()
    for name in ("kamdesk", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO if name == "kamdesk" else logging.WARNING)
        logger.propagate = False


def tell(event: str, *, level: int = logging.INFO, **told: object) -> None:
    """Log an event with its numbers."""
    logging.getLogger("kamdesk.server").log(level, event, extra={_EXTRA: told})
