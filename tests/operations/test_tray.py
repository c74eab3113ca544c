"""What a person decides about a clash is an action upon what the office has now, and takes the item out of the tray."""

from datetime import UTC, datetime

import pytest

from kamdesk.base.errors import NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.exchange.actions import Action, Author, create, edit
from kamdesk.exchange.items import item_bytes, item_of
from kamdesk.exchange.laptop import next_push
from kamdesk.exchange.verdicts import Contested, Item, ItemKind
from kamdesk.exchange.wire import action_bytes, action_of
from kamdesk.facts.policies import Compartment, Role
from kamdesk.operations.tray import keep_theirs, take_mine, tray
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
    with FileLaptop(joined).writing() as laptop:
        laptop.keep_items([item_bytes(found)])
    return found


def phone(desk, client):
    with desk.reading() as connection:
        return row(connection, Client, client)["phone"]


def last_sent(desk):
    return action_of(next_push(FileLaptop(desk), "en").actions[-1].action)


def test_a_card_says_who_set_what_when_and_what_you_wrote(joined, clash, today):
    (card,) = tray(joined, today=today)
    assert card.sentence == "Finance set Phone to “0571-300” on 3 Oct; you wrote “0571-200” on 2 Oct."
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
    with FileLaptop(joined).writing() as laptop:
        laptop.keep_items([item_bytes(refused)])
    assert tray(joined, today=today)[0].sentence == "Influence is 1 to 5."
    take_mine(joined, ME, refused.item_id, instead={"influence": 5})
    with joined.reading() as connection:
        made = row(connection, Contact, contact_id)
    assert (made["name"], made["influence"]) == ("Chen Bo", 5)


def test_an_item_is_the_same_after_its_way(clash):
    assert item_of(item_bytes(clash)) == clash
