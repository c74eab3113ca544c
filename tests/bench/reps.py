"""Many reps at a filled office, each with a laptop and some clients; made in its database, as signing in takes long."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import create_engine

from kamdesk.base.ids import new_id
from kamdesk.server.database.engine import postgresql_url

CLIENTS_EACH = 20
"""What a rep looks after."""


@dataclass(frozen=True)
class Rep:
    """A person with one laptop."""

    name: str
    user_id: bytes
    token: str
    clients: tuple[bytes, ...]


def made(database, number, prefix="rep"):
    """So many reps; the clients go round, so that most have several reps where clients are few."""
    engine = create_engine(postgresql_url(database))
    now = datetime.now(UTC)
    with engine.begin() as connection:
        clients = [bytes(row[0]) for row in connection.exec_driver_sql("SELECT id FROM office.clients ORDER BY id")]
        found = [_rep(f"{prefix} {n}", _some(clients, n)) for n in range(number)]
        users = [(rep.user_id, rep.name) for rep in found]
        connection.exec_driver_sql(_USERS, users)
        laptops = [(new_id(), rep.user_id, rep.name, sha256(rep.token.encode()).digest(), now) for rep in found]
        connection.exec_driver_sql(_DEVICES, laptops)
        served = [(scope_id, rep.user_id) for rep in found for scope_id in rep.clients]
        connection.exec_driver_sql(_SERVES, served)
    engine.dispose()
    return found


def _some(clients, number):
    begin = number * CLIENTS_EACH % len(clients)
    return tuple((clients + clients)[begin : begin + min(CLIENTS_EACH, len(clients))])


def _rep(name, clients):
    return Rep(f"{name} {secrets.token_hex(4)}", new_id(), secrets.token_urlsafe(32), clients)


_USERS = "INSERT INTO office.users (user_id, name, role, granted) VALUES (%s, %s, 'rep', 2)"
_DEVICES = """
    INSERT INTO office.devices (device_id, user_id, name, token_hash, token_made_at) VALUES (%s, %s, %s, %s, %s)"""
_SERVES = """
    INSERT INTO office.serves (scope_id, user_id, role, starts_on, granted) VALUES (%s, %s, 'rep', '2020-01-01', 2)"""
