"""The visit brief: always two pages of A4, from the same figures as the screens; what to do on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from kamdesk.base.days import add_days
from kamdesk.base.show import number_text
from kamdesk.base.words import speaking, tr
from kamdesk.reads.since_last_visit import Changes, changes_since
from kamdesk.reads.visit_brief import ReadConnection, VisitBrief, page
from kamdesk.reports.kit.blocks import Beside, Block, Column, Section, Space
from kamdesk.reports.kit.document import GAP, Document, Imprint, RunningHead
from kamdesk.reports.kit.paper import MM
from kamdesk.reports.kit.rich import plain
from kamdesk.reports.kit.writing_room import WritingRoom
from kamdesk.reports.sections.findings import findings
from kamdesk.reports.sections.heads import VisitHeadBlock, for_whom, visit_moment
from kamdesk.reports.sections.money import money_section, terms_table
from kamdesk.reports.sections.needs import dates_section, needs_section, offers_section
from kamdesk.reports.sections.orders import orders_section
from kamdesk.reports.sections.people import attending_section, people_section
from kamdesk.reports.sections.promises import changes_section, promises_section
from kamdesk.reports.sections.risks import asks_section, risks_section, sore_spots_section
from kamdesk.reports.sections.sales import sales_section
from kamdesk.reports.sections.stock import stock_section
from kamdesk.reports.sections.told import Audience, Told

_NEVER_VISITED_DAYS = 90
"""Without an earlier visit the news of so many days is told."""


def visit_brief(
    connection: ReadConnection,
    *,
    client_id: bytes,
    visit_id: bytes | None,
    as_of: date,
    language: str,
    audience: Audience,
    made_at: datetime,
) -> bytes:
    """The brief as PDF bytes; without a visit, for the next planned one. Raises: NotFound.

    Nothing here asks for the time: the same data and arguments give the same bytes.
    """
    with speaking(language):
        brief = page(connection, client_id, visit_id=visit_id, as_of=as_of)
        told = Told(connection, client_id, as_of, audience, made_at, brief.client.currency)
        return _printed(told, brief, _changes(told, brief))


def _changes(told: Told, brief: VisitBrief) -> Changes:
    last = brief.last_visit
    since = last.starts_at.astimezone().date() if last and last.starts_at else None
    since = since or add_days(told.as_of, -_NEVER_VISITED_DAYS)
    return changes_since(told.connection, told.client_id, since=since, as_of=told.as_of)


def _printed(told: Told, brief: VisitBrief, changes: Changes) -> bytes:
    document = Document(_imprint(told, brief))
    count = (number_text(n) for n in range(1, 100))
    room = WritingRoom(_number(told, brief))
    document.page(VisitHeadBlock(told, brief), _first_page(told, brief, changes, count))
    left = f"{plain(brief.client.name)}\u3000{tr('Visit brief')}"
    document.page(RunningHead(left, _right(told, brief)), _second_page(told, brief, count, room), grows=room)
    return document.finished()


def _first_page(told: Told, brief: VisitBrief, changes: Changes, count: Iterator[str]) -> list[Block]:
    found = findings(told) if told.internal else []
    attending = brief.visit.contact_ids if brief.visit else ()
    sections: list[Block] = [
        asks_section(told, next(count), brief, found),
        promises_section(told, next(count), brief.promises),
        changes_section(told, next(count), changes, visited=brief.last_visit is not None),
    ]
    if not told.internal:
        sections.append(attending_section(next(count), brief.org, attending))
        sections.append(orders_section(told, next(count), brief.client.otif_aim))
        return sections
    sections.append(people_section(told, next(count), brief.org, attending, brief.trainings))
    sections.append(risks_section(next(count), found))
    sections.append(sore_spots_section(next(count), brief.sore_spots))
    return sections


def _second_page(told: Told, brief: VisitBrief, count: Iterator[str], room: WritingRoom) -> list[Block]:
    sections: list[Block] = []
    if told.internal:
        sections.append(orders_section(told, next(count), brief.client.otif_aim))
    sections.append(stock_section(told, next(count)))
    money = money_section(told, next(count), brief.promises)
    sales: Block = sales_section(told, next(count))
    if told.internal:
        sales = Column([sales, Space(1.6 * MM), terms_table(brief.client, internal=True)])
    sections.append(Beside([money, sales]))
    offers = [offers_section(next(count))] if told.internal else []
    needs = needs_section(told, next(count), brief.needs, brief.client.otif_aim)
    dates = dates_section(told, next(count), brief.dates)
    notes = Section(next(count), tr("Notes"), room)
    if told.internal:
        return [*sections, Beside([Column([*offers, dates], GAP), needs]), notes]
    return [*sections, Beside([needs, dates]), notes]


def _number(told: Told, brief: VisitBrief) -> str:
    """VB-261020-HT01: by it the paper finds its way back to the visit."""
    key = brief.client.key or brief.client.id.hex()[-6:]
    visit = brief.visit.id.hex()[-4:] if brief.visit else "0000"
    return f"VB-{told.as_of:%y%m%d}-{plain(key)[:16]}-{visit}"


def _right(told: Told, brief: VisitBrief) -> str:
    visit = brief.visit
    when = visit_moment(visit.starts_at, visit.ends_at) if visit and visit.starts_at else ""
    return "\u3000".join(part for part in (when, for_whom(told)) if part)


def _imprint(told: Told, brief: VisitBrief) -> Imprint:
    name = plain(brief.client.name)
    if told.internal:
        foot = tr("Small ids behind figures: type them into Ctrl+K for formula, rows and date.")
    else:
        foot = tr("Small ids name a figure: ask {who} for its details.", who=plain(brief.client.owner) or tr("us"))
    return Imprint(
        title=f"{tr('Visit brief')} {name}",
        author=plain(brief.client.owner) or "KAMDesk",
        subject=for_whom(told),
        foot=foot,
        number=_number(told, brief),
        pages=2,
    )
