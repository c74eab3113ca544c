"""Our stock and what is on its way; the client's own stock as counted on visits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Compartment, Owner, Scope
from kamdesk.facts.record import Record


class StockLevel(
    Record, scope=Scope.CATALOGUE, compartment=Compartment.STOCK, owner=Owner.LEDGER, label=N_("Stock level")
):
    """What one warehouse holds of one product, and when that was true. Source: the ERP."""

    product_id: Mapped[bytes | None] = fact(
        N_("Product"), kind=Kind.REFERENCE, refers_to="product", index=True, import_as=("product", "item", "产品")
    )
    warehouse_id: Mapped[bytes | None] = fact(
        N_("Warehouse"), kind=Kind.REFERENCE, refers_to="warehouse", import_as=("warehouse", "仓库", "倉庫")
    )
    on_hand: Mapped[int] = fact(
        N_("On hand"),
        kind=Kind.QUANTITY,
        default=0,
        import_as=("on hand", "stock", "unitsinstock", "units in stock", "库存", "庫存"),
    )
    reserved: Mapped[int] = fact(
        N_("Reserved"), kind=Kind.QUANTITY, default=0, import_as=("reserved", "allocated", "预留", "預留")
    )
    as_of: Mapped[datetime | None] = fact(N_("As of"), kind=Kind.MOMENT, import_as=("as of", "as-of", "截至"))


class Inbound(
    Record,
    scope=Scope.CATALOGUE,
    compartment=Compartment.STOCK,
    owner=Owner.LEDGER,
    label=N_("Inbound"),
    table="inbound",
):
    """A quantity that is to arrive; without a day the day is not known. Source: the ERP's purchase and work orders."""

    product_id: Mapped[bytes | None] = fact(
        N_("Product"), kind=Kind.REFERENCE, refers_to="product", index=True, import_as=("product", "item", "产品")
    )
    warehouse_id: Mapped[bytes | None] = fact(N_("Warehouse"), kind=Kind.REFERENCE, refers_to="warehouse")
    quantity: Mapped[int] = fact(
        N_("Quantity"), kind=Kind.QUANTITY, default=0, import_as=("inbound", "unitsonorder", "units on order", "在途")
    )
    due_on: Mapped[date | None] = fact(N_("Due"), kind=Kind.DAY, import_as=("due", "eta", "到货日", "到貨日"))
    promised_by: Mapped[str] = fact(N_("Promised by"))


class ClientStockCount(
    Record,
    scope=Scope.CLIENT,
    compartment=Compartment.OPEN,
    owner=Owner.DESK,
    label=N_("Client stock count"),
    appended_only=True,
):
    """What the client holds of our product, counted on a visit. Source: the rep's own eyes."""

    product_id: Mapped[bytes | None] = fact(N_("Product"), kind=Kind.REFERENCE, refers_to="product")
    counted_on: Mapped[date | None] = fact(N_("Counted on"), kind=Kind.DAY)
    quantity: Mapped[int] = fact(N_("Quantity"), kind=Kind.QUANTITY, default=0)
    daily_need: Mapped[int | None] = fact(N_("Need a day"), kind=Kind.QUANTITY)
    counted_by: Mapped[str] = fact(N_("Counted by"))
