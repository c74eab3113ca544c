"""A client with rows of every kind of record, each fact filled: what the declarations allow, a brief must bear."""

from datetime import UTC, datetime, timedelta

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Scope
from kamdesk.records.every import RECORDS
from kamdesk.storage.rows import insert_row

WORDS = (Kind.TEXT, Kind.LINES)


def fill_client(desk, *, today, rows, public, private):
    """Write it down and return its id; `public` and `private` are the texts of facts that are words."""
    kinds = [r for r in RECORDS if r.scope in {Scope.CLIENT, Scope.OWN} or r.word in {"employee", "product"}]
    ids = {record.word: [new_id() for _ in range(1 if record.scope is Scope.OWN else rows)] for record in kinds}
    client_id = ids["client"][0]
    with desk.writing() as connection:
        for record in kinds:
            scope = CATALOGUE if record.scope is Scope.CATALOGUE else client_id
            for number, row_id in enumerate(ids[record.word]):
                values = {
                    name: _value(fact, number, ids, today, private if fact.private else public)
                    for name, fact in record.facts().items()
                }
                if record.word == "client":
                    values |= {"parent_id": None, "currency": "CNY", "status": "active"}
                insert_row(connection, record, row_id, scope, values)
    return client_id


def _value(fact, number, ids, today, words):
    """Something of the fact's kind; the earlier half of the rows lies before today, the other half after."""
    day = today + timedelta(days=number - 20)
    match fact.kind:
        case Kind.TEXT | Kind.LINES | Kind.PHONE | Kind.EMAIL:
            return "CNY" if fact.name == "currency" else f"{words} {number}"
        case Kind.DAY:
            return None if fact.name == "ends_on" else day
        case Kind.MOMENT:
            return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        case Kind.CHOICE:
            return list(fact.choices)[number % len(fact.choices)] if fact.choices else ""
        case Kind.CHOICES:
            return tuple(sorted(fact.choices))
        case Kind.BOOLEAN:
            return False
        case Kind.REFERENCE:
            known = ids.get(fact.refers_to)
            return known[number % len(known)] if known else None
        case Kind.REFERENCES:
            return tuple(sorted(ids.get(fact.refers_to, ())[:8]))
        case Kind.INTEGER:
            return number % 5
        case _:
            return 9_876_543_210_000 + number
