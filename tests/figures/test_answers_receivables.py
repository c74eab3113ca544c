"""The receivables file (kept beside the repository, never in it): ageing on four days, DSO, how clients paid."""

import json
from decimal import Decimal

import pytest

from kamdesk.base.money import half_up
from tests.figures.imported import imported

pytestmark = pytest.mark.shared_data
LAST = "2014-01-31"
BUCKETS = {"not_due": "not_due", "1-30": "1-30", "31-60": "31-60", "61-90": "61-90", "90+": "over_90"}


@pytest.fixture(scope="module")
def answers(shared_data):
    return json.loads((shared_data / "S3_ibm_ar" / "answers_ibm_ar_shared.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def figure(tmp_path_factory, shared_data):
    folder = tmp_path_factory.mktemp("receivables")
    with imported(folder, shared_data / "S3_ibm_ar" / "accounts_receivable_shared.csv", "receivables.toml") as figure:
        yield figure


@pytest.fixture(params=range(4), ids=["2012-06", "2012-12", "2013-06", "2013-12"])
def day(request, answers):
    return answers["ageing"][request.param]


def cents(number):
    return f"{Decimal(str(number)):.2f}"


def test_ageing(figure, day):
    found = figure("receivables_ageing", as_of=day["asof"])
    value = found["value"]["USD"]
    assert {ours: value[ours] for ours in BUCKETS.values()} == {
        BUCKETS[theirs]: cents(amount) for theirs, amount in day["buckets_amount"].items()
    }
    assert (value["gross"], value["net"], value["unapplied"]) == (cents(day["open_amount"]),) * 2 + ("0.00",)
    assert len(found["rows"]) == day["open_invoices"]
    assert figure("overdue_amount", as_of=day["asof"])["value"] == {"USD": cents(day["overdue_amount"])}


def test_ageing_of_each_client(figure, day):
    for client, amounts in list(day["by_customer"].items())[:12]:
        value = figure("receivables_ageing", client, as_of=day["asof"])["value"]["USD"]
        assert [value[ours] for ours in BUCKETS.values()] == [cents(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("dso_simple", "dso_simple_90d"),
        ("dso_countback", "dso_countback"),
        ("dso_best_possible", "best_possible_dso_90d"),
    ],
)
def test_days_sales_outstanding(figure, day, name, answer):
    assert figure(name, as_of=day["asof"])["value"]["USD"] == pytest.approx(day[answer], abs=1.1e-6)


def test_late_invoices_by_number(figure, answers):
    found = figure("late_share", as_of=LAST)
    assert found["inputs"]["n"] == {"USD": answers["rows"]}
    assert found["value"]["USD"] == pytest.approx(100 * answers["late_share"], abs=1e-4)
    assert half_up(Decimal(str(found["value"]["USD"])), 4) == Decimal("37.9066")


def test_how_each_client_paid(figure, answers):
    for client, paid in list(answers["customer"].items())[:15]:
        share = figure("late_share", client, as_of=LAST)["value"]["USD"]
        assert share == pytest.approx(100 * paid["late_share"], abs=1e-4)
        days = figure("weighted_days_to_pay", client, as_of=LAST)["value"]["USD"]
        assert days == pytest.approx(paid["adp_amount_weighted_days_to_settle"], abs=1.1e-6)
