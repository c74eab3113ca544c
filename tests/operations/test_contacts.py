"""People at a client: added, moved, retired, their seats filled; what was stays as history."""

import pytest

from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.base.ids import new_id
from kamdesk.operations.clients import add_client
from kamdesk.operations.contacts import (
    add_contact,
    change_manager,
    fill_seat,
    move_contact,
    move_to_branch,
    retire_contact,
)
from kamdesk.operations.undo import undo
from kamdesk.records.contacts import Contact, ReportingLine
from kamdesk.storage.rows import row, rows_where


@pytest.fixture
def people(desk, owner, client):
    """Gu above Chen above Liu and Ma."""
    gu = add_contact(desk, owner, client, {"name": "Gu", "post": "General manager"})[0]
    chen = add_contact(desk, owner, client, {"name": "Chen", "post": "Buyer", "level": "middle"}, manager_ids=[gu])[0]
    liu = add_contact(desk, owner, client, {"name": "Liu"}, manager_ids=[chen])[0]
    ma = add_contact(desk, owner, client, {"name": "Ma"}, manager_ids=[chen, gu])[0]
    return gu, chen, liu, ma


def managers(desk, contact_id):
    with desk.reading() as connection:
        lines = rows_where(connection, ReportingLine, contact_id=contact_id)
    return [(line["line"], line["manager_id"]) for line in lines if line["ends_on"] is None]


def contact(desk, contact_id):
    with desk.reading() as connection:
        return row(connection, Contact, contact_id)


def test_of_several_managers_the_first_is_the_line(desk, people):
    gu, chen, _, ma = people
    assert managers(desk, ma) == [("line", chen), ("matrix", gu)]


def test_a_person_needs_a_name_and_a_vacant_seat_a_post(desk, owner, client):
    with pytest.raises(BadValue, match="Name"):
        add_contact(desk, owner, client, {"post": "Buyer"})
    with pytest.raises(BadValue, match="Post"):
        add_contact(desk, owner, client, {"is_vacant": True})


def test_a_new_manager_leaves_the_old_line_as_history(desk, owner, people, today):
    gu, chen, liu, _ = people
    change_manager(desk, owner, liu, gu, today=today)
    assert managers(desk, liu) == [("line", gu)]
    with desk.reading() as connection:
        old = rows_where(connection, ReportingLine, contact_id=liu, manager_id=chen)
    assert [line["ends_on"] for line in old] == [today]


def test_nobody_reports_to_themselves_in_the_end(desk, owner, people, today):
    gu, _, liu, _ = people
    with pytest.raises(Refused, match="Gu would report"):
        change_manager(desk, owner, gu, liu, today=today)
    assert managers(desk, gu) == []


def test_the_same_manager_again_is_no_change(desk, owner, people, today):
    _, chen, liu, _ = people
    with pytest.raises(Refused, match="already"):
        change_manager(desk, owner, liu, chen, today=today)


def test_a_manager_of_another_client_is_refused(desk, owner, people, today):
    other = add_client(desk, owner, {"legal_name": "Other"})[0]
    stranger = add_contact(desk, owner, other, {"name": "Stranger"})[0]
    with pytest.raises(Refused, match="not one of this client"):
        change_manager(desk, owner, people[2], stranger, today=today)


def test_when_somebody_leaves_their_people_move_up(desk, owner, people, today):
    gu, chen, liu, ma = people
    retire_contact(desk, owner, chen, today=today)
    assert contact(desk, chen)["ends_on"] == today
    assert managers(desk, chen) == []
    assert managers(desk, liu) == [("line", gu)]
    assert ("line", gu) in managers(desk, ma)


def test_a_seat_kept_vacant_takes_the_post_and_its_lines_and_can_be_filled(desk, owner, people, today, client):
    gu, chen, liu, _ = people
    retire_contact(desk, owner, chen, today=today, keep_seat=True)
    with desk.reading() as connection:
        (seat,) = rows_where(connection, Contact, scope_id=client, is_vacant=True)
    assert (seat["post"], seat["level"], seat["name"]) == ("Buyer", "middle", "")
    assert managers(desk, seat.id) == [("line", gu)]
    assert managers(desk, liu) == [("line", seat.id)]
    fill_seat(desk, owner, seat.id, {"name": "Zhao"}, today=today)
    assert (contact(desk, seat.id)["name"], contact(desk, seat.id)["is_vacant"]) == ("Zhao", False)
    with pytest.raises(Refused, match="taken"):
        fill_seat(desk, owner, seat.id, {"name": "Qian"}, today=today)


def test_leaving_is_one_action_and_one_undo(desk, owner, people, today):
    _, chen, liu, _ = people
    done = retire_contact(desk, owner, chen, today=today, keep_seat=True)
    undo(desk, done.action_id)
    assert managers(desk, liu) == [("line", chen)]
    assert contact(desk, chen)["ends_on"] is None


def test_a_move_changes_post_and_manager_together(desk, owner, people, today):
    gu, _, liu, _ = people
    move_contact(desk, owner, liu, {"post": ("", "Planner")}, manager_id=gu, today=today)
    assert (contact(desk, liu)["post"], managers(desk, liu)) == ("Planner", [("line", gu)])


def test_a_move_that_moves_nothing_is_no_action(desk, owner, people, today):
    _, chen, liu, _ = people
    with pytest.raises(Refused, match="Nothing changes"):
        move_contact(desk, owner, liu, {}, manager_id=chen, today=today)


def test_a_move_to_another_branch_is_a_new_record_that_names_the_old_one(desk, owner, people, today):
    branch = add_client(desk, owner, {"legal_name": "Branch"})[0]
    new = move_to_branch(desk, owner, people[2], branch, {"post": "Head"}, today=today)[0]
    there = contact(desk, new)
    assert (there["name"], there["post"], there["was_contact_id"]) == ("Liu", "Head", people[2])
    assert contact(desk, people[2])["ends_on"] == today


def test_who_is_not_there_is_not_found(desk, owner, today):
    with pytest.raises(NotFound):
        retire_contact(desk, owner, new_id(), today=today)
