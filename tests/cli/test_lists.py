"""The lists and figures on the command line: rows of the sample company, in the contract's JSON."""

import json
import re
import subprocess
import sys
from decimal import Decimal

import pytest

from kamdesk.base.ids import new_id
from kamdesk.cli.main import main
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import insert_row


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The profile of the sample company."""
    profile = tmp_path_factory.mktemp("sample") / "desk"
    desk = create_desk(profile, password="a long one", company="x", currency="CNY")
    take_sample_company(desk)
    desk.close()
    return profile


@pytest.fixture
def ask(sample, monkeypatch, capsys):
    """Ask the sample desk as of its day; the answer's JSON."""
    monkeypatch.setenv("KAMDESK_PASSWORD", "a long one")

    def ask(*words):
        assert main(["--profile", str(sample), "--as-of", "2026-10-20", "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_clients_come_with_what_the_list_shows(ask):
    rows = ask("clients")
    hengtai = next(row for row in rows if row["client"] == "HENGTAI")
    assert (hengtai["short_name"], hengtai["grade"]) == ("恒泰机械", "A")
    assert hengtai["overdue"] == ask("figure", "overdue_amount", "HENGTAI")["value"]
    assert hengtai["last_visit"] < "2026-10-20" <= hengtai["next_visit"]
    sold = [max((Decimal(amount) for amount in row["sales_12_months"].values()), default=0) for row in rows]
    assert sold == sorted(sold, reverse=True), "the largest sales of twelve months first"


def test_a_list_of_one_client_is_found_by_key_or_name(ask):
    assert ask("clients", "HENGTAI") == ask("clients", "恒泰机械")
    assert {row["client"] for row in ask("orders", "HENGTAI")} == {"HENGTAI"}
    assert {row["client"] for row in ask("contacts", "HENGTAI")} == {"HENGTAI"}


def test_the_clients_overdue_is_the_sum_of_its_late_instalments(ask):
    late = [row for row in ask("payments", "HENGTAI") if row["days_late"] > 0]
    assert late
    (hengtai,) = ask("clients", "HENGTAI")
    assert sum(Decimal(row["open"]) for row in late) == Decimal(hengtai["overdue"]["CNY"])


def test_orders_that_nobody_awaits_are_never_late(ask):
    rows = ask("orders")
    assert {row["days_late"] for row in rows if row["status"] == "withdrawn"} == {0}
    late = [row["order"] for row in rows if row["days_late"] and row["shipped"] is None]
    assert sorted(late) == sorted(row["order"] for row in ask("figure", "overdue_open_orders")["rows"])
    assert [row["order"] for row in rows[: len(late)]] == late, "late ones first"


def test_a_contact_names_its_managers_and_its_rights(ask):
    row = next(row for row in ask("contacts", "HENGTAI") if row["contact"] == "HT-09")
    assert row["managers"] == ["郑雅琴"]
    assert row["rights"] == ["receives"]


def test_who_was_forgotten_is_called_by_the_post_and_a_vacant_seat_by_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KAMDESK_PASSWORD", "a long one")
    desk, client = create_desk(tmp_path / "desk", password="a long one", company="x", currency="CNY"), new_id()
    with desk.writing() as connection:
        insert_row(connection, Client, client, client, {"legal_name": "恒泰机械"})
        for post, is_vacant in (("采购经理", False), ("质检员", True)):
            insert_row(connection, Contact, new_id(), client, {"post": post, "is_vacant": is_vacant})
    desk.close()
    assert main(["--profile", str(tmp_path / "desk"), "--json", "contacts"]) == 0
    assert {row["post"]: row["name"] for row in json.loads(capsys.readouterr().out)} == {
        "采购经理": "采购经理",
        "质检员": "",
    }


def test_stock_says_what_can_be_promised_and_how_long_it_covers(ask):
    rows = {row["product"]: row for row in ask("stock")}
    promised = {row["product"]: row for row in ask("figure", "available_to_promise")["rows"]}
    cover = {row["product"]: row["cover_days"] for row in ask("figure", "stock_cover_days")["rows"]}
    assert {product: row["short_on"] for product, row in rows.items()} == {
        product: row["short_on"] for product, row in promised.items()
    }
    assert all(rows[product]["cover_days"] == days for product, days in cover.items() if product in rows)
    assert {row["product"] for row in ask("stock", "HENGTAI")} < set(rows)


def test_a_figure_says_value_unit_day_definition_and_inputs(ask):
    figure = ask("figure", "net_sales", "HENGTAI", "--set", "from=2026-01-01", "--set", "to=2026-09-30")
    assert list(figure) == ["name", "value", "unit", "as_of", "definition", "inputs"]
    assert figure["inputs"] == {"from": "2026-01-01", "to": "2026-09-30"}


def test_a_figure_in_words_says_its_title_and_value_in_a_line_each(sample, monkeypatch, capsys):
    monkeypatch.setenv("KAMDESK_PASSWORD", "a long one")
    assert main(["--profile", str(sample), "--language", "en", "figure", "late_orders"]) == 0
    title, value, *_ = capsys.readouterr().out.splitlines()
    assert title == "Orders shipped late"
    assert re.fullmatch(r"count \d+", value)


def test_every_figure_of_the_list_can_be_asked(ask):
    for each in ask("figure", "--list"):
        figure = ask("figure", each["name"], "HENGTAI")
        assert figure["name"] == each["name"]
        assert figure["value"] is not None or figure["refused"]


def test_people_get_a_table_with_its_columns_lined_up(sample, ask, capsys):
    assert main(["--profile", str(sample), "clients", "HENGTAI"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["client", "name"]
    assert "恒泰机械" in row


def test_an_unknown_figure_or_client_is_refused(sample, monkeypatch, capsys):
    monkeypatch.setenv("KAMDESK_PASSWORD", "a long one")
    for words in (["figure", "fortune"], ["orders", "Nobody Ltd"], ["figure", "net_sales", "--set", "hat=1"]):
        assert main(["--profile", str(sample), *words]) == 1
        assert capsys.readouterr().err
    assert main(["--profile", str(sample), "figure"]) == 2


@pytest.mark.parametrize("module", ["lists", "figure", "write", "export"])
def test_a_verb_starts_without_waiting_for_what_it_does_not_need(module):
    code = f"import sys, kamdesk.cli.main, kamdesk.cli.{module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    slow = {"PySide6", "matplotlib", "reportlab", "numpy", "alembic", "pypinyin", "opencc", "httpx2", "python_calamine"}
    assert slow.isdisjoint(loaded)


def test_people_read_yes_where_json_says_true(sample, ask, capsys):
    assert main(["--profile", str(sample), "orders", "HENGTAI"]) == 0
    assert "False" not in capsys.readouterr().out
