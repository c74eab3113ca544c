"""An owner-run desk joins an office and brings its data along (SYNC 7).

A second file is filled from the office first and compared; nothing but the sign-in has been sent by then. What the
person confirms is put into that file's outbox, and the file takes the desk's place in one step.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from kamdesk.base.errors import Refused
from kamdesk.base.ids import new_id
from kamdesk.base.words import language, tr
from kamdesk.connectors.hand_over import write_hand_over
from kamdesk.exchange.actions import Action, Change
from kamdesk.exchange.http_words import Join
from kamdesk.exchange.judging import named_by
from kamdesk.exchange.relaying import relay
from kamdesk.facts.record import Sheet
from kamdesk.reads.likeness import Twin
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.storage import outbox, settings
from kamdesk.storage.coming_desk import coming_of, drop_coming, make_coming, take_the_place, written_so_far
from kamdesk.storage.desk import Desk
from kamdesk.storage.laptop import in_transaction
from kamdesk.storage.rows import row
from kamdesk.storage.settings import write_setting
from kamdesk.sync.joining import name_of_this_machine
from kamdesk.sync.moving_in.changes import Brought, changes_of
from kamdesk.sync.moving_in.comparison import Comparison, Decided, Sides, compared
from kamdesk.sync.moving_in.handing_over import handed_rows
from kamdesk.sync.office_address import office_address
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_of_desk import client_of, settings_of
from kamdesk.sync.proxy import ProxySignIn
from kamdesk.sync.run import Watch
from kamdesk.sync.session import TRIES, synced

VERB = "bring_along"
_RECOVERY_LATER = "recovery_later"
"""The office's recovery key, kept apart until the person has confirmed: before that nothing of the desk is sent."""
_CARRIED = "carried"
_NOTHING_DECIDED: Decided = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What joining would do, before anything is sent."""

    office: str
    """the company's name there"""
    same: dict[str, int]
    """word of a kind → how many rows the office has already"""
    new: dict[str, int]
    """… how many go there as this person's"""
    changed: int
    """known rows of which this desk knows more or otherwise"""
    contested: int
    """facts of them of which the office has another value: they come into the review"""
    left_out: list[tuple[str, str]]
    """(what row, which fact): this person may not write it there"""
    handed: dict[str, int]
    """… how many only the office's own import can bring in"""
    clients_handed: list[str]
    """clients that are not among this person's at the office"""
    twins: list[Twin] = field(default_factory=list)


class MovingIn:
    """A desk on its way. `close()` where it ends without `finish`; what came from the office is kept for next time."""

    def __init__(self, desk: Desk, coming: Desk) -> None:
        self._desk, self._coming = desk, coming
        self._written: dict[str, int] = {}
        """how much had been written on the desk when it was compared last"""

    @property
    def office(self) -> str:
        """The office's address."""
        return self._coming.settings.get(settings.OFFICE)

    def preview(self, decided: Decided = _NOTHING_DECIDED) -> Preview:
        """What would become of every row, with what was said of twins so far."""
        found, brought = self._compared(decided)
        return _preview(self._coming.settings.get(settings.COMPANY), found, brought, self._desk)

    def finish(self, decided: Decided = _NOTHING_DECIDED, *, hand_over: Path | None = None) -> Desk:
        """Join for good: the desk given at the beginning is closed, the one returned is the office's.

        Raises: Refused where something must be handed over and no file was named, or another program has the desk open;
        CannotOpen. Then the desk is still what it was.
        """
        self.prepare(decided, hand_over=hand_over)
        self._desk.close()
        return self.switch()

    def prepare(self, decided: Decided = _NOTHING_DECIDED, *, hand_over: Path | None = None) -> None:
        """All but the last step, beside whoever works at the desk. Raises: Refused, CannotOpen."""
        found, brought = self._compared(decided)
        if found.handed:
            self._hand_over(found, hand_over)
        self._carry(brought)
        self._coming.close()

    def switch(self) -> Desk:
        """The last step, once the desk is closed. Raises: Refused, CannotOpen; then it is still what it was.

        What was typed since everything was put together is not in it: then the desk stays, and joins once more.
        """
        with closing(Desk(self._desk.folder, self._desk.key)) as left, left.reading() as own:
            written = written_so_far(own)
        if written != self._written:
            raise Refused(tr("Something was written on this desk while it joined. Nothing was sent; join once more."))
        take_the_place(self._desk.folder, self._desk.key)
        return Desk(self._desk.folder, self._desk.key, clock=self._desk.clock)

    def close(self) -> None:
        """Leave it for now."""
        self._coming.close()

    def give_up(self) -> None:
        """The desk stays its owner's, and what came from the office goes."""
        self._coming.close()
        drop_coming(self._desk.folder)

    def _compared(self, decided: Decided) -> tuple[Comparison, Brought]:
        role = self._coming.author.role
        with self._desk.reading() as own, self._coming.reading() as there:
            self._written = written_so_far(own)
            found = compared(Sides(own=own, office=there, role=role, decided=decided))
        return found, changes_of(found, role)

    def _hand_over(self, found: Comparison, file: Path | None) -> None:
        if file is None:
            raise Refused(tr("Say which file takes what only the office itself can bring in."))
        company = self._desk.settings.get(settings.COMPANY)
        with self._desk.reading() as own, self._coming.reading() as there:
            write_hand_over(file, handed_rows(found, own, there), company=company)

    def _carry(self, brought: Brought) -> None:
        """Everything into the coming file's outbox, laid over the office's rows, in one transaction."""
        coming, author = self._coming, self._coming.author
        kept = coming.settings.all()
        with coming.in_bulk(), coming.writing() as connection:
            laptop = in_transaction(connection)
            for change in (*brought.creates, *brought.edits):
                action = Action(
                    action_id=new_id(), verb=VERB, author=author, made_at=coming.clock(), changes=(change,)
                )  # fmt: skip
                record = by_word(change.word)
                laptop.guard(record, change.row_id, change.scope_id)
                outbox.keep(connection, action, _touched(change))
                relay(laptop, record, change.row_id)
            laptop.flush()
            for name, value in self._desk.settings.all().items():
                # What is said of the outbox is said of the one that stays behind.
                if name not in {*kept, settings.OUTBOX_DAYS} and not name.startswith(settings.POLICY):
                    write_setting(connection, name, value)
            write_setting(connection, settings.RECOVERY, kept.get(_RECOVERY_LATER, ""))
            write_setting(connection, _CARRIED, "yes")


def move_in(
    desk: Desk, address: str, *, user: str, password: str, laptop: str = "", proxy: ProxySignIn | None = None,
    watch: Watch = lambda _step: None,
) -> MovingIn:  # fmt: skip
    """Sign in at the office and fetch what this person has there; asked again, what came before is used.

    Raises: Refused where the desk has an office; WrongAddress, WrongPassword and every other OfficeError.
    """
    if desk.has_office:
        raise Refused(tr("This desk belongs to an office already: {office}", office=desk.settings.get(settings.OFFICE)))
    address = office_address(address)
    name = laptop or name_of_this_machine()
    wish = Join(user=user, password=password, laptop=name, language=language())
    coming = _begun(desk, address, wish) or _joined(desk, address, wish, proxy)
    with ExitStack() as unless_it_succeeds:
        unless_it_succeeds.callback(coming.close)
        with closing(client_of(coming)) as office:
            synced(coming, office, watch, tries=TRIES)
        unless_it_succeeds.pop_all()
    return MovingIn(desk, coming)


def _begun(desk: Desk, address: str, wish: Join) -> Desk | None:
    """What an earlier try left, where it is of the same office and person and nothing was confirmed in it."""
    coming = coming_of(desk, wish.password)
    if coming is None:
        return None
    kept = coming.settings.all()
    if (kept.get(settings.OFFICE), kept.get(settings.OFFICE_USER), kept.get(_CARRIED)) == (address, wish.user, None):
        return coming
    coming.close()
    return None


def _joined(desk: Desk, address: str, wish: Join, proxy: ProxySignIn | None) -> Desk:
    with closing(OfficeClient(address, proxy=proxy)) as office:
        joined = office.join(wish)
    kept = settings_of(joined, address=address, laptop=wish.laptop, proxy=proxy)
    about = {settings.COMPANY: joined.office, settings.CURRENCY: joined.currency}
    later = {_RECOVERY_LATER: kept[settings.RECOVERY], settings.RECOVERY: ""}
    return make_coming(desk, wish.password, {**kept, **about, **later})


def _touched(change: Change) -> Iterable[bytes]:
    return {change.row_id, *named_by(change)}


def _preview(office: str, found: Comparison, brought: Brought, desk: Desk) -> Preview:
    with desk.reading() as own:
        clients = [sheet for row_id in found.handed.get(Client, ()) if (sheet := row(own, Client, row_id))]
    return Preview(
        office=office,
        same=dict(found.same_counts),
        new=_words_of(change.word for change in brought.creates),
        changed=len(brought.edits),
        contested=brought.contested,
        left_out=[(name_of(sheet), tr(sheet.record.fact(name).label)) for sheet, name in brought.left_out],
        handed={record.word: len(ids) for record, ids in found.handed.items()},
        clients_handed=sorted(name_of(sheet) for sheet in clients),
        twins=found.twins,
    )


def _words_of(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def name_of(sheet: Sheet) -> str:
    """What people call a row."""
    for fact in ("legal_name", "name", "subject", "text"):
        if sheet.get(fact):
            return str(sheet[fact])[:60]
    return tr(sheet.record.label)
