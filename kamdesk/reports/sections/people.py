"""The people of a visit: a small chart of who will be there and one level around them, and what is due with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kamdesk.base.show import percent_text
from kamdesk.base.words import N_, tr
from kamdesk.reads.client_dates import TrainingDue
from kamdesk.reads.org_chart import OrgPage, Person
from kamdesk.records.contacts import LEVELS
from kamdesk.reports.kit.blocks import Beside, Block, Column, Section, Space
from kamdesk.reports.kit.org_boxes import Box, OrgBoxes
from kamdesk.reports.kit.paper import MM
from kamdesk.reports.kit.rich import late, plain
from kamdesk.reports.kit.table import Col, Table
from kamdesk.reports.sections.told import Told, comma, named

_CHART, _BESIDE = 107, 67
_PER_ROW = 3
_GAPS = 4

RIGHT_SIGNS = {
    "decides": N_("D"),
    "orders": N_("O"),
    "pays": N_("P"),
    "technical": N_("T"),
    "uses": N_("U"),
    "receives": N_("R"),
}
"""One sign per decision right, as on the organisation chart (LOOK 4)."""
SUPPORT_SIGNS = {"supports": "＋", "opposes": "－", "neutral": "○"}


def people_section(
    told: Told, number: str, org: OrgPage, attending: Sequence[bytes], trainings: Sequence[TrainingDue]
) -> Section:
    """The chart at the left, trainings and gaps at the right."""
    rows, left_out = chart_rows(told, org, attending)
    title = tr("People to see") if attending else tr("People who matter")
    if not rows:
        return Section(number, title, None)
    beside = Column([*_trainings(told, trainings), Space(1.5 * MM), _gaps(told)])
    body = Beside([OrgBoxes(rows, left_out), beside], 6 * MM, (_CHART, _BESIDE))
    return Section(number, title, body, _coverage(told))


def attending_section(number: str, org: OrgPage, attending: Sequence[bytes]) -> Section:
    """For the client's paper: names and posts alone."""
    by_id = {person.id: person for person in org.people}
    people = [by_id[each] for each in attending if each in by_id]
    cols = [Col(tr("Name")), Col(tr("Post"), grow=1), Col(tr("Department"), grow=1)]
    rows = [[plain(p.called), plain(p.post), plain(p.department)] for p in people]
    return Section(number, tr("People who take part"), Table(cols, rows) if rows else None)


def chart_rows(told: Told, org: OrgPage, attending: Sequence[bytes]) -> tuple[list[list[Box]], int]:
    """Managers, the people of the visit, their reports: at most three boxes in each row."""
    by_id = {person.id: person for person in org.people}
    middle = [each for each in attending if each in by_id] or _weightiest(org)
    managers: dict[bytes, list[bytes]] = {}
    for line in org.lines:
        if line.manager_id is not None:
            managers.setdefault(line.contact_id, []).append(line.manager_id)
    shown = middle[:_PER_ROW]
    above = _unique(m for each in shown for m in managers.get(each, []) if m in by_id and m not in middle)[:_PER_ROW]
    beneath = [
        person.id
        for person in sorted(org.people, key=lambda p: (-(p.influence or 0), p.name, p.id))
        if person.id not in middle and person.id not in above and set(managers.get(person.id, ())) & set(shown)
    ]
    rows = [
        [_box(told, by_id[each], managers.get(each, []), attends=each in attending) for each in row]
        for row in (above, shown, beneath[:_PER_ROW])
        if row
    ]
    return rows, len(middle) - len(shown)


def _weightiest(org: OrgPage) -> list[bytes]:
    """Without a visit: the three with most influence."""
    known = [person for person in org.people if not person.is_vacant]
    ranked = sorted(known, key=lambda p: (-(p.influence or 0), p.level != "senior", p.name, p.id))
    return [person.id for person in ranked[:_PER_ROW]]


def _unique(ids: object) -> list[bytes]:
    return list(dict.fromkeys(ids))  # type: ignore[call-overload]  # (a generator of ids)


def _box(told: Told, person: Person, managers: Sequence[bytes], *, attends: bool) -> Box:
    cold = _is_cold(told, person)
    met = _met_words(told, person.last_contact_on)
    second = tr("covered {n}/4, {met}", n=person.coverage, met=met)
    signs = [tr(RIGHT_SIGNS[each]) for each in RIGHT_SIGNS if each in person.rights]
    support = SUPPORT_SIGNS.get(person.support, "")
    return Box(
        key=person.id.hex(),
        name=plain(person.called) if not person.is_vacant else tr("vacant"),
        post=plain(person.post),
        second=late(second) if cold else second,
        third=tr("cares: {what}", what=plain(person.cares_about)) if person.cares_about else "",
        rights=" ".join([*signs, support] if support else signs),
        parents=tuple(each.hex() for each in managers),
        cold=cold,
        attends=attends,
        vacant=person.is_vacant,
    )


def _is_cold(told: Told, person: Person) -> bool:
    cold = told.figure("cold_decision_makers").rows or ()
    return person.id in {row["contact_id"] for row in cold}


def _met_words(told: Told, last: date | None) -> str:
    return tr("never met") if last is None else told.day(last)


def _trainings(told: Told, trainings: Sequence[TrainingDue]) -> list[Block]:
    if not trainings:
        return [Table([Col(tr("Training due"), grow=1)], [[tr("none")]])]
    by_topic: dict[tuple[date | None, str], list[str]] = {}
    for each in trainings:
        by_topic.setdefault((each.due_on, each.topic), []).append(plain(each.person))
    rows = [
        [_people_words(people), comma([part for part in (plain(topic), told.day(day)) if part])]
        for (day, topic), people in by_topic.items()
    ]
    return [Table([Col(tr("Training due"), grow=1), Col(align="right")], rows)]


def _people_words(people: list[str]) -> str:
    shown = comma(people[:2])
    return tr("{names} and {n} more", names=people[0], n=len(people) - 1) if len(people) > 2 else shown


def _gaps(told: Told) -> Block:
    """Decision makers gone cold first, then departments nobody was met in, then how far we are beyond purchasing."""
    rows = []
    for row in told.figure("cold_decision_makers").rows or ():
        days = row["days_since"]
        since = tr("never met") if days is None else tr("{n} d", n=days)
        rows.append([named(row["name"], row["post"]), late(since)])
    unmet = [row for row in told.figure("coverage").rows or () if row["met"] == 0 and row["department"]]
    rows.extend([plain(row["department"]), tr("{met} of {n} met", met=0, n=row["of"])] for row in unmet)
    rows = rows[:_GAPS]
    outside = told.figure("relationship_index").inputs.get("outside_purchasing")
    if outside is not None:
        share = percent_text(int(outside * 10_000), 0)
        rows.append([tr("Outside purchasing"), tr("{share} of what we know", share=share)])
    head = tr("Coverage gaps")
    if not rows:
        return Table([Col(head, grow=1)], [[tr("none")]])
    return Table([Col(head, grow=1), Col(align="right")], rows)


def _coverage(told: Told) -> str:
    figure = told.figure("coverage")
    met: dict[str, list[int]] = {}
    for row in figure.rows or ():
        both = met.setdefault(row["level"], [0, 0])
        both[0] += row["met"]
        both[1] += row["of"]
    words = [f"{tr(LEVELS[level])} {n}/{of}" for level, (n, of) in met.items() if level in LEVELS]
    if not words:
        return ""
    text = tr("met within {n} days: {levels}", n=figure.inputs["days"], levels=comma(words))
    return text + told.id_of("coverage")
