"""`kamdesk set` and `kamdesk add`: the same operations as the window, with the same rights."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kamdesk.base.errors import BadValue
from kamdesk.base.exit_codes import DONE
from kamdesk.base.ids import id_text
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked
from kamdesk.exchange.actions import Changes
from kamdesk.facts.fact import Fact
from kamdesk.facts.plain import currency_of, value_of
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record
from kamdesk.operations import clients, contacts, needs, notes, promises, requests, visits
from kamdesk.operations.act import found
from kamdesk.reads.named import client_named, record_named
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.every import by_word
from kamdesk.records.visits import Need, Note, Promise, Request, Visit
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import CURRENCY

_Values = dict[str, Any]


def run(asked: Asked) -> int:
    """Write, and answer with the id and what was touched."""
    with asked.desk() as desk:
        with desk.reading() as connection:
            client_id = client_named(connection, asked.own.client)
        row_id, changes = _set(asked, desk, client_id) if asked.own.verb == "set" else _add(asked, desk, client_id)
    rows = [{"record": word, "id": id_text(touched)} for word, touched in sorted(changes.rows)]
    answer = {"id": id_text(row_id), "action": id_text(changes.action_id), "rows": rows}
    asked.say(answer, tr("Written: {id}", id=id_text(row_id)))
    return DONE


def _set(asked: Asked, desk: Desk, client_id: bytes) -> tuple[bytes, Changes]:
    values = _values(desk, Client, {asked.own.fact: asked.own.value}, client_id)
    now = found(desk, Client, client_id)
    edits = {name: (now[name], value) for name, value in values.items()}
    return client_id, clients.edit_client(desk, desk.author, client_id, edits)


def _add(asked: Asked, desk: Desk, client_id: bytes) -> tuple[bytes, Changes]:
    plain, today = _read_json(asked.own.json_in), asked.as_of
    match asked.own.kind:
        case "visit":
            return _add_visit(desk, client_id, plain)
        case "contact":
            return _add_contact(desk, client_id, plain)
        case "promise":
            values = _values(desk, Promise, plain, client_id)
            return promises.record_promise(desk, desk.author, client_id, values, today=today)
        case "need":
            values = _values(desk, Need, plain, client_id)
            return needs.record_need(desk, desk.author, client_id, values, today=today)
        case "request":
            return requests.record_request(desk, desk.author, client_id, _values(desk, Request, plain, client_id))
        case _:
            values = _values(desk, Note, plain, client_id)
            text, contact_id = values.get("text") or "", values.get("contact_id")
            return notes.write_note(desk, desk.author, client_id, text, contact_id=contact_id)


def _add_visit(desk: Desk, client_id: bytes, plain: _Values) -> tuple[bytes, Changes]:
    """A visit that is planned, or done with its promises and needs."""
    promised = [_values(desk, Promise, each, client_id) for each in _listed(plain, "promises", dict)]
    needed = [_values(desk, Need, each, client_id) for each in _listed(plain, "needs", dict)]
    values = _values(desk, Visit, plain, client_id)
    status = values.pop("status", None)
    if status == "done" or promised or needed or values.get("summary"):
        return visits.log_visit(desk, desk.author, client_id, values, promises=promised, needs=needed)
    return visits.plan_visit(desk, desk.author, client_id, values)


def _add_contact(desk: Desk, client_id: bytes, plain: _Values) -> tuple[bytes, Changes]:
    """A person; `managers` names the people they report to, the line first."""
    named = _listed(plain, "managers", str)
    with desk.reading() as connection:
        manager_ids = [record_named(connection, Contact, name, scope_id=client_id) for name in named]
    values = _values(desk, Contact, plain, client_id)
    return contacts.add_contact(desk, desk.author, client_id, values, manager_ids=manager_ids)


def _values(desk: Desk, record: type[Record], plain: Mapping[str, Any], client_id: bytes) -> _Values:
    """Canonical values of what a script wrote, by fact name. Raises: BadValue for an unknown fact."""
    currency = currency_of(plain, desk.settings.get(CURRENCY))

    def find(word: str, name: str) -> bytes:
        named = by_word(word)
        scope_id = client_id if named.scope is Scope.CLIENT else None
        with desk.reading() as connection:
            return record_named(connection, named, name, scope_id=scope_id)

    facts = (_fact(record, name) for name in plain)
    return {
        fact.name: value_of(fact, value, currency=currency, find=find)
        for fact, value in zip(facts, plain.values(), strict=True)
    }


def _fact(record: type[Record], name: str) -> Fact:
    """The fact a script means: by its name, or "contact" and "contacts" for contact_id and contact_ids."""
    for tried in (name, f"{name}_id", f"{name.removesuffix('s')}_ids"):
        if tried in record.facts():
            return record.fact(tried)
    known = ", ".join(each.removesuffix("_id").removesuffix("_ids") for each in record.facts())
    raise BadValue(
        tr('{record} has no fact called "{name}"; there are: {known}', record=tr(record.label), name=name, known=known),
        fact=name,
    )


def _listed(plain: _Values, name: str, kind: type) -> list[Any]:
    """What stands under a name as a list, taken out. Raises: BadValue where it is none, or holds something else."""
    found = plain.pop(name, [])
    if not isinstance(found, list) or not all(isinstance(each, kind) for each in found):
        raise BadValue(tr('"{name}" must be a list.', name=name), fact=name)
    return found


def _read_json(source: str) -> _Values:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8-sig")
        plain = json.loads(text)
    except (OSError, ValueError) as error:
        raise BadValue(tr("This file cannot be read as JSON: {file}", file=source)) from error
    if not isinstance(plain, dict):
        raise BadValue(tr("The file must hold one JSON object: {file}", file=source))
    return plain
