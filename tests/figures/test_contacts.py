"""Relationship index, coverage, cold decision makers, promises kept, organisation checks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kamdesk.records.contacts import Contact, Pairing, ReportingLine
from kamdesk.records.team import Employee
from kamdesk.records.visits import Promise, Visit

AS_OF = date(2026, 10, 20)


@pytest.fixture
def w20(ledger):
    client = ledger.client("W20")
    for name, department, level, rights, influence, coverage, days in (
        ("採購總監", "採購", "senior", ("decides",), 5, 4, 12),
        ("財務經理", "財務", "middle", ("pays",), 4, 1, 95),
        ("生產主管", "生產", "middle", ("technical",), 3, 3, 20),
        ("一線操作", "生產", "front", ("uses",), 2, 2, 60),
        ("總經理", "總經辦", "senior", ("decides",), 5, 0, None),
    ):
        contact = ledger.add(
            Contact, client=client, key=name, name=name, department=department, level=level, rights=rights,
            influence=influence,
        )  # fmt: skip
        touched = AS_OF - timedelta(days=days) if days is not None else None
        ledger.add(Pairing, client=client, contact_id=contact, coverage=coverage, last_touch_on=touched)
    ledger.add(Contact, client=client, key="vacant", is_vacant=True, influence=5, level="middle")
    ledger.add(Contact, client=client, key="left", influence=5, ends_on=date(2026, 1, 1))
    return client


def test_the_worked_case_comes_out_of_the_file(ledger, w20):
    found = ledger.json("relationship_index", w20, as_of=AS_OF)
    assert round(found["value"], 2) == 39.99
    assert round(found["inputs"]["outside_purchasing"], 1) == 40.0
    assert [row["contact"] for row in found["rows"]][:2] == ["總經理", "財務經理"]
    assert ledger.json("relationship_index", ledger.client(), as_of=AS_OF)["refused"]


def test_coverage_by_level_and_department(ledger, w20):
    found = ledger.json("coverage", w20, as_of=AS_OF)
    assert found["value"] == {"met": 3, "of": 5, "percent": 60.0}
    assert [(row["level"], row["department"], row["met"], row["of"]) for row in found["rows"]] == [
        ("senior", "採購", 1, 1), ("senior", "總經辦", 0, 1), ("middle", "生產", 1, 1), ("middle", "財務", 0, 1),
        ("front", "生產", 1, 1),
    ]  # fmt: skip


def test_decision_makers_gone_cold_and_never_met_first(ledger, w20):
    found = ledger.json("cold_decision_makers", w20, as_of=AS_OF)
    assert (found["value"], found["inputs"]["of"]) == ({"count": 2}, 3)
    assert [(row["contact"], row["days_since"]) for row in found["rows"]] == [("總經理", None), ("財務經理", 95)]


def test_a_visit_that_was_made_counts_as_having_met(ledger, w20):
    boss = next(row for row in ledger.figure("relationship_index", w20, as_of=AS_OF).rows if row["contact"] == "總經理")
    for day, status in ((15, "done"), (19, "planned"), (25, "done")):
        ledger.add(
            Visit, client=w20, starts_at=datetime(2026, 10, day, 9, tzinfo=UTC), status=status,
            contact_ids=(boss["contact_id"],),
        )  # fmt: skip
    assert ledger.json("coverage", w20, as_of=AS_OF)["value"]["met"] == 4
    rows = ledger.json("relationship_index", w20, as_of=AS_OF)["rows"]
    assert next(row["last_touch"] for row in rows if row["contact"] == "總經理") == "2026-10-15"


def test_promises_kept_ours_and_theirs(ledger):
    client = ledger.client()
    for side, due, outcome, closed in (
        ("ours", 10, "kept", 9), ("ours", 10, "kept_late", 12), ("ours", 19, "open", None), ("ours", 30, "open", None),
        ("theirs", 10, "kept", 10), ("theirs", 11, "withdrawn", 11), ("theirs", 25, "kept", 21),
    ):  # fmt: skip
        day = date(2026, 10, closed) if closed else None
        ledger.add(Promise, client=client, side=side, due_on=date(2026, 10, due), outcome=outcome, closed_on=day)
    assert ledger.json("promises_kept", client, as_of=AS_OF)["value"] == {
        "ours": {"kept": 1, "of": 3, "percent": 33.333333},
        "theirs": {"kept": 1, "of": 1, "percent": 100.0},
    }


def test_the_organisation_of_a_client_and_of_our_own_people(ledger):
    client = ledger.client()
    ids = {key: ledger.add(Contact, client=client, key=key, name=key) for key in ("boss", "a", "b", "c", "x", "y")}
    for post, manager in (("a", "boss"), ("b", "a"), ("b", "boss"), ("c", None), ("x", "y"), ("y", "x")):
        ledger.add(ReportingLine, client=client, contact_id=ids[post], manager_id=ids.get(manager))
    ledger.add(
        ReportingLine, client=client, contact_id=ids["boss"], manager_id=ids["b"], ends_on=date(2026, 1, 1)
    )  # fmt: skip
    found = ledger.json("organisation", client, as_of=AS_OF)
    assert found["value"] == {"nodes": 6, "roots": 1, "orphans": 1, "circles": 2, "depth": 1}
    assert [(row["contact"], row["defect"]) for row in found["rows"]] == [
        ("x", "circle"), ("y", "circle"), ("c", "orphan"),
    ]  # fmt: skip
    chief = ledger.add(Employee, key="2", name="Fuller")
    ledger.add(Employee, key="5", name="Buchanan", reports_to_id=chief)
    assert ledger.json("organisation", as_of=AS_OF)["value"]["depth"] == 1


def test_without_people_of_our_own_the_organisation_is_that_of_all_clients(ledger):
    for key in ("C1", "C2"):
        client = ledger.client(key)
        boss, other = (ledger.add(Contact, client=client, key=each, name=each) for each in ("boss", "other"))
        ledger.add(ReportingLine, client=client, contact_id=other, manager_id=boss)
    found = ledger.json("organisation", as_of=AS_OF)["value"]
    assert found == {"nodes": 4, "roots": 2, "orphans": 0, "circles": 0, "depth": 1}
