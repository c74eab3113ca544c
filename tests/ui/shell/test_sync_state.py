"""What the bar, the panel and the strip say of the sync: offline is normal, a failure and old data are not."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.sync.state import Ended, Phase, SyncState
from kamdesk.ui.shell.sync_words import ended_first, ended_second, said, time_left
from tests.ui.small_company import TODAY, at

NOW = at(TODAY, 12)
SYNCED = at(TODAY, 6, 41)
OFFICE = "https://office.example"


def state(**values):
    return SyncState(**{"office": OFFICE, "synced_at": SYNCED, **values})


@pytest.mark.parametrize(
    ("values", "text", "is_late"),
    [
        ({"is_online": True}, "Online, synced 06:41", False),
        ({}, "Offline, synced 06:41", False),
        ({"trouble": "no_network", "unreached_since": NOW}, "Offline, synced 06:41", False),
        ({"synced_at": None}, "Never synced", False),
        ({"synced_at": SYNCED - timedelta(days=2)}, "Offline, synced 18 Oct 06:41", True),
        ({"phase": Phase.SENDING, "to_send": 4}, "Sending 4", False),
        ({"phase": Phase.RECEIVING, "share": 0.345}, "Receiving, 34%", False),
        ({"trouble": "must_update"}, "Must be updated", True),
        ({"trouble": "certificate"}, "Sync failed, data of 06:41", True),
        ({"trouble": "shut_out", "synced_at": None}, "Sync failed", True),
    ],
)
def test_the_bar_says_it_in_one_line(values, text, is_late):
    told = said(state(**values), now=NOW, today=TODAY)
    assert (told.text, told.is_late) == (text, is_late)


def test_what_waits_stands_behind_it():
    told = said(state(waiting=4, to_review=2), now=NOW, today=TODAY)
    assert (told.waiting, told.review) == ("4 waiting", "2 for you")


def test_an_owners_desk_says_that_it_has_no_office():
    assert said(SyncState(waiting=12), now=NOW, today=TODAY).waiting == ""
    assert said(SyncState(), now=NOW, today=TODAY).text == "No office; own desk"


def test_a_sync_of_the_history_tells_what_became_of_it():
    whole = Ended(began_at=SYNCED, seconds=1.24, sent=37, merged=3, waits=1, received=212, sent_bytes=11_200,
                  received_bytes=3_400_000)  # fmt: skip
    assert ended_first(whole, TODAY) == "06:41, 37 sent, 212 received"
    assert ended_second(whole) == "3 merged, 1 to review, 12 kB up, 3.4 MB down, 1.2 s"
    assert ended_second(Ended(began_at=SYNCED, trouble="busy", sentence="The office is busy.")) == "The office is busy."


@pytest.mark.parametrize(
    ("seconds", "text"), [(3, "about 10 s left"), (44, "about 40 s left"), (200, "about 3 min left")]
)
def test_the_time_left_is_told_roughly(seconds, text):
    assert time_left(seconds) == text


def test_the_state_is_always_on_the_bar_and_a_press_opens_the_panel(app):
    app.context.sync.show_state(
        state(is_online=True, waiting=4, history=(Ended(began_at=SYNCED, sent=37, received=212),))
    )
    assert app.window.bar.sync.text() == "Online, synced 06:41, 4 waiting"
    app.window.bar.sync.click()
    panel = app.window.panels.open_panel()
    assert panel.texts()[0] == "What is shown is what the office had at 06:41."
    assert "Waiting to be sent: 4. It goes by itself." in panel.texts()
    assert panel.history.rows_model.rowCount() == 1


def test_sync_now_is_asked_by_button_and_by_key_and_the_panel_follows(app, qtbot):
    app.context.sync.show_state(state())
    app.window.commands.run("sync")
    panel = app.window.panels.open_panel()
    with qtbot.waitSignal(app.context.sync.asked):
        panel.button.click()
    with qtbot.waitSignal(app.context.sync.asked):
        app.window.commands.run("sync_now")
    app.context.sync.show_state(state(phase=Phase.RECEIVING, share=0.5, rows=120_000, seconds_left=95))
    assert panel.going.text() == "50%, 120,000 rows, about 2 min left"
    assert not panel.button.isEnabled()


def test_an_owners_desk_is_never_asked_to_sync(app, qtbot):
    with qtbot.assertNotEmitted(app.context.sync.asked):
        app.window.commands.run("sync_now")
    panel = app.window.panels.open_panel()
    assert "no office" in panel.texts()[0]
    assert not panel.button.isVisible()


def test_a_failure_is_told_in_words(app):
    app.context.sync.show_state(state(trouble="certificate", sentence="office.example cannot prove that it is yours."))
    app.window.commands.run("sync")
    assert app.window.panels.open_panel().texts()[0] == "office.example cannot prove that it is yours."


def test_the_first_sync_shows_how_far_it_is_while_the_desk_works(app):
    strip = app.window.strip
    assert not strip.isVisible()
    app.context.sync.show_state(state(synced_at=None, phase=Phase.RECEIVING, share=0.2, rows=9_000))
    assert strip.isVisible()
    assert strip.text() == "Your clients are loading: 20%, 9,000 rows. What is here can be used."
    app.context.sync.show_state(state(is_online=True))
    assert not strip.isVisible()


def test_the_state_outlives_a_window_that_is_made_anew(app):
    app.context.sync.show_state(state(is_online=True))
    app.window.rebuild()
    app.settle()
    QApplication.processEvents()
    app.context.sync.show_state(state())
    assert app.window.bar.sync.text() == "Offline, synced 06:41"
