"""The people of the year: the joint team, who pairs with whom, who came and went, what was trained."""

from __future__ import annotations

from kamdesk.base.words import tr
from kamdesk.reads.annual_meeting import AnnualMeeting
from kamdesk.reads.org_chart import OrgPage
from kamdesk.reads.since_last_visit import Changes
from kamdesk.records.contacts import LEVELS
from kamdesk.records.team import TEAM_ROLES
from kamdesk.reports.kit.blocks import Beside, Block, Section
from kamdesk.reports.kit.rich import aside, plain, soft
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, named

_PAIRS = 14


def people_pages(told: Told, org: OrgPage, meeting: AnnualMeeting, changes: Changes) -> list[Block]:
    """Team and pairs, then changes and trainings; how our people are rated comes with its own release."""
    blocks: list[Block] = [
        Section("", tr("Our team for you") if not told.internal else tr("Our team"), _team(meeting)),
        _pairs(told, org),
        Beside([_changes(told, changes), _trained(told, meeting)]),
    ]
    return [*blocks, Section("", tr("How our people were rated"), None)]


def _team(meeting: AnnualMeeting) -> Table | None:
    rows = [
        [plain(each.name), soft(plain(each.post)), tr(TEAM_ROLES.get(each.role, each.role))] for each in meeting.team
    ]
    return Table([Col(tr("Name")), Col(tr("Post"), grow=1), Col(tr("Role"), grow=1)], rows) if rows else None


def _pairs(told: Told, org: OrgPage) -> Section:
    """Their people and ours, the highest level first; how well they know each other is for us alone."""
    people = {person.id: person for person in org.people}
    levels = {level: place for place, level in enumerate(LEVELS)}
    pairs = [pair for pair in org.pairs if pair.contact_id in people]
    pairs.sort(
        key=lambda pair: (levels.get(people[pair.contact_id].level, 9), people[pair.contact_id].name, pair.employee)
    )
    cols = [Col(tr("Theirs") if told.internal else tr("Your people"), grow=3), Col(tr("Level")),
            Col(tr("Our people"), grow=3)]  # fmt: skip
    rows = []
    for pair in pairs[:_PAIRS]:
        person = people[pair.contact_id]
        row = [
            named(person.called, person.post),
            tr(LEVELS.get(person.level, "")),
            named(pair.employee_called, pair.employee_post),
        ]
        if told.internal:
            row += [tr("{n} of 4, aim {aim}", n=pair.coverage, aim=pair.coverage_aim), told.day(pair.last_touch_on)]
        rows.append(row)
    if told.internal:
        cols += [Col(tr("Coverage")), Col(tr("Last contact"), align="right")]
    table = Table(cols, rows, total=len(pairs)) if rows else None
    note = tr("coverage") + told.id_of("coverage") if told.internal and rows else ""
    return Section("", tr("Who pairs with whom"), table, note)


def _changes(told: Told, changes: Changes) -> Section:
    rows = [
        [named(each.name, each.post), tr("left on {day}", day=told.day(each.left_on)) if each.left_on
         else tr("since {day}", day=told.day(each.came_on))]
        for each in changes.people
    ]  # fmt: skip
    table = Table([Col(grow=1), Col(align="right")], rows) if rows else None
    return Section("", tr("People who came and went"), table)


def _trained(told: Told, meeting: AnnualMeeting) -> Section:
    rows = [[plain(each.person), plain(each.topic), aside(told.day(each.done_on))] for each in meeting.trained]
    table = Table([Col(), Col(grow=1), Col(align="right")], rows) if rows else None
    return Section("", tr("Trainings given"), table)
