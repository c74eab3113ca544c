"""Every figure is documented, has an id of its own, a stable JSON, and answers an empty desk without falling over."""

import json
from datetime import date

import pytest

from kamdesk.base.errors import BadValue, NotFound
from kamdesk.base.words import speaking, tr
from kamdesk.figures.as_json import listing_json
from kamdesk.figures.catalogue import explained, listing, named
from kamdesk.figures.figure import UNITS
from kamdesk.figures.labels import LABELS

AS_OF = date(2026, 10, 31)
NAMES = [figure.name for figure in listing()]

CONTRACT = [
    "net_sales",
    "sales_by_month",
    "receivables_ageing",
    "dso_simple",
    "dso_countback",
    "dso_best_possible",
    "average_days_delinquent",
    "weighted_days_to_pay",
    "days_beyond_terms",
    "late_share",
    "late_orders",
    "overdue_open_orders",
    "unshipped_orders",
    "otif_by_line",
    "otif_by_order",
    "reorder_list",
    "stock_cover_days",
    "available_to_promise",
    "abc_clients",
    "abc_products",
    "concentration",
    "top_clients",
    "organisation",
]


def test_every_name_of_the_contract_is_there():
    assert set(CONTRACT) <= set(NAMES)


def test_names_and_explain_ids_are_given_once():
    ids = [figure.explain_id for figure in listing()]
    assert len(set(ids)) == len(ids)
    assert len(set(NAMES)) == len(NAMES)
    assert all(explained(figure.explain_id) is figure for figure in listing())


@pytest.mark.parametrize("figure", listing(), ids=NAMES)
def test_every_figure_says_what_it_is(figure):
    assert figure.title
    assert figure.meaning.endswith((".", ")."))
    assert figure.unit in UNITS
    assert all(setting.meaning for setting in figure.settings)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_desk_gets_an_answer_or_a_reason_from_every_figure(ledger, name):
    for client in (None, ledger.client()):
        found = ledger.json(name, client, as_of=AS_OF)
        assert list(found)[:6] == ["name", "value", "unit", "as_of", "definition", "inputs"]
        assert set(found) <= {"name", "value", "unit", "as_of", "definition", "inputs", "rows", "refused"}
        assert (found["value"] is None) == ("refused" in found)
        assert json.loads(json.dumps(found)) == found


def test_an_unknown_figure_is_not_found():
    with pytest.raises(NotFound, match="--list"):
        named("profit")
    with pytest.raises(NotFound):
        explained("z99")


@pytest.mark.parametrize("days", ["99999999", "1e999999999", "36501"])
def test_more_days_than_a_hundred_years_are_refused_in_words(ledger, days):
    with pytest.raises(BadValue, match="36500"):
        ledger.figure("dso_simple", as_of=AS_OF, days=days)


def test_the_list_documents_every_figure_and_setting():
    listed = {each["name"]: each for each in listing_json(listing())}
    assert [setting["name"] for setting in listed["abc_clients"]["settings"]] == [
        "from", "to", "a", "b", "credits", "currency",
    ]  # fmt: skip
    assert listed["relationship_index"]["needs_client"]


def test_a_figure_speaks_the_language_in_force_when_it_is_shown(ledger):
    figure = ledger.figure("dso_countback", as_of=date(2026, 10, 30))
    with speaking("zh_CN"):
        assert figure.definition_text == tr(figure.definition)
        assert figure.refused_text == tr(figure.refused.text)


def keys_in(value):
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from keys_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from keys_in(each)


def test_every_key_a_figure_shows_has_a_label(whole_ledger):
    ledger, client = whole_ledger
    seen = set()
    for name in NAMES:
        found = ledger.json(name, client, as_of=AS_OF)
        assert "refused" not in found, name
        seen |= set(keys_in([found["value"], found["inputs"], found.get("rows", [])]))
    words = {key for key in seen if not key[:1].isdigit() or key in LABELS} - {"CNY", "A", "B", "C"}
    assert words <= set(LABELS)
    assert set(LABELS) - words <= {"incomplete", "widest_span", "reports"} | {"expected", "reason"}
