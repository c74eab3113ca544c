"""Teams of people; a team's managers see what its people serve."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import BadValue
from kamdesk.base.ids import new_id
from kamdesk.base.words import tr
from kamdesk.server.database.tables import team_people, teams, users
from kamdesk.server.people.users import lock_rights, next_grant, user_named


def set_team(
    connection: Connection,
    name: str,
    *,
    people: Iterable[str] = (),
    managers: Iterable[str] = (),
    without: Iterable[str] = (),
) -> None:
    """A team with these people and managers beside those it has, made where it is new. Raises: NotFound, BadValue."""
    if not name.strip():
        raise BadValue(tr("A team has a name."))
    values = {"team_id": new_id(), "name": name}
    connection.execute(insert(teams).values(values).on_conflict_do_nothing(index_elements=["name"]))
    team_id = bytes(connection.execute(select(teams.c.team_id).where(teams.c.name == name)).scalar_one())
    wanted = {user_named(connection, each).user_id: False for each in people}
    wanted |= {user_named(connection, each).user_id: True for each in managers}
    gone = [user_named(connection, each).user_id for each in without]
    lock_rights(connection, {*wanted, *gone, *_managers(connection, team_id)})
    for user_id, is_manager in wanted.items():
        _put(connection, team_id, user_id, is_manager=is_manager)
    connection.execute(delete(team_people).where(team_people.c.team_id == team_id, team_people.c.user_id.in_(gone)))


def _managers(connection: Connection, team_id: bytes) -> list[bytes]:
    query = select(team_people.c.user_id).where(team_people.c.team_id == team_id, team_people.c.is_manager)
    return list(connection.execute(query).scalars())


def _put(connection: Connection, team_id: bytes, user_id: bytes, *, is_manager: bool) -> None:
    values = {"team_id": team_id, "user_id": user_id, "is_manager": is_manager, "granted": next_grant(connection)}
    stands = insert(team_people).values(values)
    changed = {"is_manager": stands.excluded.is_manager, "granted": stands.excluded.granted}
    connection.execute(
        stands.on_conflict_do_update(
            index_elements=["team_id", "user_id"],
            set_=changed,
            where=team_people.c.is_manager.is_distinct_from(stands.excluded.is_manager),
        )
    )


def every_team(connection: Connection) -> dict[str, dict[str, list[str]]]:
    """Each team by name with its managers and its other people."""
    found: dict[str, dict[str, list[str]]] = {
        name: {"managers": [], "people": []}
        for name in connection.execute(select(teams.c.name).order_by(teams.c.name)).scalars()
    }
    query = (
        select(teams.c.name, users.c.name, team_people.c.is_manager)
        .join(team_people, team_people.c.team_id == teams.c.team_id)
        .join(users, users.c.user_id == team_people.c.user_id)
        .order_by(teams.c.name, users.c.name)
    )
    for team, user, is_manager in connection.execute(query):
        found[team]["managers" if is_manager else "people"].append(user)
    return found
