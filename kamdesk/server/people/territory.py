"""What a user may read now: which (scope, compartment), by which right. The office's day decides, never a laptop's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from kamdesk.base.ids import CATALOGUE
from kamdesk.exchange.readers import CATALOGUE_COMPARTMENTS, CLIENT_COMPARTMENTS, SEES_EVERY_CLIENT, Reader
from kamdesk.facts.policies import Compartment, Role, Scope
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import Part
from kamdesk.server.database.tables import serves, team_people, users
from kamdesk.server.people.merged import below
from kamdesk.server.people.serves import managers_of
from kamdesk.server.people.users import User, user_of

_CLIENTS = {Scope.OWN, Scope.CLIENT}
IN_USE: dict[bool, frozenset[Compartment]] = {
    is_client: frozenset(record.compartment for record in RECORDS if (record.scope in _CLIENTS) is is_client)
    for is_client in (True, False)
}
"""The compartments that any record lies in: of clients (True) and of the catalogue (False)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """Everything a user may read now."""

    user: User
    parts: dict[Part, int]
    """each part with the number of the newest right to it, the rights version of its cursor: another number there
    means that the right was lost in between, or came another way, and the part is sent anew"""

    @property
    def reader(self) -> Reader:
        """The same, as the pure core asks for it."""
        scopes = {part.scope_id for part in self.parts}
        return Reader(
            user_id=self.user.user_id, name=self.user.name, role=self.user.role, serves=lambda scope: scope in scopes
        )


def territory(connection: Connection, user_id: bytes, today: date, *, share: bool = False) -> Territory:
    """What this user may read today; shared, their rights cannot change before this transaction ends."""
    user = user_of(connection, user_id, share=share)
    if not user.is_active:
        return Territory(user=user, parts={})
    parts = {Part(user_id, Compartment.PERSON): user.granted}
    for compartment in CATALOGUE_COMPARTMENTS[user.role] & IN_USE[False]:
        parts[Part(CATALOGUE, compartment)] = user.granted
    compartments = CLIENT_COMPARTMENTS[user.role] & IN_USE[True]
    for scope_id, granted in client_scopes(connection, user, today).items():
        parts |= {Part(scope_id, compartment): max(granted, user.granted) for compartment in compartments}
    return Territory(user=user, parts=parts)


def client_scopes(connection: Connection, user: User, today: date) -> dict[bytes, int]:
    """The clients of a user with the number of the newest right in force to each."""
    if user.role in SEES_EVERY_CLIENT:
        return dict.fromkeys(map(bytes, connection.execute(select(office_table(Client).c.scope_id)).scalars()), 0)
    found = _numbered(
        connection, select(serves.c.scope_id, serves.c.granted).where(serves.c.user_id == user.user_id), today
    )
    if user.role is Role.MANAGER:
        mine, theirs = team_people.alias("mine"), team_people.alias("theirs")
        through = (
            select(serves.c.scope_id, func.greatest(mine.c.granted, theirs.c.granted, serves.c.granted))
            .join(theirs, theirs.c.user_id == serves.c.user_id)
            .join(mine, mine.c.team_id == theirs.c.team_id)
            .where(mine.c.user_id == user.user_id, mine.c.is_manager)
        )
        for scope_id, granted in _numbered(connection, through, today).items():
            found[scope_id] = max(granted, found.get(scope_id, 0))
    return found | below(connection, found)


def _in_force(today: date) -> ColumnElement[bool]:
    return and_(serves.c.starts_on <= today, or_(serves.c.ends_on.is_(None), serves.c.ends_on >= today))


def _numbered(connection: Connection, query: Select[Any], today: date) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for scope_id, granted in connection.execute(query.where(_in_force(today))):
        found[bytes(scope_id)] = max(granted, found.get(bytes(scope_id), 0))
    return found


def nearest(connection: Connection, parts: Iterable[Part], today: date) -> bytes | None:
    """Who looks at what an author may not: who serves there and may read it all, else their manager, else nobody.

    Nobody means the administrators' list (SYNC 4.5). The longest service comes first.
    """
    wanted = set(parts)
    scopes = {part.scope_id for part in wanted}
    query = select(serves.c.user_id).where(
        serves.c.scope_id.in_(scopes),
        serves.c.starts_on <= today,
        or_(serves.c.ends_on.is_(None), serves.c.ends_on >= today),
    )
    serving = [
        bytes(each) for each in connection.execute(query.order_by(serves.c.starts_on, serves.c.user_id)).scalars()
    ]
    managing = [manager for each in serving for manager in managers_of(connection, each)]
    everywhere = connection.execute(
        select(users.c.user_id).where(users.c.role == Role.MANAGER.value, users.c.is_active).order_by(users.c.granted)
    )
    for user_id in dict.fromkeys([*serving, *managing, *map(bytes, everywhere.scalars())]):
        theirs = territory(connection, user_id, today)
        if theirs.user.role is not Role.EXECUTIVE and wanted <= theirs.parts.keys():
            return user_id
    return None
