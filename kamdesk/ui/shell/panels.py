"""The short forms that may be opened from anywhere: log or plan a visit, add or close a promise or a request."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kamdesk.reads.client_page import PromiseRow
from kamdesk.reads.requests import RequestRow
from kamdesk.reads.visits import VisitRow
from kamdesk.ui.client_page.facts_panel import FactsPanel, NewClientPanel
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.notice import News
from kamdesk.ui.kit.side_panel import SidePanel
from kamdesk.ui.promises.panel import NewPromisePanel, PromisePanel
from kamdesk.ui.requests.panel import NewRequestPanel, RequestPanel
from kamdesk.ui.shell.day_panel import DayPanel
from kamdesk.ui.shell.history_panel import HistoryPanel
from kamdesk.ui.shell.news_panel import NewsPanel
from kamdesk.ui.shell.sync_panel import SyncPanel
from kamdesk.ui.visits.log_panel import LogPanel
from kamdesk.ui.visits.plan_panel import PlanPanel

Say = Callable[[str, object], None]


class Panels:
    """Makes a panel when it is first needed; what is done there is said with Undo."""

    def __init__(self, window: QWidget, context: Context, say: Say) -> None:
        self._window, self._context, self._say = window, context, say
        self._made: dict[str, SidePanel] = {}

    def log_visit(self, about: object, client_id: bytes | None) -> None:
        """Log this visit, or one to this client."""
        panel = self._panel("log", self._log)
        assert isinstance(panel, LogPanel)
        if isinstance(about, VisitRow):
            panel.open(about.client_id, about.id if about.status == "planned" else None)
        elif client_id is not None:
            panel.open(client_id)

    def plan_visit(self, client_id: bytes) -> None:
        """Plan a visit to this client."""
        panel = self._panel("plan", self._plan)
        assert isinstance(panel, PlanPanel)
        panel.open(client_id)

    def edit_client(self, client_id: bytes) -> None:
        """Show a client's facts."""
        panel = self._panel("facts", self._facts)
        assert isinstance(panel, FactsPanel)
        panel.open(client_id)

    def new_client(self, added: Callable[[bytes], None]) -> None:
        """Ask for a new client; `added` gets its id."""
        panel = self._panel("new_client", lambda: self._new_client(added))
        assert isinstance(panel, NewClientPanel)
        panel.open()

    def promise(self, row: PromiseRow) -> None:
        """Close a promise."""
        panel = self._panel("promise", self._promise)
        assert isinstance(panel, PromisePanel)
        panel.open(row)

    def new_promise(self, client_id: bytes) -> None:
        """Record a promise of this client's or of ours."""
        panel = self._panel("new_promise", self._new_promise)
        assert isinstance(panel, NewPromisePanel)
        panel.open(client_id)

    def request(self, row: RequestRow) -> None:
        """Close a request."""
        panel = self._panel("request", self._request)
        assert isinstance(panel, RequestPanel)
        panel.open(row)

    def new_request(self, client_id: bytes) -> None:
        """Record what this client asked."""
        panel = self._panel("new_request", self._new_request)
        assert isinstance(panel, NewRequestPanel)
        panel.open(client_id)

    def show_news(self, news: list[News], undo: Callable[[object], None]) -> None:
        """Show the log of notices."""
        panel = self._panel("news", lambda: _connected(NewsPanel(self._window), undo))
        assert isinstance(panel, NewsPanel)
        panel.open(news)

    def show_sync(self) -> None:
        """Show how the desk stands with its office."""
        panel = self._panel("sync", lambda: SyncPanel(self._window, self._context))
        assert isinstance(panel, SyncPanel)
        panel.open()

    def show_history(self, word: str, row_id: bytes) -> None:
        """Show who changed a record."""
        panel = self._panel("history", lambda: HistoryPanel(self._window, self._context))
        assert isinstance(panel, HistoryPanel)
        panel.open(word, row_id)

    def ask_day(self) -> None:
        """Ask for the day whose state is shown."""
        panel = self._panel("day", lambda: DayPanel(self._window, self._context))
        assert isinstance(panel, DayPanel)
        panel.open()

    def place_again(self) -> None:
        """The window has another size."""
        for panel in self._made.values():
            if panel.isVisible():
                panel.place_again()

    def hide(self) -> None:
        """Close whatever is open; drafts stay."""
        for panel in self._made.values():
            panel.hide()

    def open_panel(self) -> SidePanel | None:
        """The panel that is on the screen."""
        return next((panel for panel in self._made.values() if panel.isVisible()), None)

    def _panel(self, name: str, make: Callable[[], SidePanel]) -> SidePanel:
        self.hide()
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def _log(self) -> SidePanel:
        panel = LogPanel(self._window, self._context)
        panel.logged.connect(self._say)
        return panel

    def _facts(self) -> SidePanel:
        panel = FactsPanel(self._window, self._context)
        panel.edited.connect(self._say)
        return panel

    def _new_client(self, added: Callable[[bytes], None]) -> SidePanel:
        panel = NewClientPanel(self._window, self._context)
        panel.added.connect(lambda text, action_id, _client_id: self._say(text, action_id))
        panel.added.connect(lambda _text, _action_id, client_id: added(client_id))
        return panel

    def _plan(self) -> SidePanel:
        panel = PlanPanel(self._window, self._context)
        panel.planned.connect(self._say)
        return panel

    def _promise(self) -> SidePanel:
        panel = PromisePanel(self._window, self._context)
        panel.closed.connect(self._say)
        return panel

    def _new_promise(self) -> SidePanel:
        panel = NewPromisePanel(self._window, self._context)
        panel.recorded.connect(self._say)
        return panel

    def _request(self) -> SidePanel:
        panel = RequestPanel(self._window, self._context)
        panel.closed.connect(self._say)
        return panel

    def _new_request(self) -> SidePanel:
        panel = NewRequestPanel(self._window, self._context)
        panel.recorded.connect(self._say)
        return panel


def _connected(panel: NewsPanel, undo: Callable[[object], None]) -> SidePanel:
    panel.undo_asked.connect(undo)
    return panel
