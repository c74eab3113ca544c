"""A small ledger in memory: rows go in as facts, figures come out through the catalogue."""

from datetime import date

import pytest
from sqlalchemy import create_engine, insert

from kamdesk.base.days import add_months
from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.base.money import line_value_micro
from kamdesk.facts.policies import Scope
from kamdesk.facts.record import Record
from kamdesk.figures.as_json import figure_json
from kamdesk.figures.catalogue import compute
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact, Pairing, ReportingLine
from kamdesk.records.every import RECORDS
from kamdesk.records.orders import NOT_SALES, Delivery, Order, OrderLine
from kamdesk.records.payments import Allocation, Instalment, Invoice, Receipt
from kamdesk.records.stock import ClientStockCount, Inbound, StockLevel

assert RECORDS


class Ledger:
    """Writes rows as an import would; every method gives the new row's id."""

    def __init__(self, connection):
        self.connection = connection

    def add(self, record, *, client=None, key="", **values):
        row_id = new_id()
        scope = row_id if record.scope is Scope.OWN else client if record.scope is Scope.CLIENT else CATALOGUE
        row = {"id": row_id, "scope_id": scope, "external_key": key} | values
        self.connection.execute(insert(record.table()), row)
        return row_id

    def client(self, key="C1", **values):
        return self.add(Client, key=key, legal_name=values.pop("legal_name", f"Client {key}"), **values)

    def product(self, key="P1", **values):
        return self.add(Product, key=key, name=values.pop("name", f"Product {key}"), **values)

    def order(self, client, key="O1", *, ordered=date(2026, 1, 5), status="accepted", **values):
        return self.add(Order, client=client, key=key, ordered_on=ordered, status=status, **values)

    def line(self, client, order, product=None, *, quantity=1, price=100, on=date(2026, 1, 5), **values):
        status, discount = values.pop("status", "accepted"), values.pop("discount", 0)
        milli, micro = round(quantity * 1000), round(price * 1_000_000)
        row = {
            "order_id": order,
            "product_id": product,
            "quantity": milli,
            "unit_price": micro,
            "discount": discount,
            "value_micro": line_value_micro(micro, milli, discount),
            "currency": "CNY",
            "sales_on": None if status in NOT_SALES else on,
        }
        return self.add(OrderLine, client=client, **row | values)

    def delivery(self, client, order, line, quantity, on):
        return self.add(
            Delivery, client=client, order_id=order, order_line_id=line, quantity=quantity * 1000, delivered_on=on
        )

    def invoice(self, client, key, *, issued, parts, currency="CNY", **values):
        """`parts` are (due, amount in minor units); gives the invoice's and the instalments' ids."""
        total = sum(amount for _, amount in parts)
        invoice = self.add(Invoice, client=client, key=key, issued_on=issued, amount=total, currency=currency, **values)
        instalments = [
            self.add(
                Instalment, client=client, invoice_id=invoice, position=at, due_on=due, amount=amount, currency=currency
            )
            for at, (due, amount) in enumerate(parts, 1)
        ]
        return invoice, instalments

    def receipt(self, client, amount, on, *, key="", pays=(), currency="CNY"):
        """`pays` are (instalment or None, invoice or None, amount)."""
        receipt = self.add(Receipt, client=client, key=key, received_on=on, amount=amount, currency=currency)
        for instalment, invoice, part in pays:
            paid = {"receipt_id": receipt, "instalment_id": instalment, "invoice_id": invoice, "amount": part}
            self.add(Allocation, client=client, currency=currency, **paid)
        return receipt

    def stock(self, product, on_hand, *, reserved=0):
        return self.add(StockLevel, product_id=product, on_hand=on_hand * 1000, reserved=reserved * 1000)

    def inbound(self, product, quantity, due=None):
        return self.add(Inbound, product_id=product, quantity=quantity * 1000, due_on=due)

    def figure(self, name, client=None, *, as_of, **settings):
        return compute(name, self.connection, client_id=client, as_of=as_of, settings=settings)

    def json(self, name, client=None, *, as_of, **settings):
        return figure_json(self.figure(name, client, as_of=as_of, **settings))


@pytest.fixture
def ledger():
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        Record.metadata.create_all(connection)
        yield Ledger(connection)
    engine.dispose()


AS_OF = date(2026, 10, 31)


def tell(ledger):
    """A client about whom every figure has something to say on that day."""
    client, product = ledger.client("W"), ledger.product("P", reorder_point=10_000)
    ledger.add(Client, key="other", legal_name="Other")
    ledger.stock(product, 5, reserved=1)
    ledger.inbound(product, 2, date(2026, 11, 20))
    for at in range(34):
        day = add_months(date(2024, 1, 10), at)
        late = ledger.order(
            client, f"O{at}", ordered=day, required_on=day, shipped_on=add_months(day, 1), status="shipped"
        )
        ledger.line(client, late, product, quantity=3, price=10 + at % 12, on=day)
    order = ledger.order(client, "open", ordered=date(2026, 10, 1), required_on=date(2026, 10, 20))
    ledger.line(client, order, product, quantity=20, on=date(2026, 10, 1))
    for key, due in (("I1", date(2026, 10, 1)), ("I2", date(2026, 11, 1)), ("I3", date(2026, 9, 1))):
        _, (part,) = ledger.invoice(client, key, issued=date(2026, 8, 20), parts=[(due, 1000)])
    ledger.receipt(client, 1200, date(2026, 9, 9), key="R", pays=[(part, None, 1000)])
    boss = ledger.add(Contact, client=client, key="boss", rights=("decides",), influence=5, department="采购")
    other = ledger.add(Contact, client=client, key="other", influence=3)
    ledger.add(Pairing, client=client, contact_id=other, coverage=3, last_touch_on=date(2026, 10, 1))
    for contact, manager in ((other, boss), (boss, None)):
        ledger.add(ReportingLine, client=client, contact_id=contact, manager_id=manager)
    count = {"product_id": product, "counted_on": date(2026, 10, 9), "quantity": 9000, "daily_need": 1000}
    ledger.add(ClientStockCount, client=client, **count)
    return client


@pytest.fixture
def whole_ledger(ledger):
    return ledger, tell(ledger)
