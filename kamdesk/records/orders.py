"""Orders, their lines and deliveries, as the ERP knows them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment, Owner, Scope
from kamdesk.facts.record import Record

ORDER_STATUSES = {
    "draft": N_("draft"),
    "queued": N_("queued"),
    "accepted": N_("accepted"),
    "shipped": N_("shipped"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
}
NOT_SALES = frozenset({"draft", "queued", "refused", "withdrawn"})
"""Orders in these states are no sales. Source: FIGURES, net_sales."""


class Order(Record, scope=Scope.CLIENT, compartment=Compartment.LEDGER, owner=Owner.LEDGER, label=N_("Order")):
    """An order, or a credit note with a number of its own; the external key is its number. Source: the ERP."""

    ordered_on: Mapped[date | None] = fact(
        N_("Ordered"),
        kind=Kind.DAY,
        import_as=("order date", "orderdate", "invoicedate", "date", "订单日期", "訂單日期"),
    )
    required_on: Mapped[date | None] = fact(
        N_("Required"), kind=Kind.DAY, import_as=("required date", "requireddate", "required", "需求日期")
    )
    promised_on: Mapped[date | None] = fact(N_("Promised"), kind=Kind.DAY, import_as=("promised", "承诺日期"))
    expected_on: Mapped[date | None] = fact(N_("Now expected"), kind=Kind.DAY)
    shipped_on: Mapped[date | None] = fact(
        N_("Shipped"), kind=Kind.DAY, import_as=("shipped date", "shippeddate", "shipped", "发货日期", "出貨日期")
    )
    status: Mapped[str] = fact(
        N_("Status"), kind=Kind.CHOICE, choices=ORDER_STATUSES, default="accepted", import_as=("status", "状态", "狀態")
    )
    is_credit: Mapped[bool] = fact(N_("Credit note"), kind=Kind.BOOLEAN)
    currency: Mapped[str] = fact(N_("Currency"), import_as=("currency", "币种", "幣別"))
    freight: Mapped[int | None] = fact(N_("Freight"), kind=Kind.AMOUNT, import_as=("freight", "运费", "運費"))
    employee_id: Mapped[bytes | None] = fact(N_("Taken by"), kind=Kind.REFERENCE, refers_to="employee")
    their_number: Mapped[str] = fact(N_("Their number"), import_as=("po number", "customer order", "客户订单号"))
    late_reason: Mapped[str] = fact(N_("Reason"))

    __table_args__ = (
        Index("ix_orders_client_day", "scope_id", "ordered_on"),
        Index("ix_orders_their_number", "their_number", sqlite_where=text("their_number != ''")),
        Index("ix_orders_shipped", "shipped_on", "status"),
    )


class OrderLine(Record, scope=Scope.CLIENT, compartment=Compartment.LEDGER, owner=Owner.LEDGER, label=N_("Order line")):
    """One product of an order. Value = price × quantity × (1 − discount), computed when written. Source: the ERP."""

    order_id: Mapped[bytes | None] = fact(
        N_("Order"), kind=Kind.REFERENCE, refers_to="order", index=True, import_as=("order", "orderid", "invoiceno")
    )
    product_id: Mapped[bytes | None] = fact(
        N_("Product"), kind=Kind.REFERENCE, refers_to="product", import_as=("product", "productid", "stockcode")
    )
    position: Mapped[int] = fact(N_("Line"), kind=Kind.INTEGER, default=0)
    description: Mapped[str] = fact(N_("Description"))
    quantity: Mapped[int] = fact(
        N_("Quantity"), kind=Kind.QUANTITY, default=0, import_as=("quantity", "qty", "数量", "數量")
    )
    unit_price: Mapped[int] = fact(
        N_("Unit price"), kind=Kind.PRICE, default=0, import_as=("unit price", "unitprice", "price", "单价", "單價")
    )
    discount: Mapped[int] = fact(N_("Discount"), kind=Kind.PERCENT, default=0, import_as=("discount", "折扣"))
    currency: Mapped[str] = fact(N_("Currency"))
    value_micro: Mapped[int] = fact(N_("Value"), kind=Kind.PRICE, default=0)
    sales_on: Mapped[date | None] = fact(N_("Counts as a sale on"), kind=Kind.DAY)
    is_credit: Mapped[bool] = fact(N_("Credit note"), kind=Kind.BOOLEAN)
    required_on: Mapped[date | None] = fact(N_("Required"), kind=Kind.DAY)
    promised_on: Mapped[date | None] = fact(N_("Promised"), kind=Kind.DAY)
    expected_on: Mapped[date | None] = fact(N_("Now expected"), kind=Kind.DAY)
    late_reason: Mapped[str] = fact(N_("Reason"))

    __table_args__ = (
        Index("ix_order_lines_client_sales", "scope_id", "currency", "sales_on", "value_micro"),
        Index(
            "ix_order_lines_product_sales", "product_id", "currency", "sales_on", "quantity", "value_micro", "scope_id"
        ),
    )


class Delivery(
    Record,
    scope=Scope.CLIENT,
    compartment=Compartment.LEDGER,
    owner=Owner.LEDGER,
    label=N_("Delivery"),
    table="deliveries",
):
    """A quantity of one order line that left us on a day. Source: the ERP."""

    order_line_id: Mapped[bytes | None] = fact(
        N_("Order line"), kind=Kind.REFERENCE, refers_to="order_line", index=True
    )
    order_id: Mapped[bytes | None] = fact(N_("Order"), kind=Kind.REFERENCE, refers_to="order", index=True)
    delivered_on: Mapped[date | None] = fact(N_("Delivered"), kind=Kind.DAY, import_as=("delivered", "交货日期"))
    quantity: Mapped[int] = fact(N_("Quantity"), kind=Kind.QUANTITY, default=0)
    carrier: Mapped[str] = fact(N_("Carrier"))
