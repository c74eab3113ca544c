"""The figures of the sample company are the sums of what was told, client by client, currency by currency."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from kamdesk.base.money import minor_from_micro
from kamdesk.connectors.sample_company.company import DEMO_TODAY, sample_company
from kamdesk.figures.catalogue import compute, listing, with_rows
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.records.clients import Client
from kamdesk.storage.desk import create_desk


@pytest.fixture(scope="module")
def told():
    """Rows as dictionaries by word."""
    return {
        part.word: [dict(zip(("key", "client", *part.facts), row, strict=True)) for row in part.rows]
        for part in sample_company()
    }


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    desk = create_desk(tmp_path_factory.mktemp("sample") / "desk", password="sample", company="L", currency="CNY")
    take_sample_company(desk)
    with desk.reading() as connection:
        yield connection
    desk.close()


@pytest.fixture(scope="module")
def clients(connection):
    table = Client.table()
    return dict(connection.execute(select(table.c.external_key, table.c.id)).all())


def value(name, connection, client_id, **settings):
    return compute(name, connection, client_id=client_id, as_of=DEMO_TODAY, settings=settings).value


def minor(by_currency):
    return {currency: money.amount_minor for currency, money in by_currency.items() if money.amount_minor}


def test_net_sales_are_the_lines_that_were_told(told, connection, clients):
    sums = Counter()
    for line in told["order_line"]:
        if line["sales_on"]:
            sums[line["client"], line["currency"]] += line["value_micro"]
    for key, client_id in clients.items():
        expected = {
            currency: minor_from_micro(micro, currency) for (client, currency), micro in sums.items() if client == key
        }
        assert minor(value("net_sales", connection, client_id)) == expected, key


def test_receivables_are_what_was_invoiced_and_not_yet_paid(told, connection, clients):
    left = {row["key"]: row["amount"] for row in told["instalment"]}
    for row in told["allocation"]:
        left[row["instalment_id"]] -= row["amount"]
    sums = Counter()
    for row in told["instalment"]:
        sums[row["client"], row["currency"]] += left[row["key"]]
    for key, client_id in clients.items():
        ageing = value("receivables_ageing", connection, client_id)
        gross = {
            currency: buckets["gross"].amount_minor
            for currency, buckets in ageing.items()
            if buckets["gross"].amount_minor
        }
        assert gross == {currency: amount for (client, currency), amount in sums.items() if client == key and amount}


def test_the_headlines_of_hengtai_are_those_of_the_story(connection, clients):
    def ours(name, **settings):
        return value(name, connection, clients["HENGTAI"], **settings)

    assert minor(ours("overdue_amount")) == {"CNY": 520_000_00}
    assert minor(ours("open_order_value")) == {"CNY": 540_000_00}
    assert minor(ours("unapplied")) == {"CNY": -80_000_00}
    assert ours("late_lines")["count"] == 2
    assert ours("promises_kept")["ours"]["kept"] == 14
    assert ours("promises_kept")["theirs"]["kept"] == 9
    assert (ours("coverage")["met"], ours("coverage")["of"]) == (14, 22)
    assert ours("client_stock_cover") == 11
    season = ours("sales_vs_season")["CNY"]
    assert (season["sales"].amount_minor, season["months_below"], season["alarm"]) == (514_000_00, 3, True)


def test_the_shortage_before_the_season_names_the_client_whose_promise_breaks(connection, clients):
    figure = compute("shortages", connection, client_id=clients["MUHE"], as_of=DEMO_TODAY, settings={})
    first = figure.rows[0]
    assert (first["product"], first["required"], int(first["short"])) == ("HP-63", date(2026, 11, 18), 350)


@pytest.mark.parametrize("name", ["overdue_open_orders", "reorder_list", "shortages", "late_orders"])
def test_every_alarm_of_the_company_has_something_to_say(connection, name):
    assert value(name, connection, None)["count"] > 0


@pytest.mark.parametrize("name", [figure.name for figure in listing()])
def test_a_number_without_its_rows_is_the_same_and_brings_them_when_asked(connection, clients, name):
    for client_id in (None, clients["HENGTAI"]):
        whole = compute(name, connection, client_id=client_id, as_of=DEMO_TODAY)
        alone = compute(name, connection, client_id=client_id, as_of=DEMO_TODAY, rows=False)
        assert (alone.value, alone.inputs, alone.refused) == (whole.value, whole.inputs, whole.refused)
        assert alone.rows is None
        assert alone.rows_left_out == (whole.rows is not None)
        assert whole.without_rows() == alone
        assert with_rows(connection, alone) == whole
