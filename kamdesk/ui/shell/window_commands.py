"""What the window can do, with its keys: rooms, palette, folding, undo, client view, back."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtGui import QKeySequence

from kamdesk.base.words import tr
from kamdesk.reads.client_page import PromiseRow
from kamdesk.reads.requests import RequestRow
from kamdesk.records.clients import Client
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.notice import Notice
from kamdesk.ui.kit.room import Room, Subject
from kamdesk.ui.kit.theme import Theme
from kamdesk.ui.kit.why_panel import WhyPanel
from kamdesk.ui.search.palette import CommandOffer, Palette
from kamdesk.ui.shell.commands import Commands
from kamdesk.ui.shell.manual_panel import ManualPanel
from kamdesk.ui.shell.navigation import Navigation
from kamdesk.ui.shell.panels import Panels
from kamdesk.ui.shell.places import History, Place
from kamdesk.ui.shell.rooms import RoomPlace

HIDDEN_FROM_CLIENTS = ("room/", "find", "back", "news", "edit_client", "new_client")
"""What begins so does nothing in the client view: it would show other clients, or what we think of this one."""


class Window(Protocol):
    """What the commands need of the window."""

    context: Context
    commands: Commands
    notice: Notice
    navigation: Navigation
    palette_box: Palette
    history: History

    def go(self, place: Place) -> None: ...

    def go_back(self) -> None: ...

    def room(self) -> Room | None: ...

    panels: Panels
    why: WhyPanel
    rooms: tuple[RoomPlace, ...]
    about: object
    manual: ManualPanel
    theme: Theme | None

    def show_news(self) -> None: ...

    def rebuild(self) -> None: ...

    def refresh_pins(self) -> None: ...

    def client_meant(self) -> bytes | None: ...

    def say(self, text: str, action_id: object | None = None) -> None: ...


def register(window: Window) -> None:
    """Fill the window's registry of commands."""
    add = window.commands.add
    add("find", tr("Find"), lambda: _find(window), keys="Ctrl+K", icon="search", listed=False)
    add("log_visit", tr("Log a visit"), partial(_log_visit, window), keys="Ctrl+L", icon="note")
    add("plan_visit", tr("Plan a visit"), partial(_plan_visit, window), keys="Ctrl+Shift+L", icon="calendar_in")
    add("brief", tr("Visit brief"), partial(_brief, window), keys="Ctrl+P", icon="print")
    add("new_promise", tr("Record a promise"), partial(_new_promise, window), keys="Ctrl+Shift+P", icon="promises")
    add("new_request", tr("Record a request"), partial(_new_request, window), keys="Ctrl+Shift+R", icon="requests")
    add("edit_client", tr("Edit this client"), partial(_edit_client, window), keys="Ctrl+E", icon="edit")
    add("new_client", tr("Add a client"), partial(_new_client, window), keys="Ctrl+N", icon="plus")
    for at, place in enumerate(window.rooms, 1):
        text = tr("Go to {room}", room=tr(place.label))
        keys = f"Ctrl+{at}" if at < 10 else ""
        add(f"room/{place.name}", text, partial(window.go, Place(place.name)), keys=keys, icon=place.icon)
    add("lock", tr("Lock the desk"), window.context.bus.lock_asked.emit, keys="Ctrl+Alt+L", icon="lock")
    add("news", tr("Notices"), window.show_news, keys="Ctrl+Shift+N", icon="bell")
    add("history", tr("Who changed this"), partial(_history, window), keys="Ctrl+H", icon="clock")
    add("sync", tr("Office and sync"), window.panels.show_sync, icon="online")
    add("sync_now", tr("Sync now"), partial(_sync_now, window), keys="F5", icon="refresh")
    add("manual", tr("Manual"), window.manual.open_manual, keys="F1", icon="help")
    add("as_of", tr("Show another day"), window.panels.ask_day, keys="Ctrl+J", icon="cal")
    add("apply_look", tr("Apply the look"), partial(_apply_look, window), listed=False)
    add("promise", tr("Close promise"), partial(_promise, window), listed=False)
    add("request", tr("Close request"), partial(_request, window), listed=False)
    add("undo", tr("Undo"), window.notice.undo, keys="Ctrl+Z", icon="undo")
    add("client_view", tr("Client view on or off"), lambda: _turn_client_view(window), keys="F9", icon="eye")
    add("fold", tr("Fold the column"), lambda: _fold(window), keys="Ctrl+B", icon="columns")
    add("back", tr("Back"), window.go_back, keys="Alt+Left", icon="left")
    add("finish", tr("Finish what is open"), partial(_finish, window), keys="Ctrl+Return", listed=False)
    add("escape", tr("Close what is open"), partial(_escape, window), keys="Esc", listed=False)
    add("pin", tr("Pin or unpin this client"), lambda: _pin(window), keys="Ctrl+D", icon="pin")


def offers(commands: Commands) -> list[CommandOffer]:
    """The listed commands as the palette offers them."""
    return [
        CommandOffer(
            each.action.text(),
            each.icon,
            each.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText).replace("+", " "),
            each.action.trigger,
        )
        for each in commands.listed()
    ]


def _turn_client_view(window: Window) -> None:
    window.context.set_client_safe(not window.context.client_safe)


def _fold(window: Window) -> None:
    folded = not window.navigation.is_folded
    window.context.settings.set("navigation_folded", folded)
    window.navigation.fold(folded)


def _pin(window: Window) -> None:
    place = window.history.here()
    if place is None or place.client_id is None:
        return
    wanted = place.client_id.hex()
    pinned = list(window.context.settings.get("pinned"))
    pinned = [each for each in pinned if each != wanted] if wanted in pinned else [*pinned, wanted]
    window.context.settings.set("pinned", pinned)
    window.refresh_pins()


def _find(window: Window) -> None:
    window.palette_box.open()


def _log_visit(window: Window) -> None:
    client_id = window.client_meant()
    if client_id is None:
        window.say(tr("Open a client first, or choose one in a list."))
    else:
        window.panels.log_visit(window.about, client_id)


def _plan_visit(window: Window) -> None:
    client_id = window.client_meant()
    if client_id is None:
        window.say(tr("Open a client first, or choose one in a list."))
    else:
        window.panels.plan_visit(client_id)


def _brief(window: Window) -> None:
    client_id = window.client_meant()
    if client_id is None:
        window.say(tr("Open a client first, or choose one in a list."))
    else:
        window.go(Place("client", client_id, tab="briefs", argument="visit"))


def _new_promise(window: Window) -> None:
    client_id = window.client_meant()
    if client_id is None:
        window.say(tr("Open a client first, or choose one in a list."))
    else:
        window.panels.new_promise(client_id)


def _promise(window: Window) -> None:
    if isinstance(window.about, PromiseRow):
        window.panels.promise(window.about)


def _new_request(window: Window) -> None:
    client_id = window.client_meant()
    if client_id is None:
        window.say(tr("Open a client first, or choose one in a list."))
    else:
        window.panels.new_request(client_id)


def _request(window: Window) -> None:
    if isinstance(window.about, RequestRow):
        window.panels.request(window.about)


def _finish(window: Window) -> None:
    panel, room = window.panels.open_panel(), window.room()
    if panel is not None:
        panel.button.click()
    elif room is not None:
        room.finish()


def _escape(window: Window) -> None:
    """Close what lies on top: the palette, a panel, the explanation; then come back to today, then to the list."""
    panel = window.panels.open_panel()
    if window.palette_box.isVisible():
        window.palette_box.hide()
    elif panel is not None:
        panel.escape()
    elif window.why.isVisible() or window.manual.isVisible():
        window.why.hide()
        window.manual.hide()
    elif window.context.is_past:
        window.context.show_day(None)
    elif (room := window.room()) is not None:
        room.focus_first()


def _apply_look(window: Window) -> None:
    if window.about == "theme" and window.theme is not None:
        window.theme.choose(str(window.context.settings.get("theme")))
    else:
        window.rebuild()


def _edit_client(window: Window) -> None:
    client_id = window.client_meant()
    if client_id is None:
        window.say(tr("Open a client first, or choose one in a list."))
    else:
        window.panels.edit_client(client_id)


def _history(window: Window) -> None:
    """Of the record that is chosen in the open room, else of the client."""
    room, client_id = window.room(), window.client_meant()
    subject = window.about if isinstance(window.about, Subject) else room.subject() if room is not None else None
    if subject is not None:
        window.panels.show_history(*subject)
    elif client_id is not None:
        window.panels.show_history(Client.word, client_id)
    else:
        window.say(tr("Open a client first, or choose one in a list."))


def _sync_now(window: Window) -> None:
    """Ask for a sync; a desk without an office says that it has none."""
    if window.context.sync.state.is_own:
        window.panels.show_sync()
    else:
        window.context.sync.asked.emit()


def _new_client(window: Window) -> None:
    window.panels.new_client(lambda client_id: window.go(Place("client", client_id)))
