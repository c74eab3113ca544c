"""Review: what two people wrote differently, what the office refused or held; a key answers, another takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.base.clock import today_of
from kamdesk.base.errors import KAMDeskError
from kamdesk.base.show import moment_here_text
from kamdesk.base.words import tr
from kamdesk.exchange.actions import Changes
from kamdesk.operations.record_history import Step, history_of
from kamdesk.operations.tray import (
    BOTH,
    Answered,
    answer_alike,
    answer_twins,
    answered,
    keep_theirs,
    take_mine,
    tray,
)
from kamdesk.operations.tray_cards import Card
from kamdesk.operations.undo import undo
from kamdesk.storage.desk import Desk
from kamdesk.sync.office_history import office_history
from kamdesk.sync.state import SyncState
from kamdesk.ui.kit.badges import KeyHint
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.drafts import Drafts
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room, Subject
from kamdesk.ui.kit.sheets import Line
from kamdesk.ui.tray.card_pane import CardPane
from kamdesk.ui.tray.cells import UprightLine
from kamdesk.ui.tray.item_list import Entry, ItemList, entries
from kamdesk.ui.tray.wording import answered_words, title


@dataclass(frozen=True, slots=True)
class _Gathered:
    cards: tuple[Card, ...]
    answered: tuple[Answered, ...]


class TrayRoom(Room):
    """The list left, the chosen card right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found = _Gathered((), ())
        self.undo_last = Button(tr("Undo last answer"), icon="undo")
        self.head = PageHead(tr("Review"), buttons=(self.undo_last,))
        self.list = ItemList()
        self.pane = CardPane()
        self.empty = EmptyState(tr("Nothing to review."), " ")
        self._drafts = Drafts(context.settings, "review", self.pane.typed, self)
        self.pane.put_typed(self._drafts.kept())
        self._drafts.start()
        self._lay_out()
        self.undo_last.clicked.connect(self._on_undo_last)
        self.list.entry_chosen.connect(self._on_chosen)
        self.list.key_pressed.connect(self.pane.press)
        self.list.entry_opened.connect(lambda: self.pane.press("E"))
        self.pane.kept.connect(self._on_kept)
        self.pane.taken.connect(self._on_taken)
        self.pane.taken_back.connect(self._on_taken_back)
        self.pane.twins_answered.connect(self._on_twins)
        context.sync.changed.connect(self._say_head)
        self._show(self._found)

    def read_again(self) -> None:
        desk, today = self.context.desk, self.context.today
        self.context.jobs.work(lambda: _gathered(desk, today), self._show, owner=self, latest="cards")

    def subject(self) -> Subject | None:
        entry = self.list.current()
        return Subject(entry.card.item.word, entry.card.item.row_id) if entry is not None and entry.card else None

    def finish(self) -> None:
        """The value that was typed is what stays."""
        self.pane.finish()

    def focus_first(self) -> None:
        self.list.setFocus()

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        """Who else has clients here is nobody's business: the list goes, and of the card what is private."""
        self.list.setVisible(not safe and bool(self.list.shown()))
        self._on_chosen(self.list.current())

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        lines.addWidget(Line())
        left = QVBoxLayout()
        left.setContentsMargins(0, 7, 0, 10)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        self._keys = QWidget()
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(MARGIN, 0, 8, 0)
        keys.setSpacing(14)
        for key, words in (("J K", tr("move")), ("E", tr("edit")), ("C", tr("copy"))):
            keys.addWidget(KeyHint(key, words))
        keys.addStretch(1)
        left.addWidget(self._keys)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addLayout(left)
        self._edge = UprightLine()
        across.addWidget(self._edge)
        across.addWidget(self.pane, 1)
        self.empty.setContentsMargins(MARGIN, 0, MARGIN, 0)
        lines.addWidget(self.empty)
        lines.addLayout(across, 1)

    def _show(self, found: _Gathered) -> None:
        self._found = found
        lines = entries(found.cards, found.answered)
        has_lines = bool(lines)
        self.empty.setVisible(not has_lines)
        for part in (self.list, self._keys, self._edge, self.pane):
            part.setVisible(has_lines and not (self.context.client_safe and part is self.list))
        self.undo_last.setVisible(bool(found.answered))
        self.list.set_entries(lines)
        self._say_head()

    def _say_head(self, *_state: SyncState) -> None:
        n, state = len(self._found.cards), self.context.sync.state
        self.head.title.set_text(tr("{n} to review", n=n) if n else tr("Nothing to review"))
        last = next((each for each in state.history if not each.trouble), None)
        if last is None:
            said = tr("Nothing was lost.") if n else ""
        else:
            said = tr(
                "{up} sent and {down} received at {when}. All else merged by itself. Nothing was lost.",
                up=last.sent, down=last.received, when=moment_here_text(last.began_at, self.context.today),
            )  # fmt: skip
        self.head.set_facts((said, " "))
        self.empty.why.set_text(self._why_empty())

    def _why_empty(self) -> str:
        state = self.context.sync.state
        if state.is_own:
            return tr("Nothing to review. This desk has no office: nobody else changes what you write.")
        today = [each for each in state.history if today_of(each.began_at) == self.context.today]
        merged = sum(each.sent + each.received for each in today)
        return tr("Nothing to review. {n} changes merged today.", n=merged)

    def _on_chosen(self, entry: Entry | None) -> None:
        card = entry.card if entry is not None else None
        self.pane.show_entry(entry, alike=len(self._alike(card)) if card else 0, safe=self.context.client_safe)
        if card is not None:
            desk, wanted = self.context.desk, card
            self.context.jobs.work(
                lambda: history_of(desk, wanted), partial(self._show_history, card), owner=self, latest="history"
            )

    def _show_history(self, card: Card, steps: Sequence[Step]) -> None:
        """What this laptop knows at once; where the office answers, all of it."""
        self.pane.show_history(steps)
        desk, item = self.context.desk, card.item
        if self.context.sync.state.is_online:
            self.context.jobs.work(
                lambda: history_of(desk, card, office_history(desk, item.word, item.scope_id, item.row_id).steps),
                self.pane.show_history, owner=self, latest="history", failed=lambda _error: None,
            )  # fmt: skip

    def _alike(self, card: Card) -> list[Card]:
        """The open cards that can be answered with the same key; the chosen one first."""
        others = [each for each in self._found.cards if each is not card and each.alike == card.alike]
        return [card, *others]

    def _on_kept(self, for_all: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self._answer(lambda desk, card: keep_theirs(desk, desk.author, card.item.item_id), for_all=for_all, mine=False)

    def _on_taken(self, instead: dict[str, Any], for_all: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self._answer(
            lambda desk, card: take_mine(desk, desk.author, card.item.item_id, instead=instead),
            for_all=for_all, mine=True,
        )  # fmt: skip

    def _answer(self, one: Any, *, for_all: bool, mine: bool) -> None:
        entry = self.pane.entry
        if entry is None or entry.card is None or entry.answered is not None:
            return
        desk, card = self.context.desk, entry.card
        if for_all:
            ids = [each.item.item_id for each in self._alike(card)]
            job = partial(answer_alike, desk, desk.author, ids, mine=mine)
            self.context.jobs.write(job, lambda found: self._said_all(*found), owner=self)
        else:
            said = answered_words(card, kept_theirs=not mine)
            self.context.jobs.write(
                lambda: one(desk, card), lambda changes: self._said(said, changes, card), owner=self,
                failed=lambda error: self.pane.say_error(error.text),
            )  # fmt: skip

    def _on_twins(self, answer: str, values: dict[str, Any]) -> None:
        entry, desk = self.pane.entry, self.context.desk
        if entry is None or entry.card is None or entry.card.twins is None:
            return
        card = entry.card
        said = tr("Both kept: {what}", what=title(card)) if answer == BOTH else answered_words(card, kept_theirs=True)
        self.context.jobs.write(
            lambda: answer_twins(desk, desk.author, card, answer, values=values),
            lambda changes: self._said(said, changes), owner=self,
            failed=lambda error: self.pane.say_error(error.text),
        )  # fmt: skip

    def _said(self, sentence: str, changes: Changes, card: Card | None = None) -> None:
        if card is not None:
            self.pane.forget_typed(card.item.item_id)
        self.context.bus.changed.emit(changes.rows)
        self.context.bus.notice_asked.emit(sentence, changes.action_id)
        self.list.setFocus()

    def _said_all(self, done: Sequence[Changes], troubles: Sequence[KAMDeskError]) -> None:
        said = tr("{n} answered alike", n=len(done))
        if troubles:
            said = tr("{said}; {n} could not be: {why}", said=said, n=len(troubles), why=troubles[0].text)
        self.context.bus.changed.emit(frozenset[tuple[str, bytes]]().union(*(each.rows for each in done)))
        self.context.bus.notice_asked.emit(said, tuple(each.action_id for each in done) or None)
        self.list.setFocus()

    def _on_taken_back(self) -> None:
        entry = self.pane.entry
        if entry is not None and entry.answered is not None:
            self._undo(entry.answered.action_id)

    def _on_undo_last(self) -> None:
        if self._found.answered:
            self._undo(self._found.answered[0].action_id)

    def _undo(self, action_id: bytes) -> None:
        desk = self.context.desk
        self.context.jobs.write(lambda: undo(desk, action_id), self._taken_back, owner=self)

    def _taken_back(self, changes: Changes) -> None:
        self.context.bus.changed.emit(changes.rows)
        self.context.bus.notice_asked.emit(tr("Taken back"), None)
        self.list.setFocus()


def _gathered(desk: Desk, today: date) -> _Gathered:
    return _Gathered(tray(desk, today=today), answered(desk, today=today))
