"""Supply and money of the year: what came late, what is short, the season ahead; what is owed, how it was paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kamdesk.base.days import add_days, add_months, month_start
from kamdesk.base.words import tr
from kamdesk.figures.catalogue import compute
from kamdesk.reads.annual_meeting import AnnualMeeting
from kamdesk.reads.client_head import ClientHead
from kamdesk.reads.visit_brief import Promised
from kamdesk.reports.kit.blocks import Beside, Block, Section
from kamdesk.reports.kit.rich import late, plain
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.annual_year import quarter_of
from kamdesk.reports.sections.money import money_section, terms_table
from kamdesk.reports.sections.promises import promises_section
from kamdesk.reports.sections.stock import stock_section
from kamdesk.reports.sections.told import Told, days_words, percent_words, quantity_words

_LATE_ROWS, _SHORT_ROWS, _QUARTERS = 8, 6, 4


def supply_pages(told: Told, meeting: AnnualMeeting, promises: Sequence[Promised]) -> list[Block]:
    """Late orders of the year beside shortages, the stock that carries the season, what we promised."""
    return [
        Beside([_late(told, meeting.first), _short(told)]),
        stock_section(told, ""),
        promises_section(told, "", [each for each in promises if each.side == "ours" or told.internal]),
    ]


def _late(told: Told, first: date) -> Section:
    rows = [row for row in told.figure("late_orders").rows or () if row["shipped"] and row["shipped"] >= first]
    rows += told.figure("overdue_open_orders").rows or ()
    rows.sort(key=lambda row: (-row["days_late"], row["order"]))
    cells = [
        [
            plain(row["order"]),
            told.day(row["required"]),
            late(days_words(Decimal(row["days_late"]))),
            plain(row["reason"]),
        ]
        for row in rows[:_LATE_ROWS]
    ]
    cols = [Col(tr("Order")), Col(tr("Required")), Col(tr("Late"), align="right"), Col(tr("Reason"), grow=1, before=6)]
    table = Table(cols, cells, total=len(rows)) if cells else None
    return Section("", tr("Orders that came late"), table, told.id_of("late_orders"))


def _short(told: Told) -> Section:
    """Products of which more was promised than is held or comes in time."""
    rows = [row for row in told.figure("available_to_promise").rows or () if row["short_on"]]
    cells = [
        [plain(row["product"]), plain(row["name"]), told.day(row["short_on"]), late(quantity_words(row["short"]))]
        for row in rows[:_SHORT_ROWS]
    ]
    cols = [Col(), Col(tr("Product"), grow=1), Col(tr("Short from"), align="right"), Col(tr("Short"), align="right")]
    table = Table(cols, cells, total=len(rows)) if cells else None
    return Section("", tr("Short for open orders"), table, told.id_of("available_to_promise"))


def money_pages(told: Told, client: ClientHead, promises: Sequence[Promised]) -> list[Block]:
    """What is owed, the terms and how they were kept. Rebates, offers and policy come with their own releases."""
    right: Block = Section("", tr("Terms, as agreed"), terms_table(client, internal=told.internal))
    blocks: list[Block] = [Beside([money_section(told, "", promises), right])]
    blocks += [
        _trend(told),
        Section("", tr("Rebates earned and paid"), None),
        Section("", tr("Offers used"), None),
        Section("", tr("Policy by grade for next year"), None),
    ]
    if told.internal:
        blocks += [Section("", tr("Concessions and contribution"), None), Section("", tr("Exposure and limit"), None)]
    return blocks


def _trend(told: Told) -> Section:
    """Terms kept both ways at the last quarter ends: how late they paid, how whole we delivered; for us also more."""
    columns = [(tr("Days beyond terms"), "days_beyond_terms"), (tr("Delivered on time in full"), "otif_by_line")]
    if told.internal:
        columns += [(tr("Invoices late"), "late_share"), (tr("DSO"), "dso_simple")]
    rows = [[told.day(day), *(_at(told, name, day) for _, name in columns)] for day in _quarter_ends(told.as_of)]
    heads = [Col(head + told.id_of(name), align="right") for head, name in columns]
    return Section("", tr("Terms kept both ways, at the end of each quarter"), Table([Col(grow=1), *heads], rows))


def _at(told: Told, name: str, day: date) -> str:
    """A figure as it stood on a day; deliveries are those of the quarter alone."""
    settings = {"from": add_months(add_days(day, 1), -3).isoformat()} if name == "otif_by_line" else {}
    value = compute(name, told.connection, client_id=told.client_id, as_of=day, settings=settings).value
    if name == "otif_by_line":
        return percent_words(value)
    number = (value or {}).get(told.currency)
    return percent_words(number) if name == "late_share" else days_words(number, 1)


def _quarter_ends(as_of: date) -> list[date]:
    """The last ends of quarters up to as-of, oldest first; a quarter's last day is one."""
    tomorrow = month_start(add_days(as_of, 1))
    begun = tomorrow.replace(month=3 * quarter_of(tomorrow) - 2)
    return [add_days(add_months(begun, -3 * back), -1) for back in reversed(range(_QUARTERS))]
