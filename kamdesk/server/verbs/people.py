"""`kamdesk-server user`, `team` and `serve`."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from sqlalchemy import Connection

from kamdesk.base.exit_codes import DONE, WrongUsage
from kamdesk.base.text_table import text_table
from kamdesk.base.words import tr
from kamdesk.facts.policies import Role
from kamdesk.reads.named import record_named
from kamdesk.records.team import Employee
from kamdesk.server.people import serves, teams, users
from kamdesk.server.people.users import User
from kamdesk.server.verbs.asked import Asked, new_password


def user(asked: Asked) -> int:
    """Add a person, change what differs, shut one out, or list all."""
    own = asked.own
    if own.deed == "list":
        with asked.office() as office, office.writing() as connection:
            rows = [_user_row(each) for each in users.every_user(connection)]
        asked.say(rows, text_table(rows))
        return DONE
    if not own.name:
        raise WrongUsage(tr("Say whose: kamdesk-server user {deed} NAME", deed=own.deed))
    with (
        asked.office() as office,
        office.writing() as connection,
        users.journaled(connection, office.journal, own.name, office_id=office.office_id, now=office.clock()),
    ):
        done = _changed(connection, own)
    asked.say(_user_row(done), f"{done.name}: {done.role}")
    return DONE


def _changed(connection: Connection, own: Namespace) -> User:
    if own.deed == "out":
        return users.shut_out(connection, own.name)
    if own.deed == "password":
        done = users.user_named(connection, own.name, lock=True)
        users.set_password(connection, done.user_id, new_password())
        return done
    if not own.role:
        raise WrongUsage(tr("Say in which role: --role rep"))
    employee = record_named(connection, Employee, own.employee) if own.employee else None
    return users.add_user(
        connection, own.name, Role(own.role), new_password(), employee_id=employee, language=own.language or "en"
    )


def _user_row(each: User) -> dict[str, Any]:
    return {"user": each.name, "role": each.role.value, "active": each.is_active, "language": each.language}


def team(asked: Asked) -> int:
    """Make a team, say who is in it, or list all."""
    own = asked.own
    with asked.office() as office, office.writing() as connection:
        if own.name:
            teams.set_team(connection, own.name, people=own.add, managers=own.manager, without=own.remove)
        elif own.add or own.manager or own.remove:
            raise WrongUsage(tr("Say which team: kamdesk-server team NAME --add USER"))
        found = teams.every_team(connection)
    rows = [{"team": name, **people} for name, people in found.items() if own.name in (None, name)]
    asked.say(rows, text_table(rows))
    return DONE


def serve(asked: Asked) -> int:
    """Say who serves which client, or list all."""
    own = asked.own
    with asked.office() as office, office.writing() as connection:
        if own.client is None and not own.every_client:
            found = serves.every_service(connection)
        else:
            clients, user = (
                (serves.every_client(connection), own.client) if own.every_client else ([own.client], own.user)
            )
            if user is None or own.role is None:
                raise WrongUsage(tr("Say who and in which role: kamdesk-server serve CLIENT USER --role rep"))
            days = {"today": asked.today(office), "starts_on": own.starts_on, "ends_on": own.ends_on}
            found = [serves.serve(connection, client, user, Role(own.role), **days) for client in clients]
    rows = [
        {"client": each.client, "user": each.user, "role": each.role.value, "from": each.starts_on, "to": each.ends_on}
        for each in found
    ]
    is_one = own.client is not None and not own.every_client
    asked.say(rows[0] if is_one else rows, text_table(rows))
    return DONE
