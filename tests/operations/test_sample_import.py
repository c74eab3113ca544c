"""The sample company is taken in like any file: whole, once, and nothing waits for an end that is missing."""

from sqlalchemy import func, select

from kamdesk.connectors.sample_company.source import sample_batches
from kamdesk.operations.imports import import_batches
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.records.every import RECORDS
from kamdesk.records.team import Employee
from kamdesk.records.visits import Visit


def test_the_sample_company_comes_in_whole_and_a_second_time_changes_nothing(desk):
    first = import_batches(desk, sample_batches())
    assert (first.refused, first.kept_unlinked, first.changed) == ([], [], 0)
    with desk.reading() as connection:
        counts = {
            record.word: connection.execute(select(func.count()).select_from(record.table())).scalar_one()
            for record in RECORDS
        }
    assert counts == {word: new for word, (new, _, _) in first.by_record.items()}
    again = import_batches(desk, sample_batches())
    assert (again.new, again.changed, again.same) == (0, 0, first.new)


def test_a_visit_knows_its_people_on_both_sides(desk):
    import_batches(desk, sample_batches())
    visits = Visit.table()
    with desk.reading() as connection:
        rows = connection.execute(select(visits.c.contact_ids, visits.c.employee_ids)).all()
    assert all(theirs and ours for theirs, ours in rows)


def test_the_key_account_manager_of_the_story_sits_at_the_desk(desk):
    take_sample_company(desk)
    with desk.reading() as connection:
        own = connection.execute(select(Employee.table().c.id).where(Employee.table().c.name == "林悦")).scalar_one()
    assert desk.settings.get("employee") == own.hex()
    assert (desk.settings.get("person"), desk.settings.get("company")) == ("Lin Yue", "岚丰传动")
