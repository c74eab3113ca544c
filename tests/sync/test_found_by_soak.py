"""What the long runs of histories found wrong, each mended and told by name (build/do.py soak sync)."""

import pytest

from kamdesk.exchange.actions import create, edit, merge_twins
from kamdesk.exchange.items import item_of
from kamdesk.exchange.laptop import next_push, take_pushed
from kamdesk.exchange.merge import Outcome, merge
from kamdesk.exchange.protocol import Lineage, Pushed, Sealed
from kamdesk.exchange.verdicts import Verdict
from kamdesk.exchange.wire import action_bytes
from kamdesk.facts.policies import Role
from kamdesk.records.visits import Note, Visit
from tests.sync.memory_laptop import DONE
from tests.sync.simulation import STEPS, run

SEEDS = (
    *((seed, STEPS) for seed in (200310, 201468, 201756, 301778, 401778, 1529)),
    *((seed, 58) for seed in (800458, 800720, 803712, 2015138)),
    (1038114, 52),
    (2017783, 51),
)


@pytest.mark.parametrize(("seed", "steps"), SEEDS)
def test_a_history_that_fell_in_a_long_run_stands(seed, steps):
    assert run(seed, steps=steps).actions


def test_an_answer_that_brings_no_row_back_ends_the_waiting_of_its_action(company):
    """The office was put back and has dropped the answer: applied earlier; nothing is left to wait for."""
    edited = company.edits(company.lin, "client", company.client, phone="7")
    company.sync(company.lin)
    state = company.office.state.copy()
    state.actions[edited] = state.actions[edited]._replace(answer=None)
    company.office.commit(state)
    take_pushed(company.lin.laptop, Pushed(lineage=Lineage.RESTORED))
    company.sync(company.lin)
    assert company.lin.laptop.state.outbox[edited].state == DONE


def test_whoever_may_not_write_a_fact_writes_nothing_by_confirming_it(company):
    """Somebody answers "as it stands" while it is changed again and while they lose the right to write it."""
    note = company.a_row("note")
    before = company.lin.screen.row(Note, note)["text"]
    for person, text in ((company.wu, "other"), (company.lin, "mine")):
        company.edits(person, "note", note, text=text)
    company.sync(company.wu, company.lin)
    (item,) = map(item_of, company.lin.laptop.state.items)
    wish = edit("note", note, item.scope_id, {"text": ("other", "other")})
    company.do(company.lin, wish, settles=item.item_id, is_indivisible=True)
    company.edits(company.wu, "note", note, text=f"other\n{before}")
    state = company.office.state.copy()
    state.users[company.lin.user_id] = state.users[company.lin.user_id]._replace(role=Role.HOTLINE)
    company.office.commit(state)
    company.sync(company.wu, company.lin)
    assert company.office_row(note)["text"] == f"other\n{before}"
    company.peace()


@pytest.mark.parametrize(
    ("record", "fact", "seen", "office"),
    [(Note, "text", "one\ntwo", "one\ntwo\nthree"), (Visit, "contact_ids", (), (b"a" * 16,))],
)
def test_a_wish_that_the_others_change_holds_already_writes_nothing(record, fact, seen, office):
    wish = edit(record.word, b"r" * 16, b"s" * 16, {fact: (seen, seen)}).edits
    assert merge([record.fact(fact)], {fact: office}, wish).outcome is Outcome.SAME


def test_what_was_written_to_a_client_that_was_lost_meanwhile_goes_with_it(company):
    """Kept as sent it would be forgotten without a sign when the office is put back: no mark of it is held here."""
    edited = company.edits(company.lin, "client", company.client, phone="7")
    take_pushed(company.lin.laptop, company.network.push(company.lin, next_push(company.lin.laptop, "en")))
    company.loses(company.lin, company.client)
    company.sync(company.lin)
    assert edited not in company.lin.laptop.state.outbox
    assert company.answer(edited).verdict is Verdict.APPLIED
    company.peace()


def test_a_client_of_ones_own_that_was_refused_is_kept_as_sent(company):
    made = company.do(company.lin, create("client", company.new_id(), company.client, {"legal_name": "Nowhere"}))
    company.sync(company.lin)
    assert company.lin.laptop.state.outbox[made].state == DONE


def test_a_laptop_offers_again_however_often_the_reply_that_asks_for_it_is_lost(company):
    """It was told once that the office had been put back; where that reply was lost, what it had sent was too."""
    backup = company.office.state
    edited = company.edits(company.lin, "client", company.client, phone="7")
    company.sync(company.lin)
    company.office.state = backup
    for _ in range(2):  # the office takes the request, and nobody hears what it says
        company.network.push(company.lin, next_push(company.lin.laptop, "en"))
    company.sync(company.lin)
    assert company.answer(edited).verdict is Verdict.APPLIED
    assert company.network.push(company.lin, next_push(company.lin.laptop, "en")).lineage is Lineage.SAME
    company.peace()


def two_of_one_name(company):
    return [company.creates(company.lin, "contact", company.client, name="Chen") for _ in "12"]


def test_a_note_that_comes_back_with_its_contact_names_that_contact(company):
    """Somebody merges the contact meanwhile and so moves the note: whom it is about is asked, not passed over."""
    gone, kept = two_of_one_name(company)
    note = company.creates(company.lin, "note", company.client, text="new", contact_id=gone)
    company.sync(company.lin)
    company.do(company.lin, merge_twins("contact", gone, company.client, kept))
    company.sync()
    again = {"contact": (gone, {"name": "Chen"}), "note": (note, {"text": "new", "contact_id": gone})}
    changes = [create(word, row_id, company.client, values) for word, (row_id, values) in again.items()]
    back = company.typed(company.wu, *changes, verb="undo")
    (answer,) = company.push_raw(company.wu, Sealed(1, back.action_id, action_bytes(back))).values()
    assert (answer.verdict, answer.waiting) == (Verdict.MERGED, ((note, "contact_id"),))
    assert company.office_row(gone)["name"] == "Chen"


def test_a_choice_between_two_twins_joins_the_item_of_the_first_choice_once_they_are_one(company):
    """Made upon an edit that waits it waits there too, though what it chose and what it saw are the same by now."""
    one, two = two_of_one_name(company)
    note = company.creates(company.lin, "note", company.client, text="new")
    third = company.creates(company.wu, "contact", company.client, name="Third")
    company.sync(company.lin, company.wu)
    company.edits(company.wu, "note", note, contact_id=third)
    company.do(company.wu, merge_twins("contact", one, company.client, two))
    company.sync(company.wu)
    chosen = [company.edits(company.lin, "note", note, contact_id=each) for each in (one, two)]
    company.sync(company.lin)
    assert [company.answer(each).waiting for each in chosen] == [((note, "contact_id"),)] * 2
    (item,) = company.items()
    assert len(item.actions) == len(chosen)
    company.peace()
