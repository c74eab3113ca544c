"""The office's policy keeps money off paper and out of exports; whatever leaves the desk is written down."""

import json
import logging

import pytest

from kamdesk.figures.catalogue import compute
from kamdesk.operations.exports import export
from kamdesk.records.clients import Client
from kamdesk.reports.visit_brief import visit_brief
from kamdesk.storage.exported import exports_of, reading_what_may_leave
from kamdesk.storage.rows import rows_where
from kamdesk.storage.settings import OFFICE, POLICY
from tests.reports.conftest import text_of
from tests.ui.small_company import TODAY, small_company

__all__ = ["text_of"]
MONEY = {"invoices", "instalments", "receipts", "receipt_allocations"}


@pytest.fixture
def desk(tmp_path):
    desk = small_company(tmp_path / "desk")
    desk.settings.set(OFFICE, "https://office.example")
    yield desk
    desk.close()


def told(desk, client_id, text_of):
    with reading_what_may_leave(desk) as connection:
        pdf = visit_brief(
            connection, client_id=client_id, visit_id=None, as_of=TODAY, language="en", audience="us",
            made_at=desk.clock(),
        )  # fmt: skip
    return " ".join(text_of(pdf))


def who_owes(desk):
    with desk.reading() as connection:
        for client in rows_where(connection, Client):
            value = compute("receivables_ageing", connection, client_id=client.id, as_of=TODAY, settings={}).value
            if value:
                return client.id
    pytest.fail("nobody owes anything")


def test_without_the_right_no_row_of_money_leaves_the_desk(desk, tmp_path, text_of):
    client_id = who_owes(desk)
    everything = export(desk, tmp_path / "all")
    assert everything.keys() >= {"invoices"}
    assert "Receivables" in told(desk, client_id, text_of)
    desk.settings.set(POLICY + "export_money", "0")
    assert export(desk, tmp_path / "less").keys() == everything.keys() - MONEY
    assert not (tmp_path / "less" / "invoices.csv").exists()
    paper = told(desk, client_id, text_of)
    assert "keeps money off paper" in paper
    assert "Receivables" not in paper
    with reading_what_may_leave(desk) as connection:
        assert not compute("receivables_ageing", connection, client_id=client_id, as_of=TODAY, settings={}).value


def test_each_export_is_written_down_without_a_clients_word(desk, tmp_path, caplog):
    with caplog.at_level(logging.INFO):
        counts = export(desk, tmp_path / "all")
    ((moment, what, count),) = exports_of(desk)
    assert (what, count) == ("records", sum(counts.values()))
    assert moment.endswith("Z")
    assert f"exported: records, {count}" in caplog.text
    assert json.loads(desk.settings.get("exports")) == exports_of(desk)
