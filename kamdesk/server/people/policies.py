"""What the office demands of laptops, and of itself: declared once, changed by `kamdesk-server policy NAME VALUE`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from kamdesk.base.errors import BadValue, NotFound
from kamdesk.base.words import N_, tr
from kamdesk.server.database.tables import policies


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One demand: whole numbers have bounds, the others are yes or no."""

    name: str
    label: str
    default: int | bool
    least: int = 0
    most: int = 0
    reaches_laptops: bool = True


POLICIES: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy(
            name="days_without_contact",
            label=N_("so many days a laptop opens without having met the office"),
            default=30,
            least=1,
            most=365,
        ),
        Policy(
            name="lock_after_minutes",
            label=N_("the window locks itself after so many minutes without use; 0: never"),
            default=15,
            most=480,
        ),
        Policy(
            name="stay_signed_in",
            label=N_("the password may be kept in the laptop's keyring"),
            default=True,
        ),
        Policy(name="export_money", label=N_("money may be exported and printed"), default=True),
        Policy(
            name="recovery_key",
            label=N_("laptops leave their file's key with the office, so that a forgotten password costs nothing"),
            default=True,
        ),
        Policy(
            name="token_days",
            label=N_("a laptop's token is changed after so many days"),
            default=30,
            least=1,
            most=365,
            reaches_laptops=False,
        ),
        Policy(
            name="removal_percent",
            label=N_("an import that would remove a larger share of a table stops and asks"),
            default=20,
            most=100,
            reaches_laptops=False,
        ),
        Policy(
            name="tombstone_days",
            label=N_("what was removed is told to laptops for so many days; older ones get a whole copy"),
            default=400,
            least=35,
            most=4_000,
            reaches_laptops=False,
        ),
        Policy(
            name="answer_days",
            label=N_("answers to actions are kept for so many days"),
            default=400,
            least=35,
            most=4_000,
            reaches_laptops=False,
        ),
    )
}

_YES, _NO = {"yes", "true", "on", "1"}, {"no", "false", "off", "0"}


def all_policies(connection: Connection) -> dict[str, int | bool]:
    """Every policy's value by its name."""
    kept = {row.name: row.value for row in connection.execute(select(policies))}
    return {name: _value(each, kept[name]) if name in kept else each.default for name, each in POLICIES.items()}


def policy(connection: Connection, name: str) -> int:
    """The value of one policy as a number; yes is 1."""
    kept = connection.execute(select(policies.c.value).where(policies.c.name == name)).scalar()
    return int(POLICIES[name].default if kept is None else _value(POLICIES[name], kept))


def for_laptops(connection: Connection) -> dict[str, int | bool]:
    """What is sent to laptops."""
    return {name: value for name, value in all_policies(connection).items() if POLICIES[name].reaches_laptops}


def set_policy(connection: Connection, name: str, text: str) -> int | bool:
    """Demand something else from now on; "default" goes back. Raises: NotFound, BadValue."""
    if name not in POLICIES:
        raise NotFound(tr('There is no policy called "{name}": {known}', name=name, known=", ".join(POLICIES)))
    if text == "default":
        connection.execute(delete(policies).where(policies.c.name == name))
        return POLICIES[name].default
    value = _value(POLICIES[name], text.strip().lower())
    values = {"name": name, "value": str(int(value))}
    connection.execute(insert(policies).values(values).on_conflict_do_update(index_elements=["name"], set_=values))
    return value


def _value(about: Policy, text: str) -> int | bool:
    if isinstance(about.default, bool):
        if text not in _YES | _NO:
            raise BadValue(tr('{name} is yes or no, not "{value}"', name=about.name, value=text))
        return text in _YES
    if not text.isdecimal() or not about.least <= int(text) <= about.most:
        raise BadValue(
            tr("{name} is a number from {least} to {most}", name=about.name, least=about.least, most=about.most)
        )
    return int(text)
