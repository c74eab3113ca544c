"""A laptop as the office's tests need it: it numbers actions, shows nonces, and holds rows by part."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Action, Author, create, edit
from kamdesk.exchange.protocol import Cursor, Frame, Pull, Push, Sealed
from kamdesk.exchange.pull import answer_pull
from kamdesk.exchange.push import take_push
from kamdesk.exchange.wire import action_bytes
from kamdesk.facts.policies import Role
from kamdesk.server.answering.pull_view import OfficePull
from kamdesk.server.answering.push_store import OfficePush
from kamdesk.server.people.devices import device_of, register
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user, user_named

TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
PASSWORD = "a long enough one"


def someone(engine, name, role=Role.REP, *clients):
    """A person with a laptop, serving these clients."""
    with engine.begin() as connection:
        user = add_user(connection, name, role, PASSWORD)
        for client in clients:
            serve(connection, client, name, role, today=TODAY)
        _, token = register(connection, user, f"{name}'s laptop", now=NOW)
        return Desk(engine, name, role, device_of(connection, token, now=NOW))


@dataclass
class Desk:
    engine: object
    name: str
    role: Role
    device: object
    nonce: bytes = b""
    sequence: int = 0
    cursors: dict = field(default_factory=dict)
    items: tuple = ()

    @property
    def user_id(self):
        return self.device.user_id

    def action(self, *changes, **how):
        author = Author(name=self.name, role=self.role)
        return Action(action_id=new_id(), verb="test", author=author, made_at=NOW, changes=changes, **how)

    def creates(self, record, scope_id, row_id=None, **values):
        row_id = row_id or new_id()
        return self.action(create(record.word, row_id, scope_id, values))

    def edits(self, record, scope_id, row_id, **pairs):
        return self.action(edit(record.word, row_id, scope_id, pairs))

    def sealed(self, *actions):
        first = self.sequence + 1
        self.sequence += len(actions)
        return tuple(Sealed(first + n, each.action_id, action_bytes(each)) for n, each in enumerate(actions))

    def push(self, *actions, sealed=None, today=TODAY, **how):
        sealed = self.sealed(*actions) if sealed is None else sealed
        pushed = take_push(OfficePush(self.engine, self.device, today), Push(nonce=self.nonce, actions=sealed, **how))
        self.nonce = pushed.nonce or self.nonce
        return pushed

    def answers(self, *actions, **how):
        return self.push(*actions, **how).answers

    def pull(self, *, today=TODAY, **how):
        """(view, rows by record word) of one pull; cursors move."""
        ask = Pull(cursors=tuple(self.cursors.values()), **how)
        view, *frames = answer_pull(OfficePull(self.engine, self.user_id, today), ask)
        self.cursors = {
            (part.scope_id, part.compartment): Cursor(part.scope_id, part.compartment, part.rev, part.mark, part.grant)
            for part in view.parts
        }
        self.items = view.items
        return view, rows_of(frames)

    def words(self, **how):
        """How many rows of each kind came."""
        return {word: len(rows) for word, (rows, _) in self.pull(**how)[1].items()}


def rows_of(frames: list[Frame]):
    found = {}
    for frame in frames:
        if frame.word:
            rows, removed = found.setdefault(frame.word, ([], []))
            rows += [dict(zip(("id", "key", "rev", *frame.names), row, strict=True)) for row in frame.rows]
            removed += frame.removed
    return found


__all__ = ["NOW", "PASSWORD", "TODAY", "Desk", "someone", "user_named"]
