"""Joining an office at the door: every failure in words, what was typed stays, and a desk that opens."""

import msgspec
import pytest
from PySide6.QtWidgets import QLineEdit

from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code, Join, Joined
from kamdesk.storage.keys import KEY_FILE
from kamdesk.storage.settings import LAPTOP, OFFICE
from kamdesk.ui.welcome.door import Door
from tests.sync_laptop.small_office import refusal, running, said

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
PASSWORD = "a long password"


def joined(body, *_):
    wish = msgspec.json.decode(body, type=Join)
    if wish.password != PASSWORD:
        return refusal(Code.PASSWORD)
    return said(msgspec.json.encode(Joined(
        device_id=b"d" * 16, token="a token", user_id=b"u" * 16, user=wish.user, role="rep", employee_id=None,
        office_id=bytes.fromhex("0f" * 16), office="Our works", currency="CNY",
    )))  # fmt: skip


@pytest.fixture
def door(tmp_path, theme, qtbot):
    door = Door(tmp_path / "desk", is_new=True)
    qtbot.addWidget(door)
    door.show()
    yield door
    door.close()


def fill(door, address, password=PASSWORD):
    form = door.join_form
    for field, text in ((form.address, address), (form.user, "lin"), (form.password, password), (form.laptop, "Lin's")):
        field.setText(text)


def refused(door, qtbot, address, **typed):
    fill(door, address, **typed)
    door.join_form.go.click()
    qtbot.waitUntil(door.join_form.go.isEnabled, timeout=10_000)
    return door.join_form.said.text()


def test_who_joins_gets_the_offices_desk(door, qtbot):
    door.to_join.click()
    assert door.join_form.isVisible()
    with running({words.JOIN: joined}) as office:
        fill(door, office.address)
        with qtbot.waitSignal(door.opened, timeout=10_000) as heard:
            door.join_form.go.click()
    (desk,) = heard.args
    assert (desk.settings.get(OFFICE), desk.settings.get(LAPTOP)) == (office.address, "Lin's")
    assert (desk.author.name, desk.author.role) == ("lin", "rep")
    desk.close()


def test_a_wrong_password_is_said_and_nothing_is_made(door, qtbot, tmp_path):
    door.ask_office()
    with running({words.JOIN: joined}) as office:
        assert refused(door, qtbot, office.address, password="wrong one") == (
            "The office does not know this name with this password."
        )
    assert not (tmp_path / "desk" / KEY_FILE).exists()
    assert door.join_form.user.text() == "lin"
    assert isinstance(door.focusWidget(), QLineEdit)
    assert door.focusWidget() is door.join_form.password


def test_an_address_where_nobody_answers_is_said(door, qtbot):
    door.ask_office()
    assert "Nobody answers" in refused(door, qtbot, "http://127.0.0.1:9")
    assert door.focusWidget() is door.join_form.address


def test_a_page_that_is_no_office_is_said(door, qtbot):
    door.ask_office()
    with running({words.JOIN: lambda *_: (200, {}, b"<html>Welcome to our hotel</html>")}) as hotel:
        assert "no office of KAMDesk" in refused(door, qtbot, hotel.address)


def test_what_is_missing_is_said_before_anybody_is_asked(door, qtbot):
    door.ask_office()
    assert refused(door, qtbot, "") == "Address of the office is missing."


def test_plain_http_across_a_network_is_refused(door, qtbot):
    door.ask_office()
    assert "https://" in refused(door, qtbot, "http://office.example")


def test_the_way_back_leads_to_the_other_beginnings(door):
    door.ask_office()
    door.join_form.back.click()
    assert door.to_join.isVisible()


def test_an_office_that_the_companys_it_has_named_is_asked_for_at_once(tmp_path, theme, qtbot):
    door = Door(tmp_path / "desk", is_new=True, office="https://office.ours.example")
    qtbot.addWidget(door)
    door.show()
    assert door.join_form.isVisible()
    assert door.join_form.address.text() == "https://office.ours.example"
    door.close()


def test_on_a_small_screen_what_went_wrong_comes_into_view(door, qtbot):
    door.resize(760, 420)
    door.to_join.click()
    form = door.join_form
    form.go.click()
    qtbot.waitUntil(lambda: not form.said.visibleRegion().isEmpty())
    assert door.height() == 420, "it scrolls and does not grow"
    assert form.said.text()
