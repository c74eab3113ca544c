"""Small values kept in the encrypted file: the company's name, its currency, who sits here."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert

from kamdesk.exchange.protocol import ROLE_NOW
from kamdesk.facts.policies import Role
from kamdesk.storage.tables import settings

COMPANY = "company"
CURRENCY = "currency"
PERSON = "person"
"""The name under which what is done here is kept and, later, sent."""
ROLE = "role"
"""The role that decides the rights; an owner-run desk has none kept: the owner's."""
EMPLOYEE = "employee"
"""The id, in hexadecimal, of the employee who sits here."""
OFFICE = "office"
"""The address of the office that this desk has joined; an owner-run desk has none."""
OFFICE_ID = "office_id"
"""In hexadecimal: another office at the same address is noticed."""
OFFICE_USER, OFFICE_USER_ID = "office_user", "office_user_id"
"""The name with which this person signs in, and whom the office means by it, in hexadecimal; never another one."""
DEVICE, LAPTOP, TOKEN = "device", "laptop", "token"
"""Who this laptop is for its office: its id in hexadecimal, what its owner calls it, and how it proves to be it."""
RECOVERY, KEY_LEFT_FOR = "recovery", "key_left_for"
"""The office's recovery key, in hexadecimal, and the one for which the file's key was left with the office."""
TRACES = "traces"
"""Set while copies of what this user may no longer read still have to go."""
INDEXES_ASIDE = "indexes_aside"
"""Set while indexes that a first load does without still have to be made."""
OUTBOX_DAYS = "outbox_days"
"""How far the outbox reached at the end of each of the last days, in the order of those days."""
NONCE = "nonce"
PROXY_USER, PROXY_PASSWORD = "proxy_user", "proxy_password"
"""Who this person is for the company's proxy, where it asks."""
EXPORTS = "exports"
"""When what left this desk as paper or files; no client's words."""
POLICY = "policy."
"""What the office wants of its laptops, each wish under its own name."""
LANGUAGE = "language"
THEME = "theme"


def read_settings(connection: Connection) -> dict[str, str]:
    """Every value by its name."""
    return {name: value for name, value in connection.exec_driver_sql("SELECT name, value FROM desk_settings")}  # noqa: C416  (Row to str, str)


def write_setting(connection: Connection, name: str, value: str) -> None:
    """Keep one value."""
    connection.execute(insert(settings).prefix_with("OR REPLACE"), {"name": name, "value": value})


def drop_setting(connection: Connection, name: str) -> None:
    """Keep a value no longer."""
    connection.execute(delete(settings).where(settings.c.name == name))


def role_of(kept: Mapping[str, str]) -> Role:
    """The role the office told last, else the one of joining; one that this program does not know is not taken over."""
    told = kept.get(POLICY + ROLE_NOW, "")
    return Role(told if told in list(Role) else kept.get(ROLE) or Role.OWNER)
