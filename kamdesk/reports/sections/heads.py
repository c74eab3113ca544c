"""The top of a visit brief: whose it is, for whom, when, who takes part, how old the data are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kamdesk.base.days import days_between
from kamdesk.base.show import day_text, day_with_weekday_text, number_text
from kamdesk.base.tokens import PAPER
from kamdesk.base.words import commas, language, ntr, tr
from kamdesk.reads.visit_brief import VisitBrief, VisitHead
from kamdesk.records.clients import STAGES
from kamdesk.reports.kit.blocks import Rigid
from kamdesk.reports.kit.lines import natural_width
from kamdesk.reports.kit.paper import COLUMN, GUTTER, MM, RULE_HEAD, Paper
from kamdesk.reports.kit.rich import BODY, META, SIDE, TITLE, Style, aside, plain, soft, strong
from kamdesk.reports.sections.told import Told, listed, named

_KICK = Style(SIDE.size, SIDE.leading, PAPER.ink2)
_WHEN = Style(10, 14, bold=True)
_ROWS = 3


@dataclass
class VisitHeadBlock(Rigid):
    """Kick line, the client's name with the moment of the visit, and six facts in two columns."""

    told: Told
    brief: VisitBrief

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """Always the same."""
        return _KICK.leading + TITLE.leading + 2.5 * MM + 1.8 * MM * 2 + _ROWS * META.leading

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Line by line."""
        paper.text(tr("Visit brief"), x, y, _KICK)
        paper.text(strong(for_whom(self.told)), x, y, _KICK, room=width, align="right")
        y += _KICK.leading
        when = paper.text(self._when(), x, y + 7.5, _WHEN, room=width, align="right")
        client = self.brief.client
        room = width - when - 6 * MM
        used = paper.text(plain(client.name), x, y, TITLE, room=room)
        rest = soft("\u3000".join(part for part in (plain(client.other_name), self._where()) if part))
        if rest and room - used > 20 * MM:
            paper.text(rest, x + used + 4 * MM, y + 8.5, BODY, room=room - used - 4 * MM)
        y += TITLE.leading + 2.5 * MM
        paper.rule(x, y, width, colour=PAPER.ink, weight=RULE_HEAD)
        y += 1.8 * MM
        self._facts(paper, x, y, self._left())
        self._facts(paper, x + COLUMN + GUTTER, y, self._right())
        paper.rule(x, y + _ROWS * META.leading + 1.8 * MM, width)

    def _facts(self, paper: Paper, x: float, y: float, facts: list[tuple[str, str]]) -> None:
        indent = max(natural_width(label, META) for label, _ in facts) + 4 * MM
        for number, (label, value) in enumerate(facts):
            top = y + number * META.leading
            paper.text(aside(label), x, top, META, room=indent)
            paper.text(value or soft(tr("none")), x + indent, top, META, room=COLUMN - indent)

    def _when(self) -> str:
        visit = self.brief.visit
        if visit is None or visit.starts_at is None:
            return tr("no visit planned")
        return visit_moment(visit.starts_at, visit.ends_at)

    def _where(self) -> str:
        client, visit = self.brief.client, self.brief.visit
        site = visit.site if visit else ""
        sites = [plain(site or client.city)] if site or client.city else []
        if client.group:
            sites.append(tr("part of {group}", group=plain(client.group)))
        elif client.branches:
            sites.append(ntr("{n} branch", "{n} branches", client.branches))
        return tr(", ").join(sites)

    def _left(self) -> list[tuple[str, str]]:
        visit = self.brief.visit
        ours = [named(each.name, each.post) for each in visit.ours] if visit else []
        if not ours and self.brief.client.owner:
            ours = [named(self.brief.client.owner, self.brief.client.owner_post)]
        people = {person.id: named(person.called, person.post) for person in self.brief.org.people}
        theirs = [people[each] for each in visit.contact_ids if each in people] if visit else []
        place = [part for part in (visit.site, visit.place) if part] if visit else []
        return [
            (tr("Ours"), listed(ours)),
            (tr("Theirs"), listed(theirs)),
            (tr("Place"), tr(", ").join(map(plain, place))),
        ]

    def _right(self) -> list[tuple[str, str]]:
        data = (tr("Data as of"), data_as_of(self.told))
        last = (tr("Last visit"), self._last())
        client = self.brief.client
        if self.told.internal:
            room = COLUMN - max(natural_width(label, META) for label in (data[0], tr("Standing"), last[0])) - 4 * MM
            return [data, (tr("Standing"), standing(self.brief, room)), last]
        return [data, (tr("Your contact"), named(client.owner, client.owner_post)), last]

    def _last(self) -> str:
        visit = self.brief.last_visit
        if visit is None or visit.starts_at is None:
            return tr("none yet")
        day = visit.starts_at.astimezone().date()
        ago = ntr("{n} day ago", "{n} days ago", days_between(day, self.told.as_of))
        return tr(", ").join([self.told.day(day), ago, *self._saw(visit)])

    def _saw(self, visit: VisitHead) -> list[str]:
        people = {person.id: plain(person.called) for person in self.brief.org.people}
        theirs = [people[each] for each in visit.contact_ids if each in people]
        ours = [plain(each.name) for each in visit.ours]
        return [tr("{ours} met {theirs}", ours=ours[0], theirs=theirs[0])] if ours and theirs else []


def for_whom(told: Told) -> str:
    """Who may hold this paper, in words on every page."""
    return tr("Internal, not for the client") if told.internal else tr("For the client")


def data_as_of(told: Told) -> str:
    """The day the figures stand on and the moment the paper was made."""
    made = told.made_at.astimezone()
    return tr("{day}, made {moment}", day=day_text(told.as_of), moment=f"{day_text(made.date())} {made:%H:%M}")


def standing(brief: VisitBrief, room: float) -> str:
    """Grade, industry and stage; where the three find no room, grade and stage."""
    client = brief.client
    industry = client.industry if language() == "en" else client.industry_chinese or client.industry
    words = [
        tr("grade {grade}", grade=client.grade) if client.grade else "",
        plain(industry),
        tr("stage {n}/5, {name}", n=client.stage, name=tr(STAGES[client.stage])) if client.stage in STAGES else "",
    ]
    whole = commas(words)
    return whole if natural_width(whole, META) <= room else commas([words[0], words[2]])


def visit_moment(starts_at: datetime, ends_at: datetime | None) -> str:
    """Day, weekday and hours where this machine stands."""
    start = starts_at.astimezone()
    hours = f"{start:%H:%M}"
    if ends_at is not None:
        hours += f"–{ends_at.astimezone():%H:%M}"
    return f"{day_with_weekday_text(start.date())} {hours}"


def count_of(kept: int, of: int) -> str:
    """14 of 16."""
    return tr("{n} of {all}", n=number_text(kept), all=number_text(of))
