"""The head of a client's page: names, at most three badges, one line of facts, the two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from kamdesk.base.clock import today_of
from kamdesk.base.days import days_between
from kamdesk.base.scripts import in_order
from kamdesk.base.show import day_text
from kamdesk.base.words import ntr, tr
from kamdesk.facts.fact import Fact
from kamdesk.figures.figure import Figure
from kamdesk.reads.client_page import ClientHeadView, client_head
from kamdesk.records.clients import Client
from kamdesk.ui.client_page.quadrant import figures_of
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.figure_words import headline, main_amount, one_text
from kamdesk.ui.kit.named import client_name, grade_words, industry_words
from kamdesk.ui.kit.page import PageHead
from kamdesk.ui.kit.room import Room


class ClientHead(Room):
    """The head; its badges about lateness are told by the overview.

    Signals:
        named: the client's name is known.
    """

    named = Signal(str)
    shows = frozenset({"client", "site", "visit", "employee", "industry", "invoice", "receipt", "order_line"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: ClientHeadView | None = None
        self._figures: dict[str, Figure] = {}
        self.brief = Button(tr("Visit brief"), icon="print")
        self.edit = Button(tr("Edit"), icon="edit")
        self.edit.clicked.connect(lambda: self.command_asked.emit("edit_client", self.client_id))
        self.log = Button(tr("Log visit"), icon="note", kind="primary")
        self.brief.clicked.connect(lambda: self.command_asked.emit("brief", self.client_id))
        self.log.clicked.connect(lambda: self.command_asked.emit("log_visit", self.client_id))
        self._head = PageHead(buttons=(self.edit, self.brief, self.log))
        self.phone = Button("", icon="phone", kind="quiet", small=True)
        self.phone.clicked.connect(self._on_call)
        self.phone.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.phone.customContextMenuRequested.connect(
            lambda _at: QGuiApplication.clipboard().setText(self.phone.text())
        )
        self._head.below.addWidget(self.phone)
        self._head.below.addStretch(1)
        context.sync.loading_changed.connect(self._show_again)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._head)

    def client_name(self) -> str:
        """What the client is called, once it was read."""
        return client_name(self._view.name, self._view.other_name) if self._view else ""

    def read_again(self) -> None:
        client_id, as_of = self.client_id, self.context.as_of
        if client_id is None:
            return
        if self._view is not None and self._view.id != client_id:
            self._figures = {}
        self.context.jobs.read(
            lambda connection: client_head(connection, client_id, as_of=as_of), self._show, owner=self, latest="head"
        )
        self.context.jobs.read(
            lambda connection: figures_of(connection, ("overdue_amount", "share_of_sales"), client_id, as_of),
            self._show_figures,
            owner=self,
            latest="figures",
        )

    def set_client_safe(self, safe: bool) -> None:  # noqa: FBT001  (a Qt slot)
        self.brief.setVisible(not safe)
        self.edit.setVisible(not safe)
        self._show(self._view)

    def _show(self, view: ClientHeadView | None) -> None:
        self._view = view
        if view is None:
            return
        safe = self.context.client_safe
        name, other = in_order(view.name, view.other_name)
        self._head.title.set_text(name)
        self._head.other.set_text(other)
        badges = [(grade_words(view.grade), "accent"), (stage_words(view.stage), ""),
                  overdue_badge(self._figures.get("overdue_amount"))]  # fmt: skip
        if self.context.sync.is_loading(self.client_id):
            badges = [(tr("still loading"), "wait"), badges[0], badges[2]]
        self._head.set_badges(*([] if safe else badges))
        pairs = [
            (tr("Industry"), industry_words(view.industry, view.industry_chinese)),
            (tr("Site"), _site_words(view)),
            (tr("Group"), view.parent),
            (tr("Branches"), str(view.branches) if view.branches else ""),
            (tr("Owner"), view.owner),
            (tr("Last visit"), self._last_visit_words(view)),
            *([] if safe else self._sales_words()),
        ]
        self._head.set_facts(*pairs)
        self.phone.setText(view.phone)
        self.phone.setVisible(bool(view.phone))
        self.phone.setToolTip(tr("Call {number}; a right click copies it", number=view.phone))
        self.named.emit(name)

    def _show_again(self) -> None:
        self._show(self._view)

    def _on_call(self) -> None:
        number = "".join(mark for mark in self.phone.text() if mark.isdigit() or mark == "+")
        QDesktopServices.openUrl(QUrl(f"tel:{number}"))

    def _show_figures(self, figures: dict[str, Figure]) -> None:
        self._figures = figures
        self._show(self._view)

    def _sales_words(self) -> list[tuple[str, str]]:
        share = self._figures.get("share_of_sales")
        if share is None or not share.value:
            return []
        part = main_amount(share.value, self.context.settings.text("currency"))
        sales = headline(share.inputs["sales"])
        return [(tr("Sales 12 months"), sales), (tr("Share of our sales"), f"{one_text(part)}%")]

    def _last_visit_words(self, view: ClientHeadView) -> str:
        if view.last_visit_at is None:
            return tr("none yet")
        day = today_of(view.last_visit_at)
        ago = days_between(day, self.context.as_of)
        said = tr("today") if ago == 0 else ntr("{n} day ago", "{n} days ago", ago)
        return tr("{day}, {ago}", day=day_text(day, self.context.today), ago=said)


def overdue_badge(overdue: Figure | None) -> tuple[str, str]:
    """A client that owes nothing too long has no badge, in whatever currency it buys."""
    if overdue is None or not any(each.amount_minor for each in (overdue.value or {}).values()):
        return "", ""
    return tr("{amount} overdue", amount=headline(overdue.value)), "late"


def stage_words(stage: str) -> str:
    """Stage 4 of 5, interdependent."""
    fact: Fact = Client.fact("stage")
    label = fact.choices.get(stage)
    if not label:
        return ""
    return tr("Stage {n} of {all}, {name}", n=stage, all=len(fact.choices), name=tr(label))


def _site_words(view: ClientHeadView) -> str:
    if view.sites > 1:
        return tr("{site}, 1 of {n}", site=view.site, n=view.sites)
    return view.site or view.city
