"""What was asked of kamdesk-server, and the office it is asked of."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kamdesk.base.exit_codes import WrongUsage
from kamdesk.base.words import tr
from kamdesk.server.config import Config, default_folder, read_config
from kamdesk.server.office import Office, open_office

PASSWORD_VARIABLE = "KAMDESK_NEW_PASSWORD"  # noqa: S105  (the name of a variable, not a password)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options every verb has, and the verb's own."""

    folder: Path
    json: bool
    own: argparse.Namespace

    @staticmethod
    def of(own: argparse.Namespace) -> Asked:
        """What the parser found, its gaps filled."""
        return Asked(folder=Path(own.profile) if own.profile else default_folder(), json=own.json, own=own)

    @property
    def config(self) -> Config:
        """The settings of the office in this folder. Raises: BadValue."""
        return read_config(self.folder)

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The office, opened and closed at the end."""
        office = open_office(self.config)
        try:
            yield office
        finally:
            office.close()

    def today(self, office: Office) -> date:
        """The day that was named, else the office's."""
        return self.own.as_of or office.today

    def say(self, answer: Any, text: str = "") -> None:  # noqa: ANN401  (anything JSON can say)
        """Print the answer: one JSON document, or the text for people."""
        print(json.dumps(answer, ensure_ascii=False, indent=1, default=str) if self.json else text)


def new_password() -> str:
    """The password of the environment, or asked twice where a person sits there. Raises: WrongUsage."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise WrongUsage(tr("Put the new password into the variable {variable}.", variable=PASSWORD_VARIABLE))
    typed = getpass.getpass(tr("New password: "))
    if getpass.getpass(tr("The same password again: ")) != typed:
        raise WrongUsage(tr("The two passwords are not the same."))
    return typed
