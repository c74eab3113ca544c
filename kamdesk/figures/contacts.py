"""Figures of people: relationship index, coverage, cold decision makers, promises kept, organisation."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from kamdesk.base.days import days_between
from kamdesk.base.words import N_
from kamdesk.figures.figure import Answer, Definition, Row, Sentence
from kamdesk.figures.question import Question
from kamdesk.reads import contacts as reads
from kamdesk.reads.contacts import Person, Post
from kamdesk.reads.promises import given
from kamdesk.rules import relationship as rules
from kamdesk.rules.organisation import check
from kamdesk.rules.promises import kept_rate
from kamdesk.rules.relationship import Known

LEVELS = ("senior", "middle", "front")
DECIDING = frozenset({"decides", "pays"})


def _known(connection: Connection, question: Question) -> list[Known]:
    assert question.client_id is not None
    return [
        Known(
            person=person,
            influence=person.influence,
            coverage=person.coverage,
            days_since=days_between(person.last_touch_on, question.as_of) if person.last_touch_on else None,
            purchasing=rules.is_purchasing(person.department),
        )
        for person in reads.people(connection, question.client_id, as_of=question.as_of)
        if not person.is_vacant
    ]


def _row(known: Known) -> Row:
    person: Person = known.person
    return {
        "client_id": person.client_id,
        "contact_id": person.id,
        "contact": person.key,
        "name": person.name,
        "post": person.post,
        "department": person.department,
        "level": person.level,
        "rights": person.rights,
        "influence": known.influence,
        "coverage": known.coverage,
        "last_touch": person.last_touch_on,
        "days_since": known.days_since,
        "weight": rules.weight(known),
    }


def relationship_index(connection: Connection, question: Question) -> Answer:
    """0 to 100; the largest gaps first."""
    known = _known(connection, question)
    index = rules.relationship_index(known)
    ranked = sorted(known, key=lambda each: (rules.weight(each) - each.influence, each.person.key))
    inputs = {"n": len(known), "outside_purchasing": rules.outside_purchasing(known)}
    rows = tuple(map(_row, ranked))
    return Answer(value=index, rows=rows, inputs=inputs, refused=None if index is not None else Sentence(NO_INFLUENCE))


def coverage(connection: Connection, question: Question) -> Answer:
    """People met within ninety days, by level and department."""
    known = _known(connection, question)
    cells: dict[tuple[str, str], list[Known]] = {}
    for each in known:
        cells.setdefault((each.person.level, each.person.department), []).append(each)
    order = {level: at for at, level in enumerate(LEVELS)}
    rows: list[Row] = [
        {"level": level, "department": department, "met": _met(group), "of": len(group)}
        for (level, department), group in cells.items()
    ]
    rows.sort(key=lambda row: (order.get(row["level"], len(order)), row["department"]))
    if not known:
        return Answer(refused=Sentence(NOBODY))
    value = {"met": _met(known), "of": len(known), "percent": rules.percent(_met(known), len(known))}
    return Answer(value=value, rows=tuple(rows), inputs={"days": rules.COLD_AFTER_DAYS})


def _met(known: Iterable[Known]) -> int:
    return sum(not rules.is_cold(each.days_since) for each in known)


def cold_decision_makers(connection: Connection, question: Question) -> Answer:
    """Those who decide or sign payment and were not met for ninety days; never met first."""
    deciding = [each for each in _known(connection, question) if DECIDING & set(each.person.rights)]
    cold = [each for each in deciding if rules.is_cold(each.days_since)]
    cold.sort(key=lambda each: (each.days_since is not None, -(each.days_since or 0), -each.influence))
    inputs = {"of": len(deciding), "days": rules.COLD_AFTER_DAYS}
    return Answer(value={"count": len(cold)}, rows=tuple(map(_row, cold)), inputs=inputs)


def promises_kept(connection: Connection, question: Question) -> Answer:
    """Ours and theirs: kept by their day, of those decided."""
    sides = given(connection, question.client_id)
    rates = {side: kept_rate(sides.get(side, ()), as_of=question.as_of) for side in ("ours", "theirs")}
    value = {side: {"kept": rate.kept, "of": rate.n, "percent": rate.percent} for side, rate in rates.items()}
    return Answer(value=value)


def organisation(connection: Connection, question: Question) -> Answer:
    """Nodes, roots, orphans, circles, depth; every defect as a row."""
    posts = () if question.client_id else reads.our_posts(connection)
    posts = posts or reads.posts(connection, question.client_id, as_of=question.as_of)
    found = check((post.id.hex(), [MISSING if m is None else m.hex() for m in post.manager_ids]) for post in posts)
    by_id = {post.id.hex(): post for post in posts}
    value = {
        "nodes": found.nodes,
        "roots": len(found.roots),
        "orphans": len(found.orphans),
        "circles": len(found.circles),
        "depth": found.depth,
    }
    rows = (
        *(_defect("circle", by_id[key]) for key in found.circles),
        *(_defect("orphan", by_id[key]) for key in found.orphans),
    )
    widest = max(found.spans.items(), key=lambda each: each[1], default=None)
    inputs = {
        "unreachable": found.unreachable,
        "by_depth": {str(depth): count for depth, count in found.by_depth.items()},
        "widest_span": {"contact": by_id[widest[0]].key, "reports": widest[1]} if widest else None,
    }
    return Answer(value=value, rows=rows, inputs=inputs)


def _defect(kind: str, post: Post) -> Row:
    return {"contact_id": post.id, "contact": post.key, "name": post.name, "defect": kind}


MISSING = "missing"
"""Stands for a manager who is named but not in the data: no id is written so."""

NO_INFLUENCE = N_("Nobody at this client has an influence yet; give the people who matter one from 1 to 5.")
NOBODY = N_("No person is known at this client yet.")

FIGURES = (
    Definition(
        name="relationship_index",
        explain_id="p01",
        title=N_("Relationship index"),
        unit="index",
        meaning=N_(
            "Sum of influence × coverage ÷ 4 × 0.5^(days since last met ÷ 90) ÷ sum of influence × 100, over all "
            "people at the client; the largest gap first."
        ),
        needs_client=True,
        compute=relationship_index,
    ),
    Definition(
        name="coverage",
        explain_id="p02",
        title=N_("People met"),
        unit="count",
        meaning=N_("People at the client met within 90 days, of all people known there, by level and department."),
        needs_client=True,
        compute=coverage,
    ),
    Definition(
        name="organisation",
        explain_id="p03",
        title=N_("Organisation"),
        unit="count",
        meaning=N_(
            "Posts; roots name no manager; orphans name one who is not in the data; circles: posts that lie on one; "
            "depth: lines from a root to the farthest post. Without a client: our own people; where none is known, "
            "those of all clients."
        ),
        compute=organisation,
    ),
    Definition(
        name="cold_decision_makers",
        explain_id="p04",
        title=N_("Decision makers gone cold"),
        unit="count",
        meaning=N_("People who decide or sign payment and were never met, or not within 90 days."),
        needs_client=True,
        compute=cold_decision_makers,
    ),
    Definition(
        name="promises_kept",
        explain_id="p05",
        title=N_("Promises kept"),
        unit="count",
        meaning=N_(
            "Promises kept by their day, of those that are closed or whose day has passed; ours and theirs. Withdrawn "
            "ones do not count."
        ),
        compute=promises_kept,
    ),
)
