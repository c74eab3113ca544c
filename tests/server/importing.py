"""Imports at the office as the tests do them: batches as one file."""

from datetime import UTC, date, datetime

from kamdesk.connectors.batches import batch_of
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.records.clients import Client
from kamdesk.records.orders import Order, OrderLine
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.imports.bringing import How, bring_in
from tests.conftest import ROOT
from tests.server.desks import NOW
from tests.server.rows_of_office import rows

NORTHWIND = ROOT / "tests" / "data" / "northwind"
LATER = datetime(2026, 11, 1, tzinfo=UTC)


def take(office, *batches, **how):
    """An import of batches as one file."""
    report = ImportReport(anything_matched=True)
    return bring_in(office, [("erp", batches)], report, How(**{"as_of": NOW} | how), source="erp")


def told(brought):
    return brought.report.new, brought.report.changed, brought.report.same


CLIENTS = [{"key": "C1", "legal_name": "One"}, {"key": "C2", "legal_name": "Two"}]
ORDERS = [
    {"key": "O1", "client": "C1", "ordered_on": date(2026, 1, 5), "currency": "USD"},
    {"key": "O2", "client": "C2", "ordered_on": date(2026, 1, 6), "currency": "USD"},
]
LINES = [
    {"key": "L1", "order_id": "O1", "quantity": 2_000, "unit_price": 5_000_000},
    {"key": "L2", "order_id": "O2", "quantity": 1_000, "unit_price": 3_000_000},
]


def company():
    return batch_of(Client, CLIENTS), batch_of(Order, ORDERS), batch_of(OrderLine, LINES)


def scope_of(office, key):
    return dict(rows(office.engine, office_table(Client), "external_key", "id"))[key]
