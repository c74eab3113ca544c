"""What people do to a client's own facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Author, Changes, create
from kamdesk.operations.act import act, demand, edit_facts
from kamdesk.records.clients import Client
from kamdesk.storage.desk import Desk


def add_client(
    desk: Desk, author: Author, values: Mapping[str, Any], *, external_key: str = ""
) -> tuple[bytes, Changes]:
    """A new client and its id. Raises: BadValue without a legal name."""
    demand(Client, values, "legal_name")
    client_id = new_id()
    change = create(Client.word, client_id, client_id, values, external_key=external_key)
    return client_id, act(desk, author, "add_client", change)


def edit_client(desk: Desk, author: Author, client_id: bytes, edits: Mapping[str, tuple[Any, Any]]) -> Changes:
    """Change facts of a client; each pair is (seen, wanted)."""
    if "legal_name" in edits:
        demand(Client, {"legal_name": edits["legal_name"][1]}, "legal_name")
    return edit_facts(desk, author, Client, client_id, edits)
