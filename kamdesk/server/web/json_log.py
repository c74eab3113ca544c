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


def log_in_json(stream: TextIO | None = None) -> None:
    """Write the log of the office in JSON lines from now on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("kamdesk", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO if name == "kamdesk" else logging.WARNING)
        logger.propagate = False


def tell(event: str, *, level: int = logging.INFO, **told: object) -> None:
    """Log an event with its numbers."""
    logging.getLogger("kamdesk.server").log(level, event, extra={_EXTRA: told})
