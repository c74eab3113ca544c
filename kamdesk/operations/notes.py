"""Free words about a client or a person."""

from __future__ import annotations

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Author, Changes, create
from kamdesk.operations.act import act, demand, edit_facts, found
from kamdesk.records.visits import Note
from kamdesk.storage.desk import Desk


def write_note(
    desk: Desk, author: Author, client_id: bytes, text: str, *, contact_id: bytes | None = None
) -> tuple[bytes, Changes]:
    """A new note, signed and dated, and its id. Raises: BadValue where it says nothing."""
    values = {"text": text, "written_at": desk.clock(), "author": author.name, "contact_id": contact_id}
    demand(Note, values, "text")
    note_id = new_id()
    return note_id, act(desk, author, "write_note", create(Note.word, note_id, client_id, values))


def rewrite_note(desk: Desk, author: Author, note_id: bytes, *, seen: str, wanted: str) -> Changes:
    """Change a note's words; a note without words is taken out by undo, not by emptying it."""
    demand(Note, {"text": wanted}, "text")
    return edit_facts(desk, author, Note, found(desk, Note, note_id).id, {"text": (seen, wanted)})
