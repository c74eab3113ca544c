"""Rows that look alike and are not the same: what a person said once, nobody is asked again."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment, Owner, Scope
from kamdesk.facts.record import Record


class Namesake(Record, scope=Scope.CLIENT, compartment=Compartment.OPEN, owner=Owner.DESK, label=N_("Namesake")):
    """Two people of a client, or this client and another, that are not the same. Source: whoever looked at both."""

    contact_id: Mapped[bytes | None] = fact(N_("Person"), kind=Kind.REFERENCE, refers_to="contact")
    other_contact_id: Mapped[bytes | None] = fact(N_("Another person"), kind=Kind.REFERENCE, refers_to="contact")
    other_client_id: Mapped[bytes | None] = fact(N_("Another client"), kind=Kind.REFERENCE, refers_to="client")
