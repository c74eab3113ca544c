"""How long the outbox keeps what was sent: by the days on which somebody worked here, and never by a clock alone."""

from datetime import UTC, datetime, timedelta

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.exchange.actions import Author
from kamdesk.facts.policies import Role
from kamdesk.operations.clients import add_client
from kamdesk.storage import outbox
from kamdesk.storage.desk import create_desk
from kamdesk.storage.settings import OFFICE

NOW = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)
OWNER = Author(name="Lin Yue", role=Role.OWNER)
STATES = (outbox.OPEN, outbox.SENT, outbox.ANSWERED, outbox.DONE, outbox.UNDONE)


@pytest.fixture
def desk(tmp_path):
    made = create_desk(tmp_path / "desk", password="a long one", company="Ours", currency="CNY", clock=fixed_clock(NOW))
    made.settings.set(OFFICE, "https://office.example")
    yield made
    made.close()


def with_one_in_each_state(desk):
    """Returns: the ids of the actions by the state in which each stands."""
    made = {}
    for state in STATES:
        made[state] = add_client(desk, OWNER, {"legal_name": state})[1].action_id
    add_client(desk, OWNER, {"legal_name": "the newest"})
    with desk.writing() as connection:
        for state, action_id in made.items():
            outbox.mark(connection, action_id, state)
    return made


def left(desk, made):
    with desk.reading() as connection:
        return {state for state, action_id in made.items() if outbox.kept(connection, action_id)}


def test_a_clock_that_jumps_a_year_takes_nothing_out_of_the_outbox(desk):
    """Neither what is not sent or not answered, nor what an office that is put back may have lost."""
    made = with_one_in_each_state(desk)
    for days in (366, 2 * 366, -366, 366):
        desk.clock = fixed_clock(NOW + timedelta(days=days))
        desk.back_up_if_due()
    assert left(desk, made) == set(STATES)


def test_after_so_many_days_of_work_only_what_the_office_has_is_let_go(desk):
    made = with_one_in_each_state(desk)
    for day in range(outbox.KEPT_DAYS + 1):
        assert left(desk, made) == set(STATES)
        with desk.writing() as connection:
            outbox.prune(connection, NOW + timedelta(days=day), has_office=True)
    with desk.writing() as connection:
        outbox.prune(connection, NOW + timedelta(days=outbox.KEPT_DAYS + 1), has_office=True)
    assert left(desk, made) == {outbox.OPEN, outbox.SENT, outbox.ANSWERED}


def test_many_days_of_work_on_a_clock_that_stands_still_let_nothing_go(desk):
    made = with_one_in_each_state(desk)
    for _ in range(2 * outbox.KEPT_DAYS):
        with desk.writing() as connection:
            outbox.prune(connection, NOW, has_office=True)
    assert left(desk, made) == set(STATES)
