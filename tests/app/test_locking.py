"""The desk of an office locks itself; the windows behind the door stay as they were."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kamdesk.app.locking import IdleWatch
from kamdesk.app.start import Start
from kamdesk.storage.desk import create_desk
from kamdesk.storage.settings import OFFICE, POLICY

PASSWORD = "a long password"


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    desk = create_desk(folder, password=PASSWORD, company="Ours", currency="CNY")
    desk.settings.set(POLICY + "lock_after_minutes", "2")
    yield desk
    desk.close()


def test_nobody_there_for_as_long_as_the_office_allows_locks_the_desk(desk, qtbot):
    desk.settings.set(OFFICE, "https://office.example")
    watch = IdleWatch(desk, minute_ms=30)
    with qtbot.waitSignal(watch.lock_due, timeout=2_000):
        pass
    watch.deleteLater()


def test_use_puts_it_off_and_an_owner_run_desk_never_locks(desk, qtbot):
    watch = IdleWatch(desk, minute_ms=20)
    with qtbot.assertNotEmitted(watch.lock_due, wait=100):
        pass
    watch.deleteLater()
    watch = IdleWatch(desk)
    desk.settings.set(OFFICE, "https://office.example")
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    with qtbot.assertNotEmitted(watch.lock_due, wait=1):
        for _ in range(5):
            watch._on_minute()
            assert not watch.eventFilter(watch, press)
    watch.deleteLater()


def test_the_door_hides_the_windows_and_the_password_shows_them_again(desk, qtbot):
    start = Start(QApplication.instance())
    start.show_desk(desk)
    window = start.app.window
    window.commands.run("lock")
    assert not window.isVisible()
    assert start.door.isVisible()
    start.door.password.setText("another one")
    start.door.open()
    qtbot.waitUntil(start.door.go.isEnabled)
    assert "does not open" in start.door.said.text()
    start.door.password.setText(PASSWORD)
    start.door.open()
    qtbot.waitUntil(window.isVisible)
    assert start.door is None
    start.close()


def test_a_key_and_the_mouse_in_the_real_window_count_as_use(desk, qtbot):
    start = Start(QApplication.instance())
    start.show_desk(desk)
    window = start.app.window
    watch = IdleWatch(desk)
    watch.watch(window.windowHandle())
    handle = window.windowHandle()  # as the system tells it: to the window, not to a widget
    for use in (lambda: QTest.keyClick(handle, Qt.Key.Key_Shift), lambda: QTest.mouseMove(handle, QPoint(300, 20))):
        watch._on_minute()
        assert watch._idle == 1
        use()
        qtbot.waitUntil(lambda: watch._idle == 0)
    watch.deleteLater()
    start.close()
