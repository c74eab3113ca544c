"""W1 and the public receivables cases: buckets by instalment, and nothing ever lost between them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.rules.ageing import BUCKETS, age, bucket_at, days_late, fill_earliest_first

AS_OF = date(2026, 3, 31)
EXAMPLES = Path(__file__).parents[1] / "data/worked_examples"
CASES = {case["id"]: case for case in json.loads((EXAMPLES / "receivables.json").read_text("utf-8"))["cases"]}


def w1_open_items():
    # due, amount, received by as-of; I6's receipt of April is not there yet
    return [
        (date(2026, 4, 15), 120_000), (date(2026, 3, 31), 80_000), (date(2026, 3, 30), 50_000),
        (date(2026, 3, 1), 60_000), (date(2026, 5, 1), 60_000), (date(2026, 2, 28), 90_000 - 35_000),
        (date(2026, 1, 15), 40_000), (date(2025, 11, 20), 30_000), (date(2025, 12, 31), 25_000),
    ]  # fmt: skip


def test_the_worked_case_of_ageing():
    ageing = age(w1_open_items(), unapplied=-20_000, as_of=AS_OF)
    assert ageing.buckets == (260_000, 110_000, 55_000, 65_000, 30_000)
    assert (ageing.gross, ageing.net, ageing.overdue) == (520_000, 500_000, 260_000)


@pytest.mark.parametrize(
    ("late", "bucket"),
    [(-400, "not_due"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
     (90, "61-90"), (91, "over_90"), (4000, "over_90")],
)  # fmt: skip
def test_every_boundary_day_falls_into_its_bucket(late, bucket):
    due = AS_OF - timedelta(days=late)
    assert days_late(due, as_of=AS_OF) == late
    assert BUCKETS[bucket_at(late)] == bucket


def test_a_credit_that_nobody_took_joins_the_unapplied_money():
    ageing = age([(AS_OF, 100), (AS_OF, -30)], unapplied=-5, as_of=AS_OF)
    assert (ageing.gross, ageing.unapplied, ageing.net) == (100, -35, 65)


@given(
    st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-(10**12), 10**12))),
    st.integers(-(10**12), 0),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_buckets_and_unapplied_always_add_up_to_the_ledger(items, unapplied, as_of):
    ageing = age(items, unapplied=unapplied, as_of=as_of)
    assert ageing.net == sum(amount for _, amount in items) + unapplied
    assert all(bucket >= 0 for bucket in ageing.buckets)


@given(st.lists(st.integers(-1000, 1000)), st.integers(-5000, 5000))
def test_what_parts_take_and_what_is_left_add_up_to_the_receipt(parts, received):
    taken, rest = fill_earliest_first(parts, received)
    assert sum(taken) + rest == received
    assert all(abs(take) <= abs(part) for take, part in zip(taken, parts, strict=True))


def rows(parts, *, payment=0, credit=0):
    """Rows as the public cases print them, in hundredths; settled parts fall away."""
    paid, _ = fill_earliest_first(parts, payment)
    after = [part - take for part, take in zip(parts, paid, strict=True)]
    credited, _ = fill_earliest_first(after, credit)
    left = [part - take for part, take in zip(after, credited, strict=True)]
    return list(zip(parts, paid, credited, left, strict=True))


@pytest.mark.parametrize(
    ("case", "parts", "payment", "credit", "expected"),
    [
        ("ar-1", [3000, 5000, 2000], 0, 0, [(3000, 3000), (5000, 5000), (2000, 2000)]),
        ("ar-2", [3000, 5000, 2000], 4000, 0, [(5000, 4000), (2000, 2000)]),
        ("ar-4", [3000, 5000, 2000], 0, 10_000, []),
        ("ar-5", [6000, 10_000, 4000], 4000, 0, [(6000, 2000), (10_000, 10_000), (4000, 4000)]),
        ("ar-6", [6000, 10_000, 4000], 4000, 10_000, [(10_000, 2000), (4000, 4000)]),
        ("ar-7", [10_000], 9999, 0, [(10_000, 1)]),
        ("ar-9", [10_000, 8500], 0, 0, [(10_000, 10_000), (8500, 8500)]),
        ("ar-10", [10_000], 10_000, 0, []),
        ("ar-11", [10_000], 5000, 0, [(10_000, 5000)]),
    ],
)
def test_public_cases_of_payments_and_credit_notes_over_a_schedule(case, parts, payment, credit, expected):
    said = CASES[case].get("expect_rows") or CASES[case].get("expect_rows_left") or []
    left = [(part, rest) for part, _, _, rest in rows(parts, payment=payment, credit=credit) if rest]
    assert left == expected
    if said:
        assert [round(row["outstanding"] * 100) for row in said] == [rest for _, rest in left]


def test_part_of_a_credit_note_closes_the_first_term_and_the_rest_goes_to_the_second():
    assert [credited for _, _, credited, _ in rows([6000, 10_000, 4000], payment=4000, credit=10_000)] == [
        2000,
        8000,
        0,
    ]


@pytest.mark.parametrize(("case", "unapplied"), [("ar-3", -10_000), ("ar-8", -100_000)])
def test_a_return_or_an_advance_of_its_own_is_unapplied(case, unapplied):
    said = CASES[case].get("expect_extra_row") or CASES[case]["expect_rows"][0]
    assert said["outstanding"] * 100 == unapplied
    _, rest = fill_earliest_first([], -unapplied)
    assert age([], unapplied=-rest, as_of=AS_OF).net == unapplied
