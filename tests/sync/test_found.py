"""What the histories and a second look found wrong once; each stays mended."""

from dataclasses import replace

import msgspec
import pytest

from kamdesk.exchange.actions import Change, Deed, create, edit, merge_twins
from kamdesk.exchange.items import item_of
from kamdesk.exchange.laptop import next_pull
from kamdesk.exchange.nonces import Nonces, met
from kamdesk.exchange.protocol import Lineage, Mode, Sealed
from kamdesk.exchange.verdicts import ItemKind, Verdict
from kamdesk.exchange.wire import action_bytes
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.visits import Note
from tests.sync.simulation import run

SEEDS = (13, 82, 676, 1681, 2921)
"""The seeds under which something was found; what each told has changed since, the tests below tell it by name."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_that_fell_once_stands(seed):
    assert run(seed).actions


def test_the_first_rows_of_a_part_that_was_empty_arrive(company):
    scope_id = company.makes_client(company.lin, legal_name="New")
    company.sync(company.lin)
    with company.office.writing(company.lin.user_id, b"") as office:
        office.put(create("order", company.new_id(), scope_id, {"their_number": "7"}))
    company.sync(company.lin)
    assert len(company.lin.laptop.state.tables["order", scope_id]) == 1


def test_finance_writes_the_facts_it_owns(company):
    edited = company.edits(company.fei, "client", company.client, payment_term_days=60)
    company.sync(company.fei)
    assert company.answer(edited).verdict is Verdict.APPLIED
    assert company.office_row(company.client)["payment_term_days"] == 60


def a_note(company, text):
    return create("note", company.new_id(), company.client, {"text": text})


def test_a_kind_of_record_that_this_office_does_not_know_stops_nobody(company):
    action = company.lin.action(
        company.new_id(), "test", [create("note", company.new_id(), company.client, {"text": "x"})]
    )
    newer = action_bytes(action).replace(b"\xa4note", b"\xa4mote")
    good = company.lin.action(
        company.new_id(), "test", [create("note", company.new_id(), company.client, {"text": "y"})]
    )
    company.watch.accepted[good.action_id] = good
    told = company.push_raw(
        company.lin, Sealed(1, action.action_id, newer), Sealed(2, good.action_id, action_bytes(good))
    )
    assert told[good.action_id].verdict is Verdict.APPLIED


@pytest.mark.parametrize("bad", [b"", b"\xc1", b"\x80", msgspec.msgpack.encode({"changes": [1]}), b"\x91" * 5000])
def test_bytes_that_are_no_action_are_held_as_they_came_and_answered_by_their_envelope(company, bad):
    for _ in range(3):
        told = company.push_raw(company.lin, Sealed(1, b"b" * 16, bad))
    assert told[b"b" * 16].verdict is Verdict.HELD
    assert company.office.state.raw[b"b" * 16] == bad


def test_an_id_given_to_another_content_is_refused_loudly_and_what_was_typed_is_kept(company):
    note = company.new_id()
    first = company.lin.action(b"x" * 16, "test", [create("note", note, company.client, {"text": "x"})])
    other = replace(first, changes=(create("note", company.new_id(), company.client, {"text": "y"}),))
    company.watch.accepted[first.action_id] = first
    company.push_raw(company.lin, Sealed(1, first.action_id, action_bytes(first)))
    told = company.push_raw(company.lin, Sealed(2, first.action_id, action_bytes(other)))[first.action_id]
    assert (told.verdict, told.code, bool(told.stamps)) == (Verdict.REFUSED, "forged", True)
    assert action_bytes(other) in company.office.state.raw.values()


def test_who_acts_is_said_by_the_sign_in_and_never_by_the_bytes(company):
    action = company.lin.action(
        company.new_id(), "test", [edit("client", company.client, company.client, {"grade": ("", "A")})]
    )
    forged = replace(action, author=replace(action.author, name="Ma", role=Role.MANAGER))
    told = company.push_raw(company.lin, Sealed(1, action.action_id, action_bytes(forged)))[action.action_id]
    assert told.code == "rights"
    assert [item.author for item in company.items()] == ["Lin"]


def test_people_of_a_client_that_was_refused_wait_in_its_item(company):
    scope_id = company.new_id()
    made = create("client", scope_id, scope_id, {"legal_name": "New", "status": "nonsense"})
    refused = company.typed(company.lin, made)
    person = company.lin.action(
        company.new_id(), "test", [create("contact", company.new_id(), scope_id, {"name": "Chen"})]
    )
    company.watch.accepted |= {each.action_id: each for each in (refused, person)}
    told = company.push_raw(
        company.lin, *(Sealed(n, each.action_id, action_bytes(each)) for n, each in enumerate((refused, person), 1))
    )
    assert (told[refused.action_id].verdict, told[person.action_id].verdict) == (Verdict.REFUSED, Verdict.WAITS)
    (item,) = company.items()
    assert len(item.actions) == 2
    company.sync(company.lin)
    assert [item_of(each).item_id for each in company.lin.laptop.state.items] == [item.item_id]


def test_a_note_about_a_contact_that_was_refused_waits_in_its_item(company):
    contact = company.new_id()
    refused = create("contact", contact, company.client, {"name": "Chen", "level": "nonsense"})
    note = create("note", company.new_id(), company.client, {"text": "about", "contact_id": contact})
    actions = [company.typed(company.lin, change) for change in (refused, note)]
    sealed = [Sealed(n, each.action_id, action_bytes(each)) for n, each in enumerate(actions, 1)]
    told = company.push_raw(company.lin, *sealed)
    assert [told[each.action_id].verdict for each in actions] == [Verdict.REFUSED, Verdict.WAITS]
    assert len(company.items()) == 1


def test_a_removal_that_is_offered_again_before_the_create_does_not_bring_the_row_back(company):
    company.events.backs_up()
    note = company.creates(company.lin, "note", company.client, text="once")
    company.sync()
    company.removes(company.wu, "note", note)
    company.sync()
    company.events.is_put_back()
    company.sync(company.wu, company.lin)
    company.peace()
    assert [(item.kind, item.row_id) for item in company.items()] == [(ItemKind.GONE, note)]


def test_a_row_that_was_removed_comes_back_only_by_who_means_it(company):
    note = company.creates(company.lin, "note", company.client, text="once")
    company.sync()
    company.removes(company.lin, "note", note)
    company.sync()
    again = create("note", note, company.client, {"text": "once"})
    company.do(company.lin, again)
    company.sync()
    assert company.office_row(note) is None
    company.do(company.lin, again, verb="undo")
    company.peace()
    assert company.wu.screen.row(Note, note)["text"] == "once"


def test_a_decision_that_clashes_stays_in_the_item_it_was_to_settle(company):
    company.edits(company.wu, "client", company.client, phone="5")
    company.sync(company.wu)
    company.edits(company.lin, "client", company.client, phone="7")
    company.sync(company.lin)
    (item,) = company.lin.tray()
    company.edits(company.wu, "client", company.client, phone="6")
    company.sync(company.wu)
    company.do(company.lin, edit("client", company.client, company.client, {"phone": ("5", "7")}), settles=item.item_id)
    company.sync(company.lin)
    (after,) = company.items()
    assert (after.item_id, after.facts[0].mine, after.facts[0].theirs) == (item.item_id, "7", "6")


def test_nobody_settles_what_is_not_theirs_to_look_at(company):
    company.edits(company.wu, "client", company.client, phone="5")
    company.sync(company.wu)
    company.edits(company.lin, "client", company.client, phone="7")
    company.sync()
    (item,) = company.items()
    company.do(company.wu, settles=item.item_id)
    company.sync(company.wu)
    assert [each.item_id for each in company.items()] == [item.item_id]


def test_children_that_go_first_in_the_same_action_do_not_hold_their_parent(company):
    contact = company.creates(company.lin, "contact", company.client, name="Chen")
    note = company.creates(company.lin, "note", company.client, text="about", contact_id=contact)
    company.sync(company.lin)
    done = company.do(
        company.lin,
        edit("note", note, company.client, {"contact_id": (contact, None)}),
        Change(deed=Deed.REMOVE, word="contact", row_id=contact, scope_id=company.client),
    )
    company.sync(company.lin)
    assert company.answer(done).verdict is Verdict.APPLIED


def test_a_part_of_a_newer_program_that_breaks_off_is_not_taken_for_whole(company):
    cursors = [
        msgspec.structs.replace(cursor, after=("table_of_tomorrow", b"x" * 16))
        for cursor in next_pull(company.lin.laptop, with_cursors=True).cursors
    ]
    pull = msgspec.structs.replace(next_pull(company.lin.laptop, with_cursors=True), cursors=tuple(cursors))
    view, _ = company.network.pull(company.lin.user_id, pull)
    assert {part.mode.value for part in view.parts} == {"whole"}


def test_rows_of_a_future_that_was_undone_do_not_stay_in_a_load_that_went_on(company):
    company.loses(company.lin, company.client)
    company.gets(company.lin, company.client)
    company.cut_after(company.lin, rows=2)
    company.events.backs_up()
    for contact in company.office.state.tables["contact", company.client]:
        company.edits(company.wu, "contact", contact, phone="9")
    company.sync(company.wu)
    company.cut_after(company.lin, rows=1000)
    cursors = company.lin.laptop.state.cursors
    assert cursors[company.client, Compartment.OPEN].ahead is not None
    company.events.is_put_back()
    view, _ = company.network.pull(company.lin.user_id, next_pull(company.lin.laptop, with_cursors=False))
    modes = {(part.scope_id, part.compartment): part.mode for part in view.parts}
    assert modes[company.client, Compartment.OPEN] is Mode.WHOLE
    company.peace()


def twins(company):
    made = [company.creates(company.ma, "contact", company.client, name="Li") for _ in range(2)]
    company.sync(company.ma)
    company.sync()
    return made


def test_two_people_who_merge_twins_crosswise_keep_one(company):
    one, two = twins(company)
    company.do(company.lin, merge_twins("contact", one, company.client, two))
    company.do(company.wu, merge_twins("contact", two, company.client, one))
    company.sync(company.lin, company.wu)
    company.peace()
    assert (company.office_row(one), company.office_row(two)["name"]) == (None, "Li")
    assert company.items() == []


def test_what_named_a_twin_names_the_one_that_was_kept_and_edits_of_it_reach_that_one(company):
    one, two = twins(company)
    note = company.creates(company.wu, "note", company.client, text="about", contact_id=one)
    company.edits(company.lins_other, "contact", one, phone="7")
    company.do(company.lin, merge_twins("contact", one, company.client, two))
    company.sync(company.wu, company.lin, company.lins_other)
    company.peace()
    assert company.office_row(note)["contact_id"] == two
    assert company.office_row(two)["phone"] == "7"


def test_a_twin_that_was_merged_elsewhere_goes_to_the_tray(company):
    one, two = twins(company)
    three = company.creates(company.ma, "contact", company.client, name="Li")
    company.sync()
    company.do(company.lin, merge_twins("contact", one, company.client, two))
    company.do(company.wu, merge_twins("contact", one, company.client, three))
    company.sync(company.lin, company.wu)
    assert [item.kind for item in company.items()] == [ItemKind.TWIN]
    company.peace()


def test_whoever_removes_a_twin_that_was_merged_does_not_remove_the_other(company):
    one, two = twins(company)
    company.do(company.lin, merge_twins("contact", one, company.client, two))
    company.removes(company.wu, "contact", one)
    company.sync(company.lin, company.wu)
    assert company.office_row(two) is not None
    company.peace()


def test_twins_of_whom_one_reports_to_the_other_are_not_merged_into_a_circle(company):
    one, two = sorted(company.office.state.tables["contact", company.client])
    merged = company.do(company.lin, merge_twins("contact", one, company.client, two))
    company.sync(company.lin)
    assert company.answer(merged).code == "rule"
    company.peace()


def test_a_doubled_or_late_request_does_not_make_a_laptop_a_copy():
    _, known, one = met(Nonces(), b"", b"1" * 8)
    _, known, two = met(known, b"", b"2" * 8)  # the first request again, late
    for shown, other in ((one, two), (two, one)):
        lineage, used, fresh = met(known, shown, b"3" * 8)
        assert lineage is Lineage.SAME
        assert met(used, other, b"4" * 8)[0] is Lineage.CLONED
        assert met(used, b"", b"4" * 8)[0] is Lineage.CLONED
        assert met(used, fresh, b"4" * 8)[0] is Lineage.SAME
        assert met(used, (9).to_bytes(8, "big") + b"z" * 8, b"4" * 8)[0] is Lineage.RESTORED
