"""One sync: push until nothing waits, then pull until nothing differs (SYNC 5). Stopped anywhere, nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from kamdesk.base.garbage import no_garbage
from kamdesk.base.words import language, tr
from kamdesk.exchange.laptop import BrokeOff, apply_pull, next_pull, next_push, take_pushed
from kamdesk.exchange.protocol import Frame, Lineage, Mode, View
from kamdesk.facts.policies import Compartment
from kamdesk.storage import outbox
from kamdesk.storage.desk import Desk
from kamdesk.storage.digests import held_parts
from kamdesk.storage.indexes import make_those_aside, set_aside
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.leaving import clear_traces
from kamdesk.storage.settings import TRACES
from kamdesk.storage.sync_counts import clients_among
from kamdesk.sync.joining import leave_key
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_errors import Copied, CutOff, DeviceLost, OfficeError, Retired
from kamdesk.sync.read_ahead import a_thread_beside
from kamdesk.sync.report import Report, Step

ROUNDS_MAX = 5
"""So often the same thing is asked anew: an office put back, an action that breaks it, a stream that ends early
without having brought anything. After that the next sync tries."""

Watch = Callable[[Step], None]
"""Told how far a sync has come; whatever it raises ends the sync between two messages."""


class Sync:
    """A sync of one desk with its office."""

    def __init__(self, desk: Desk, office: OfficeClient, watch: Watch = lambda _step: None) -> None:
        self._desk = desk
        self._office = office
        self._store = FileLaptop(desk)
        self._watch = watch
        self._began = time.perf_counter()
        self._sent_before, self._received_before = office.traffic.sent_bytes, office.traffic.received_bytes
        self.report = Report(started_at=desk.clock())

    def run(self) -> Report:
        """Do it. Raises: OfficeError (Copied where this file is a copy), CannotOpen; what was done until then stays."""
        try:
            self._clear_traces_left()
            leave_key(self._desk, self._office)
            for _ in range(ROUNDS_MAX):
                self._push()
                if self._pull():
                    break
            make_those_aside(self._desk)
        except (DeviceLost, Retired):  # this desk ends now
            raise
        except OfficeError:  # nobody knows when the office answers again
            make_those_aside(self._desk)
            raise
        finally:
            self._count()
        return self.report

    def _push(self) -> None:
        """Send what waits, in order; an action that the office leaves unanswered is offered a few times."""
        rounds_left = ROUNDS_MAX
        while rounds_left:
            with self._desk.reading() as connection:
                waiting = outbox.waiting(connection)
            if not waiting:
                return
            push = next_push(self._store, language())
            self._watch(Step(sending=waiting))
            pushed = self._office.push(push, waiting=waiting - len(push.actions))
            if pushed.lineage is Lineage.CLONED:
                raise Copied(tr("This desk is a copy, or was put back from a backup: sign in with your password once."))
            take_pushed(self._store, pushed)
            self.report.sent += len(pushed.answers)
            self.report.verdicts.update(answer.verdict for answer in pushed.answers)
            if not pushed.answers:
                rounds_left -= 1

    def _pull(self) -> bool:
        """Fetch what differs. Returns: whether it has come whole; False where the office lost what it once answered."""
        with_cursors, tried_with = False, None
        while True:
            asked_at = self._desk.clock()
            pull = next_pull(self._store, with_cursors=with_cursors)
            with self._office.pull(pull) as (view, frames):
                if view.is_same:
                    self.report.as_of = asked_at
                    return True
                if pull.cursors is None:
                    with_cursors = True
                    continue
                try:
                    self._apply(view, frames)
                except BrokeOff as error:  # the office ends a stream after its minute: ask on, if anything came
                    if pull.cursors == tried_with:
                        raise CutOff(error.text) from error
                    tried_with = pull.cursors
                    continue
            if not view.unknown:
                self.report.as_of = asked_at
            return not view.unknown

    def _apply(self, view: View, frames: Iterator[Frame]) -> None:
        """Apply a pull. Raises: BrokeOff where it did not come whole; what had is kept."""
        with self._desk.reading() as connection:
            lost = held_parts(connection) - {(part.scope_id, part.compartment) for part in view.parts}
            scopes_lost = {scope_id for scope_id, part in lost if part is Compartment.OPEN}
            self.report.gone += clients_among(connection, scopes_lost)
        if lost:  # some are no longer this user's
            self._desk.settings.set(TRACES, "yes")
        set_aside(self._desk)
        with self._desk.in_bulk(), no_garbage(), a_thread_beside() as beside:
            # what a pulled plug takes back comes again with its cursors
            apply_pull(self._store, view, self._watched(view, frames), beside=beside)
        self._clear_traces_left()

    def _watched(self, view: View, frames: Iterator[Frame]) -> Iterator[Frame]:
        """The frames on their way, counted."""
        differing = sum(part.mode is not Mode.SAME for part in view.parts)
        ended = 0
        for frame in frames:
            ended += frame.ends
            self.report.received += len(frame.rows)
            self.report.removed += len(frame.removed)
            self._watch(Step(rows=self.report.received, parts_done=ended, parts=differing))
            yield frame

    def _clear_traces_left(self) -> None:
        if self._desk.settings.get(TRACES) and clear_traces(self._desk):
            self._desk.settings.set(TRACES, "")

    def _count(self) -> None:
        self.report.seconds = time.perf_counter() - self._began
        self.report.sent_bytes = self._office.traffic.sent_bytes - self._sent_before
        self.report.received_bytes = self._office.traffic.received_bytes - self._received_before
