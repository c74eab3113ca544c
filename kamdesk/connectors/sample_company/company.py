"""The sample company as a source: one coherent company, the same rows for the same seed and day.

With `scale` 1 it is the 24 key clients alone. Each further step fills it up to 30 clients, 10,000 order lines
and 2,000 instalments per step: 100 is 3,000 clients, 1,000,000 lines and 200,000 instalments.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, tzinfo

from kamdesk.connectors.sample_company.book import Rows
from kamdesk.connectors.sample_company.crowd import crowd
from kamdesk.connectors.sample_company.field import tell_field
from kamdesk.connectors.sample_company.firms import Firm, firms, tell_firm
from kamdesk.connectors.sample_company.meetings import tell_meetings
from kamdesk.connectors.sample_company.numbers import numbers_back
from kamdesk.connectors.sample_company.orders import Sale, sales_of
from kamdesk.connectors.sample_company.payments import issued_on, tell_invoices
from kamdesk.connectors.sample_company.people import tell_people
from kamdesk.connectors.sample_company.scene import Scene, tale
from kamdesk.connectors.sample_company.supply import tell_supply
from kamdesk.records.every import RECORDS

DEMO_TODAY = date(2026, 10, 20)
"""The day the demo is set on."""
LAST_ORDER, LAST_INVOICE = 1217, 935


def sample_company(
    today: date = DEMO_TODAY, *, scale: int = 1, seed: int = 1, zone: tzinfo | None = UTC
) -> Iterator[Rows]:
    """Every row of the company as of a day; what others refer to comes first.

    Hours are told in `zone`; None is this machine's.
    """
    scene = Scene(today, seed, zone)
    tell_supply(scene)
    sales: list[tuple[Firm, Sale]] = []
    for firm in firms():
        tell_firm(scene, firm)
        seated = tell_people(scene, firm)
        tell_field(scene, firm, seated)
        tell_meetings(scene, firm, seated)
        sales.extend((firm, sale) for sale in sales_of(scene, firm))
    _tell_sales(scene, sales)
    for record in RECORDS:
        if scene.book.number(record.word) > 1:
            yield scene.book.rows(record.word)
    if scale > 1:
        yield from crowd(scene, scale)


def _tell_sales(scene: Scene, sales: list[tuple[Firm, Sale]]) -> None:
    taken = frozenset(sale.number for _, sale in sales if sale.number)
    numbers = numbers_back("SO", LAST_ORDER, taken)
    for _, sale in sorted(sales, key=lambda pair: (pair[1].ordered_on, pair[0].key), reverse=True):
        sale.number = sale.number or next(numbers)
    sales.sort(key=lambda pair: (pair[1].ordered_on, pair[1].number))
    for _, sale in sales:
        _tell_order(scene, sale)
    _tell_payments(scene, sales)


def _tell_order(scene: Scene, sale: Sale) -> None:
    add = scene.book.add
    add(
        "order", sale.number, sale.client, ordered_on=sale.ordered_on, required_on=sale.required_on,
        promised_on=sale.promised_on, expected_on=sale.expected_on, shipped_on=sale.shipped_on, status=sale.status,
        is_credit=sale.is_credit, currency=sale.currency, employee_id=sale.employee, late_reason=sale.late_reason,
        their_number=f"PO{sale.ordered_on:%y%m}-{sale.number[-3:]}",
    )  # fmt: skip
    for position, line in enumerate(sale.lines, 1):
        key = f"{sale.number}/{position}"
        add(
            "order_line", key, sale.client, order_id=sale.number, product_id=line.product, position=position,
            quantity=line.quantity * 1000, unit_price=line.price_micro, discount=line.discount,
            currency=sale.currency, value_micro=line.value_micro, sales_on=sale.ordered_on if sale.counts else None,
            is_credit=sale.is_credit, required_on=sale.required_on, promised_on=sale.promised_on,
            expected_on=sale.expected_on, late_reason=sale.late_reason,
        )  # fmt: skip
        for number, (day, quantity) in enumerate(line.deliveries, 1):
            carriers = tale("people")["carriers"]
            add("delivery", f"{key}-{number}", sale.client, order_line_id=key, order_id=sale.number,
                delivered_on=day, quantity=quantity * 1000, carrier=carriers[quantity % len(carriers)])  # fmt: skip


def _tell_payments(scene: Scene, sales: list[tuple[Firm, Sale]]) -> None:
    shipped = [pair for pair in sales if pair[1].counts and (pair[1].shipped_on or pair[1].invoice)]
    shipped.sort(key=lambda pair: (issued_on(pair[1], scene), pair[1].number), reverse=True)
    told = frozenset(sale.invoice["number"] for _, sale in shipped if sale.invoice)
    numbers = numbers_back("INV", LAST_INVOICE, told)
    numbered = [(sale.invoice["number"] if sale.invoice else next(numbers), firm, sale) for firm, sale in shipped]
    numbered.reverse()
    for firm in dict.fromkeys(firm.key for _, firm, _ in numbered):
        theirs = [(number, sale) for number, each, sale in numbered if each.key == firm]
        tell_invoices(scene, next(each for _, each, _ in numbered if each.key == firm), theirs)
