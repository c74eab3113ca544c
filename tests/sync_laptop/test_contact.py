"""A desk that was too long without its office opens only after a sync; no clock lengthens that, nothing is lost."""

import json
from contextlib import closing
from datetime import timedelta

import pytest

from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import CannotOpen
from kamdesk.cli.main import main
from kamdesk.storage.contact import demands_of, time_without_contact
from kamdesk.storage.desk import open_desk
from kamdesk.storage.settings import POLICY
from kamdesk.sync.entering import enter
from tests.server.desks import NOW, PASSWORD

DAY = timedelta(days=1)


@pytest.fixture
def alone(lin, acme):
    """The folder of a desk that met its office at NOW, with unsent work."""
    lin.writes(acme, "unsent, and not to be lost")
    lin.desk.close()
    return lin.desk.folder


def entered(folder, days):
    return enter(folder, PASSWORD, clock=fixed_clock(NOW + days * DAY))


def test_after_thirty_days_the_desk_meets_its_office_before_it_opens(alone, wei):
    entered(alone, 29).close()
    with closing(entered(alone, 31)) as desk:
        assert time_without_contact(desk) == timedelta()
    wei.sync()
    assert wei.notes() == ["unsent, and not to be lost"]
    entered(alone, 60).close()


def test_without_the_office_it_stays_shut_in_words_and_keeps_what_is_unsent(alone, office, real_office):
    real_office.answers.clear()
    with pytest.raises(CannotOpen, match="more than 30 days") as refused:
        entered(alone, 31)
    assert refused.value.reason == "contact"
    with closing(open_desk(alone, password=PASSWORD)) as desk, desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE state IN ('open', 'sent')").scalar() == 1


def test_a_clock_set_back_does_not_lengthen_it(alone, real_office):
    real_office.answers.clear()
    entered(alone, 20).close()
    entered(alone, -300).close()
    entered(alone, -291).close()
    with pytest.raises(CannotOpen, match="more than 30 days"):
        entered(alone, -289)


def test_the_office_says_how_long(alone, real_office):
    real_office.answers.clear()
    with closing(entered(alone, 0)) as desk:
        desk.settings.set(POLICY + "days_without_contact", "3")
        assert demands_of(desk).days_without_contact == 3
    with pytest.raises(CannotOpen, match="more than 3 days"):
        entered(alone, 4)


def test_the_verbs_say_so_and_sync_opens_it_again(alone, monkeypatch, capsys):
    with closing(open_desk(alone, password=PASSWORD)) as desk:
        desk.settings.set("seconds_without_contact", str(31 * 24 * 3600))
    monkeypatch.setenv("KAMDESK_PASSWORD", PASSWORD)
    words = ["--json", "--profile", str(alone)]
    assert main([*words, "clients"]) == 1
    assert "has not met its office" in capsys.readouterr().err
    assert main([*words, "sync"]) == 0
    capsys.readouterr()
    assert main([*words, "clients"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["Acme"]


def test_a_disk_that_is_full_keeps_nobody_out(alone, monkeypatch):
    def full(*_):
        raise CannotOpen("The disk is full", reason="disk_full")

    monkeypatch.setattr("kamdesk.storage.contact.write_setting", full)
    with closing(entered(alone, 2)) as desk:
        assert time_without_contact(desk) == 2 * DAY
