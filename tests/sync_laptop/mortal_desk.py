"""Desks of the command line that a test may kill: everything is loaded once, each is born in some milliseconds.

A line on stdin tells the words, the file for what it says, and after how many seconds it is killed (none: never); the
answer is the code with which it ended.
"""

import json
import os
import signal
import sys
import time

import kamdesk.cli.office
import kamdesk.cli.write
from kamdesk.cli.main import main
from kamdesk.storage import keys


def live(words: list[str], said: str) -> None:
    """The whole life of one desk; never returns."""
    handle = os.open(said, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(handle, stream)
    try:
        code = main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    """Give birth, kill, and tell how it ended."""
    keys.PASSWORD_COST = keys.Cost(rounds=1, memory_kib=64, lanes=1)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            live(asked["words"], asked["said"])
        if asked["after_s"] is not None:
            time.sleep(asked["after_s"])
            os.kill(child, signal.SIGKILL)  # who has ended already stays known until it is waited for
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    assert kamdesk.cli.office
    assert kamdesk.cli.write
    serve()
