"""Who serves which client, in which role, from when to when."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, insert, or_, select, update

from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.base.words import tr
from kamdesk.facts.policies import Role
from kamdesk.reads.named import client_named
from kamdesk.records.clients import Client
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import serves, team_people, users
from kamdesk.server.people.users import User, lock_rights, next_grant, user_named

FOR_GOOD = date.max


class Service(NamedTuple):
    """One person's service of one client."""

    client: str
    """external key, or name where it has none"""
    user: str
    role: Role
    starts_on: date
    ends_on: date | None


def serve(
    connection: Connection,
    client: str,
    name: str,
    role: Role,
    *,
    today: date,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Service:
    """From now on, or from a day, this person serves this client; said again, the dates are changed.

    Raises: NotFound; Refused for a role that is not theirs; BadValue for days the wrong way round.
    """
    user = user_named(connection, name)
    _refuse_other_role(user, role)
    scope_id = client_at_office(connection, client)
    lock_rights(connection, {user.user_id, *managers_of(connection, user.user_id)})
    standing = _standing(connection, scope_id, user.user_id, today, starts_on)
    first = starts_on or (standing.starts_on if standing else today)
    if ends_on is not None and ends_on < first:
        raise BadValue(tr("The last day lies before the first: {first} to {last}", first=first, last=ends_on))
    if standing is None:
        values = {"scope_id": scope_id, "user_id": user.user_id, "role": role.value, "starts_on": first}
        connection.execute(insert(serves), values | {"ends_on": ends_on, "granted": next_grant(connection)})
    elif (standing.ends_on, standing.role) != (ends_on, role):
        changes: dict[str, object] = {"ends_on": ends_on, "role": role.value}
        if not standing.starts_on <= today <= (standing.ends_on or FOR_GOOD):
            changes["granted"] = next_grant(connection)
        is_it = (serves.c.scope_id == scope_id) & (serves.c.user_id == user.user_id)
        connection.execute(update(serves).where(is_it, serves.c.starts_on == standing.starts_on).values(**changes))
    return Service(client, user.name, role, first, ends_on)


def every_client(connection: Connection) -> list[str]:
    """The external key of every client, or its name where it has none."""
    table = office_table(Client)
    found = connection.execute(select(table.c.external_key, table.c.legal_name).order_by(table.c.id))
    return [key or name for key, name in found]


class _Standing(NamedTuple):
    starts_on: date
    ends_on: date | None
    role: Role


def _standing(
    connection: Connection, scope_id: bytes, user_id: bytes, today: date, starts_on: date | None
) -> _Standing | None:
    """The service that is meant: the one that begins on that day, else the one in force or to come."""
    query = select(serves.c.starts_on, serves.c.ends_on, serves.c.role).order_by(serves.c.starts_on.desc())
    query = query.where(serves.c.scope_id == scope_id, serves.c.user_id == user_id)
    if starts_on is not None:
        query = query.where(serves.c.starts_on == starts_on)
    else:
        query = query.where(or_(serves.c.ends_on.is_(None), serves.c.ends_on >= today))
    found = connection.execute(query.limit(1)).first()
    return _Standing(found.starts_on, found.ends_on, Role(found.role)) if found else None


def _refuse_other_role(user: User, role: Role) -> None:
    """A person has one role at the office; it decides what they read and write wherever they serve."""
    if user.role is Role.ADMIN:
        raise Refused(tr("An administrator serves no clients: give this person a user of their own for that."))
    if role is not user.role and not (user.role is Role.MANAGER and role is Role.REP):
        raise Refused(
            tr(
                "{user} is {theirs} at this office and cannot serve as {asked}.",
                user=user.name,
                theirs=user.role,
                asked=role,
            )
        )


def client_at_office(connection: Connection, text: str) -> bytes:
    """The client's scope by its external key or exact name. Raises: NotFound, Refused where two have it."""
    try:
        return client_named(connection, text)
    except NotFound as error:
        raise NotFound(tr('There is no client "{name}" at this office.', name=text)) from error


def managers_of(connection: Connection, user_id: bytes) -> list[bytes]:
    """The managers of every team this person is in."""
    mine, theirs = team_people.alias("mine"), team_people.alias("theirs")
    query = (
        select(theirs.c.user_id)
        .join(mine, mine.c.team_id == theirs.c.team_id)
        .where(mine.c.user_id == user_id, theirs.c.is_manager)
    )
    return [bytes(each) for each in connection.execute(query).scalars()]


def every_service(connection: Connection) -> list[Service]:
    """All services, past ones too, by client and day."""
    clients = office_table(Client)
    query = (
        select(clients.c.external_key, clients.c.legal_name, users.c.name, serves)
        .join(users, users.c.user_id == serves.c.user_id)
        .join(clients, (clients.c.scope_id == serves.c.scope_id) & (clients.c.id == serves.c.scope_id), isouter=True)
        .order_by(clients.c.external_key, serves.c.starts_on)
    )
    return [
        Service(row.external_key or row.legal_name or "", row.name, Role(row.role), row.starts_on, row.ends_on)
        for row in connection.execute(query)
    ]
