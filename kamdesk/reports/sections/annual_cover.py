"""The cover of the annual-meeting brief: the year, who comes from both sides by level, the agenda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamdesk.base.tokens import PAPER
from kamdesk.base.words import N_, tr
from kamdesk.reads.annual_meeting import AnnualMeeting, TeamSeat
from kamdesk.reads.client_head import ClientHead
from kamdesk.reads.org_chart import OrgPage
from kamdesk.records.contacts import LEVELS
from kamdesk.reports.kit.blocks import Beside, Block, Rigid, Section
from kamdesk.reports.kit.paper import MM, Paper
from kamdesk.reports.kit.rich import BODY, Style, aside, plain, soft, strong
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, named

_YEAR = Style(64, 76, PAPER.accent)
_NAME = Style(27, 38, bold=True)
_ABOVE, _BELOW = 26 * MM, 18 * MM
_NAMED_PER_LEVEL = 4

AGENDA = (
    N_("Words of welcome from both sides"),
    N_("What you asked for last year, what we did"),
    N_("The year in figures"),
    N_("Open talk: product, service, marketing, other"),
    N_("The market ahead"),
    N_("The plan for next year"),
    N_("Summing up and signing"),
)
"""Source: MISSION D, the order of a Chinese annual meeting."""
OUR_LEVELS = {
    "executive": "senior",
    "kam": "middle",
    "planning": "middle",
    "logistics": "middle",
    "finance": "middle",
    "engineer": "front",
    "service": "front",
}
"""Where our roles sit at the table."""


@dataclass
class CoverBlock(Rigid):
    """The year, the client's name, the occasion, and a line for day and place."""

    year: int
    client: ClientHead

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """Always the same."""
        return _ABOVE + _YEAR.leading + 2 * _NAME.leading + 3 * MM + 2 * BODY.leading + _BELOW

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """From the top down."""
        y += _ABOVE
        paper.text(str(self.year), x, y, _YEAR)
        y += _YEAR.leading
        used = paper.text(plain(self.client.name), x, y, _NAME, room=width)
        if self.client.other_name and used < width * 0.6:
            paper.text(soft(plain(self.client.other_name)), x + used + 4 * MM, y + 17, BODY, room=width - used - 4 * MM)
        paper.text(tr("Annual meeting"), x, y + _NAME.leading, _NAME)
        y += 2 * _NAME.leading + 3 * MM
        for number, label in enumerate((tr("Day"), tr("Place"))):
            top = y + number * BODY.leading
            paper.text(aside(label), x, top, BODY)
            paper.rule(x + 16 * MM, top + BODY.leading - 2, 60 * MM)


def attendance_and_agenda(told: Told, org: OrgPage, meeting: AnnualMeeting) -> Block:
    """Who sits at the table, by level; what is talked about, in order."""
    theirs = _theirs(org)
    ours = _ours(meeting.team)
    rows = [
        [strong(tr(LEVELS[level])), "\n".join(theirs.get(level, [])) or aside(tr("none")),
         "\n".join(ours.get(level, [])) or aside(tr("none"))]
        for level in LEVELS
    ]  # fmt: skip
    cols = [Col(tight=True), Col(tr("Your people") if not told.internal else tr("Theirs"), grow=1, lines=5, before=4),
            Col(tr("Our people"), grow=1, lines=5)]  # fmt: skip
    agenda = [[aside(str(number)), tr(point)] for number, point in enumerate(AGENDA, 1)]
    return Beside(
        [
            Section("", tr("At the table"), Table(cols, rows)),
            Section("", tr("Agenda"), Table([Col(tight=True), Col(grow=1, lines=2, before=6)], agenda)),
        ]
    )


def _theirs(org: OrgPage) -> Mapping[str, list[str]]:
    """The most influential of each level; whoever has no level sits in the middle."""
    found: dict[str, list[str]] = {}
    people = sorted(org.people, key=lambda each: (-(each.influence or 0), each.name, each.id))
    for person in people:
        seats = found.setdefault(person.level or "middle", [])
        if not person.is_vacant and len(seats) < _NAMED_PER_LEVEL:
            seats.append(named(person.called, person.post))
    return found


def _ours(team: Iterable[TeamSeat]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for seat in team:
        who = named(seat.name, seat.post)
        seats = found.setdefault(OUR_LEVELS.get(seat.role, "middle"), [])
        if who not in seats and len(seats) < _NAMED_PER_LEVEL:
            seats.append(who)
    return found
