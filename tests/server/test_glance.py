"""An idle sync is answered at a glance; whatever changes what a user sees is noticed by it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, insert, text

from kamdesk.exchange.protocol import Pull
from kamdesk.exchange.pull import answer_pull, digest_of_view
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.server.answering.glance import Glances, fingerprint_of
from kamdesk.server.answering.pull_view import OfficePull
from kamdesk.server.database.tables import loads
from kamdesk.server.people.policies import set_policy
from kamdesk.server.people.serves import serve
from kamdesk.server.people.teams import set_team
from kamdesk.server.people.users import add_user, shut_out
from tests.server.desks import NOW, PASSWORD, TODAY, someone
from tests.server.rows_of_office import add, add_client, edit

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def acme(engine):
    add_client(engine, external_key="OTHER", legal_name="Other")
    return add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo")


@pytest.fixture
def anna(engine, acme):
    return someone(engine, "anna", Role.REP, "ACME")


def digest(engine, desk, today=TODAY):
    view, *_ = answer_pull(OfficePull(engine, desk.user_id, today), Pull(digest=b"new"))
    return digest_of_view(view.parts, view.items, view.policy)


def looked_at(engine, desk, today=TODAY):
    """Glances that have seen this desk's view whole, and its digest."""
    glances, held = Glances(), digest(engine, desk, today)
    with engine.connect() as connection:
        glances.note(desk.user_id, today, fingerprint_of(connection, desk.user_id, today), held)
    return glances, held


def test_a_view_that_was_never_looked_at_is_not_known_to_be_the_same(engine, anna):
    assert not Glances().is_same(engine, anna.user_id, TODAY, digest(engine, anna))


def test_where_nothing_changed_one_statement_says_so(engine, anna):
    glances, held = looked_at(engine, anna)
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert glances.is_same(engine, anna.user_id, TODAY, held)
    assert len(asked) == 1


def test_another_digest_than_the_one_seen_is_looked_at_whole(engine, anna):
    glances, _ = looked_at(engine, anna)
    assert not glances.is_same(engine, anna.user_id, TODAY, b"another one")


def test_what_others_do_elsewhere_is_no_news(engine, acme, anna):
    glances, held = looked_at(engine, anna)
    other = add_client(engine, legal_name="Elsewhere")
    add(engine, Contact, other, name="Li")
    assert glances.is_same(engine, anna.user_id, TODAY, held)
    assert digest(engine, anna) == held


def a_row_is_written(connection, engine, acme):
    edit(engine, Client, acme, acme, city="Bergen")


def a_person_is_added(connection, engine, acme):
    add(engine, Contact, acme, name="Li")


def a_client_is_given(connection, engine, acme):
    serve(connection, "OTHER", "anna", Role.REP, today=TODAY)


def a_client_is_taken(connection, engine, acme):
    connection.execute(text("DELETE FROM office.serves"))


def a_policy_changes(connection, engine, acme):
    set_policy(connection, "lock_after_minutes", "7")


def an_import_made_rows_newer(connection, engine, acme):
    connection.execute(insert(loads).values(compartment=Compartment.STOCK.value, as_of=NOW))


def the_role_changes(connection, engine, acme):
    add_user(connection, "anna", Role.FINANCE, PASSWORD)


def the_user_is_shut_out(connection, engine, acme):
    shut_out(connection, "anna")


def something_falls_into_the_tray(connection, engine, acme):
    ben = someone(engine, "ben", Role.REP, "ACME")
    ben.push(ben.edits(Client, acme, acme, city=("nothing he saw", "Rome")))
    connection.execute(
        text("UPDATE office.items SET author_id = (SELECT user_id FROM office.users WHERE name = 'anna')")
    )


CHANGES = (
    a_row_is_written, a_person_is_added, a_client_is_given, a_client_is_taken, a_policy_changes,
    an_import_made_rows_newer, the_role_changes, the_user_is_shut_out, something_falls_into_the_tray,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_a_view_is_noticed(engine, acme, anna, change):
    glances, held = looked_at(engine, anna)
    with engine.begin() as connection:
        change(connection, engine, acme)
    assert digest(engine, anna) != held, "it is news"
    assert not glances.is_same(engine, anna.user_id, TODAY, held)


def test_a_service_that_begins_by_itself_is_noticed(engine, acme, anna):
    with engine.begin() as connection:
        serve(connection, "OTHER", "anna", Role.REP, today=TODAY, starts_on=LATER)
    glances, held = looked_at(engine, anna)
    assert glances.is_same(engine, anna.user_id, TODAY, held)
    assert not glances.is_same(engine, anna.user_id, LATER, held)


def test_a_manager_hears_of_the_clients_of_the_team(engine, acme, anna):
    boss = someone(engine, "boss", Role.MANAGER)
    glances, held = looked_at(engine, boss)
    assert glances.is_same(engine, boss.user_id, TODAY, held)
    with engine.begin() as connection:
        set_team(connection, "north", people=["boss", "anna"], managers=["boss"])
    assert not glances.is_same(engine, boss.user_id, TODAY, held)
    glances, held = looked_at(engine, boss)
    edit(engine, Client, acme, acme, city="Bergen")
    assert not glances.is_same(engine, boss.user_id, TODAY, held)


@pytest.mark.enable_socket
def test_an_idle_pull_over_http_says_the_same_until_something_is_new(there):
    client = there.client()
    with client.pull(Pull(digest=b"new")) as (view, _):
        held = digest_of_view(view.parts, view.items, view.policy)

    def is_same():
        with client.pull(Pull(digest=held)) as (view, _):
            return view.is_same

    assert [is_same() for _ in range(3)] == [True] * 3
    edit(there.engine, Client, there.acme, there.acme, city="Bergen")
    assert not is_same()


def test_what_is_read_through_a_merge_of_clients_is_noticed(engine, acme, anna):
    """Who serves only the client that stays reads the other's rows too, from the merge on, and none of its marks."""
    gone = add_client(engine, external_key="GONE", legal_name="Acme twin")
    glances, held = looked_at(engine, anna)
    edit(engine, Client, gone, gone, keeper_id=acme)
    assert not glances.is_same(engine, anna.user_id, TODAY, held)
    glances, held = looked_at(engine, anna)
    add(engine, Contact, gone, name="Li")
    assert digest(engine, anna) != held
    assert not glances.is_same(engine, anna.user_id, TODAY, held)
