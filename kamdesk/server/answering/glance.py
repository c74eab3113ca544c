"""Whether anything is new for a user, asked of the database in one statement (SYNC 3.1).

Most syncs find nothing new. The whole view of a user takes a dozen statements to look up, and as long to compare; what
all of it is made of leaves a fingerprint that one statement takes. Who has the same fingerprint as when their view was
last looked at whole has the same view.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from kamdesk.base.ids import CATALOGUE
from kamdesk.exchange.readers import SEES_EVERY_CLIENT
from kamdesk.facts.policies import Role

Fingerprint = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    day: date
    """services begin and end by the day"""
    fingerprint: Fingerprint
    digest: bytes


class Glances:
    """What was last seen of each user's view; forgotten when the office's process ends, and then looked at anew."""

    def __init__(self) -> None:
        self._seen: dict[bytes, _Seen] = {}

    def is_same(self, engine: Engine, user_id: bytes, today: date, digest: bytes) -> bool:
        """Whether the view is surely the one of this digest; False where that has to be looked at whole."""
        seen = self._seen.get(user_id)
        if seen is None or (seen.day, seen.digest) != (today, digest):
            return False
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return fingerprint_of(connection, user_id, today) == seen.fingerprint

    def note(self, user_id: bytes, today: date, fingerprint: Fingerprint | None, digest: bytes) -> None:
        """The view had this digest in the snapshot in which the fingerprint was taken."""
        if fingerprint is not None:
            self._seen[user_id] = _Seen(today, fingerprint, digest)


def fingerprint_of(connection: Connection, user_id: bytes, today: date) -> Fingerprint | None:
    """Another one whenever the user's view is another one; none for whom one statement does not tell.

    That is who sees every client, and who has something to look at in the tray: whose tray an item lies in hangs on
    the rights of others too.
    """
    found = connection.exec_driver_sql(_FINGERPRINT, {"user": user_id, "day": today, "catalogue": CATALOGUE}).one()
    if Role(found.role) in SEES_EVERY_CLIENT or found.in_tray:
        return None
    return tuple(found)


# A mark is random and belongs to one rev of one part: the sum over the marks changes with any of them. What was merged
# into a client that somebody serves is read with it (people/merged.py), though nobody serves it.
_FINGERPRINT = """
    WITH RECURSIVE served AS (
        SELECT scope_id, granted FROM office.serves
        WHERE user_id = %(user)s AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s)
        UNION ALL
        SELECT serves.scope_id, greatest(mine.granted, theirs.granted, serves.granted)
        FROM office.team_people mine JOIN office.team_people theirs ON theirs.team_id = mine.team_id
            JOIN office.serves ON serves.user_id = theirs.user_id
        WHERE mine.user_id = %(user)s AND mine.is_manager
            AND serves.starts_on <= %(day)s AND (serves.ends_on IS NULL OR serves.ends_on >= %(day)s)
    ), read AS (
        SELECT scope_id FROM served
        UNION SELECT merged.scope_id FROM read JOIN office.clients merged ON merged.keeper_id = read.scope_id
    ), seen AS (
        SELECT scope_id FROM read UNION SELECT %(user)s::bytea UNION SELECT %(catalogue)s::bytea
    )
    SELECT users.role, users.granted, users.is_active,
        (SELECT count(*) FROM served) AS serves,
        (SELECT sum(hashtextextended(encode(scope_id, 'hex') || granted, 0)) FROM served) AS grants,
        (SELECT sum(hashtextextended(encode(mark, 'hex'), 0)) FROM office.heads
            WHERE scope_id IN (SELECT scope_id FROM seen)) AS marks,
        (SELECT count(*) FROM office.items WHERE state = 'open' AND scope_id IN (SELECT scope_id FROM seen))
            + (SELECT count(*) FROM office.items WHERE state = 'open' AND author_id = %(user)s) AS in_tray,
        (SELECT string_agg(name || '=' || value, ',' ORDER BY name) FROM office.policies) AS policy,
        (SELECT string_agg(compartment || '=' || as_of, ',' ORDER BY compartment) FROM office.loads) AS as_of
    FROM office.users WHERE users.user_id = %(user)s"""
