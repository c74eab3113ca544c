"""What the long runs of histories found wrong, each mended and told by name (build/do.py soak sync)."""

import pytest

from kamdesk.exchange.actions import create, edit
from kamdesk.exchange.items import item_of
from kamdesk.exchange.laptop import next_push, take_pushed
from kamdesk.exchange.merge import Outcome, merge
from kamdesk.exchange.protocol import Lineage, Pushed
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.visits import Note, Visit
from tests.sync.memory_laptop import DONE
from tests.sync.simulation import run

SEEDS = (200310, 201468, 201756, 301778, 401778, 1529)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_that_fell_in_a_long_run_stands(seed):
    assert run(seed).actions


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
