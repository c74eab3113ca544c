"""What the office answers to pushed actions, on the real database: once, alone, in groups, and by the rights of now."""

import threading

import msgspec
import pytest
from sqlalchemy import select, text

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.exchange.actions import Change, Deed, create, edit
from kamdesk.exchange.protocol import Lineage, Sealed
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.visits import Note, Promise, Visit
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import actions, erased, heads, history, items, raw_actions, revs
from kamdesk.server.people.serves import every_service, serve
from tests.server.desks import TODAY, someone
from tests.server.rows_of_office import add, add_client, remove, rows

CLIENTS, CONTACTS = office_table(Client), office_table(Contact)


@pytest.fixture
def acme(engine):
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo")


@pytest.fixture
def anna(engine, acme):
    return someone(engine, "anna", Role.REP, "ACME")


def test_an_action_is_applied_once_with_the_stamp_of_its_part(engine, acme, anna):
    action = anna.edits(Client, acme, acme, city=("Oslo", "Bergen"))
    (answer,) = anna.answers(action)
    assert answer.verdict is Verdict.APPLIED
    assert rows(engine, CLIENTS, "city", "rev") == [("Bergen", 2)]
    (stamp,) = answer.stamps
    assert (stamp.rev, stamp.mark) in rows(engine, revs, "rev", "mark")
    again = anna.push(sealed=anna.sealed(action)).answers
    assert again == (answer,), "the stored answer, again"
    assert rows(engine, CLIENTS, "rev") == [(2,)]


def test_the_same_id_with_another_content_is_a_loud_error(engine, acme, anna):
    action = anna.edits(Client, acme, acme, city=("Oslo", "Bergen"))
    anna.push(action)
    other = anna.edits(Client, acme, acme, city=("Bergen", "Rome"))
    object.__setattr__(other, "action_id", action.action_id)
    (answer,) = anna.answers(other)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, "forged")
    assert rows(engine, CLIENTS, "city") == [("Bergen",)]


def test_two_sends_of_one_action_at_once_take_effect_once(engine, acme, anna):
    sealed = anna.sealed(anna.creates(Note, acme, text="once"))
    answers = []

    def send():
        answers.extend(anna.push(sealed=sealed).answers)

    sending = [threading.Thread(target=send) for _ in range(4)]
    for each in sending:
        each.start()
    for each in sending:
        each.join()
    assert len(rows(engine, office_table(Note))) == 1
    assert len({answer.stamps for answer in answers}) == 1


def test_each_action_stands_or_falls_alone_and_the_group_commits_together(engine, acme, anna):
    good, bad, last = (
        anna.creates(Contact, acme, name="Li"),
        anna.edits(Client, acme, acme, payment_term_days=(30, 90)),
        anna.creates(Contact, acme, name="Wu"),
    )
    answers = anna.answers(good, bad, last)
    assert [answer.verdict for answer in answers] == [Verdict.APPLIED, Verdict.REFUSED, Verdict.APPLIED]
    assert answers[1].code == "rights"
    assert sorted(rows(engine, CONTACTS, "name", "rev")) == [("Li", 2), ("Wu", 2)]


def test_a_clash_waits_in_the_authors_tray_and_says_who_wrote_the_other_value(engine, acme, anna):
    ben = someone(engine, "ben", Role.REP, "ACME")
    ben.push(ben.edits(Client, acme, acme, city=("Oslo", "Bergen")))
    (answer,) = anna.answers(anna.edits(Client, acme, acme, city=("Oslo", "Rome"), phone=("", "123")))
    assert answer.verdict is Verdict.MERGED
    assert rows(engine, CLIENTS, "city", "phone") == [("Bergen", "123")]
    anna.pull()
    ben.pull()
    assert len(anna.items) == 1
    assert ben.items == ()
    assert b"ben" in anna.items[0]


def test_an_edit_of_another_persons_client_is_held_for_who_serves_it(engine, acme, anna):
    ben = someone(engine, "ben")
    (foreign,) = ben.answers(ben.edits(Client, acme, acme, city=("Oslo", "Rome")))
    (unknown,) = ben.answers(ben.edits(Client, new_id(), new_id(), city=("Oslo", "Rome")))
    assert foreign.verdict is unknown.verdict is Verdict.HELD
    assert (foreign.code, foreign.sentence) == (unknown.code, unknown.sentence), (
        "not yours and not there: no difference"
    )
    anna.pull()
    ben.pull()
    assert (len(anna.items), len(ben.items)) == (1, 0)
    assert rows(engine, CLIENTS, "city") == [("Oslo",)]


def test_a_held_action_comes_back_to_its_author_with_the_client(engine, acme, anna):
    ben = someone(engine, "ben")
    ben.push(ben.edits(Client, acme, acme, city=("Oslo", "Rome")))
    with engine.begin() as connection:
        serve(connection, "ACME", "ben", Role.REP, today=TODAY)
    ben.pull()
    anna.pull()
    assert (len(ben.items), len(anna.items)) == (1, 0)


def test_a_proposal_lies_before_whoever_owns_the_fact(engine, acme, anna):
    boss = someone(engine, "boss", Role.MANAGER, "ACME")
    boss.push(boss.edits(Client, acme, acme, grade=("", "A")))
    other = someone(engine, "other boss", Role.MANAGER, "ACME")
    (answer,) = other.answers(other.edits(Client, acme, acme, grade=("C", "B")))
    assert answer.verdict is Verdict.WAITS
    for desk in (boss, other, anna):
        desk.pull()
    assert [len(desk.items) for desk in (boss, other, anna)] == [1, 1, 0]


def test_a_client_made_offline_is_its_authors_until_somebody_assigns_it(engine, anna):
    made = new_id()
    first = anna.creates(Client, made, made, legal_name="New")
    second = anna.creates(Contact, made, name="Li")
    assert [answer.verdict for answer in anna.answers(first, second)] == [Verdict.APPLIED] * 2
    with engine.connect() as connection:
        assert any(each.client == "New" for each in every_service(connection))
    view, _ = anna.pull()
    assert made in {part.scope_id for part in view.parts}


_BREAKS_CONTACTS = """
    CREATE FUNCTION office.breaks() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '22000'; END $$;
    CREATE TRIGGER breaks BEFORE UPDATE ON office.contacts FOR EACH ROW EXECUTE FUNCTION office.breaks()"""


def test_what_fails_whole_leaves_no_service_behind(engine, acme, anna):
    person, made = add(engine, Contact, acme, name="Li"), new_id()
    both = anna.action(
        create("client", made, made, {"legal_name": "New"}), edit("contact", person, acme, {"name": ("Li", "Lee")})
    )
    with engine.begin() as connection:
        connection.execute(text(_BREAKS_CONTACTS))
    assert anna.answers(both) == ()
    with engine.connect() as connection:
        assert [each.client for each in every_service(connection)] == ["ACME"]
    assert rows(engine, actions) == []


def forgotten(engine, client):
    """A person who asked to be forgotten."""
    contact = add(engine, Contact, client, name="Li")
    with engine.begin() as connection:
        connection.execute(erased.insert().values(row_id=contact, word="contact", erased_at=TODAY))
    return contact


def test_an_action_that_breaks_the_office_three_times_is_kept_raw_and_the_rest_goes_on(engine, acme, anna):
    poison, good = Sealed(1, new_id(), b"\xc1 no action"), anna.creates(Note, acme, text="fine")
    anna.sequence = 1
    others = anna.sealed(good)
    for _ in range(2):
        assert [each.action_id for each in anna.push(sealed=(poison, *others)).answers] == [good.action_id]
    held = [each for each in anna.push(sealed=(poison, *others)).answers if each.action_id != good.action_id]
    assert [(each.verdict, each.code) for each in held] == [(Verdict.HELD, "raw")]
    assert rows(engine, raw_actions, "action") == [(b"\xc1 no action",)]
    assert len(rows(engine, office_table(Note))) == 1
    assert held[0].stamps[0].compartment is Compartment.PERSON


def test_an_id_that_was_removed_is_never_made_again(engine, acme, anna):
    note = add(engine, Note, acme, text="old")
    remove(engine, Note, acme, note)
    (answer,) = anna.answers(anna.creates(Note, acme, note, text="again"))
    assert rows(engine, office_table(Note)) == []
    assert answer.verdict is Verdict.WAITS


def test_a_hole_in_the_numbers_is_asked_for(engine, acme, anna):
    actions_made = [anna.creates(Note, acme, text=str(n)) for n in range(4)]
    sealed = anna.sealed(*actions_made)
    anna.push(sealed=sealed[:1])
    pushed = anna.push(sealed=sealed[2:], first_kept=1)
    assert (pushed.send_from, pushed.answers) == (2, ())
    assert len(anna.push(sealed=sealed[1:]).answers) == 3
    (lost,) = anna.sealed(anna.creates(Note, acme, text="x"))
    late = Sealed(90, lost.action_id, lost.action)
    assert len(anna.push(sealed=(late,), first_kept=90).answers) == 1, "nothing before is kept"


def test_a_lost_reply_is_harmless_and_a_copied_laptop_is_found_out(engine, acme, anna):
    first = anna.push().nonce
    anna.push()
    anna.nonce = first
    assert anna.push().lineage is Lineage.SAME, "the reply with the newer nonce was lost"
    newest = anna.nonce
    anna.push()
    anna.push()
    anna.nonce = newest
    assert anna.push().lineage is Lineage.CLONED


def test_a_nonce_that_this_office_never_gave_shows_that_it_was_restored(engine, anna):
    anna.push()
    never_given = anna.nonce = (99).to_bytes(8, "big") + b"x" * 8
    assert anna.push().lineage is Lineage.RESTORED
    anna.nonce = never_given
    assert anna.push().lineage is Lineage.RESTORED, "the reply was lost: the laptop must be told again"
    assert anna.push().lineage is Lineage.SAME


def test_the_history_keeps_who_what_and_what_was_before(engine, acme, anna):
    anna.push(anna.edits(Client, acme, acme, city=("Oslo", "Bergen")))
    ((fact, value, author, device),) = rows(engine, history, "fact", "value", "author", "device_id")
    assert (fact, msgspec.msgpack.decode(value), author) == ("city", "Oslo", "anna")
    assert device == anna.device.device_id


def test_a_removed_row_keeps_its_values_in_the_history(engine, acme, anna):
    note = add(engine, Note, acme, text="words")
    change = Change(deed=Deed.REMOVE, word="note", row_id=note, scope_id=acme)
    (answer,) = anna.answers(anna.action(change))
    assert answer.verdict is Verdict.APPLIED
    told = {fact: msgspec.msgpack.decode(value) for fact, value in rows(engine, history, "fact", "value")}
    assert told["text"] == "words"


def test_rights_are_those_of_the_moment_in_which_the_action_is_taken(engine, acme, anna):
    with engine.begin() as connection:
        serve(connection, "ACME", "anna", Role.REP, today=TODAY, ends_on=TODAY)
    tomorrow = TODAY.replace(day=21)
    (answer,) = anna.answers(anna.creates(Note, acme, text="late"), today=tomorrow)
    assert answer.verdict is Verdict.HELD


def test_a_right_is_not_taken_away_in_the_middle_of_a_push(engine, acme, anna):
    """Whoever changes rights waits for the push that reads them, and the other way round."""
    done = []

    def takes_away():
        with engine.begin() as connection:
            serve(connection, "ACME", "anna", Role.REP, today=TODAY, ends_on=TODAY)
        done.append("taken away")

    with engine.begin() as connection:
        connection.execute(text("SELECT FROM office.users WHERE name = 'anna' FOR SHARE"))
        taking = threading.Thread(target=takes_away)
        taking.start()
        taking.join(0.3)
        assert done == []
    taking.join()
    assert done == ["taken away"]


def test_nothing_is_kept_about_a_person_who_asked_to_be_forgotten(engine, acme, anna):
    gone = forgotten(engine, acme)
    told = anna.answers(
        anna.edits(Contact, acme, gone, name=("long ago", "CANARY Lee")),
        anna.creates(Note, acme, contact_id=gone, text="CANARY likes tea"),
        anna.creates(Promise, acme, contact_id=gone, what="samples"),
    )
    assert [(each.verdict, each.code) for each in told[:2]] == [(Verdict.REFUSED, "forgotten")] * 2
    assert told[2].verdict is Verdict.APPLIED, "business stays"
    assert rows(engine, CONTACTS, "name") == [("Li",)]
    for table in (items, raw_actions, history, actions, office_table(Note)):
        assert "CANARY" not in str(rows(engine, table)), table.name


def test_a_refused_action_moves_the_authors_part_and_no_other(engine, acme, anna):
    before = dict(rows(engine, heads, "scope_id", "rev"))
    (answer,) = anna.answers(anna.edits(Client, acme, acme, payment_term_days=(30, 90)))
    after = dict(rows(engine, heads, "scope_id", "rev"))
    assert after[acme] == before[acme]
    assert [stamp.scope_id for stamp in answer.stamps] == [anna.user_id]


def test_a_clients_row_is_never_written_where_no_client_is(engine, anna):
    boss = someone(engine, "boss", Role.EXECUTIVE)
    for desk, nowhere in ((anna, CATALOGUE), (boss, new_id())):
        answers = desk.answers(desk.creates(Visit, nowhere, purpose="x"))
        assert not any(answer.verdict is Verdict.APPLIED for answer in answers)
    with engine.connect() as connection:
        assert connection.execute(select(office_table(Visit))).all() == []
