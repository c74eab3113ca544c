"""The holes 1 to 13 of an earlier draft of the protocol, where it lost something; named after what each guards."""

from kamdesk.exchange import parts
from kamdesk.exchange.actions import edit
from kamdesk.exchange.laptop import next_pull
from kamdesk.exchange.protocol import Mode
from kamdesk.exchange.verdicts import ItemKind
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note


def phone(company, person=None):
    row = company.office_row(company.client) if person is None else person.screen.row(Client, company.client)
    return row["phone"]


def modes(company, person):
    view, _ = company.network.pull(person.user_id, next_pull(person.laptop, with_cursors=True))
    return {(part.scope_id, part.compartment): part.mode for part in view.parts}


def test_01_a_removal_during_a_pull_is_not_lost(company):
    note = company.a_row("note")
    company.edits(company.lin, "client", company.client, phone="1")
    company.sync(company.lin)

    def removes_it(where):
        company.office.interrupt = lambda where: None
        company.removes(company.lin, "note", note)
        company.sync(company.lin)

    company.office.interrupt = lambda where: removes_it(where) if where == "reading" else None
    company.sync(company.wu)
    company.peace()
    assert company.wu.screen.row(Note, note) is None


def test_02_what_others_refer_to_comes_first(company):
    contact = company.creates(company.lin, "contact", company.client, name="Chen")
    company.creates(company.lin, "note", company.client, text="about", contact_id=contact)
    company.sync(company.lin)
    _, frames = company.network.pull(company.wu.user_id, next_pull(company.wu.laptop, with_cursors=True))
    words = [frame.word for frame in frames if frame.scope_id == company.client and frame.word]
    assert words.index("contact") < words.index("note")


def test_03_a_wider_right_brings_the_old_rows_too(company):
    give_role(company, company.lin, Role.HOTLINE)
    company.sync(company.lin)
    assert not company.lin.laptop.state.tables.get(("invoice", company.client))
    give_role(company, company.lin, Role.REP)
    company.sync(company.lin)
    assert len(company.lin.laptop.state.tables["invoice", company.client]) == 2


def give_role(company, person, role):
    state = company.office.state.copy()
    state.granted += 1
    state.users[person.user_id] = state.users[person.user_id]._replace(role=role, granted=state.granted)
    company.office.commit(state)


def test_04_a_client_that_comes_back_between_two_syncs_is_read_anew(company):
    company.loses(company.lin, company.client)
    company.gets(company.lin, company.client)
    assert modes(company, company.lin)[company.client, Compartment.OPEN] is Mode.WHOLE
    company.peace()


def test_05_a_client_that_is_lost_takes_no_row_from_who_keeps_it(company):
    company.loses(company.lin, company.client)
    company.peace()
    assert not company.lin.laptop.state.tables.get(("contact", company.client))
    assert len(company.wu.laptop.state.tables["contact", company.client]) == 2


def test_06_an_office_put_back_from_a_backup_loses_nothing_that_a_laptop_holds(company):
    company.events.backs_up()
    for number in "123":
        company.edits(company.lin, "client", company.client, phone=number)
        company.sync(company.lin)
    company.events.is_put_back()
    assert phone(company) == ""
    company.peace()
    assert phone(company) == "3"


def test_07_what_was_typed_about_a_lost_client_is_held_for_who_has_it_now(company):
    company.edits(company.lin, "client", company.client, phone="9")
    company.loses(company.lin, company.client)
    company.peace()
    (item,) = company.items()
    assert item.kind is ItemKind.HELD
    assert len(company.wu.laptop.state.items) == 1
    assert phone(company) == ""


def test_08_a_form_that_was_open_while_the_value_changed_writes_nothing_over_it(company):
    company.edits(company.wu, "client", company.client, phone="5")
    company.sync(company.wu, company.lin)
    stale = edit("client", company.client, company.client, {"phone": ("", "7")})
    assert company.lin.do(company.new_id(), "test", stale) is None


def test_09_the_same_value_from_two_people_is_no_clash(company):
    company.edits(company.lin, "client", company.client, phone="5")
    company.edits(company.wu, "client", company.client, phone="5")
    company.peace()
    assert company.items() == []


def test_10_a_chain_of_edits_whose_first_clashes_lies_in_one_item(company):
    company.edits(company.wu, "client", company.client, phone="5")
    company.sync(company.wu)
    for number in "67":
        company.edits(company.lin, "client", company.client, phone=number)
    company.sync(company.lin)
    (item,) = company.items()
    assert (item.facts[0].mine, item.facts[0].theirs, len(item.actions)) == ("7", "5", 2)


def test_11_an_edit_of_a_removed_row_never_makes_it_again_however_old_the_tombstone(company):
    note = company.a_row("note")
    company.edits(company.lin, "note", note, text="late")
    company.removes(company.wu, "note", note)
    company.sync(company.wu)
    state = company.office.state.copy()
    state.floors[company.client, Compartment.OPEN] = state.heads[company.client, Compartment.OPEN].rev
    company.office.commit(state)
    company.peace()
    assert company.office_row(note) is None
    assert [item.kind for item in company.items()] == [ItemKind.GONE]


def test_12_facts_that_this_program_does_not_know_make_a_part_be_read_anew(monkeypatch):
    before = parts.schema_of(b"c" * 16, Compartment.OPEN)
    parts._schema_of.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(parts, "records_of", lambda *part: (Note,))
        assert parts.schema_of(b"c" * 16, Compartment.OPEN) != before
    parts._schema_of.cache_clear()
