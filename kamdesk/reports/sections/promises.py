"""Promises of both sides, and what changed since the last visit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kamdesk.base.money import MICRO, Money
from kamdesk.base.show import money_text, number_text
from kamdesk.base.words import tr
from kamdesk.reads.since_last_visit import Changes
from kamdesk.reads.visit_brief import Promised
from kamdesk.records.visits import REQUEST_KINDS
from kamdesk.reports.kit.blocks import Beside, Block, Section
from kamdesk.reports.kit.rich import NEWS, aside, late, mark, plain
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.heads import count_of
from kamdesk.reports.sections.told import Told, comma, listed, named

_NAMED_ORDERS = 3


def promises_section(told: Told, number: str, promises: Sequence[Promised]) -> Section:
    """Ours and theirs side by side; on the client's paper only what we owe them."""
    ours = [each for each in promises if each.side == "ours"]
    theirs = [each for each in promises if each.side == "theirs"]
    if told.internal:
        halves: list[Block] = [_table(told, tr("Ours"), ours), _table(told, tr("Theirs"), theirs)]
        body: Block | None = Beside(halves) if ours or theirs else None
    else:
        body = _table(told, tr("What we promised"), ours) if ours else None
    return Section(number, tr("Promises"), body, _kept(told))


def _kept(told: Told) -> str:
    value = told.figure("promises_kept").value
    ours, theirs = value["ours"], value["theirs"]
    words = [tr("ours {count}", count=count_of(ours["kept"], ours["of"]))] if ours["of"] else []
    if theirs["of"] and told.internal:
        words.append(tr("theirs {count}", count=count_of(theirs["kept"], theirs["of"])))
    return tr("kept: {words}", words=comma(words)) + told.id_of("promises_kept") if words else ""


def _table(told: Told, head: str, promises: Sequence[Promised]) -> Block:
    cols = [Col(head, grow=1), Col(tr("Who")), Col(tr("Due"), align="right")]
    if not promises:
        return Table(cols, [[aside(tr("none")), "", ""]])
    return Table(cols, [_row(told, each) for each in promises])


def _row(told: Told, promise: Promised) -> list[str]:
    is_late = promise.due_on is not None and promise.due_on < told.as_of
    what = plain(promise.what)
    return [
        f"{late(mark('late'))} {what}" if is_late else what,
        named(promise.who, promise.department),
        told.due(promise.due_on),
    ]


def changes_section(told: Told, number: str, changes: Changes, *, visited: bool) -> Section:
    """Six kinds of news, each on its line; what did not change says so."""
    left = [
        (tr("People"), _people(told, changes)),
        (tr("Orders"), _orders(changes)),
        (tr("Prices"), _prices(changes)),
    ]
    right = [
        (tr("Needs"), _needs(changes)),
        (tr("Payments"), _payments(told, changes)),
        (tr("Requests"), _requests(told, changes)),
    ]
    since = tr("since {day}", day=told.day(changes.since))
    note = since if visited else tr("no visit yet, {since}", since=since)
    title = tr("Changed since the last visit")
    return Section(number, title, Beside([_news(left), _news(right)]), note)


def _news(rows: list[tuple[str, str]]) -> Table:
    cells = [[aside(label), value or aside(tr("none"))] for label, value in rows]
    return Table([Col(tight=True), Col(grow=1, lines=2, before=6)], cells, least=len(cells), style=NEWS)


def _people(told: Told, changes: Changes) -> str:
    words = []
    for each in changes.people:
        who = named(each.name, each.post)
        if each.left_on:
            words.append(tr("{who} left on {day}", who=who, day=told.day(each.left_on)))
        else:
            words.append(tr("{who} since {day}", who=who, day=told.day(each.came_on)))
    return listed(words)


def _orders(changes: Changes) -> str:
    words = []
    if changes.new_orders:
        words.append(tr("new {orders}", orders=_few(changes.new_orders)))
    if changes.shipped_orders:
        words.append(tr("shipped {orders}", orders=_few(changes.shipped_orders)))
    return listed(words)


def _few(orders: Sequence[str]) -> str:
    shown = comma([plain(each) for each in orders[:_NAMED_ORDERS]])
    rest = len(orders) - _NAMED_ORDERS
    return f"{shown} {tr('and {n} more', n=rest)}" if rest > 0 else shown


def _prices(changes: Changes) -> str:
    return listed(
        [
            tr(
                "{product} {before} → {now}",
                product=plain(each.product),
                before=number_text(Decimal(each.before) / MICRO),
                now=number_text(Decimal(each.now) / MICRO),
            )
            for each in changes.prices
        ]
    )


def _needs(changes: Changes) -> str:
    words = []
    for each in changes.needs:
        topic, value, before = plain(each.topic), plain(each.value), plain(each.before)
        if before:
            words.append(tr("{topic}: {value}, before {before}", topic=topic, value=value, before=before))
        else:
            words.append(tr("{topic}: {value}", topic=topic, value=value))
    return listed(words)


def _payments(told: Told, changes: Changes) -> str:
    return listed(
        [
            tr("{amount} received, last on {day}", amount=money_text(Money(each.amount, each.currency)),
               day=told.day(each.last_on))
            for each in changes.receipts
        ]
    )  # fmt: skip


def _requests(told: Told, changes: Changes) -> str:
    words = []
    for each in changes.requests:
        what = plain(each.summary) or tr(REQUEST_KINDS.get(each.kind, each.kind))
        if each.closed_on:
            words.append(tr("{what} closed on {day}", what=what, day=told.day(each.closed_on)))
        else:
            words.append(tr("{what} since {day}", what=what, day=told.day(each.opened_on)))
    return listed(words)
