"""The payments room on a real desk: the calendar, ageing at any day, open items, receipts, terms in words."""

from datetime import date, timedelta

import pytest

from kamdesk.reads.payment_page import Terms
from kamdesk.ui.kit.fonts import text_width
from kamdesk.ui.payments.calendar_face import WEEKEND_PX
from kamdesk.ui.payments.calendar_weeks import Chip, Day, Weeks, weeks_of
from kamdesk.ui.payments.terms_words import terms_text
from kamdesk.ui.payments.view import gather
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere
from tests.ui.small_company import TODAY


@pytest.fixture
def room(app, client_id):
    app.window.go(Place("client", client_id, tab="payments"))
    app.settle()
    return app.window.room()


def test_open_items_come_with_the_latest_first(room):
    rows = room.table.rows_model.rows
    assert [row.instalment for row in rows] == ["INV-0811", "INV-0820", "INV-0826"]
    assert [row.days_late for row in rows] == [39, 11, -7]


def test_ageing_shows_amounts_and_counts_of_each_range(room):
    text = room.ageing.text()
    assert "Not due 198,000 (1)" in text
    assert "1–30 days 120,000 (1)" in text
    assert "31–60 days 142,000 (1)" in text
    assert "Gross 460,000" in text


def test_a_saturday_with_money_on_it_has_room_for_its_amount_and_an_empty_sunday_stays_narrow(room):
    monday = date(2026, 10, 19)
    week = [Day(day=monday + timedelta(days=at)) for at in range(7)]
    week[5].chips.append(Chip("received", 12_345_600, 1))
    room.calendar.show_weeks(Weeks(currency="CNY", before=[], weeks=[week], sums=[0], after=[]), monday)
    room.calendar.resize(540, 480)
    saturday, sunday = (room.calendar._cell(1, at).width() for at in (5, 6))
    assert saturday - 11 >= text_width("123,456", "tiny")
    assert sunday == WEEKEND_PX
    assert not room.calendar.grab().isNull()


def test_the_calendar_says_what_is_late_and_what_is_due(room):
    said = room.calendar.text()
    assert "9 Oct 2026 overdue ¥120,000" in said
    assert "27 Oct 2026 due ¥198,000" in said


def test_the_calendar_loses_nothing(app, client_id):
    def read():
        with app.context.desk.reading() as connection:
            return gather(connection, client_id=client_id, as_of=TODAY)

    weeks = weeks_of(elsewhere(read), "CNY")
    assert weeks.total == 46_000_000
    assert weeks.before == [(date(2026, 9, 11), 14_200_000)]
    assert sum(map(len, weeks.weeks)) == 56


def test_a_day_of_the_calendar_shows_only_its_items(room):
    room.calendar.choose(date(2026, 10, 9))
    assert [row.instalment for row in room.table.rows_model.rows] == ["INV-0820"]
    room.calendar.choose(date(2026, 10, 9))
    assert len(room.table.rows_model.rows) == 3


def test_the_slider_shows_an_earlier_day_without_later_receipts(room, app):
    app.context.show_day(date(2026, 8, 10))
    app.settle()
    assert "INV-0700" in [row.instalment for row in room.table.rows_model.rows]
    assert room.slider.value() == (date(2026, 8, 10) - TODAY).days


def test_receipts_name_what_they_paid(room):
    room.lists._take("receipts")
    (receipt,) = room.table.rows_model.rows
    assert receipt.paid == ("INV-0700",)
    assert receipt.left_minor == 0


def test_how_they_pay_comes_from_the_catalogue(room):
    assert room.trend.blocks["dso_simple"].text() != "  days sales outstanding"
    asked = []
    room.why_asked.connect(asked.append)
    room.trend.blocks["dso_simple"].asked.emit(room._figures["dso_simple"])
    assert asked[0].name == "dso_simple"


def test_everybodys_money_names_the_client(app):
    app.window.go(Place("payments"))
    app.settle()
    assert {row.client for row in app.window.room().table.rows_model.rows} == {"Hengtai Machinery"}


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("", "45 days"),
        ("100% 30", "30 days"),
        ("30% 0, 60% 90, 10% 365", "30% at once, 60% after 90 days, 10% after 365 days"),
        ("by agreement", "by agreement"),
    ],
)
def test_terms_are_said_in_words(schedule, said):
    assert terms_text(Terms(payment_term_days=45, payment_schedule=schedule, currency="CNY")) == said
