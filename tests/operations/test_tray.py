"""What a person decides about a clash is an action upon what the office has now, and takes the item out of the tray."""

from datetime import UTC, datetime

import pytest
from msgspec import msgpack

from kamdesk.base.errors import NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Action, Author, create, edit
from kamdesk.exchange.http_words import Place
from kamdesk.exchange.items import item_bytes, item_of
from kamdesk.exchange.laptop import next_push
from kamdesk.exchange.verdicts import Contested, Item, ItemKind
from kamdesk.exchange.wire import action_bytes, action_of
from kamdesk.facts.policies import Compartment, Role
from kamdesk.operations.record_history import history_of
from kamdesk.operations.tray import answered, keep_theirs, take_mine, tray
from kamdesk.operations.undo import undo
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.rows import row
from kamdesk.storage.settings import OFFICE

ME = Author(name="Lin Yue", role=Role.REP)
MADE_AT = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)


def action(*changes):
    return Action(action_id=new_id(), verb="edit", author=ME, made_at=MADE_AT, changes=changes)


def item(kind, wish, facts=(), **other):
    change = wish.changes[0]
    return Item(
        item_id=new_id(), kind=kind, action_id=wish.action_id, word=change.word, row_id=change.row_id,
        scope_id=change.scope_id, compartments=(Compartment.OPEN,), facts=facts, actions=(action_bytes(wish),),
        author=ME.name, made_at="2026-10-02T12:00:00Z", **other,
    )  # fmt: skip


def keep(desk, *items):
    with FileLaptop(desk).writing() as laptop:
        laptop.keep_items(map(item_bytes, items))


@pytest.fixture
def joined(desk, client, owner):
    desk.settings.set(OFFICE, "https://office.example")
    return desk


@pytest.fixture
def clash(joined, client):
    """The phone number stands as the office has it; the rep wrote another."""
    wish = action(edit("client", client, client, {"phone": ("", "0571-200")}))
    facts = (Contested(fact="phone", seen="", mine="0571-200", theirs="0571-300"),)
    with joined.writing() as connection:
        connection.execute(Client.table().update().values(phone="0571-300"))
    found = item(ItemKind.CLASH, wish, facts, theirs_by="Finance", theirs_at="2026-10-03T12:00:00Z")
    keep(joined, found)
    return found


def phone(desk, client):
    with desk.reading() as connection:
        return row(connection, Client, client)["phone"]


def last_sent(desk):
    return action_of(next_push(FileLaptop(desk), "en").actions[-1].action)


def test_a_card_says_who_set_what_when_and_what_you_wrote(joined, clash, today):
    (card,) = tray(joined, today=today)
    assert card.sentence == 'Finance set Phone to "0571-300" on 3 Oct; you wrote "0571-200" on 2 Oct.'
    assert (card.client, card.lines[0].theirs, card.lines[0].mine) == ("恒泰机械", "0571-300", "0571-200")


def test_keeping_theirs_changes_nothing_and_empties_the_tray(joined, clash, client, today):
    keep_theirs(joined, ME, clash.item_id)
    assert phone(joined, client) == "0571-300"
    assert tray(joined, today=today) == ()
    assert (last_sent(joined).settles, last_sent(joined).changes) == (clash.item_id, ())


def test_taking_mine_is_an_edit_upon_what_the_office_has(joined, clash, client, today):
    take_mine(joined, ME, clash.item_id)
    assert phone(joined, client) == "0571-200"
    (change,) = last_sent(joined).changes
    assert (change.edits["phone"].seen, change.edits["phone"].wanted) == ("0571-300", "0571-200")
    assert tray(joined, today=today) == ()


def test_a_third_value_may_be_written_instead(joined, clash, client):
    take_mine(joined, ME, clash.item_id, instead={"phone": "0571-400"})
    assert phone(joined, client) == "0571-400"


def test_undo_puts_the_item_back_into_the_tray(joined, clash, client, today):
    done = take_mine(joined, ME, clash.item_id)
    undo(joined, done.action_id)
    assert [card.item.item_id for card in tray(joined, today=today)] == [clash.item_id]
    assert phone(joined, client) == "0571-300"


def test_what_was_settled_elsewhere_is_said_so(joined, client):
    with pytest.raises(NotFound, match="no longer in the tray"):
        keep_theirs(joined, ME, new_id())


def test_an_item_that_is_older_than_the_row_is_not_settled_blindly(joined, clash, client):
    with joined.writing() as connection:
        connection.execute(Client.table().update().values(phone="0571-999"))
    with pytest.raises(Refused, match="0571-999"):
        take_mine(joined, ME, clash.item_id)


def test_a_refused_new_person_can_be_sent_again_with_another_value(joined, client, today):
    contact_id = new_id()
    wish = action(create("contact", contact_id, client, {"name": "Chen Bo", "influence": 9}))
    facts = (Contested(fact="influence", seen=None, mine=9, theirs=None),)
    refused = item(ItemKind.REFUSED, wish, facts, sentence="Influence is 1 to 5.")
    keep(joined, refused)
    assert tray(joined, today=today)[0].sentence == "Influence is 1 to 5."
    take_mine(joined, ME, refused.item_id, instead={"influence": 5})
    with joined.reading() as connection:
        made = row(connection, Contact, contact_id)
    assert (made["name"], made["influence"]) == ("Chen Bo", 5)


def test_what_was_changed_in_a_refused_new_person_is_sent_again_with_it(joined, client, today):
    contact_id = new_id()
    first = action(create("contact", contact_id, client, {"name": "Chen Bo", "influence": 9}))
    later = action(edit("contact", contact_id, client, {"post": ("", "Buyer")}))
    facts = (Contested(fact="influence", seen=None, mine=9, theirs=None),)
    refused = item(ItemKind.REFUSED, first, facts, sentence="Influence is 1 to 5.").grown(action_bytes(later), ())
    keep(joined, refused)
    take_mine(joined, ME, refused.item_id, instead={"influence": 4})
    with joined.reading() as connection:
        made = row(connection, Contact, contact_id)
    assert (made["name"], made["influence"], made["post"]) == ("Chen Bo", 4, "Buyer")


def test_an_edit_of_what_the_office_removed_is_never_taken_for_done(joined, client, today):
    wish = action(edit("contact", new_id(), client, {"mobile": ("139", "138")}))
    gone = item(ItemKind.GONE, wish, (Contested(fact="mobile", seen="139", mine="138", theirs=None),))
    keep(joined, gone)
    assert not tray(joined, today=today)[0].can_take
    with pytest.raises(Refused, match="removed at the office"):
        take_mine(joined, ME, gone.item_id)
    assert [card.item.item_id for card in tray(joined, today=today)] == [gone.item_id]


def test_a_card_says_what_became_of_the_other_facts(joined, client, today):
    wish = action(edit("client", client, client, {"phone": ("", "0571-200"), "city": ("", "Hangzhou")}))
    with joined.writing() as connection:
        connection.execute(Client.table().update().values(phone="0571-300", city="Hangzhou"))
    keep(joined, item(ItemKind.CLASH, wish, (Contested(fact="phone", seen="", mine="0571-200", theirs="0571-300"),)))
    (other,) = tray(joined, today=today)[0].others
    assert (other.label, other.mine, other.theirs, other.fate) == ("City", "Hangzhou", "", "mine")


def test_of_a_held_action_all_that_was_written_can_be_read(joined, client, today):
    visit_id = new_id()
    wish = action(
        create("visit", visit_id, client, {"summary": "They want smaller batches"}),
        create("promise", new_id(), client, {"side": "ours", "what": "A new price list"}),
    )
    keep(joined, item(ItemKind.HELD, wish))
    (card,) = tray(joined, today=today)
    assert {line.mine for line in card.others} >= {"They want smaller batches", "A new price list"}
    assert {line.fate for line in card.others} == {"waits"}
    assert card.name == "They want smaller batches"


def test_what_was_decided_waits_for_the_office_and_can_be_taken_back(joined, clash, today):
    assert answered(joined, today=today) == ()
    done = keep_theirs(joined, ME, clash.item_id)
    (told,) = answered(joined, today=today)
    assert (told.card.item.item_id, told.action_id, told.kept_theirs) == (clash.item_id, done.action_id, True)


def test_an_answer_that_is_at_the_office_is_not_taken_back_without_effect(joined, clash):
    done = keep_theirs(joined, ME, clash.item_id)
    next_push(FileLaptop(joined), "en")
    with pytest.raises(Refused, match="at the office already"):
        undo(joined, done.action_id)


def test_who_changed_a_record_is_told_newest_first(joined, clash, today):
    (card,) = tray(joined, today=today)
    assert [(step.who, step.what, step.place is Place.THIS_LAPTOP) for step in history_of(joined, card)] == [
        ("Owner", "Client added", True),
        ("Finance", "Phone, – to 0571-300", False),
        ("Lin Yue", "Phone, – to 0571-200", False),
    ]


def test_an_item_is_the_same_after_its_way(clash):
    assert item_of(item_bytes(clash)) == clash


def test_what_the_office_removed_is_brought_back_as_it_was_with_what_was_written_since(joined, client, today):
    contact_id = new_id()
    wish = action(edit("contact", contact_id, client, {"mobile": ("139", "138")}))
    gone = item(
        ItemKind.GONE, wish, (Contested(fact="mobile", seen="139", mine="138", theirs=None),), theirs_by="Wei",
        theirs_at="2026-10-03T12:00:00Z", removed_key="k7",
        removed=(("name", "Chen Bo"), ("post", "Buyer"), ("mobile", "139"), ("rights", ("orders",))),
    )  # fmt: skip
    assert item_of(item_bytes(gone)) == gone
    keep(joined, gone)
    (card,) = tray(joined, today=today)
    assert (card.name, card.can_take, card.brings_back) == ("Chen Bo", True, True)
    assert card.sentence == "Wei removed this record on 3 Oct; you changed it on 2 Oct."
    assert {(line.fact, line.seen, line.fate) for line in card.others} == {
        ("name", "Chen Bo", "back"), ("post", "Buyer", "back"), ("rights", "orders", "back"),
    }  # fmt: skip
    take_mine(joined, ME, gone.item_id)
    with joined.reading() as connection:
        made = row(connection, Contact, contact_id)
    assert (made["name"], made["post"], made["mobile"], made.external_key) == ("Chen Bo", "Buyer", "138", "k7")
    assert last_sent(joined).settles == gone.item_id


def test_items_of_an_office_that_keeps_nothing_of_what_was_removed_are_read(clash):
    assert item_of(msgpack.encode(msgpack.decode(item_bytes(clash))[:-2])) == clash
