"""What SQLite says it will do, and where it would read a large table again for every row of another."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from kamdesk.facts.policies import Owner
from kamdesk.records.every import RECORDS

LARGE = {record.table().name for record in RECORDS if record.owner is Owner.LEDGER}
"""What an ERP fills: the tables that grow with the company."""
_LOOP = re.compile(r"(SCAN|SEARCH) (\w+?)(?:_\d+)?(?: |$)(.*)")
_ONE_ROW = re.compile(r"SEARCH \w+ USING INDEX sqlite_autoindex_\w+ \(id=\?\)")


@dataclass
class Step:
    """A line of a plan with the lines under it."""

    text: str
    below: list = field(default_factory=list)


def explained(connection, statement, values=()):
    """The plan of a statement as steps, the uppermost."""
    under = defaultdict(list)
    top = under[0]
    for number, parent, _cost, text in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
        under[parent].append(Step(text, under[number]))
    return top


def read_again_and_again(steps, *, repeated=False, single=frozenset()):
    """Steps of a plan that go through a large table once for each row of another."""
    single = single | {step.text.split()[1] for step in steps if _is_one_row(step)}
    inside = repeated  # the first loop runs once, what stands in it once for each of its rows
    for step in steps:
        loop = _LOOP.match(step.text)
        if loop and inside and _reads_much(*loop.groups(), each_time_anew=repeated):
            yield step.text
        yield from read_again_and_again(step.below, repeated=step.text.startswith("CORRELATED"), single=single)
        if loop or step.text == "MULTI-INDEX OR":
            inside = inside or not (loop and loop[2] in single)


def _is_one_row(step):
    return step.text.startswith("MATERIALIZE") and len(step.below) == 1 and _ONE_ROW.fullmatch(step.below[0].text)


def _reads_much(how, table, way, *, each_time_anew):
    """Whether this loop, entered again, reads more than the few rows it wants."""
    if "AUTOMATIC" in way:
        return each_time_anew  # in a join it is made once, in a correlated subquery for each row
    if table not in LARGE:
        return False
    return how == "SCAN" or "USING" not in way
