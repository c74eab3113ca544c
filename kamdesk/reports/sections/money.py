"""Money: what is owed by age, what falls due next, what they promised to pay, how they pay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kamdesk.base.money import Money
from kamdesk.base.show import money_text
from kamdesk.base.tokens import LIGHT
from kamdesk.base.words import N_, tr
from kamdesk.reads.client_head import ClientHead
from kamdesk.reads.visit_brief import Promised
from kamdesk.reports.kit.bars import Part, StackedBar
from kamdesk.reports.kit.blocks import Block, Column, Section, Space, Text
from kamdesk.reports.kit.paper import MM
from kamdesk.reports.kit.rich import NEWS, SIDE, late, mark, plain, soft, strong
from kamdesk.reports.kit.table import Cell, Col, Table
from kamdesk.reports.sections.told import Told, comma, days_words, listed, percent_words

BUCKET_WORDS = {
    "not_due": N_("not due {amount}"),
    "1-30": N_("1–30 {amount}"),
    "31-60": N_("31–60 {amount}"),
    "61-90": N_("61–90 {amount}"),
    "over_90": N_("over 90 {amount}"),
}
BUCKET_COLOURS = {"not_due": LIGHT.a0, "1-30": LIGHT.a1, "31-60": LIGHT.a2, "61-90": LIGHT.a3, "over_90": LIGHT.a4}
_NEXT = 4
_ALL_AT_ONCE = re.compile(r"100\s*%.*")
"""A schedule of one part says no more than the payment term."""


def money_section(told: Told, number: str, promises: Sequence[Promised]) -> Section:
    """The ageing strip, the next four instalments; for us also promises to pay and the way they pay."""
    if told.withholds_money:
        return Section(number, tr("Money"), Text(tr("Your office keeps money off paper."), NEWS))
    blocks: list[Block] = [*ageing_blocks(told), *_next_instalments(told)]
    if told.internal:
        blocks += [*_promised(told, promises), *_behaviour(told)]
    note = comma([part for part in (told.currency, told.day(told.as_of)) if part])
    return Section(number, tr("Money"), Column(blocks) if blocks else None, note)


def ageing_blocks(told: Told) -> list[Block]:
    """The strip in the brief's currency; others in one line under it."""
    ageing = told.in_currency("receivables_ageing")
    others = _other_currencies(told)
    if not ageing:
        return [Text(others, NEWS)] if others else []
    gross: Money = ageing["gross"]
    head = tr("Receivables {amount}, by days late", amount=told.amount(gross)) + told.id_of("receivables_ageing")
    blocks: list[Block] = [Text(soft(head), SIDE, 1)]
    if gross.amount_minor:
        parts = [
            Part(
                ageing[word].amount_minor,
                BUCKET_COLOURS[word],
                tr(BUCKET_WORDS[word], amount=told.amount(ageing[word])) if ageing[word].amount_minor else "",
            )
            for word in BUCKET_WORDS
        ]
        unapplied = ageing["unapplied"]
        extra = [tr("unapplied {amount}", amount=told.amount(unapplied))] if unapplied.amount_minor else []
        blocks.append(StackedBar(parts, legend_only=extra))
    return [*blocks, Text(others, NEWS)] if others else blocks


def _other_currencies(told: Told) -> str:
    value = told.figure("receivables_ageing").value or {}
    words = [
        money_text(each["gross"])
        for currency, each in value.items()
        if currency != told.currency and each["gross"].amount_minor
    ]
    return tr("also open: {amounts}", amounts=listed(words)) if words else ""


def _next_instalments(told: Told) -> list[Block]:
    figure = told.figure("next_instalments", n=str(_NEXT))
    rows: list[Any] = list(figure.rows or ())
    head = tr("Next instalments") + told.id_of("next_instalments", n=str(_NEXT))
    if not rows:
        return [Space(1.5 * MM), Table([Col(head, grow=1)], [[soft(tr("none"))]])]
    half = (len(rows) + 1) // 2
    pairs = [(rows[n], rows[n + half] if n + half < len(rows) else None) for n in range(half)]
    cells: list[list[Cell]] = [[*_instalment(told, left), *_instalment(told, right)] for left, right in pairs]
    cols = [Col(head, grow=2), Col(grow=1, align="right"), Col(grow=1, before=10), Col(grow=1, align="right")]
    return [Space(1.5 * MM), Table(cols, cells, least=len(cells))]


def _instalment(told: Told, row: Any) -> list[Cell]:
    return [told.day(row["due"]), told.amount(row["open"])] if row else ["", ""]


def _promised(told: Told, promises: Sequence[Promised]) -> list[Block]:
    paying = [each for each in promises if each.side == "theirs" and each.invoice_id is not None]
    cols = [Col(tr("Promised to pay")), Col(grow=1), Col(), Col(align="right")]
    if not paying:
        return []
    rows = [[told.day(each.due_on), plain(each.what), plain(each.who), _state(told, each)] for each in paying]
    return [Space(1.5 * MM), Table(cols, rows)]


def _state(told: Told, promise: Promised) -> str:
    if promise.due_on is not None and promise.due_on < told.as_of:
        days = (told.as_of - promise.due_on).days
        return late(f"{mark('late')} {tr('not kept, {n} d late', n=days)}")
    return f"{mark('wait')} {tr('not due yet')}"


def _behaviour(told: Told) -> list[Block]:
    """How they pay, from what was settled."""
    words = []
    to_pay, beyond = told.in_currency("weighted_days_to_pay"), told.in_currency("days_beyond_terms")
    share, dso = told.in_currency("late_share"), told.in_currency("dso_simple")
    if to_pay is not None:
        words.append(tr("pays after {days}", days=days_words(to_pay, 1)) + told.id_of("weighted_days_to_pay"))
    if beyond is not None:
        words.append(tr("{days} beyond terms", days=days_words(beyond, 1)) + told.id_of("days_beyond_terms"))
    if share is not None:
        words.append(tr("{share} of invoices late", share=percent_words(share)) + told.id_of("late_share"))
    if dso is not None:
        words.append(tr("DSO {days}", days=days_words(dso, 1)) + told.id_of("dso_simple"))
    text = f"{strong(tr('How they pay'))}\u3000{comma(words) or tr('nothing settled yet')}"
    return [Space(1.2 * MM), Text(text, NEWS, 2)]


def terms_table(client: ClientHead, *, internal: bool) -> Table:
    """Terms as agreed; limit and alternatives are ours alone and stand here once finance keeps them."""
    rows = [[tr("Payment term"), tr("{n} days", n=client.payment_term_days)]]
    if client.payment_schedule and not _ALL_AT_ONCE.fullmatch(client.payment_schedule.strip()):
        rows.append([tr("Payment schedule"), plain(client.payment_schedule)])
    if internal:
        rows += [[tr("Credit limit and headroom"), soft(tr("none"))], [tr("Alternative terms"), soft(tr("none"))]]
    return Table([Col(tr("Terms"), grow=1), Col(align="right")], rows, least=2)
