"""An import of the ERP that is staged whole and merged one part after the other, while people work (SYNC 2)."""

from typing import NamedTuple

from kamdesk.exchange.actions import Change, Deed, create, edit
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import by_word
from tests.sync.company import canary, ledger_row
from tests.sync.memory_office import State

LEDGERS = {"order": "late_reason", "invoice": "amount"}
"""What the ERP tells of a client, each with a fact that it tells anew."""


class Planned(NamedTuple):
    """What is to be done to one part, as it was thought of when the import was staged."""

    scope_id: bytes
    compartment: Compartment
    changes: tuple[Change, ...]


def staged(state: State, random) -> tuple[Planned, ...]:
    """A whole import by chance: clients told anew, rows changed, gone, new, given to another client, a new client."""
    scopes = sorted(scope for (word, scope), table in state.tables.items() if word == "client" and table)
    told = [scope for scope in scopes if random.random() < 0.6]
    changes = [change for scope in told for change in _told(state, random, scope)]
    if len(told) > 1:
        changes += _given_away(state, random, *random.sample(told, 2))
    if random.random() < 0.2:
        scope = random.randbytes(16)
        values = {"legal_name": canary(scope, "open")}
        changes.append(create("client", scope, scope, values, external_key=f"E{random.randrange(10**9)}"))
        changes.append(ledger_row("order", scope, random, random.randrange(10**9)))
    parts: dict = {}
    for change in changes:
        parts.setdefault((change.scope_id, by_word(change.word).compartment), []).append(change)
    order = list(Compartment)
    return tuple(
        Planned(*part, tuple(parts[part])) for part in sorted(parts, key=lambda part: (part[0], order.index(part[1])))
    )


def _told(state: State, random, scope: bytes):
    row = state.tables["client", scope][scope].sheet
    if random.random() < 0.5:  # facts that people change as well
        yield edit("client", scope, scope, {"city": (row["city"], f"ERP {random.randrange(4)}")})
    if random.random() < 0.3:
        values = {"name": "Post", "post": canary(scope, "open")}
        yield create("contact", random.randbytes(16), scope, values, external_key=f"P{random.randrange(10**9)}")
    for word, fact in LEDGERS.items():
        for row_id, row in state.tables.get((word, scope), {}).items():
            chance = random.random()
            if chance < 0.4:
                value = str(random.randrange(9)) if word == "order" else random.randrange(900)
                yield edit(word, row_id, scope, {fact: (row.sheet[fact], value)})
            elif chance < 0.5:
                yield Change(deed=Deed.REMOVE, word=word, row_id=row_id, scope_id=scope)
        if random.random() < 0.5:
            yield ledger_row(word, scope, random, random.randrange(10**9))


def _given_away(state: State, random, one: bytes, other: bytes):
    """A row never changes its scope: it goes here, and comes there as a new one."""
    for row_id in list(state.tables.get(("order", one), ()))[:1]:
        yield Change(deed=Deed.REMOVE, word="order", row_id=row_id, scope_id=one)
        yield ledger_row("order", other, random, random.randrange(10**9))


def merge(transaction, planned: Planned) -> None:
    """One part of it: what people did since it was staged stands, but for the facts that the ERP tells."""
    state = transaction.state
    for change in planned.changes:
        row = state.tables.get((change.word, change.scope_id), {}).get(change.row_id)
        if change.deed is Deed.CREATE:
            is_wanted = row is None and change.row_id not in state.removed
        else:
            differs = row and any(row.sheet[name] != each.wanted for name, each in change.edits.items())
            is_wanted = bool(differs) if change.deed is Deed.EDIT else row is not None
        if is_wanted:
            transaction.put(change)
