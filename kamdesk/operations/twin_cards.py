"""Possible twins as cards of the tray: both side by side, what is the same and what differs."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

from sqlalchemy import Connection

from kamdesk.base.scripts import in_script
from kamdesk.base.words import tr
from kamdesk.exchange.verdicts import Contested, Item, ItemKind
from kamdesk.facts.fact import Fact
from kamdesk.facts.policies import Role
from kamdesk.facts.shown import shown
from kamdesk.operations.names_around import around_of
from kamdesk.operations.tray_cards import Card, Line
from kamdesk.operations.twins import KEEPER, may_keep_second, may_merge
from kamdesk.reads.called import called
from kamdesk.reads.twins import Twins, possible_twins
from kamdesk.records.clients import Client
from kamdesk.storage.rows import row


def twins_for(connection: Connection, role: Role) -> tuple[Twins, ...]:
    """The possible twins that this role can do something about."""
    return tuple(each for each in possible_twins(connection) if may_merge(role, each.record))


def twin_card(connection: Connection, twins: Twins, today: date) -> Card:
    """Both rows: "theirs" is the one that is there longer, "mine" the other one."""
    first, second = twins.first, twins.second
    facts = [fact for name, fact in twins.record.facts().items() if name != KEEPER]
    item = Item(
        item_id=_id_of(twins), kind=ItemKind.TWIN, action_id=b"", word=twins.record.word, row_id=second.id,
        scope_id=second.scope_id, compartments=(twins.record.compartment,),
        facts=tuple(
            Contested(fact=each.name, seen=None, mine=second[each.name], theirs=first[each.name])
            for each in facts if first[each.name] != second[each.name]
        ),
    )  # fmt: skip
    around = around_of(
        connection, first.scope_id, ((each, value[each.name]) for value in (first, second) for each in facts), today
    )

    def line(fact: Fact, fate: str = "") -> Line:
        theirs, mine = (shown(fact, each[fact.name], around) for each in (first, second))
        label, private = tr(fact.label), fact.private
        return Line(fact=fact.name, label=label, seen="", mine=mine, theirs=theirs, private=private, fate=fate)

    differing = {each.fact for each in item.facts}
    client = row(connection, Client, second.scope_id)
    same = tr(twins.record.fact(twins.by).label)
    return Card(
        item=item, twins=twins, around=around, name=called(second), record=tr(twins.record.label),
        client=in_script(client["legal_name"], client["other_name"]) if client else "",
        lines=tuple(line(each) for each in facts if each.name in differing),
        others=tuple(line(each, "same") for each in facts if _is_said(first[each.name], each, differing)),
        sentence=tr("{one} and {other}: {fact} is the same. Are they one?", one=called(first), other=called(second),
                    fact=same),
        mine_at=None, theirs_at=None, can_take=may_keep_second(twins),
    )  # fmt: skip


def _is_said(value: object, fact: Fact, differing: set[str]) -> bool:
    return fact.name not in differing and value not in (None, "", (), fact.default)


def _id_of(twins: Twins) -> bytes:
    """The same on every laptop and at every look, whichever of both is older."""
    return blake2b(b"".join(sorted((twins.first.id, twins.second.id))), digest_size=16).digest()
