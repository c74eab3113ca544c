"""Offices that are killed at a moment that is told: python -m tests.server.mortal_office FOLDER ADDRESS.

Each line on stdin is a number and a file; a fork of this process serves the office, writes the ready-file, and kills
itself, as with kill -9, before that statement, commit or answer. Each death is told on stdout.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

from sqlalchemy import event

from kamdesk.base.clock import fixed_clock
from kamdesk.server.config import Config
from kamdesk.server.office import open_office
from kamdesk.server.web.running import Serving
from tests.server.desks import NOW


def serve(config: Config, last: int, ready_file: Path) -> None:
    office = open_office(config, clock=fixed_clock(NOW))
    passed = count(1)

    def die(*_: object) -> None:
        if next(passed) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(office.engine, "before_cursor_execute", die)
    event.listen(office.engine, "commit", die)
    event.listen(office.engine.pool, "checkin", die)  # committed; the answer is not on its way yet
    Serving(office, ready_file=ready_file).serve_until_stopped()


def main(folder: str, address: str) -> None:
    config = Config(folder=Path(folder), database_url=address, port=0)
    for line in sys.stdin:
        last, ready_file = line.split()
        child = os.fork()
        if not child:
            serve(config, int(last), Path(ready_file))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
