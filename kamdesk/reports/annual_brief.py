"""The annual-meeting brief: always eight pages of A4, for us or to be handed over, from the figures of the screens."""

from __future__ import annotations

from datetime import date, datetime

from kamdesk.base.words import speaking, tr
from kamdesk.reads.annual_meeting import AnnualMeeting, annual_meeting
from kamdesk.reads.client_head import ClientHead, client_head
from kamdesk.reads.org_chart import OrgPage
from kamdesk.reads.org_chart import page as org_page
from kamdesk.reads.since_last_visit import changes_since
from kamdesk.reads.visit_brief import ReadConnection, open_promises
from kamdesk.reports.kit.blocks import Block, Section, Text
from kamdesk.reports.kit.document import Document, Imprint, RunningHead
from kamdesk.reports.kit.rich import TITLE, plain
from kamdesk.reports.kit.writing_room import WritingRoom
from kamdesk.reports.sections.annual_cover import CoverBlock, attendance_and_agenda
from kamdesk.reports.sections.annual_market_and_plan import market_pages, plan_pages
from kamdesk.reports.sections.annual_people import people_pages
from kamdesk.reports.sections.annual_resolutions import resolution_pages
from kamdesk.reports.sections.annual_supply_and_money import money_pages, supply_pages
from kamdesk.reports.sections.annual_year import year_pages
from kamdesk.reports.sections.heads import data_as_of, for_whom
from kamdesk.reports.sections.told import Audience, Told
from kamdesk.rules.sales import twelve_months_to

PAGES = 8


def annual_brief(
    connection: ReadConnection,
    *,
    client_id: bytes,
    as_of: date,
    language: str,
    audience: Audience,
    made_at: datetime,
    company: str = "",
) -> bytes:
    """The brief as PDF bytes; the same data and arguments give the same bytes. Raises: NotFound."""
    with speaking(language):
        client = client_head(connection, client_id)
        told = Told(connection, client_id, as_of, audience, made_at, client.currency)
        first, _ = twelve_months_to(as_of)
        meeting = annual_meeting(connection, client_id, first=first, as_of=as_of)
        org = org_page(connection, client_id, as_of=as_of)
        document = Document(_imprint(told, client))
        _cover(document, told, client, org, meeting, company=company)
        return _printed(document, told, client, org, meeting)


def _cover(
    document: Document, told: Told, client: ClientHead, org: OrgPage, meeting: AnnualMeeting, *, company: str
) -> None:
    """Page one, under our own name."""
    blocks: list[Block] = [CoverBlock(told.as_of.year, client), attendance_and_agenda(told, org, meeting)]
    ours = plain(company) or plain(client.owner) or "KAMDesk"
    document.page(RunningHead(ours, for_whom(told)), blocks)


def _printed(document: Document, told: Told, client: ClientHead, org: OrgPage, meeting: AnnualMeeting) -> bytes:
    left = f"{plain(client.name)}\u3000{tr('Annual meeting {year}', year=told.as_of.year)}"
    *pages, (plan, form) = _inside(told, client, org, meeting)
    for title, blocks in pages:
        room = WritingRoom()
        said = Section("", tr("Said at the meeting"), room)
        document.page(RunningHead(left, for_whom(told)), [Text(title, TITLE, 1), *blocks], grows=room, tail=said)
    document.page(RunningHead(left, for_whom(told)), [Text(plan, TITLE, 1), *form])
    return document.finished()


def _inside(told: Told, client: ClientHead, org: OrgPage, meeting: AnnualMeeting) -> list[tuple[str, list[Block]]]:
    """Pages two to eight: title and blocks."""
    promises = open_promises(told.connection, told.client_id, as_of=told.as_of)
    changes = changes_since(told.connection, told.client_id, since=meeting.first, as_of=told.as_of)
    return [
        (tr("What you asked for, what we did"), resolution_pages(told, meeting)),
        (tr("The year in figures"), year_pages(told, meeting)),
        (tr("People"), people_pages(told, org, meeting, changes)),
        (tr("Supply"), supply_pages(told, meeting, promises)),
        (tr("Money and policy"), money_pages(told, client, promises)),
        (tr("The market ahead"), market_pages(told, meeting)),
        (tr("The plan for next year"), plan_pages(told, client, meeting)),
    ]


def _imprint(told: Told, client: ClientHead) -> Imprint:
    name = plain(client.name)
    ids = (
        tr("Small ids behind figures: type them into Ctrl+K for formula, rows and date.")
        if told.internal
        else tr("Small ids name a figure: ask {who} for its details.", who=plain(client.owner) or tr("us"))
    )
    return Imprint(
        title=f"{tr('Annual meeting {year}', year=told.as_of.year)} {name}",
        author=plain(client.owner) or "KAMDesk",
        subject=for_whom(told),
        foot=tr("Data as of {when}. {ids}", when=data_as_of(told), ids=ids),
        number=f"AM-{told.as_of:%Y}-{plain(client.key or client.id.hex()[-6:])[:16]}",
        pages=PAGES,
    )
