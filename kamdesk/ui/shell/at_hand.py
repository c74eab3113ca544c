"""What the column shows beside the rooms: how much waits in each, pinned and last opened clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from kamdesk.base.words import tr
from kamdesk.facts.policies import Role
from kamdesk.operations.twin_cards import twins_for
from kamdesk.reads.client_list import client_names
from kamdesk.reads.scopes import keepers
from kamdesk.reads.search import Hit
from kamdesk.reads.waiting import waiting_counts
from kamdesk.storage.outbox import waiting as waiting_actions
from kamdesk.storage.sync_counts import clients_loading
from kamdesk.storage.tray import open_items
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.named import client_name
from kamdesk.ui.shell.navigation import Navigation
from kamdesk.ui.shell.places import History

LAST_OPENED_SHOWN, LAST_OPENED_KEPT = 5, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtHand:
    names: dict[bytes, tuple[str, str]]
    counts: dict[str, int]
    waiting: int
    loading: frozenset[bytes]
    kept: Mapping[bytes, bytes]


class AtHand(QObject):
    """Fills the column and keeps what was opened."""

    def __init__(self, context: Context, navigation: Navigation) -> None:
        super().__init__(navigation)
        self._context, self._navigation = context, navigation
        self._kept: Mapping[bytes, bytes] = {}
        self._opened: list[Hit] = []
        context.bus.changed.connect(self.refresh)
        context.sync.synced.connect(self.refresh)
        self.refresh()

    def standing_for(self, client_id: bytes) -> bytes:
        """The client whose page is shown: of one that was merged the one that stands for it."""
        return self._kept.get(client_id, client_id)

    def opened(self, client_id: bytes) -> None:
        """A client's page was opened."""
        settings = self._context.settings
        before = [each for each in settings.get("last_opened") if each != client_id.hex()]
        settings.set("last_opened", [client_id.hex(), *before][:LAST_OPENED_KEPT])
        self.refresh()

    def hits(self, history: History) -> list[Hit]:
        """The clients opened last, as the palette offers them; the one that is open is no way on."""
        here = history.here()
        return [hit for hit in self._opened if here is None or hit.id != here.client_id]

    def refresh(self, *_news: Any) -> None:
        """Read names and counts again."""
        settings, today = self._context.settings, self._context.today
        pinned = [bytes.fromhex(each) for each in settings.get("pinned")]
        opened = [bytes.fromhex(each) for each in settings.get("last_opened")]
        latest = opened[: LAST_OPENED_SHOWN + 1]
        opened = [each for each in opened if each not in pinned][:LAST_OPENED_SHOWN]

        def show(found: _AtHand) -> None:
            names, counts, self._kept = found.names, found.counts, found.kept
            self._context.sync.count(waiting=found.waiting, to_review=counts["review"])
            self._context.sync.show_loading(found.loading)
            self._opened = [
                Hit(word="client", id=each, client_id=each, title=names[each][0], other=names[each][1], context="")
                for each in latest
                if each in names
            ]
            groups = [(tr("Pinned"), pinned), (tr("Last opened"), opened)]
            self._navigation.show_pins(
                [
                    (heading, [(each, client_name(*names[each]), "") for each in ids if each in names])
                    for heading, ids in groups
                ]
            )
            for name, item in self._navigation.items.items():
                item.set_count(counts.get(name, 0))

        state, role = self._context.sync.state, self._context.desk.author.role

        def read(connection: Any) -> _AtHand:
            return _AtHand(
                names=client_names(connection, [*pinned, *opened, *latest]),
                counts={**waiting_counts(connection, today=today), "review": _to_review(connection, role)},
                waiting=waiting_actions(connection),
                kept=keepers(connection),
                loading=frozenset() if state.is_own
                else clients_loading(connection, role, is_first_sync=state.synced_at is None),
            )  # fmt: skip

        self._context.jobs.read(read, show, owner=self, latest="at hand")


def _to_review(connection: Any, role: Role) -> int:
    return len(open_items(connection)) + len(twins_for(connection, role))
