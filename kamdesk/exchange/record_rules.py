"""Rules over several records or values, on the laptop and at the office: no circles, one stage at a time."""

from __future__ import annotations

from collections.abc import Callable

from kamdesk.base.errors import Refused
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Change, Deed
from kamdesk.exchange.world import World
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.records.every import by_word
from kamdesk.records.team import Employee
from kamdesk.records.visits import Visit
from kamdesk.rules.relationship import may_move


def check_record_rules(world: World, change: Change) -> None:
    """Raises: Refused when the change, now written, breaks a rule over several records."""
    if change.deed is Deed.REMOVE:
        return
    _same_client(world, change)
    rule = _RULES.get(change.word)
    if rule:
        rule(world, change)


def _same_client(world: World, change: Change) -> None:
    """A person, site or visit that a row names belongs to the same client as the row."""
    for name, each in change.edits.items():
        fact = by_word(change.word).fact(name)
        if not fact.refers_to or not each.wanted:
            continue
        named = by_word(fact.refers_to)
        if named.scope is not Scope.CLIENT or (change.word, name) in _MAY_CROSS:
            continue
        for row_id in each.wanted if fact.kind is Kind.REFERENCES else (each.wanted,):
            found = world.row(named, row_id)
            if found is None or not is_one_client(world, found.scope_id, change.scope_id):
                raise Refused(
                    tr("{fact}: this {record} is not one of this client.", fact=tr(fact.label), record=tr(named.label))
                )


def is_one_client(world: World, one: bytes, other: bytes) -> bool:
    """Whether both are the same client, or were merged in the end into the same."""
    return one == other or _keeper(world, one) == _keeper(world, other)


def _keeper(world: World, client_id: bytes) -> bytes:
    seen = {client_id}
    while (client := world.row(Client, client_id)) is not None and client["keeper_id"] not in (None, *seen):
        client_id = client["keeper_id"]
        seen.add(client_id)
    return client_id


def _no_circle_of_clients(world: World, change: Change) -> None:
    if "parent_id" not in change.edits:
        return
    _climb(
        change.row_id,
        lambda client_id: _one(world, client_id),
        tr("A client cannot stand under one of its own branches."),
    )


def _client_rules(world: World, change: Change) -> None:
    _no_circle_of_clients(world, change)
    _no_circle_of_keepers(world, change)
    _one_step_of_stage(change)


def _no_circle_of_keepers(world: World, change: Change) -> None:
    if "keeper_id" in change.edits:

        def above(client_id: bytes) -> tuple[bytes, ...]:
            client = world.row(Client, client_id)
            return (client["keeper_id"],) if client and client["keeper_id"] else ()

        _climb(change.row_id, above, tr("These two clients are one already."))


def _one_step_of_stage(change: Change) -> None:
    edit = change.edits.get("stage")
    if edit is None or not edit.seen or not edit.wanted:
        return
    if not may_move(stage_from=int(edit.seen), stage_to=int(edit.wanted)):
        raise Refused(tr("A relationship moves one stage at a time: from {n} to the one beside it.", n=edit.seen))


def _one(world: World, client_id: bytes) -> tuple[bytes, ...]:
    client = world.row(Client, client_id)
    return (client["parent_id"],) if client and client["parent_id"] else ()


def _no_circle_of_managers(world: World, change: Change) -> None:
    line = world.row(ReportingLine, change.row_id)
    if line is None or not line["contact_id"]:
        return
    lines = [each for each in world.rows(ReportingLine, line.scope_id) if not each["ends_on"]]
    managers: dict[bytes, list[bytes]] = {}
    for each in lines:
        if each["contact_id"] and each["manager_id"]:
            managers.setdefault(each["contact_id"], []).append(each["manager_id"])
    person = world.row(Contact, line["contact_id"])
    _climb(
        line["contact_id"],
        lambda contact_id: tuple(managers.get(contact_id, ())),
        tr("{person} would report to themselves in the end.", person=person["name"] if person else ""),
    )


def _no_circle_of_employees(world: World, change: Change) -> None:
    def above(employee_id: bytes) -> tuple[bytes, ...]:
        found = world.row(Employee, employee_id)
        return (found["reports_to_id"],) if found and found["reports_to_id"] else ()

    _climb(change.row_id, above, tr("This person would report to themselves in the end."))


def _one_main_site(world: World, change: Change) -> None:
    if change.edits.get("is_primary") and change.edits["is_primary"].wanted:
        others = world.rows(Site, change.scope_id)
        if any(site["is_primary"] and site.id != change.row_id for site in others):
            raise Refused(tr("This client has a main site already; change that one first."))


def _ends_after_start(world: World, change: Change) -> None:
    visit = world.row(Visit, change.row_id)
    if visit and visit["starts_at"] and visit["ends_at"] and visit["ends_at"] < visit["starts_at"]:
        raise Refused(tr("This visit would end before it starts."))


def _climb(start: bytes, above: Callable[[bytes], tuple[bytes, ...]], sentence: str) -> None:
    """Follow lines upwards from `start`; coming back to it is a circle. Raises: Refused with the sentence."""
    seen: set[bytes] = set()
    waiting = list(above(start))
    while waiting:
        here = waiting.pop()
        if here == start:
            raise Refused(sentence)
        if here not in seen:
            seen.add(here)
            waiting.extend(above(here))


_MAY_CROSS = {("contact", "was_contact_id")}
"""Who moved to another branch names who they were there."""

_RULES: dict[str, Callable[[World, Change], None]] = {
    Client.word: _client_rules,
    ReportingLine.word: _no_circle_of_managers,
    Employee.word: _no_circle_of_employees,
    Site.word: _one_main_site,
    Visit.word: _ends_after_start,
}
