"""The core broken on purpose, one way at a time; the histories must notice each (SYNC 10)."""

from collections import deque
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import msgspec

from kamdesk.exchange import judging, laptop, pull, push
from kamdesk.exchange.actions import Deed
from kamdesk.exchange.merge import Merged, Outcome, merge
from kamdesk.exchange.office_store import Claim
from kamdesk.exchange.protocol import Cursor, Mode
from tests.sync import memory_laptop, memory_office, memory_office_sides
from tests.sync.breaking import MUTATIONS, Patch, mutation
from tests.sync.memory_office_sides import MemoryOffice, MemoryView, OfficeDied

__all__ = ["MUTATIONS"]


@mutation
def skips_the_dedupe() -> list[Patch]:
    def claim(self, action_id, content, sequence):
        self.state.actions[action_id] = memory_office.Known(content, self.user_id, self.device_id, None)
        return Claim()

    return [(memory_office.Transaction, "claim", claim)]


@mutation
def trusts_a_clock() -> list[Patch]:
    """The later clock wins a clash."""
    now, written, edits = [], {}, judging._edit

    def _edit(action, change, row, court, findings):
        now[:] = [action.made_at, change.row_id]
        edits(action, change, row, court, findings)
        written.update({(change.row_id, name): action.made_at for name in change.edits})

    def merged(facts, office, wishes):
        found = merge(facts, office, wishes)
        made_at, row_id = now
        is_later = all(made_at > written.get((row_id, name), made_at) for name in wishes)
        if found.outcome is Outcome.CLASH and is_later:
            return Merged(Outcome.TAKEN, {name: each.wanted for name, each in wishes.items()})
        return found

    return [(judging, "_edit", _edit), (judging, "merge", merged)]


@mutation
def lays_rows_over_what_is_pending() -> list[Patch]:
    return [(memory_laptop.Transaction, "rows_with_pending", lambda *_: ())]


@mutation
def drops_the_mark_from_an_answer() -> list[Patch]:
    make = push._answer

    def _answer(action, judged, stamps):
        return make(action, judged, tuple(msgspec.structs.replace(stamp, mark=bytes(16)) for stamp in stamps))

    return [(push, "_answer", _answer)]


@mutation
def sends_an_answer_without_stamps() -> list[Patch]:
    make = push._answer
    return [(push, "_answer", lambda *what: make(*what[:2], ()))]


@mutation
def takes_a_snapshot_in_two_statements() -> list[Patch]:
    """Rows are read as they stood when the heads were read, removals as they stand now, as READ COMMITTED does."""
    removed = MemoryView.removed
    offices: list[MemoryOffice] = []
    begin = memory_office_sides.MemoryPull.__init__

    def init(self, office, user_id):
        offices[:] = [office]
        begin(self, office, user_id)

    def now(self, record, scope_id, *, newer_than):
        return removed(
            MemoryView(offices[0].state, self.user_id, self.interrupt), record, scope_id, newer_than=newer_than
        )

    return [(memory_office_sides.MemoryPull, "__init__", init), (MemoryView, "removed", now)]


@mutation
def keeps_the_cursor_of_a_lost_client() -> list[Patch]:
    purge = memory_laptop.Transaction.purge

    def keeps(self, part):
        cursor = self.state.cursors[part]
        pending = purge(self, part)
        self.state.cursors[part] = cursor
        return pending

    return [(memory_laptop.Transaction, "purge", keeps)]


@mutation
def forgets_a_lost_client_that_is_to_be_read_anew() -> list[Patch]:
    held = lambda self: [part for part in self.state.cursors if part not in self.state.outdated]
    return [(memory_laptop.Transaction, "parts_held", held)]


@mutation
def takes_an_edit_of_an_unknown_row_for_a_create() -> list[Patch]:
    def makes(action, change, court, findings):
        if change.deed is not Deed.REMOVE:
            findings.writes.append(replace(change, deed=Deed.CREATE))

    return [(judging, "_edit_of_nothing", makes)]


@mutation
def reads_rights_unlocked() -> list[Patch]:
    """Rights are read when the push begins; they change before the transaction that relies on them."""
    begin = memory_office_sides.MemoryPush.__init__
    known = []

    def init(self, office, device_id, user_id):
        known[:] = [office.state]
        begin(self, office, device_id, user_id)

    def reader(self):
        return known[0].reader(self.user_id, self.made)

    return [(memory_office_sides.MemoryPush, "__init__", init), (memory_office.Transaction, "reader", reader)]


@mutation
def forgets_what_an_edit_was_made_upon() -> list[Patch]:
    return [(judging, "earlier_item", lambda *_: None)]


@mutation
def lets_an_action_go_when_it_is_answered() -> list[Patch]:
    def take_answer(self, answer):
        kept = self.state.outbox.get(answer.action_id)
        if kept is None or kept.state != memory_laptop.SENT:
            return None
        self.state.outbox[answer.action_id] = kept._replace(state=memory_laptop.DONE, answer=answer)
        return kept.action

    return [(memory_laptop.Transaction, "take_answer", take_answer)]


@mutation
def moves_the_cursor_of_a_resumed_load_to_the_newest_head() -> list[Patch]:
    def _cursor(self, part, after=None):
        return Cursor(part.scope_id, part.compartment, part.rev, part.mark, part.grant, after)

    return [(laptop._Applying, "_cursor", _cursor)]


@mutation
def leaves_what_is_gone_after_a_whole_load() -> list[Patch]:
    def end_whole(self, part):
        self.state.going.pop(part, None)
        return []

    return [(memory_laptop.Transaction, "end_whole", end_whole)]


@mutation
def answers_before_it_commits() -> list[Patch]:
    @contextmanager
    def writing(self, user_id, device_id):
        transaction = memory_office.Transaction(self.state, user_id, device_id, self.random)
        yield transaction
        try:
            self.interrupt("commit")
        except OfficeDied:
            return  # the answers are on their way already
        self.commit(transaction.state)

    return [(MemoryOffice, "writing", writing)]


@mutation
def does_not_stamp_the_persons_own_part() -> list[Patch]:
    carry = push._carry_out

    def _carry_out(office, action, judged, written, person):
        stamps = carry(office, action, judged, written, person)
        return tuple(stamp for stamp in stamps if stamp.scope_id != person[0]) or stamps[:0]

    return [(push, "_carry_out", _carry_out)]


@mutation
def works_without_savepoints() -> list[Patch]:
    return [(memory_office.Transaction, "attempt", lambda self: nullcontext())]


@mutation
def goes_by_tombstones_that_are_gone() -> list[Patch]:
    mode = pull._mode
    return [(pull, "_mode", lambda head, cursor, office: mode(replace(head, floor=0), cursor, office))]


@mutation
def takes_a_right_given_anew_for_the_old_one() -> list[Patch]:
    mode = pull._mode

    def _mode(head, cursor, office):
        return mode(replace(head, grant=cursor.grant) if cursor else head, cursor, office)

    return [(pull, "_mode", _mode)]


@mutation
def takes_every_mark_for_its_own() -> list[Patch]:
    """Two histories of one office are told apart by nothing."""
    return [(MemoryView, "knows", lambda *_: True)]


@mutation
def loses_a_row_where_a_page_ends() -> list[Patch]:
    rows = MemoryView.rows

    def skips(self, record, scope_id, *, newer_than, after, limit):
        found = rows(self, record, scope_id, newer_than=newer_than, after=after, limit=limit and limit + 1)
        return found[1:] if after and newer_than == 0 else found[:limit] if limit else found

    return [(MemoryView, "rows", skips)]


@mutation
def keeps_half_a_part_of_a_broken_stream() -> list[Patch]:
    def next_group(self, stream):
        return deque(frame for frame, _ in zip(stream, range(self._limit), strict=False))

    return [(laptop._Applying, "next_group", next_group)]


@mutation
def does_not_offer_again_what_a_restored_office_lost() -> list[Patch]:
    return [(laptop, "_offer_again", lambda _: None)]


@mutation
def forgets_the_tray_in_the_idle_question() -> list[Patch]:
    digest = pull.digest_of_view

    def without(parts, items, policy):
        return digest(parts, (), policy)

    return [(pull, "digest_of_view", without), (laptop, "digest_of_view", without)]


@mutation
def writes_over_a_clash() -> list[Patch]:
    def always(facts, office, edits):
        return Merged(Outcome.TAKEN, {fact.name: edits[fact.name].wanted for fact in facts})

    return [(judging, "merge", always)]


@mutation
def reads_a_part_anew_without_end() -> list[Patch]:
    return [(pull, "_mode", lambda *_: Mode.WHOLE)]
