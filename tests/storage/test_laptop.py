"""The encrypted file as the laptop's side of a sync: the office's rows, and what is pending laid over them."""

from datetime import UTC, datetime

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Author
from kamdesk.exchange.digest import digest_of
from kamdesk.exchange.laptop import BrokeOff, apply_pull, next_pull, next_push, rejoined, take_pushed
from kamdesk.exchange.protocol import Answer, Frame, Lineage, Mode, Part, Pushed, Stamp, View
from kamdesk.exchange.verdicts import Verdict
from kamdesk.exchange.wire import action_of
from kamdesk.facts.policies import Compartment, Role
from kamdesk.operations.act import edit_facts
from kamdesk.operations.promises import record_promise
from kamdesk.operations.undo import undo
from kamdesk.records.clients import Client
from kamdesk.records.visits import Promise
from kamdesk.storage.desk import create_desk
from kamdesk.storage.digests import digests, read_anew
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.office_rows import office_values
from kamdesk.storage.rows import row
from kamdesk.storage.settings import OFFICE
from kamdesk.storage.tables import office_rows, search_words

NOW = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
CLIENT, OTHER = new_id(), new_id()
OPEN = Compartment.OPEN
REP = Author(name="Lin Yue", role=Role.REP)
NAMES = ("legal_name", "phone", "position", "status", "payment_term_days")


def mark(rev):
    return bytes([rev]) * 16


def client_row(rev, name="恒泰机械", phone="0571-100", row_id=CLIENT):
    return [row_id, "C1", rev, name, phone, "single", "active", 30]


def part(rev, mode, scope=CLIENT):
    return Part(scope, OPEN, rev, mark(rev), 1, mode, "2026-10-20T06:00:00Z")


def frames(rows=(), removed=(), scope=CLIENT):
    if rows or removed:
        yield Frame(scope, OPEN, "client", NAMES, list(rows), list(removed), ends=False)
    yield Frame(scope, OPEN, "", (), [], [], ends=True)


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY", clock=fixed_clock(NOW))
    made.settings.set(OFFICE, "https://office.example")
    apply_pull(FileLaptop(made), View(parts=(part(1, Mode.WHOLE),)), frames([client_row(1)]))
    yield made
    made.close()


@pytest.fixture
def laptop(desk):
    return FileLaptop(desk)


def shown(desk, record=Client, row_id=CLIENT):
    with desk.reading() as connection:
        return row(connection, record, row_id)


def office(desk):
    with desk.reading() as connection:
        return list(office_values(connection, Client, CLIENT))


def pending_rows(desk):
    with desk.reading() as connection:
        return len(connection.execute(office_rows.select()).all())


def edit_phone(desk, wanted="0571-200", seen="0571-100"):
    return edit_facts(desk, REP, Client, CLIENT, {"phone": (seen, wanted)})


def answer(laptop, verdict, *stamps, waiting=()):
    sent = next_push(laptop, "en").actions
    answers = tuple(
        Answer(action_id=action_of(each.action).action_id, verdict=verdict, stamps=stamps, waiting=waiting)
        for each in sent
    )
    take_pushed(laptop, Pushed(lineage=Lineage.SAME, nonce=b"n" * 16, answers=answers))


def test_a_part_that_came_whole_is_here_and_found_and_held_up_to_its_revision(desk, laptop):
    assert shown(desk)["legal_name"] == "恒泰机械"
    assert shown(desk)["payment_term_days"] == 30
    with desk.reading() as connection:
        assert "hengtai" in connection.execute(search_words.select()).mappings().one()["text"]
    (cursor,) = next_pull(laptop, with_cursors=True).cursors
    assert (cursor.rev, cursor.mark, cursor.after) == (1, mark(1), None)


def test_rows_from_the_office_never_write_over_what_is_not_sent(desk, laptop):
    edit_phone(desk)
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), frames([client_row(2, "恒泰集团", "0571-300")]))
    assert (shown(desk)["legal_name"], shown(desk)["phone"]) == ("恒泰集团", "0571-200")
    assert office(desk)[0][:5] == [CLIENT, "C1", 2, "恒泰集团", ""]


def test_an_action_leaves_the_outbox_when_its_row_came_back_and_not_before(desk, laptop):
    edit_phone(desk)
    answer(laptop, Verdict.APPLIED, Stamp(CLIENT, OPEN, 2, mark(2)))
    assert next_push(laptop, "en").actions == ()
    assert pending_rows(desk) == 1
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), frames([client_row(2, phone="0571-200")]))
    assert pending_rows(desk) == 0
    assert (shown(desk)["phone"], next_pull(laptop, with_cursors=False).digest != b"") == ("0571-200", True)


def test_a_refused_edit_is_rolled_back(desk, laptop):
    edit_phone(desk)
    answer(laptop, Verdict.REFUSED, waiting=((CLIENT, ""), (CLIENT, "phone")))
    assert shown(desk)["phone"] == "0571-100"


def test_a_clashing_fact_shows_the_offices_value_and_the_others_of_the_action_stay(desk, laptop):
    edit_facts(desk, REP, Client, CLIENT, {"phone": ("0571-100", "0571-200"), "city": ("", "Hangzhou")})
    answer(laptop, Verdict.MERGED, Stamp(CLIENT, OPEN, 2, mark(2)), waiting=((CLIENT, "phone"),))
    assert (shown(desk)["phone"], shown(desk)["city"]) == ("0571-100", "Hangzhou")


def test_undo_of_what_is_not_sent_shows_what_the_office_has_by_now(desk, laptop):
    done = edit_phone(desk)
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), frames([client_row(2, phone="0571-300")]))
    undo(desk, done.action_id)
    assert shown(desk)["phone"] == "0571-300"
    assert pending_rows(desk) == 0


def test_a_new_row_of_ours_outlives_a_part_that_comes_anew(desk, laptop):
    promise_id, _ = record_promise(desk, REP, CLIENT, {"what": "Samples"}, today=NOW.date())
    apply_pull(laptop, View(parts=(part(5, Mode.WHOLE),)), frames([client_row(4)]))
    assert shown(desk, Promise, promise_id)["what"] == "Samples"


def test_what_does_not_come_again_with_a_whole_part_is_gone(desk, laptop):
    apply_pull(laptop, View(parts=(part(5, Mode.WHOLE),)), frames())
    assert shown(desk) is None
    with desk.reading() as connection:
        assert connection.execute(search_words.select()).all() == []


def test_an_edit_of_a_row_that_is_gone_brings_nothing_back_and_stays_in_the_outbox(desk, laptop):
    edit_phone(desk)
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), frames(removed=[CLIENT]))
    assert shown(desk) is None
    assert len(next_push(laptop, "en").actions) == 1


def test_a_part_that_is_ours_no_longer_goes_with_its_cursor(desk, laptop):
    apply_pull(laptop, View(parts=()), iter(()))
    assert shown(desk) is None
    assert next_pull(laptop, with_cursors=True).cursors == ()


def test_a_client_that_was_lost_while_its_part_is_to_be_read_anew_goes_as_well(desk, laptop):
    """A newer program with other facts, or a part that is mended: its cursor is left out, and the rows are there."""
    with desk.writing() as connection:
        read_anew(connection, (CLIENT, OPEN))
    apply_pull(FileLaptop(desk), View(parts=()), iter(()))
    assert shown(desk) is None
    with FileLaptop(desk).reading() as file:
        assert not file.parts_held()


def test_a_restored_office_is_offered_again_what_it_lost(desk, laptop):
    edit_phone(desk)
    answer(laptop, Verdict.APPLIED, Stamp(CLIENT, OPEN, 2, mark(2)))
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), frames([client_row(2, phone="0571-200")]))
    lost = View(parts=(part(1, Mode.WHOLE),), unknown=(Stamp(CLIENT, OPEN, 2, mark(2)),))
    apply_pull(laptop, lost, frames([client_row(1)]))
    assert shown(desk)["phone"] == "0571-200"
    assert len(next_push(laptop, "en").actions) == 1


def test_a_giant_part_is_cut_and_goes_on_where_it_broke_off(desk, laptop):
    rows = [[new_id(), str(n), 1, f"Client {n}", "", "branch", "active", 30] for n in range(6)]

    def broken():
        for at in range(0, 6, 2):
            if at == 4:
                raise ConnectionError
            yield Frame(OTHER, OPEN, "client", NAMES, rows[at : at + 2], [], ends=False)

    with pytest.raises(ConnectionError):
        apply_pull(laptop, View(parts=(part(1, Mode.SAME), part(7, Mode.WHOLE, OTHER))), broken(), rows_a_transaction=2)
    loading = {cursor.scope_id: cursor for cursor in next_pull(laptop, with_cursors=True).cursors}[OTHER]
    assert loading.after == ("client", rows[3][0])
    parts = (part(1, Mode.SAME), part(9, Mode.MORE, OTHER))
    apply_pull(laptop, View(parts=parts), frames(rows[4:], scope=OTHER))
    whole = {cursor.scope_id: cursor for cursor in next_pull(laptop, with_cursors=True).cursors}[OTHER]
    assert (whole.rev, whole.after) == (7, None)  # the head of its first page: what changed meanwhile comes again
    assert all(shown(desk, row_id=each[0]) for each in rows)


def test_the_digest_is_of_the_offices_values_and_not_of_pending_ones(desk):
    before = digest_of(("client", values) for values in office(desk))
    edit_phone(desk)
    assert digest_of(("client", values) for values in office(desk)) == before


def test_half_a_part_of_a_stream_that_ends_too_early_leaves_nothing_behind(desk, laptop):
    half = Frame(CLIENT, OPEN, "client", NAMES, [client_row(2, phone="0571-300")], [], ends=False)
    with pytest.raises(BrokeOff):
        apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), iter([half]))
    assert shown(desk)["phone"] == "0571-100"
    assert next_pull(laptop, with_cursors=True).cursors[0].rev == 1


def test_what_is_not_sent_is_shown_again_when_a_client_comes_back(desk, laptop):
    edit_phone(desk)
    apply_pull(laptop, View(parts=()), iter(()))
    assert shown(desk) is None
    apply_pull(laptop, View(parts=(part(3, Mode.WHOLE),)), frames([client_row(3)]))
    assert shown(desk)["phone"] == "0571-200"


def test_an_action_that_is_offered_again_is_shown_at_once(desk, laptop):
    edit_phone(desk)
    answer(laptop, Verdict.APPLIED, Stamp(CLIENT, OPEN, 2, mark(2)))
    apply_pull(laptop, View(parts=(part(3, Mode.DELTA),)), frames([client_row(3, phone="0571-300")]))
    assert shown(desk)["phone"] == "0571-300"
    take_pushed(laptop, Pushed(lineage=Lineage.RESTORED, nonce=b"m" * 16))
    assert shown(desk)["phone"] == "0571-200"


def test_a_laptop_that_joined_anew_numbers_its_actions_from_one(desk, laptop):
    edit_phone(desk)
    assert next_push(laptop, "en").actions[0].sequence == 1
    edit_phone(desk, "0571-300", "0571-200")
    assert [each.sequence for each in next_push(laptop, "en").actions] == [1, 2]
    rejoined(laptop)
    push = next_push(laptop, "en")
    assert ([each.sequence for each in push.actions], push.nonce, push.first_kept) == ([1, 2], b"", 1)


def test_an_import_that_changed_nothing_still_makes_the_rows_newer(desk, laptop):
    same = Part(CLIENT, OPEN, 1, mark(1), 1, Mode.SAME, "2026-10-21T06:00:00Z")
    before = next_pull(laptop, with_cursors=False).digest
    apply_pull(laptop, View(parts=(same,), policy={"days": "30"}), iter(()))
    assert next_pull(laptop, with_cursors=True).cursors[0].as_of == "2026-10-21T06:00:00Z"
    assert next_pull(laptop, with_cursors=False).digest != before
    with laptop.writing() as written:
        assert written.policy() == {"days": "30"}


def test_a_part_that_is_read_anew_to_mend_it_loses_what_the_office_does_not_have(desk, laptop):
    stray = new_id()
    apply_pull(laptop, View(parts=(part(2, Mode.DELTA),)), frames([client_row(2, row_id=stray)]))
    with desk.writing() as connection:
        read_anew(connection, (CLIENT, OPEN))
    again = FileLaptop(desk)  # the next sync is another process
    assert next_pull(again, with_cursors=True).cursors == ()
    apply_pull(again, View(parts=(part(2, Mode.WHOLE),)), frames([client_row(1)]))
    assert (shown(desk, row_id=stray), shown(desk)["phone"]) == (None, "0571-100")


def test_a_load_that_went_on_while_the_office_wrote_remembers_the_newest_page(desk, laptop):
    rows = [[new_id(), str(n), 1, f"Client {n}", "", "branch", "active", 30] for n in range(2)]
    first = Frame(OTHER, OPEN, "client", NAMES, rows[:1], [], ends=False)
    with pytest.raises(BrokeOff):
        apply_pull(laptop, View(parts=(part(7, Mode.WHOLE, OTHER),)), iter([first]), rows_a_transaction=1)
    apply_pull(laptop, View(parts=(part(9, Mode.MORE, OTHER),)), frames(rows[1:], scope=OTHER))
    (cursor,) = next_pull(laptop, with_cursors=False).cursors
    assert (cursor.rev, cursor.after, cursor.ahead) == (7, None, (9, mark(9)))
    apply_pull(laptop, View(parts=(part(9, Mode.DELTA, OTHER),)), frames(scope=OTHER))
    assert next_pull(laptop, with_cursors=True).cursors[0].ahead is None


def test_a_part_without_records_is_counted_as_held(desk, laptop):
    # Its checksum of facts is 0, which once meant "to be read anew": no desk was ever equal to its office again.
    mine = Part(OTHER, Compartment.PERSON, 3, mark(3), 1, Mode.WHOLE, "")
    end = Frame(OTHER, Compartment.PERSON, "", (), [], [], ends=True)
    apply_pull(laptop, View(parts=(part(1, Mode.SAME), mine)), iter([end]))
    with desk.reading() as connection:
        counted = {(each.scope_id, each.compartment): (each.rev, each.rows) for each in digests(connection)}
    assert counted[OTHER, Compartment.PERSON] == (3, 0)
