"""What PostgreSQL complains about, in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import N_, tr


class NotReached(KAMDeskError):
    """The office's database does not answer; the text says what to look at."""


def sqlstate(error: DBAPIError) -> str:
    """The SQLSTATE of a complaint; "08006" where the connection broke without one."""
    return getattr(error.orig, "sqlstate", None) or ("08006" if error.connection_invalidated else "")


@contextmanager
def in_words() -> Iterator[None]:
    """Within this block a database that cannot be reached or is full says so as NotReached."""
    try:
        yield
    except DBAPIError as error:
        state = sqlstate(error)
        words = next((text for sign, text in _WORDS.items() if state.startswith(sign)), None)
        if words is None and not state:  # psycopg met nobody at all
            words = _WORDS["08"]
        if words is None:
            raise
        raise NotReached(tr(words)) from error


_WORDS = {
    "08": N_("The office's database does not answer: is PostgreSQL running, and is its address right?"),
    "28": N_("The office's database refuses this user or password; check the address and PGPASSWORD."),
    "3D": N_("There is no such database; make it first: createdb kamdesk"),
    "42501": N_("The office's database user lacks a right; give the owner's address in KAMDESK_OWNER_URL to `init`."),
    "53": N_("The office's database has no room left; make room on its disk and try again."),
    "57": N_("The office's database is starting or stopping; try again in a moment."),
}
