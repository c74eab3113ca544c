"""The encrypted file where much goes at once, a line breaks, a newer office speaks, or two programs write."""

from contextlib import closing
from itertools import chain

import msgspec
import pytest
from sqlalchemy import event

from kamdesk.base.errors import BadValue
from kamdesk.base.ids import new_id
from kamdesk.exchange.items import item_bytes
from kamdesk.exchange.laptop import apply_pull, next_pull
from kamdesk.exchange.protocol import Frame, Mode, Stamp, View
from kamdesk.exchange.verdicts import Item, ItemKind, Verdict
from kamdesk.storage.desk import Desk
from kamdesk.storage.exported import exports_of, note_export
from kamdesk.storage.sync_counts import rows_unapplied
from kamdesk.storage.tray import open_items
from kamdesk.sync.standing import standing
from tests.storage.test_laptop import (
    CLIENT,
    OPEN,
    OTHER,
    answer,
    client_row,
    desk,
    edit_phone,
    frames,
    laptop,
    mark,
    part,
    shown,
)

__all__ = ["desk", "laptop"]


def test_actions_that_ended_are_looked_through_once_however_many_parts_go(desk, laptop):
    """For each of thousands of parts, a territory that goes kept everybody from saving for minutes."""
    scopes = [new_id() for _ in range(8)]
    parts = tuple(part(1, Mode.WHOLE, scope=scope) for scope in scopes)
    rows = [frames([client_row(1, row_id=scope)], scope=scope) for scope in scopes]
    apply_pull(laptop, View(parts=(part(1, Mode.SAME), *parts)), chain.from_iterable(rows))
    edit_phone(desk)
    answer(laptop, Verdict.APPLIED, Stamp(CLIENT, OPEN, 2, mark(2)))
    parts = tuple(part(1, Mode.SAME, scope=scope) for scope in scopes)
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA), *parts)), frames([client_row(2, phone="0571-200")]))
    asked = []
    with desk.writing() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    apply_pull(laptop, View(parts=()), ())
    assert sum(each.startswith("SELECT outbox.action") for each in asked) <= 3
    with desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one() == 0


def test_what_had_come_whole_before_the_line_broke_is_kept(desk, laptop):
    """On a line that never lasts for a whole group, each sync would otherwise begin where the last one began."""

    def until_it_breaks():
        yield from frames([client_row(1, row_id=OTHER)], scope=OTHER)
        yield next(frames([client_row(2, phone="0571-300")]))
        raise BadValue("the line broke")

    parts = (part(1, Mode.WHOLE, scope=OTHER), part(2, Mode.DELTA))
    with pytest.raises(BadValue, match="broke"):
        apply_pull(laptop, View(parts=parts), until_it_breaks())
    assert shown(desk, row_id=OTHER)["phone"] == "0571-100"
    assert shown(desk)["phone"] == "0571-100", "half a part must not stand"
    assert {cursor.scope_id: cursor.rev for cursor in next_pull(laptop, with_cursors=True).cursors} == {
        CLIENT: 1, OTHER: 1,
    }  # fmt: skip


def test_rows_that_were_parked_go_when_their_part_comes_anew_or_goes(desk, laptop):
    for mode in (Mode.WHOLE, None):
        strange = Frame(CLIENT, OPEN, "hologram", ("colour",), [[b"h" * 16, "", 2, "a client's word"]], [], ends=False)
        apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), chain([strange], frames()))
        with desk.reading() as connection:
            assert rows_unapplied(connection) == 1
        apply_pull(laptop, View(parts=(part(2, mode),) if mode else ()), frames([client_row(2)]) if mode else ())
        with desk.reading() as connection:
            assert rows_unapplied(connection) == 0


def test_a_review_item_about_what_this_program_does_not_know_waits_for_a_newer_one(desk, laptop):
    item = Item(
        item_id=b"i" * 16, kind=ItemKind.GONE, action_id=b"a" * 16, word="client", row_id=CLIENT, scope_id=CLIENT,
        compartments=(OPEN,),
    )  # fmt: skip
    plain = msgspec.msgpack.decode(item_bytes(item))
    plain[3] = "hologram"
    items = (item_bytes(item), msgspec.msgpack.encode(plain))
    apply_pull(laptop, View(parts=(part(1, Mode.SAME),), items=items), ())
    with desk.reading() as connection:
        assert [each.word for each in open_items(connection)] == ["client"]
    state = standing(desk)
    assert (state.to_review, state.unapplied) == (1, 1)


def test_two_programs_of_one_desk_both_stand_in_the_list_of_what_left_it(desk):
    assert exports_of(desk) == []
    with closing(Desk(desk.folder, desk.key, clock=desk.clock)) as command_line:
        note_export(command_line, "clients", 3)
    note_export(desk, "brief", 1)
    assert [what for _, what, _ in exports_of(desk)] == ["clients", "brief"]
