"""The holes 14 to 30: what doubled, leaked, stalled or never came to rest; named after what each guards."""

import unicodedata

import pytest

from kamdesk.exchange.actions import Change, Deed, Edit, create, edit
from kamdesk.exchange.laptop import apply_pull, next_pull, next_push, take_pushed
from kamdesk.exchange.protocol import Sealed, packed
from kamdesk.exchange.verdicts import ItemKind, Verdict
from kamdesk.exchange.wire import action_bytes
from kamdesk.records.clients import Client
from tests.sync.memory_laptop import SENT
from tests.sync.network import sync


def phone(company, person=None):
    row = company.office_row(company.client) if person is None else person.screen.row(Client, company.client)
    return row["phone"]


def test_14_an_action_that_arrives_twice_takes_effect_once(company):
    company.network.fails = lambda times=1.0: times == 0.5  # every request arrives twice
    action_id = company.edits(company.lin, "client", company.client, phone="1")
    company.sync(company.lin)
    assert [wrote.action_id for wrote in company.office.state.history].count(action_id) == 1


def test_15_an_action_older_than_its_answer_is_not_done_again(company):
    note = company.creates(company.lin, "note", company.client, text="once")
    company.sync()
    copy = (company.lin.device_id, company.lin.laptop.state)
    company.removes(company.wu, "note", note)
    company.sync()
    state = company.office.state.copy()
    state.actions = {each: known._replace(answer=None) for each, known in state.actions.items()}
    company.office.commit(state)
    company._put_back(company.lin, *copy)
    company.peace()
    assert company.office_row(note) is None


def test_16_a_copied_laptop_asks_for_the_password_once_and_nothing_doubles(company):
    company.edits(company.lin, "client", company.client, phone="1")
    copy = (company.lin.device_id, company.lin.laptop.state)
    company.sync(company.lin)
    company.edits(company.lin, "client", company.client, phone="2")
    company.sync(company.lin)
    company._put_back(company.lin, *copy)
    company.sync(company.lin)
    assert company.lin.device_id != copy[0]
    company.peace()
    assert phone(company) == "2"


def test_17_two_reps_may_make_the_same_client_and_both_stay(company):
    for person in (company.lin, company.wu):
        company.makes_client(person, legal_name="Zhejiang Gear")
    company.peace()
    names = [row.sheet["legal_name"] for (word, _), rows in company.office.state.tables.items() if word == "client"
             for row in rows.values()]  # fmt: skip
    assert names.count("Zhejiang Gear") == 2


def test_18_what_is_held_says_the_same_of_a_foreign_client_and_of_none(company):
    foreign = company.lin.action(company.new_id(), "test", [edit("client", company.client_of_wu, company.client_of_wu,
                                                                 {"phone": ("", "1")})])  # fmt: skip
    nobody = company.lin.action(company.new_id(), "test", [edit("client", b"n" * 16, b"n" * 16, {"phone": ("", "1")})])
    told = [answer_of(company, action) for action in (foreign, nobody)]
    assert {(each.verdict, each.code, each.sentence) for each in told} == {(Verdict.HELD, "", "")}
    assert not company.lin.laptop.state.items


def answer_of(company, action):
    company.watch.accepted[action.action_id] = action
    sealed = Sealed(1, action.action_id, action_bytes(action))
    return company.push_raw(company.lin, sealed)[action.action_id]


def test_19_a_lost_client_leaves_no_word_behind(company):
    company.edits(company.lin, "client", company.client, habits="they like tea")
    company.sync(company.lin)
    company.loses(company.lin, company.client)
    company.sync(company.lin)
    assert b"they like tea" not in repr(company.lin.laptop.state).encode()


def test_20_a_row_of_another_client_cannot_be_named(company):
    theirs = company.a_row("contact", company.client_of_lin)
    named = company.lin.action(company.new_id(), "test", [
        create("note", company.new_id(), company.client, {"text": "x", "contact_id": theirs})
    ])  # fmt: skip
    assert answer_of(company, named).code == "rule"


def test_24_an_action_that_breaks_the_office_is_held_and_the_others_go_on(company):
    note = company.a_row("note")
    bad = edit("note", note, company.client, {"text": ("one\ntwo\nthree", "x")})
    poison = company.do(company.lin, bad, verb="poison")
    good = company.edits(company.lin, "client", company.client, phone="1")
    company.sync(company.lin)
    assert (company.answer(good).verdict, poison in company.office.state.actions) == (Verdict.APPLIED, False)
    company.peace()
    assert (company.answer(poison).verdict, poison in company.office.state.raw) == (Verdict.HELD, True)


@pytest.mark.parametrize("typed", [unicodedata.normalize("NFD", "Zoë"), " Zoë ", "Zoë\x07"])
def test_25_one_value_has_one_form(company, typed):
    company.edits(company.lin, "client", company.client, city="Zoë")
    company.edits(company.wu, "client", company.client, city=typed)
    company.peace()
    assert company.items() == []


def test_26_what_is_pending_does_not_make_a_laptop_read_anew(company):
    company.edits(company.lin, "client", company.client, phone="1")
    view, _ = company.network.pull(company.lin.user_id, next_pull(company.lin.laptop, with_cursors=False))
    assert view.is_same


def test_27_an_echo_does_not_write_over_a_newer_edit(company):
    company.edits(company.lin, "client", company.client, phone="1")
    steps = sync(company.lin, company.network, page_rows=1000, rows_a_transaction=20_000)
    while next(steps) != "kept":
        pass
    company.edits(company.lin, "client", company.client, phone="2")
    for _ in steps:
        assert phone(company, company.lin) == "2"
    assert phone(company, company.lin) == "2"
    company.peace()
    assert phone(company) == "2"


def test_28_two_people_who_settle_one_item_differently_clash_once_more(company):
    company.edits(company.wu, "client", company.client, phone="5")
    company.sync(company.wu)
    company.edits(company.lin, "client", company.client, phone="7")
    company.sync(company.lin, company.lins_other)
    for person, value in ((company.lin, "7"), (company.lins_other, "8")):
        (item,) = person.tray()
        decided = edit("client", company.client, company.client, {"phone": ("5", value)})
        company.do(person, decided, settles=item.item_id)
    company.sync(company.lin, company.lins_other)
    (item,) = company.items()
    assert (phone(company), item.facts[0].mine) == ("7", "8")


def test_28_whoever_keeps_editing_a_value_that_lost_stays_in_the_same_item(company):
    company.edits(company.wu, "client", company.client, phone="5")
    company.sync(company.wu)
    first = company.edits(company.lin, "client", company.client, phone="7")
    with company.lin.laptop.writing() as file:  # sent, its answer lost
        file.seal(first, 1)
    company.network.take((company.lin.device_id, company.lin.user_id), _request(company, company.lin))
    assert company.lin.laptop.state.outbox[first].state == SENT
    company.edits(company.lin, "client", company.client, phone="8")
    company.sync(company.lin)
    (item,) = company.items()
    assert item.facts[0].mine == "8"


def _request(company, person):
    return packed(next_push(person.laptop, "en"))


def test_29_a_laptop_that_is_up_to_date_is_told_so_in_one_answer(company):
    view, frames = company.network.pull(company.lin.user_id, next_pull(company.lin.laptop, with_cursors=False))
    assert (view.is_same, view.parts, frames) == (True, (), [])


def test_30_a_row_with_a_child_that_its_remover_never_saw_stays(company):
    contact = company.creates(company.lin, "contact", company.client, name="Chen")
    company.sync(company.lin, company.wu)
    company.removes(company.wu, "contact", contact)
    company.creates(company.lin, "note", company.client, text="about", contact_id=contact)
    company.sync(company.lin, company.wu)
    assert company.office_row(contact) is not None
    assert [item.kind for item in company.items()] == [ItemKind.GONE]
    company.peace()


def test_30_all_of_a_client_are_its_children(company):
    scope_id = company.makes_client(company.lin, legal_name="New")
    company.sync()
    gone = Change(deed=Deed.REMOVE, word="client", row_id=scope_id, scope_id=scope_id,
                  edits={"legal_name": Edit(seen="New", wanted=None)})  # fmt: skip
    company.do(company.lin, gone)
    company.creates(company.lins_other, "contact", scope_id, name="Chen")
    company.sync(company.lins_other, company.lin)
    assert company.office_row(scope_id) is not None
    company.peace()


def pull_in_pages(company, person, between):
    """Pull a row a transaction; `between` is asked before each of them."""

    def looked_at(frames):
        for frame in frames:
            between()
            yield frame

    pull = next_pull(person.laptop, with_cursors=True)
    view, frames = company.network.pull(person.user_id, pull)
    apply_pull(person.laptop, view, looked_at(frames), rows_a_transaction=1)


def test_whatever_lies_in_the_tray_during_a_pull_can_be_answered(company):
    company.edits(company.wu, "client", company.client, phone="theirs")
    company.edits(company.lin, "client", company.client, phone="mine")
    company.sync(company.wu)
    take_pushed(company.lin.laptop, company.network.push(company.lin, next_push(company.lin.laptop, "en")))
    shown = []

    def look():
        shown.extend((item.facts[0].theirs, phone(company, company.lin)) for item in company.lin.tray())

    pull_in_pages(company, company.lin, look)
    look()
    assert set(shown) == {("theirs", "theirs")}, "an item names what the desk shows"
    (item,) = company.lin.tray()
    wish = edit("client", company.client, company.client, {"phone": ("theirs", "mine")})
    company.do(company.lin, wish, settles=item.item_id, is_indivisible=True)
    company.peace()
    assert phone(company) == "mine"


def test_an_item_of_a_lost_client_goes_before_the_rest_arrives(company):
    company.edits(company.wu, "client", company.client, phone="theirs")
    company.edits(company.lin, "client", company.client, phone="mine")
    company.sync(company.wu, company.lin)
    assert company.lin.tray()
    company.loses(company.lin, company.client)
    company.edits(company.ma, "client", company.client_of_lin, phone="9")
    company.sync(company.ma)
    seen = []
    pull_in_pages(company, company.lin, lambda: seen.append(company.lin.tray()))
    assert seen
    assert not any(seen)
