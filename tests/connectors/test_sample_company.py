"""The sample company is coherent: its rows fit together, and its story is told on the page that needs it."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from kamdesk.connectors.sample_company.company import DEMO_TODAY, sample_company
from kamdesk.facts.kinds import Kind, canonical
from kamdesk.records.every import RECORDS, by_word


def told(today=DEMO_TODAY, **how):
    """Every kind of row as dictionaries by word."""
    rows = defaultdict(list)
    for part in sample_company(today, **how):
        names = ("key", "client", *part.facts)
        rows[part.word].extend(dict(zip(names, row, strict=True)) for row in part.rows)
    return rows


@pytest.fixture(scope="module")
def company():
    return told()


def sum_of(rows, fact):
    return sum(row[fact] for row in rows)


def test_the_same_seed_and_day_tell_the_same_company():
    assert told() == told()
    assert told(seed=2) != told()


def test_every_kind_of_record_has_rows(company):
    assert {record.word for record in RECORDS} == {word for word, rows in company.items() if rows}


def test_keys_are_never_used_twice(company):
    for word, rows in company.items():
        repeated = [key for key, times in Counter((row["client"], row["key"]) for row in rows).items() if times > 1]
        assert repeated == [], word


def test_every_reference_leads_to_a_row_that_was_told_before(company):
    keys = {word: {row["key"] for row in rows} for word, rows in company.items()}
    for word, rows in company.items():
        for name, fact in by_word(word).facts().items():
            if fact.kind not in {Kind.REFERENCE, Kind.REFERENCES} or name not in rows[0]:
                continue
            held = [row[name] for row in rows]
            named = {key for value in held for key in (value if fact.kind is Kind.REFERENCES else [value]) if key}
            assert named <= keys[fact.refers_to], f"{word}.{name}"


def test_every_row_of_a_client_names_a_client_that_is_there(company):
    clients = {row["key"] for row in company["client"]}
    assert len(clients) == 24
    for word, rows in company.items():
        if by_word(word).scope.value == "client":
            assert {row["client"] for row in rows} <= clients, word


def test_every_value_is_canonical_and_every_choice_is_one(company):
    for word, rows in company.items():
        facts = by_word(word).facts()
        for row in rows:
            for name, fact in facts.items():
                if name in row and fact.kind not in {Kind.REFERENCE, Kind.REFERENCES}:
                    assert canonical(fact.kind, row[name]) == row[name], f"{word}.{name}"
                    assert not fact.choices or not row[name] or set(_each(row[name])) <= set(fact.choices)


def _each(value):
    return value if isinstance(value, tuple) else (value,)


def test_nine_industries_and_three_grades_have_clients(company):
    assert len({row["industry_id"] for row in company["client"]}) == 9
    assert {row["grade"] for row in company["client"]} == {"A", "B", "C"}


def test_nothing_but_plans_lies_after_today(company):
    for word, name in (("order", "ordered_on"), ("order", "shipped_on"), ("delivery", "delivered_on"),
                       ("invoice", "issued_on"), ("receipt", "received_on"), ("promise", "closed_on")):  # fmt: skip
        assert max(row[name] for row in company[word] if row[name]) <= DEMO_TODAY, f"{word}.{name}"
    assert {row["status"] for row in company["visit"] if row["starts_at"].date() > DEMO_TODAY} == {"planned"}


def test_no_receipt_pays_more_than_it_brought_and_no_instalment_is_paid_twice(company):
    for word, fact in (("receipt", "receipt_id"), ("instalment", "instalment_id")):
        given = {row["key"]: row["amount"] for row in company[word]}
        used = Counter()
        for row in company["allocation"]:
            used[row[fact]] += row["amount"]
        assert [key for key, amount in used.items() if abs(amount) > abs(given[key])] == []


def test_instalments_add_up_to_their_invoice_and_invoices_to_their_order(company):
    parts = Counter()
    for row in company["instalment"]:
        parts[row["invoice_id"]] += row["amount"]
    assert parts == {row["key"]: row["amount"] for row in company["invoice"]}
    value = Counter()
    for row in company["order_line"]:
        value[row["order_id"]] += row["value_micro"]
    for row in company["invoice"]:
        assert abs(value[row["order_id"]] - row["amount"] * 10_000) <= 5_000, row["key"]


def test_the_pages_of_hengtai_are_as_the_story_says(company):
    def ours(word):
        return [row for row in company[word] if row["client"] == "HENGTAI"]

    year = [
        row
        for row in ours("order_line")
        if row["sales_on"] and date(2025, 10, 1) <= row["sales_on"] < date(2026, 10, 1)
    ]
    assert sum_of(year, "value_micro") == 6_540_000 * 10**6
    paid = {row["instalment_id"] for row in ours("allocation")}
    still = [row for row in ours("instalment") if row["key"] not in paid]
    assert sum_of(still, "amount") == 1_760_000_00
    assert sum_of([row for row in still if row["due_on"] < DEMO_TODAY], "amount") == 520_000_00
    waiting = {row["key"] for row in ours("order") if row["status"] == "accepted"}
    assert waiting == {"SO-1187", "SO-1192", "SO-1203", "SO-1209", "SO-1214"}
    assert sum_of([row for row in ours("order_line") if row["order_id"] in waiting], "value_micro") == 540_000 * 10**6
    assert len([row for row in ours("contact") if not row["is_vacant"]]) == 22


def test_three_visits_stand_on_the_demo_day(company):
    today = [row for row in company["visit"] if row["starts_at"].date() == DEMO_TODAY]
    assert sorted(row["client"] for row in today) == ["HENGTAI", "QINGLAN", "XILU"]


def test_the_story_holds_on_another_day():
    company = told(date(2027, 3, 31))
    assert max(row["ordered_on"] for row in company["order"]) <= date(2027, 3, 31)
    assert {row["client"] for row in company["visit"] if row["starts_at"].date() == date(2027, 3, 31)} >= {"HENGTAI"}


def test_a_scaled_company_has_as_many_rows_as_was_asked_for():
    counts = Counter()
    for part in sample_company(scale=3):
        assert part.rows, f"a file of nothing: {part.word}"
        counts[part.word] += len(part.rows)
    assert (counts["client"], counts["order_line"], counts["instalment"]) == (90, 30_000, 6_000)
