"""The window's briefs come from a process of its own: the same bytes, another memory."""

import pytest

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.ids import new_id
from kamdesk.reads.named import client_named
from kamdesk.reports.brief_wish import BriefWish, brief_pdf
from kamdesk.reports.press import Press
from tests.reports.conftest import MADE_AT, TODAY


@pytest.fixture
def press(sample_desk):
    press = Press(sample_desk)
    yield press
    press.close()


@pytest.fixture
def wish(sample_desk):
    with sample_desk.reading() as connection:
        client_id = client_named(connection, "HENGTAI")
    return wish_for(client_id)


def wish_for(client_id):
    return BriefWish(
        kind="visit", client_id=client_id, audience="us", language="zh_CN", as_of=TODAY, made_at=MADE_AT
    )  # fmt: skip


def test_it_prints_what_this_process_would_and_again_after_it_went_to_rest(press, wish, sample_desk):
    with sample_desk.reading() as connection:
        here = brief_pdf(connection, wish)
    assert press.pdf(wish) == here
    first = press._child
    assert press.pdf(wish) == here
    assert press._child is first, "the next brief finds it warm"
    first.kill()
    first.wait()
    assert press.pdf(wish) == here


def test_what_cannot_be_made_is_said_and_the_press_lives_on(press, wish):
    with pytest.raises(KAMDeskError, match="没有该客户"):
        press.pdf(wish_for(new_id()))
    assert press.pdf(wish).startswith(b"%PDF")
