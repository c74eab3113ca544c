"""Who may read which compartment: one table for the office's answers, the manual and what a laptop shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kamdesk.base.ids import CATALOGUE
from kamdesk.facts.policies import Compartment, Role

_OPEN = frozenset({Compartment.OPEN})
_LEDGER = _OPEN | {Compartment.LEDGER}
_MONEY = _LEDGER | {Compartment.MONEY}
_ALL = _MONEY | {Compartment.MANAGEMENT}

CLIENT_COMPARTMENTS: dict[Role, frozenset[Compartment]] = {
    Role.OWNER: _ALL,
    Role.REP: _MONEY,
    Role.MANAGER: _ALL,
    Role.FINANCE: _MONEY,
    Role.SUPPLY: _LEDGER,
    Role.HOTLINE: _OPEN,
    Role.EXECUTIVE: _ALL,
    Role.ADMIN: frozenset(),
}
"""What a role reads of a client that it serves; who reads anything of a client reads its open part."""

CATALOGUE_COMPARTMENTS: dict[Role, frozenset[Compartment]] = {
    Role.OWNER: frozenset({Compartment.OPEN, Compartment.STOCK, Compartment.COST}),
    Role.REP: frozenset({Compartment.OPEN, Compartment.STOCK}),
    Role.MANAGER: frozenset({Compartment.OPEN, Compartment.STOCK, Compartment.COST}),
    Role.FINANCE: frozenset({Compartment.OPEN, Compartment.COST}),
    Role.SUPPLY: frozenset({Compartment.OPEN, Compartment.STOCK}),
    Role.HOTLINE: frozenset({Compartment.OPEN, Compartment.STOCK}),
    Role.EXECUTIVE: frozenset({Compartment.OPEN, Compartment.STOCK, Compartment.COST}),
    Role.ADMIN: frozenset(),
}

SEES_EVERY_CLIENT = frozenset({Role.EXECUTIVE, Role.HOTLINE})
"""Roles whose clients nobody has to assign (DESIGN 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A user as the office knows them at this moment: who they are and what they may read now."""

    user_id: bytes
    name: str
    role: Role
    serves: Callable[[bytes], bool]
    """whether this client's scope is one of theirs now"""

    def reads(self, scope_id: bytes, compartment: Compartment) -> bool:
        """Whether this user may read this part now."""
        if scope_id == CATALOGUE:
            return compartment in CATALOGUE_COMPARTMENTS[self.role]
        if scope_id == self.user_id:
            return compartment is Compartment.PERSON
        return compartment in CLIENT_COMPARTMENTS[self.role] and (
            self.role in SEES_EVERY_CLIENT or self.serves(scope_id)
        )
