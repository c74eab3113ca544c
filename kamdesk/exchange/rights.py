"""Who may write what, answered from the declarations alone; the same answer on the laptop and at the office."""

from __future__ import annotations

from kamdesk.base.words import N_, tr
from kamdesk.facts.policies import Owner, Role
from kamdesk.facts.record import Record

ROLE_WORDS = {
    Role.OWNER: N_("the owner"),
    Role.REP: N_("the representative"),
    Role.MANAGER: N_("the manager"),
    Role.FINANCE: N_("finance"),
    Role.SUPPLY: N_("supply"),
    Role.HOTLINE: N_("the hotline"),
    Role.EXECUTIVE: N_("the executive"),
    Role.ADMIN: N_("the administrator"),
}


def may(role: Role, record: type[Record], fact_name: str | None = None) -> bool:
    """Whether this role may write this record, or this one fact of it."""
    if fact_name is None:
        return role in record.written_by
    rights = record.fact(fact_name).edited_by
    return role in (record.written_by if rights is None else rights)


def why_not(record: type[Record], fact_name: str) -> str:
    """The sentence that says who may change a fact, for a refusal or the hint under a read-only field."""
    fact = record.fact(fact_name)
    if record.owner is Owner.LEDGER:
        return tr("{fact} comes from the ERP and changes by import.", fact=tr(fact.label))
    rights = record.written_by if fact.edited_by is None else fact.edited_by
    if not rights:
        return tr("{fact} is written by the program itself.", fact=tr(fact.label))
    return tr("{who} may change {fact}.", who=_words(rights), fact=tr(fact.label))


def _words(roles: frozenset[Role]) -> str:
    shown: list[Role] = [role for role in Role if role in roles and role is not Role.OWNER]
    return ", ".join(tr(ROLE_WORDS[role]) for role in shown or [Role.OWNER])
