"""What the organisation chart reads: one day's people and lines, and when each was last met."""

from datetime import UTC, date, datetime

import pytest

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.reads import org_chart
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact, InfluenceLine, Pairing, ReportingLine
from kamdesk.records.team import Employee
from kamdesk.records.visits import Promise, Visit
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import insert_row

TODAY = date(2026, 10, 20)


class Filled:
    """A desk with one client of three people; ids by name."""

    def __init__(self, desk):
        self.desk = desk
        self.client = new_id()
        self.put(Client, self.client, self.client, legal_name="Hengtai Machinery")
        self.gu = self.add(Contact, name="顾明远", post="总经理", level="senior", rights=("decides",))
        self.liu = self.add(Contact, name="刘敏", level="middle", starts_on=date(2024, 3, 1))
        self.gone = self.add(Contact, name="高翔", level="front", ends_on=date(2026, 9, 1))
        self.lin = new_id()
        self.put(Employee, self.lin, CATALOGUE, name="林悦", post="KAM")
        self.add(ReportingLine, contact_id=self.liu, manager_id=self.gu, starts_on=date(2024, 3, 1))

    def put(self, record, row_id, scope_id, **values):
        with self.desk.writing() as connection:
            insert_row(connection, record, row_id, scope_id, values)
        return row_id

    def add(self, record, **values):
        return self.put(record, new_id(), self.client, **values)

    def page(self, day=TODAY):
        with self.desk.reading() as connection:
            return org_chart.page(connection, self.client, as_of=day)


@pytest.fixture
def filled(tmp_path):
    desk = create_desk(tmp_path / "desk", password="correct horse", company="Yunjin", currency="CNY")
    yield Filled(desk)
    desk.close()


def test_a_person_who_left_is_absent_from_the_day_of_leaving(filled):
    assert "高翔" not in {person.name for person in filled.page().people}
    assert "高翔" in {person.name for person in filled.page(date(2026, 8, 31)).people}
    assert "高翔" not in {person.name for person in filled.page(date(2026, 9, 1)).people}


def test_a_line_holds_from_its_first_day(filled):
    assert filled.page(date(2024, 2, 29)).lines == ()
    (line,) = filled.page().lines
    assert (line.contact_id, line.manager_id, line.kind) == (filled.liu, filled.gu, "line")


def test_the_slider_begins_where_anything_is_known(filled):
    assert filled.page().first_day == date(2024, 3, 1)


def test_the_last_contact_is_the_later_of_pairing_and_visit(filled):
    filled.add(Pairing, employee_id=filled.lin, contact_id=filled.liu, coverage=2, last_touch_on=date(2026, 7, 17))
    met = datetime(2026, 8, 14, 4, tzinfo=UTC)
    filled.add(Visit, starts_at=met, status="done", contact_ids=(filled.liu,))
    filled.add(Visit, starts_at=datetime(2026, 10, 22, 4, tzinfo=UTC), status="planned", contact_ids=(filled.gu,))
    people = {person.id: person for person in filled.page().people}
    assert people[filled.liu].last_contact_on == date(2026, 8, 14)
    assert people[filled.liu].coverage == 2
    assert people[filled.gu].last_contact_on is None


def test_what_came_later_is_not_known_on_an_earlier_day(filled):
    filled.add(Pairing, employee_id=filled.lin, contact_id=filled.liu, coverage=2, last_touch_on=date(2026, 7, 17))
    people = {person.id: person for person in filled.page(date(2026, 7, 1)).people}
    assert people[filled.liu].last_contact_on is None


def test_influence_and_open_promises_name_people(filled):
    filled.add(InfluenceLine, from_contact_id=filled.liu, to_contact_id=filled.gu, note="old schoolmate")
    filled.add(Promise, what="142,000", side="theirs", contact_id=filled.liu, due_on=date(2026, 10, 16))
    filled.add(Promise, what="done", side="theirs", contact_id=filled.liu, outcome="kept")
    page = filled.page()
    assert [(each.from_id, each.to_id) for each in page.influences] == [(filled.liu, filled.gu)]
    assert [promise.what for promise in page.promises] == ["142,000"]
