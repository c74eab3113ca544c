"""`kamdesk join` on a desk that its owner runs: what would come of its data, and with --yes the joining."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from kamdesk.base.errors import BadValue, Refused
from kamdesk.base.exit_codes import DONE, REFUSED
from kamdesk.base.ids import id_from_text, id_text
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked, office_password, password
from kamdesk.facts.record import Sheet
from kamdesk.reads.likeness import SHOWN, Twin
from kamdesk.storage.desk import open_desk
from kamdesk.storage.window_lock import WindowLock
from kamdesk.sync.moving_in.comparison import Decided
from kamdesk.sync.moving_in.moving import MovingIn, Preview, move_in, name_of
from kamdesk.sync.moving_in.preview_words import preview_sentences
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.session import TRIES, synced


def join_with_own_desk(asked: Asked) -> int:
    """Preview, or join. Returns: 1 for a preview: nothing was sent. Raises: Refused while the desk's window is open."""
    own, decided = asked.own, _decided(asked)
    lock = WindowLock(asked.profile)
    if not lock.take():
        raise Refused(tr("This desk's window is open: join there, or close it first."))
    desk = None
    try:
        desk = open_desk(asked.profile, password=password())
        moving = move_in(desk, own.url, user=own.user, password=office_password(), laptop=own.laptop or "")
        with closing(moving):
            preview = moving.preview(decided)
            if own.yes:
                return _finish(asked, moving, preview, decided)
        asked.say({"joined": False} | _plain(preview, decided), _sentences(preview, decided))
        print(tr("Nothing was sent. Say --yes to join with that."), file=sys.stderr)
        return REFUSED
    finally:
        if desk is not None:
            desk.close()
        lock.release()


def _finish(asked: Asked, moving: MovingIn, preview: Preview, decided: Decided) -> int:
    hand_over = Path(asked.own.hand_over) if asked.own.hand_over else None
    if preview.handed and hand_over is None:
        raise Refused(tr("Say with --hand-over FILE which file takes what only the office itself can bring in."))
    address = moving.office
    desk = moving.finish(decided, hand_over=hand_over)
    with closing(desk), closing(client_of(desk)) as office:
        report = synced(desk, office, tries=TRIES)
    more = {"profile": str(asked.profile), "office": address, "sync": report.as_json()}
    asked.say({"joined": True} | _plain(preview, decided) | more, tr("Joined: {folder}", folder=asked.profile))
    return DONE


def _decided(asked: Asked) -> dict[bytes, bool]:
    """What was said of possible twins. Raises: BadValue where an id is none."""
    try:
        return {id_from_text(each): is_same for given, is_same in ((asked.own.same, True), (asked.own.apart, False))
                for each in given}  # fmt: skip
    except ValueError as error:
        raise BadValue(tr("This is no id of a possible twin; take it from the list.")) from error


def _plain(preview: Preview, decided: Decided) -> dict[str, Any]:
    return {
        "company": preview.office,
        "same": preview.same,
        "new": preview.new,
        "changed": preview.changed,
        "contested": preview.contested,
        "left_out": [{"row": name, "fact": fact} for name, fact in preview.left_out],
        "handed_over": preview.handed,
        "clients_handed_over": preview.clients_handed,
        "twins": [_twin(each, decided) for each in preview.twins],
    }


def _twin(twin: Twin, decided: Decided) -> dict[str, Any]:
    return {
        "id": id_text(twin.own.id),
        "record": twin.own.record.word,
        "own": _side(twin.own),
        "office": _side(twin.office),
        "same": decided.get(twin.own.id, twin.is_likely),
    }


def _side(sheet: Sheet) -> dict[str, str]:
    return {"key": sheet.external_key, **{name: str(sheet[name]) for name in SHOWN[sheet.record] if sheet[name]}}


def _sentences(preview: Preview, decided: Decided) -> str:
    lines = [tr("Joining {office} would do this:", office=preview.office), *preview_sentences(preview)]
    for each in preview.twins:
        same = tr("the same") if decided.get(each.own.id, each.is_likely) else tr("two different ones")
        slots = {"own": name_of(each.own), "office": name_of(each.office), "said": same, "id": id_text(each.own.id)}
        lines.append(tr("possible twins: {own} here, {office} there; taken for {said} ({id})", **slots))
    return "\n".join(lines)
