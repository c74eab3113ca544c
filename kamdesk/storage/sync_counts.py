"""How much of the office is not here yet."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, func, select

from kamdesk.exchange.protocol import Frame
from kamdesk.exchange.readers import CLIENT_COMPARTMENTS
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.storage.tables import cursors, parked_frames


def parts_loading(connection: Connection) -> int:
    """How many parts are here in part only."""
    query = select(func.count()).select_from(cursors).where(cursors.c.after_word != "")
    return connection.scalar(query) or 0


def clients_loading(connection: Connection, role: Role, *, is_first_sync: bool) -> frozenset[bytes]:
    """The clients that are not here whole: a part is cut, or in the first sync one that the role reads has not come."""
    cut = select(cursors.c.scope_id).where(cursors.c.after_word != "")
    found = set(connection.execute(cut).scalars())
    if is_first_sync:
        clients = Client.table()
        due = [part.value for part in CLIENT_COMPARTMENTS[role]]
        whole = (
            select(cursors.c.scope_id)
            .where(cursors.c.after_word == "", cursors.c.compartment.in_(due))
            .group_by(cursors.c.scope_id)
            .having(func.count() == len(due))
        )
        of_office = select(clients.c.id).where(clients.c.rev > 0, clients.c.id.not_in(whole))
        found.update(connection.execute(of_office).scalars())
    return frozenset(found)


def clients_among(connection: Connection, scope_ids: Collection[bytes]) -> int:
    """How many of these scopes are clients on this desk."""
    clients = Client.table()
    return connection.scalar(select(func.count()).select_from(clients).where(clients.c.id.in_(scope_ids))) or 0


def rows_unapplied(connection: Connection) -> int:
    """How many rows came and could not be taken in; they are kept as they came."""
    kept = connection.execute(select(parked_frames.c.frame)).scalars()
    return sum(len(msgspec.msgpack.decode(each, type=Frame).rows) for each in kept)
