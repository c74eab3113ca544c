"""Money: what is overdue, what falls due next, how they pay, and the receivables by days late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kamdesk.base.money import Money
from kamdesk.base.show import amount_text, day_text, late_text
from kamdesk.base.words import N_, commas, ntr, tr
from kamdesk.figures.figure import Figure, Row
from kamdesk.ui.client_page.quadrant import Quadrant, figures_of
from kamdesk.ui.kit.columns import Column
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.figure_words import headline, main_amount, one_text, whole_text
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.stacked_bar import Part, StackedBar

OVERDUE_ROWS_MAX, ROWS_MAX = 3, 4
_FIGURES = (
    "receivables_ageing",
    "overdue_amount",
    "next_instalments",
    "days_beyond_terms",
    "late_share",
    "weighted_days_to_pay",
)

BUCKETS = (
    ("not_due", "a0", N_("Not due")), ("1-30", "a1", "1–30"), ("31-60", "a2", "31–60"), ("61-90", "a3", "61–90"),
    ("over_90", "a4", N_("over 90")),
)  # fmt: skip


class MoneyQuadrant(Quadrant):
    """Opens the payments of this client."""

    def __init__(self, context: Context) -> None:
        empty = EmptyState.without_data(
            context,
            tr("No invoice of this client is on this desk."),
            tr("Invoices come with the ERP's files, or from the office to those who may read them."),
        )
        super().__init__(context, tr("Money"), "money", empty)
        self.ageing = StackedBar()
        self.lines.addWidget(self.ageing)
        self.table = SheetTable(_columns(context.today), height=DENSE, flush=True, header=False)
        self.lines.addWidget(self.table)

    def gather(self, connection: Any, client_id: bytes, as_of: date) -> dict[str, Figure]:
        return figures_of(connection, _FIGURES, client_id, as_of)

    def show_view(self, view: dict[str, Figure]) -> None:
        ageing, overdue, coming, beyond, late_share, to_pay = (view[name] for name in _FIGURES)
        currency = self.context.settings.text("currency")
        self.show_empty(is_empty=not ageing.value and to_pay.value is None)
        self._show_figures(overdue, coming, beyond)
        buckets = main_amount(ageing.value or {}, currency)
        self.ageing.setVisible(bool(buckets))
        if buckets:
            self._show_ageing(buckets)
        late = sorted(overdue.rows or (), key=lambda row: -row["days_late"])[:OVERDUE_ROWS_MAX]
        rows = [*late, *(coming.rows or ())][:ROWS_MAX]
        self.table.hide_column("disputed", hidden=not any(row["disputed"] for row in rows))
        self.table.set_rows(rows)
        self.table.fit_height()
        codes = commas(sorted(ageing.value or {})) or currency
        day = day_text(ageing.as_of, self.context.today)
        self.head.source.set_text(tr("{currency}, ledger {day}", currency=codes, day=day))
        self.foot.set_text("" if self.context.client_safe else _habit(late_share, to_pay, currency))

    def _show_figures(self, overdue: Figure, coming: Figure, beyond: Figure) -> None:
        first, second, third = self.figures.blocks
        n = int(overdue.inputs.get("n", 0))
        said = ntr("overdue, {n} instalment", "overdue, {n} instalments", n)
        first.set_figure(headline(overdue.value or {}), "", said, ink="late" if n else "text", explains=overdue)
        rows = coming.rows or ()
        said = (
            tr("next due {day}", day=day_text(rows[0]["due"], self.context.today))
            if rows
            else tr("nothing to fall due")
        )
        amount = headline({rows[0]["currency"]: rows[0]["open"]}) if rows else "0"
        second.set_figure(amount, "", said, explains=coming)
        days = main_amount(beyond.value or {}, self.context.settings.text("currency"))
        sign = "+" if days is not None and days > 0 else ""
        third.set_figure(f"{sign}{whole_text(days)}", tr("d"), tr("beyond terms"), explains=beyond)
        third.setVisible(not self.context.client_safe)

    def _show_ageing(self, buckets: Mapping[str, Money]) -> None:
        parts = [
            Part(token, buckets[key].amount_minor, f"{tr(label)} {amount_text(buckets[key])}")
            for key, token, label in BUCKETS
            if key in buckets and (buckets[key].amount_minor or key == "not_due")
        ]
        title = tr("Receivables {amount} by days late", amount=amount_text(buckets["gross"]))
        if buckets["unapplied"].amount_minor:
            title = tr("{title}, unapplied {amount}", title=title, amount=amount_text(buckets["unapplied"]))
        self.ageing.set_parts(title, parts)


def _habit(late_share: Figure, to_pay: Figure, currency: str) -> str:
    share = main_amount(late_share.value or {}, currency)
    days = main_amount(to_pay.value or {}, currency)
    if share is None or days is None:
        return late_share.refused_text
    n = main_amount(late_share.inputs["n"], currency)
    return tr(
        "{share}% of {n} invoices paid late, {days} days to pay on average",
        share=whole_text(share),
        n=n,
        days=one_text(days),
    )


def _columns(today: date) -> list[Column]:
    def due(row: Row) -> str:
        day = day_text(row["due"], today)
        if row["days_late"] > 0:
            return tr("due {day}, {late}", day=day, late=late_text(row["days_late"]))
        return tr("due {day}", day=day)

    return [
        Column(key="instalment", label="", text=lambda row: row["instalment"], width=110, stretch=1, middle=True,
               mark=lambda row: "late" if row["days_late"] > 0 else ""),
        Column(key="open", label="", text=lambda row: amount_text(row["open"]), width=80, right=True),
        Column(key="due", label="", text=due, width=150, stretch=1, right=True,
               ink=lambda row: "late" if row["days_late"] > 0 else "text"),
        Column(key="disputed", label="", width=64, right=True, ink="text2", drop=1,
               text=lambda row: tr("disputed") if row["disputed"] else ""),
    ]  # fmt: skip
