"""The market ahead and the joint plan: what is known, what each side expects, what is agreed and signed."""

from __future__ import annotations

from kamdesk.base.days import add_months
from kamdesk.base.words import N_, tr
from kamdesk.reads.annual_meeting import AnnualMeeting
from kamdesk.reads.client_head import ClientHead
from kamdesk.reads.products import products
from kamdesk.reads.sales import by_product
from kamdesk.records.clients import STAGES
from kamdesk.records.meetings import RESOLUTION_STATUSES
from kamdesk.reports.kit.blocks import Beside, Block, Section
from kamdesk.reports.kit.rich import aside, plain, soft
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.annual_year import quarter_before
from kamdesk.reports.sections.told import Told, comma

_FACTS, _UNORDERED = 12, 8
_FORM_ROWS = 5


def market_pages(told: Told, meeting: AnnualMeeting) -> list[Block]:
    """Facts with their days, the forecast poll to fill in, what was not ordered any more."""
    return [_facts(told, meeting), _poll(told), _no_longer(told, meeting)]


def _facts(told: Told, meeting: AnnualMeeting) -> Section:
    cols = [Col(tr("Topic")), Col(tr("What is known"), grow=3, lines=2), Col(tr("Day"), align="right")]
    rows = [[plain(each.topic), plain(each.value), aside(told.day(each.known_on))] for each in meeting.market[:_FACTS]]
    if told.internal:
        cols.insert(2, Col(tr("Source"), grow=1))
        rows = [[*row[:2], soft(plain(each.source)), row[2]] for row, each in zip(rows, meeting.market, strict=False)]
    return Section("", tr("Your market") if not told.internal else tr("Their market"),
                   Table(cols, rows, total=len(meeting.market)) if rows else None)  # fmt: skip


def _poll(told: Told) -> Section:
    """Next year by quarter: their number and ours to be written in, last year's beside them."""
    year = told.as_of.year + 1
    rows = []
    for quarter in range(1, 5):
        last = quarter_before(told, quarter)
        rows.append([tr("Quarter {n}", n=quarter), "", "", told.amount(last) if last else aside(tr("none"))])
    cols = [Col(str(year), grow=1), Col(tr("You expect") if not told.internal else tr("They expect"), grow=2),
            Col(tr("We expect"), grow=2), Col(tr("Last known quarter"), align="right")]  # fmt: skip
    return Section("", tr("Forecast poll"), Table(cols, rows, pad=5), told.currency + told.id_of("sales_by_month"))


def _no_longer(told: Told, meeting: AnnualMeeting) -> Section:
    """Products of the two years before that were not ordered in these twelve months: room to grow back into."""
    now = by_product(told.connection, told.client_id, first=meeting.first, last=meeting.last)
    before = by_product(told.connection, told.client_id, first=add_months(meeting.first, -24), last=meeting.first)
    sold = {each for sales in now.values() for each in sales}
    gone = {each: value for sales in before.values() for each, value in sales.items() if each not in sold}
    names = products(told.connection, gone)
    ranked = sorted((each for each in gone if each in names), key=lambda each: -gone[each])
    rows = [[plain(names[each].key), plain(names[each].name)] for each in ranked[:_UNORDERED]]
    table = Table([Col(), Col(grow=1)], rows, total=len(ranked)) if rows else None
    return Section("", tr("Ordered before, not in these twelve months"), table)


def plan_pages(told: Told, client: ClientHead, meeting: AnnualMeeting) -> list[Block]:
    """Objectives with an owner on each side, what is carried over, the form to sign; for us where we stand."""
    blocks: list[Block] = [_objectives(told, meeting), _carried_over(told, meeting)]
    if told.internal:
        blocks.append(_standing(told, client))
    return [*blocks, _form(), _signatures()]


def _objectives(told: Told, meeting: AnnualMeeting) -> Section:
    cols = [Col(tr("Objective"), grow=3, lines=2), Col(tr("Measure"), grow=2, lines=2), Col(tr("Ours")),
            Col(tr("Theirs") if told.internal else tr("Yours")), Col(tr("Until"), align="right")]  # fmt: skip
    rows = [
        [plain(each.what), soft(plain(each.measure)), plain(each.ours), plain(each.theirs), told.day(each.due_on)]
        for each in meeting.objectives
    ]
    return Section("", tr("Joint objectives"), Table(cols, rows) if rows else None)


def _carried_over(told: Told, meeting: AnnualMeeting) -> Section:
    left = [each for each in meeting.resolutions if each.status != "done"]
    rows = [
        [
            plain(each.asked),
            plain(each.ours),
            tr(RESOLUTION_STATUSES.get(each.status, each.status)),
            told.day(each.due_on),
        ]
        for each in left
    ]
    cols = [Col(grow=3), Col(), Col(), Col(align="right")]
    return Section("", tr("Carried over from last year"), Table(cols, rows) if rows else None)


def _standing(told: Told, client: ClientHead) -> Section:
    """Ours alone: grade and stage. Portfolio position, risk and loss come with their own release."""
    stage = (
        tr("stage {n} of 5, {name}", n=client.stage, name=tr(STAGES[client.stage])) if client.stage in STAGES else ""
    )
    since = tr("since {day}", day=told.day(client.stage_since)) if client.stage_since else ""
    rows = [
        [
            tr("Standing"),
            comma([part for part in (client.grade and tr("grade {grade}", grade=client.grade), stage, since) if part]),
        ],
        [tr("Portfolio position, risk, loss simulation"), soft(tr("none"))],
    ]
    return Section("", tr("For us alone"), Table([Col(), Col(grow=1, before=8)], rows))


def _form() -> Section:
    people = [Col(tr(head), grow=1) for head in (N_("Ours"), N_("Theirs"), N_("Until"))]
    cols = [Col(tight=True), Col(tr("Resolution"), grow=4, before=6), *people]
    rows = [[aside(str(number)), "", "", "", ""] for number in range(1, _FORM_ROWS + 1)]
    return Section("", tr("Resolutions of this meeting"), Table(cols, rows, least=3, pad=6))


def _signatures() -> Beside:
    def line(who: str) -> Table:
        return Table([Col(), Col(grow=1)], [[aside(who), ""], [aside(tr("Day")), ""]], least=2, pad=8)

    return Beside([line(tr("Signed for the client")), line(tr("Signed for us"))])
