"""What was asked on the command line, and the desk it is asked of."""

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
from typing import TYPE_CHECKING, Any

from kamdesk.base.clock import system_clock, today_of
from kamdesk.base.exit_codes import WrongUsage
from kamdesk.base.paths import default_profile
from kamdesk.base.words import LANGUAGES, language_of_system, set_language, tr

if TYPE_CHECKING:
    from kamdesk.storage.desk import Desk

# PLC0415 below: the door of the window is painted before anything that knows SQL is loaded.

PASSWORD_VARIABLE = "KAMDESK_PASSWORD"  # noqa: S105  (the name of a variable, not a password)
OFFICE_PASSWORD_VARIABLE = "KAMDESK_OFFICE_PASSWORD"  # noqa: S105  (as above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options every verb has, and the verb's own."""

    profile: Path
    as_of: date
    json: bool
    language: str
    own: argparse.Namespace

    @staticmethod
    def of(own: argparse.Namespace) -> Asked:
        """What the parser found, its gaps filled."""
        return Asked(
            profile=Path(own.profile) if own.profile else default_profile(),
            as_of=own.as_of or today_of(system_clock()),
            json=own.json,
            language=own.language or "",
            own=own,
        )

    @contextmanager
    def desk(self, *, meets_office: bool = False) -> Iterator[Desk]:
        """The desk, opened with the password of the environment and closed at the end; it decides the language.

        One that was too long without its office opens only for what meets it. Raises: CannotOpen, reason contact.
        """
        from kamdesk.storage.contact import refuse_without_contact  # noqa: PLC0415  (see above)
        from kamdesk.storage.desk import open_desk  # noqa: PLC0415  (see above)

        desk = open_desk(self.profile, password=password())
        try:
            if not self.language:
                set_language(_language_of(desk))
            if not meets_office:
                refuse_without_contact(desk)
            yield desk
        finally:
            desk.close()

    def say(self, answer: Any, text: str = "") -> None:  # noqa: ANN401  (anything JSON can say)
        """Print the answer: one JSON document, or the text for people."""
        print(json.dumps(answer, ensure_ascii=False, indent=1) if self.json else text)


def password(*, twice: bool = False) -> str:
    """The password of the environment, or asked where a person sits there. Raises: WrongUsage."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise WrongUsage(tr("Put the desk's password into the variable {variable}.", variable=PASSWORD_VARIABLE))
    typed = getpass.getpass(tr("Password: "))
    if twice and getpass.getpass(tr("The same password again: ")) != typed:
        raise WrongUsage(tr("The two passwords are not the same."))
    return typed


def office_password() -> str:
    """The password at the office, where it is another one than the desk's. Raises: WrongUsage."""
    given = os.environ.get(OFFICE_PASSWORD_VARIABLE) or os.environ.get(PASSWORD_VARIABLE)
    return given or (getpass.getpass(tr("Password at the office: ")) if sys.stdin.isatty() else password())


def _language_of(desk: Desk) -> str:
    from kamdesk.storage.settings import LANGUAGE  # noqa: PLC0415  (see above)

    chosen = desk.settings.get(LANGUAGE).strip('"')
    return chosen if chosen in LANGUAGES else language_of_system()
