"""`python -m kamdesk.server` and the program `kamdesk-server`."""

from __future__ import annotations

import sys

from kamdesk.base.log import WordlessFormatter
from kamdesk.base.words import tr
from kamdesk.server.verbs.main import main as command_line

INTERRUPTED = 130
"""What a shell expects of a program that was stopped by Ctrl+C."""


def main() -> int:
    """Do what the command line asks."""
    try:
        return command_line()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001  (the last door: what nobody foresaw is told by its kind and places, without words)
        sys.stderr.write(tr("KAMDesk made a mistake; tell whoever looks after it:") + "\n")
        sys.stderr.write(WordlessFormatter().formatException(sys.exc_info()) + "\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
