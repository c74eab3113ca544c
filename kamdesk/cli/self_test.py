"""`kamdesk --self-test`: whether this installation is whole."""

from __future__ import annotations

from kamdesk.app.self_test import self_test
from kamdesk.base.exit_codes import DONE
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked


def run(asked: Asked) -> int:
    """Try each part of the program once; the first that fails ends it with an error."""
    told: list[str] = []
    self_test(told.append if asked.json else print)
    asked.say({"parts": told}, tr("This installation is whole."))
    return DONE
