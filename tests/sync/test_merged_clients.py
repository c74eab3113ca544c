"""Clients that were merged: two people think of it at once, and what hangs on it follows (SYNC 4.7)."""

import pytest

from kamdesk.exchange.actions import create, edit
from kamdesk.exchange.laptop import next_push
from kamdesk.exchange.protocol import packed
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role


def merges(company, person, gone, kept, before=None):
    return company.do(person, edit("client", gone, gone, {"keeper_id": (before, kept)}), is_indivisible=True)


@pytest.fixture
def both(company):
    """The client of everybody, and one that the manager serves and one representative does not."""
    return company.client, company.client_of_lin


def has_role(company, person, role, *, is_told=True):
    state = company.office.state.copy()
    state.granted += 1
    state.users[person.user_id] = state.users[person.user_id]._replace(role=role, granted=state.granted)
    company.office.commit(state)
    if is_told:
        company.sync(person)


def test_two_who_merge_the_same_two_crosswise_leave_one_merge_and_nothing_in_the_tray(company, both):
    one, other = both
    company.gets(company.wu, company.client_of_lin)
    has_role(company, company.wu, Role.MANAGER)
    merges(company, company.ma, one, other)
    merges(company, company.wu, other, one)
    company.sync(company.ma, company.wu)
    company.peace()
    assert company.office.state.merged == {one: other}
    assert company.items() == []


def test_who_serves_the_keeper_reads_both_and_loses_the_other_when_they_are_parted(company, both):
    kept, gone = both
    assert ("client", gone) not in company.wu.laptop.state.tables
    merges(company, company.ma, gone, kept)
    company.sync()
    company.sync()
    assert company.wu.laptop.state.tables["contact", gone]
    merges(company, company.ma, gone, None, before=kept)
    company.peace()
    assert not company.wu.laptop.state.tables.get(("contact", gone))


def test_a_note_that_was_written_about_both_while_they_were_parted_waits_with_its_author(company, both):
    kept, gone = both
    merges(company, company.ma, gone, kept)
    company.sync()
    company.sync()
    person = company.a_row("contact", gone)
    note = company.do(company.wu, create("note", company.new_id(), kept, {"text": "about", "contact_id": person}))
    merges(company, company.ma, gone, None, before=kept)
    company.sync(company.ma, company.wu)
    assert company.answer(note).verdict is Verdict.REFUSED
    company.peace()
    assert len(company.wu.tray()) == 1


def test_whoever_merges_again_what_they_parted_in_vain_stays_in_the_same_item(company, both):
    """The last wish wins inside the item: the tray no longer says that they want them apart."""
    kept, gone = both
    merges(company, company.ma, gone, kept)
    company.sync(company.ma)
    parted = merges(company, company.ma, gone, None, before=kept)
    has_role(company, company.ma, Role.REP, is_told=False)
    request = packed(next_push(company.ma.laptop, "en"))
    company.network.take((company.ma.device_id, company.ma.user_id), request)  # its reply is lost
    assert company.answer(parted).code == "rights"
    has_role(company, company.ma, Role.MANAGER, is_told=False)
    merges(company, company.ma, gone, kept)
    company.sync(company.ma)
    (item,) = company.items()
    assert (len(item.actions), item.facts[0].mine) == (2, kept)
    company.peace()
