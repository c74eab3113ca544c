"""Who may read which part today: roles, services with dates, teams, and rights that come and go."""

from datetime import date, timedelta

import pytest

from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.base.ids import CATALOGUE
from kamdesk.facts.policies import Compartment, Role
from kamdesk.server.database.stamping import Part
from kamdesk.server.people.serves import every_service, serve
from kamdesk.server.people.teams import every_team, set_team
from kamdesk.server.people.territory import nearest, territory
from kamdesk.server.people.users import add_user, every_user, shut_out, user_named
from tests.server.rows_of_office import add_client

TODAY = date(2026, 10, 20)
PASSWORD = "a long enough one"


@pytest.fixture
def office(engine):
    """Two clients, a rep who serves one of them in a team with a manager, and one person of each other role."""
    with engine.begin() as connection:
        for role in (Role.REP, Role.MANAGER, Role.FINANCE, Role.SUPPLY, Role.HOTLINE, Role.EXECUTIVE, Role.ADMIN):
            add_user(connection, role.value, role, PASSWORD)
        set_team(connection, "North", people=["rep"], managers=["manager"])
    return Office(
        engine, add_client(engine, external_key="ACME", legal_name="Acme"), add_client(engine, external_key="ZEN")
    )


class Office:
    def __init__(self, engine, acme, zen):
        self.engine, self.acme, self.zen = engine, acme, zen

    def serve(self, name="rep", role=Role.REP, client="ACME", today=TODAY, **days):
        with self.engine.begin() as connection:
            return serve(connection, client, name, role, today=today, **days)

    def parts(self, name, today=TODAY):
        with self.engine.begin() as connection:
            return territory(connection, user_named(connection, name).user_id, today).parts

    def clients(self, name, today=TODAY):
        """The compartments of each client, without the rights' numbers."""
        found = {}
        for part in self.parts(name, today):
            if part.scope_id in (self.acme, self.zen):
                found.setdefault(part.scope_id, set()).add(part.compartment.value)
        return found


def test_each_role_reads_its_compartments_of_the_clients_it_serves(office):
    for role in (Role.REP, Role.FINANCE, Role.SUPPLY):
        office.serve(role.value, role)
    assert office.clients("rep") == {office.acme: {"open", "ledger", "money"}}
    assert office.clients("finance") == {office.acme: {"open", "ledger", "money"}}
    assert office.clients("supply") == {office.acme: {"open", "ledger"}}
    assert office.clients("hotline") == {office.acme: {"open"}, office.zen: {"open"}}
    assert set(office.clients("executive")) == {office.acme, office.zen}
    assert [part.compartment for part in office.parts("admin")] == [Compartment.PERSON]


def test_the_catalogues_stock_is_not_for_finance(office):
    def catalogue(name):
        return {part.compartment.value for part in office.parts(name) if part.scope_id == CATALOGUE}

    assert catalogue("rep") == {"open", "stock"}
    assert catalogue("finance") == {"open"}
    assert catalogue("admin") == set()


def test_a_manager_reads_what_the_people_of_the_team_serve_and_what_is_theirs(office):
    assert office.clients("manager") == {}
    office.serve("rep")
    assert set(office.clients("manager")) == {office.acme}
    office.serve("manager", Role.REP, client="ZEN")
    assert set(office.clients("manager")) == {office.acme, office.zen}
    with office.engine.begin() as connection:
        set_team(connection, "North", without=["rep"])
    assert set(office.clients("manager")) == {office.zen}


def test_a_branch_is_a_client_of_its_own_also_for_who_serves_its_group(office):
    branch = add_client(office.engine, external_key="ACME-NORTH", parent_id=office.acme)
    office.serve()
    assert branch not in {part.scope_id for part in office.parts("rep")}
    office.serve("finance", Role.FINANCE, client="ACME-NORTH")
    assert {part.scope_id for part in office.parts("finance")} & {branch, office.acme} == {branch}


def test_a_service_has_days_and_the_offices_day_decides(office):
    office.serve(starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    for days, reads in ((-1, False), (0, True), (9, True), (10, False)):
        assert bool(office.clients("rep", TODAY + timedelta(days=days))) is reads


def test_saying_the_same_again_changes_nothing(office):
    office.serve()
    before = office.parts("rep")
    office.serve()
    assert office.parts("rep") == before
    with office.engine.begin() as connection:
        add_user(connection, "rep", Role.REP, PASSWORD)
        set_team(connection, "North", people=["rep"], managers=["manager"])
        assert len(every_service(connection)) == 1
    assert office.parts("rep") == before


def test_a_client_that_was_lost_and_given_back_has_another_number(office):
    office.serve()
    before = office.parts("rep")[Part(office.acme, Compartment.OPEN)]
    office.serve(ends_on=TODAY)
    tomorrow, later = TODAY + timedelta(days=1), TODAY + timedelta(days=5)
    assert office.clients("rep", tomorrow) == {}
    office.serve(today=later)
    assert office.parts("rep", later)[Part(office.acme, Compartment.OPEN)] > before


def test_a_longer_service_keeps_its_number_and_what_the_laptop_holds(office):
    office.serve(ends_on=TODAY + timedelta(days=1))
    before = office.parts("rep")
    office.serve(ends_on=TODAY + timedelta(days=100))
    assert office.parts("rep") == before


def test_another_role_is_another_right_to_everything(office):
    office.serve()
    before = office.parts("rep")
    with office.engine.begin() as connection:
        add_user(connection, "rep", Role.SUPPLY, PASSWORD)
    after = office.parts("rep")
    assert Part(office.acme, Compartment.MONEY) not in after
    assert after[Part(office.acme, Compartment.OPEN)] > before[Part(office.acme, Compartment.OPEN)]


def test_who_was_shut_out_reads_nothing_and_comes_back_with_new_rights(office):
    office.serve()
    before = office.parts("rep")
    with office.engine.begin() as connection:
        shut_out(connection, "rep")
    assert office.parts("rep") == {}
    with office.engine.begin() as connection:
        add_user(connection, "rep", Role.REP, PASSWORD)
    after = office.parts("rep")
    assert after.keys() == before.keys()
    assert all(after[part] > before[part] for part in before)


def test_a_manager_of_a_new_team_member_reads_with_the_number_of_the_newest_right(office):
    office.serve("rep")
    first = office.parts("manager")[Part(office.acme, Compartment.OPEN)]
    with office.engine.begin() as connection:
        set_team(connection, "North", without=["rep"])
        set_team(connection, "North", people=["rep"])
    assert office.parts("manager")[Part(office.acme, Compartment.OPEN)] > first


def test_a_role_that_is_not_theirs_is_refused_with_a_sentence(office):
    with pytest.raises(Refused, match="cannot serve as finance"):
        office.serve("rep", Role.FINANCE)
    with pytest.raises(Refused, match="administrator"):
        office.serve("admin", Role.ADMIN)
    with pytest.raises(NotFound, match="no client"):
        office.serve(client="nobody")
    with pytest.raises(NotFound, match="no user"):
        office.serve("nobody")
    with pytest.raises(BadValue):
        office.serve(starts_on=TODAY, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(BadValue), office.engine.begin() as connection:
        add_user(connection, "boss", Role.OWNER, PASSWORD)


def test_what_an_author_may_not_see_goes_to_who_serves_there_then_to_their_manager(office):
    wanted = [Part(office.acme, Compartment.MONEY)]
    with office.engine.begin() as connection:
        assert nearest(connection, wanted, TODAY) is None
    office.serve("supply", Role.SUPPLY)
    with office.engine.begin() as connection:
        set_team(connection, "North", people=["supply"])
        manager = user_named(connection, "manager").user_id
        assert nearest(connection, wanted, TODAY) == manager, "supply may not read money"
    office.serve("rep")
    with office.engine.begin() as connection:
        assert nearest(connection, wanted, TODAY) == user_named(connection, "rep").user_id
        assert nearest(connection, [*wanted, Part(office.zen, Compartment.OPEN)], TODAY) is None


def test_the_lists_say_who_is_who(office):
    office.serve()
    with office.engine.begin() as connection:
        assert every_team(connection) == {"North": {"managers": ["manager"], "people": ["rep"]}}
        assert [user.name for user in every_user(connection)][:2] == ["admin", "executive"]
        assert every_service(connection) == [("ACME", "rep", Role.REP, TODAY, None)]
