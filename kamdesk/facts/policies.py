"""Words a declaration uses: whose scope, which compartment, who owns, who may edit, how two edits merge."""

from __future__ import annotations

from enum import StrEnum

from kamdesk.base.words import N_


class Scope(StrEnum):
    """What a row belongs to (SYNC 1)."""

    OWN = "own"
    """the row is itself a scope: a client"""
    CLIENT = "client"
    CATALOGUE = "catalogue"
    PERSON = "person"
    TEAM = "team"


class Compartment(StrEnum):
    """The part of a scope a row lies in; each has its own readers (SYNC 1)."""

    OPEN = "open"
    LEDGER = "ledger"
    MONEY = "money"
    MANAGEMENT = "management"
    STOCK = "stock"
    COST = "cost"
    PERSON = "person"
    """a user's own part at the office: it moves when something falls into their tray; no record lies in it yet"""


class Owner(StrEnum):
    """Who is the truth about a record (DESIGN 9)."""

    DESK = "desk"
    """people at their desks"""
    LEDGER = "ledger"
    """the ERP, by import; never edited, never in an outbox"""
    OFFICE = "office"
    """set up once at the office: industries, our people"""


class Role(StrEnum):
    """Who works (DESIGN 1); an owner-run desk has one person with the rights of all."""

    OWNER = "owner"
    REP = "rep"
    MANAGER = "manager"
    FINANCE = "finance"
    SUPPLY = "supply"
    HOTLINE = "hotline"
    EXECUTIVE = "executive"
    ADMIN = "admin"


ROLE_NAMES = {
    Role.OWNER: N_("own desk"), Role.REP: N_("key account manager"), Role.MANAGER: N_("head of key accounts"),
    Role.FINANCE: N_("finance"), Role.SUPPLY: N_("production and logistics"), Role.HOTLINE: N_("hotline"),
    Role.EXECUTIVE: N_("executive"), Role.ADMIN: N_("administrator"),
}  # fmt: skip
"""What a person at a desk is called."""


class Merge(StrEnum):
    """What happens when two people edited the same fact (SYNC 4)."""

    ASK = "ask"
    LAST = "last"
    OFFICE = "office"
    TEXT = "text"
    SET = "set"


Roles = frozenset[Role]

FIELD: Roles = frozenset({Role.OWNER, Role.REP, Role.MANAGER, Role.EXECUTIVE})
"""Who writes what is learnt at the client."""
FIELD_AND_FINANCE: Roles = FIELD | {Role.FINANCE}
"""Who hears that a client's number is another one: finance calls about money (MISSION D, a day)."""
MANAGERS: Roles = frozenset({Role.OWNER, Role.MANAGER})
FINANCE: Roles = frozenset({Role.OWNER, Role.FINANCE})
SUPPLY: Roles = frozenset({Role.OWNER, Role.SUPPLY})
SERVICE: Roles = frozenset({Role.OWNER, Role.REP, Role.MANAGER, Role.HOTLINE})
NOBODY_BY_HAND: Roles = frozenset()
"""Facts that only an import or the program itself writes."""
