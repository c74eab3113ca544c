"""A person at a real desk: what they type goes through the desk's own verbs into its encrypted file."""

from collections.abc import Iterable
from datetime import UTC, datetime

from kamdesk.base.errors import KAMDeskError
from kamdesk.exchange.actions import Action, Change
from kamdesk.operations.commit import commit
from kamdesk.operations.undo import undo
from tests.stack.watched_desk import WatchedDesk
from tests.sync.person import Person


class RealPerson(Person):
    """Who sits at one laptop, and its folder on the disk."""

    def __init__(self, user_id: bytes, name: str, folder, key: bytes) -> None:
        self.user_id, self.name, self.form = user_id, name, None
        self.clock_seconds = 1_792_483_200  # the office's day, at noon
        self.laptop = WatchedDesk(folder, key, self.now)
        self.client = None

    @property
    def role(self):
        return self.laptop.desk.author.role

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock_seconds, UTC)

    def action(self, action_id: bytes, verb: str, changes: Iterable[Change], **how) -> Action:
        author = self.laptop.desk.author
        return Action(action_id=action_id, verb=verb, author=author, made_at=self.now(), changes=tuple(changes), **how)

    def do(self, action_id: bytes, verb: str, *changes: Change, **how) -> Action | None:
        try:
            commit(self.laptop.desk, self.action(action_id, verb, changes, **how))
        except KAMDeskError:
            return None
        return self.laptop.state.outbox[action_id].action

    def undo(self, action_id: bytes) -> set[bytes]:
        before = self.laptop.state.outbox
        try:
            undo(self.laptop.desk, action_id)
        except KAMDeskError:
            return set()
        return before.keys() - self.laptop.state.outbox.keys()

    def let_go_of_client(self) -> None:
        """Ask anew from now on: the file is another one."""
        if self.client is not None:
            self.client.close()
        self.client = None
