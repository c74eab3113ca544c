"""Every screen as a picture: rooms, the parts of a client's page, the panels, the client-safe page, the welcome."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from kamdesk.app.desk import DeskApp
from kamdesk.base.errors import BadValue
from kamdesk.base.log import logger
from kamdesk.base.words import tr
from kamdesk.reads.client_rows import busiest_client
from kamdesk.storage.desk import Desk
from kamdesk.sync.standing import standing
from kamdesk.ui.shell.places import Place
from kamdesk.ui.shell.rooms import CLIENT_TABS
from kamdesk.ui.shell.window import DeskWindow
from kamdesk.ui.welcome.door import Door

SETTLED_S_MAX = 20.0
"""A screen that is not filled by then is shown as it is."""
_QUIET_ROUNDS = 3
"""A read may ask for another; after so many quiet turns nothing is left."""

PANELS = ("sync", "history", "news")
"""How the desk stands with its office, who changed the open client, the last notices: what other keys open."""

Tell = Callable[[str], None]

_log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the pictures are to look."""

    theme: str = "light"
    size: tuple[int, int] = (1366, 768)
    language: str = ""
    today: date | None = None


def take_shots(desk: Desk, out: Path, look: Look, tell: Tell = lambda _name: None) -> list[Path]:
    """Write every screen of an open desk as PNG into a folder. Returns: the files, in the order of the rooms."""
    out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_note)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    app = DeskApp(application, today=look.today, language_asked=look.language)
    window = app.show_desk(desk)
    app.theme.choose(look.theme)
    if desk.has_office and app.context is not None:
        app.context.sync.show_state(standing(desk))
    window.resize(*look.size)
    files: list[Path] = []
    try:
        for name, shown in _screens(app, window):
            _settle(application, app)
            files.append(out / f"{len(files) + 1:02d}-{name}.png")
            shown.grab().save(str(files[-1]))
            tell(files[-1].name)
    finally:
        app.close()
        qInstallMessageHandler(None)
    return files


def _screens(app: DeskApp, window: DeskWindow) -> Iterator[tuple[str, QWidget]]:
    """Each screen's name and its window, put on the screen when it is asked for."""
    assert app.context is not None
    for room in window.rooms:
        window.go(Place(room.name))
        yield room.name, window
    with app.context.desk.reading() as connection:
        client_id = busiest_client(connection, as_of=app.context.today)
    if client_id is not None:
        for tab in CLIENT_TABS:
            window.go(Place("client", client_id, tab.name))
            yield f"client-{tab.name}", window
        window.go(Place("client", client_id))
        app.context.set_client_safe(True)
        yield "client-safe", window
        app.context.set_client_safe(False)
    for panel in PANELS:
        window.commands.run(panel)
        yield panel, window
        window.panels.hide()
    window.palette_box.open()
    yield "palette", window
    door = Door(app.context.desk.folder, is_new=True, sample=lambda _desk: None)
    door.resize(window.size())
    door.show()
    yield "welcome", door
    door.close()


def _note(_kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
    """What Qt mutters about a screen that is not there goes into the log, not between our lines."""
    _log.info("qt: %s", text)


def _settle(application: QApplication, app: DeskApp) -> None:
    """Turn the loop until nothing that was asked for is still under way."""
    assert app.jobs is not None
    end = time.monotonic() + SETTLED_S_MAX
    quiet = 0
    while quiet < _QUIET_ROUNDS and time.monotonic() < end:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        quiet = 0 if app.jobs.is_busy else quiet + 1


def size_of(text: str) -> tuple[int, int]:
    """The size of "1366x768". Raises: BadValue."""
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text.lower())
    if not found:
        raise BadValue(tr("This is no size of a window: {size}", size=text))
    return int(found[1]), int(found[2])
