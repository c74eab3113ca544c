"""Every right there is: role, record, fact, deed and place, with what the manual's page of rights says of each."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kamdesk.exchange.actions import Deed
from kamdesk.exchange.readers import SEES_EVERY_CLIENT
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Role, Scope
from kamdesk.records.every import RECORDS
from kamdesk.server.people.rights_page import ADDS, SOME, WHOLE, changes, reads, writes
from kamdesk.server.people.users import ROLES
from tests.server.desks import NOW

OWN, FOREIGN, NOWHERE, NEW = "own", "foreign", "nowhere", "new"
"""The client this person serves; another's; an id that is nobody's; a client that is made here and now."""


class Cell(NamedTuple):
    """One question of the matrix; without a fact it is about the row itself."""

    role: Role
    record: type
    deed: Deed
    fact: str
    place: str

    def __str__(self):
        return f"{self.role} {self.deed} {self.record.word}.{self.fact or '-'} at {self.place}"


def cells(*, whole: bool) -> Iterator[Cell]:
    """All cells; thinned, one fact for each deed where this role may read or write no fact of the record there."""
    for role in ROLES:
        for place, record in every_place():
            names = list(record.facts())
            for deed, facts in ((Deed.CREATE, ["", *names]), (Deed.EDIT, names), (Deed.REMOVE, [""])):
                if (deed is Deed.CREATE) is not (place == NEW) and record.scope is Scope.OWN:
                    continue  # a client is made once, under an id of its own
                found = [Cell(role, record, deed, fact, place) for fact in facts if (record.word, fact) not in ALONE]
                is_alike = place in (FOREIGN, NOWHERE) or not any(is_read(each) and _is_allowed(each) for each in found)
                yield from found if whole or not is_alike else [found[(ROLES.index(role) * 3) % len(found)]]


ALONE = {("site", "is_primary")}
"""One site of a client at most has it: a rule over several records, not a right."""


def every_place():
    # Clients come last: what was refused or held of a client takes whatever is built upon it along (SYNC 4.3).
    for record in sorted(RECORDS, key=lambda each: each.scope is Scope.OWN):
        if record.scope is Scope.CATALOGUE:
            yield OWN, record
            continue
        for place in (OWN, FOREIGN, NOWHERE) if record.scope is Scope.CLIENT else (OWN, NEW, FOREIGN, NOWHERE):
            yield place, record


def expected(cell: Cell) -> Verdict:
    """What the page of rights, which is made from the declarations, says of a cell."""
    if not is_read(cell):
        return Verdict.HELD
    if not _is_allowed(cell):
        return Verdict.REFUSED
    # Whoever sees every client is told of one that is not there as of one that was removed: it waits in their tray.
    # So does the removal of a client that has people and visits which its author says nothing of.
    is_full = (cell.record.scope, cell.deed, cell.place) == (Scope.OWN, Deed.REMOVE, FOREIGN)
    return Verdict.WAITS if cell.place == NOWHERE or is_full else Verdict.APPLIED


def is_read(cell: Cell) -> bool:
    """Whether this person may look at that place at all."""
    if cell.place == NEW:
        return True  # nobody's yet: whether this role makes clients decides
    if cell.record.scope is not Scope.CATALOGUE and cell.place != OWN and cell.role not in SEES_EVERY_CLIENT:
        return False
    return reads(cell.role, cell.record)


def _is_allowed(cell: Cell) -> bool:
    mark = writes(cell.role, cell.record)
    if cell.deed is Deed.REMOVE:
        return mark in (WHOLE, SOME)
    if cell.deed is Deed.CREATE and mark not in (WHOLE, SOME, ADDS):
        return False
    if cell.deed is Deed.EDIT and cell.record.appended_only:
        return False
    return not cell.fact or changes(cell.role, cell.record, cell.fact)


def value_of(fact, place: int, now, named, word: str):
    """Another value than the one that stands, which no rule over several records forbids.

    `place` is the fact's place among its record's facts: of two days or people the later is never before the first.
    """
    if fact.kind is Kind.REFERENCE:
        return named(fact.refers_to, place)
    if fact.kind is Kind.REFERENCES:
        return (named(fact.refers_to, place),)
    if fact.kind in (Kind.CHOICE, Kind.CHOICES):
        other = next(each for each in [*fact.choices, "other"] if each != now and each not in (now or ()))
        return other if fact.kind is Kind.CHOICE else (other,)
    made = {
        Kind.BOOLEAN: not now, Kind.DAY: date(2026, 1, 1) + timedelta(days=place),
        Kind.MOMENT: NOW + timedelta(hours=place), Kind.EMAIL: f"{word}@example.com", Kind.PHONE: f"+47 {word}",
    }  # fmt: skip
    if fact.kind in made:
        return made[fact.kind]
    return f"{word} {fact.name}" if fact.kind in (Kind.TEXT, Kind.LINES) else (now or 0) + 7
