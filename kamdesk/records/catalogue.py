"""What every desk shares: industries, products, warehouses, seasons."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from kamdesk.base.words import N_
from kamdesk.facts.fact import fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import MANAGERS, SUPPLY, Compartment, Owner, Scope
from kamdesk.facts.record import Record


class Industry(
    Record,
    scope=Scope.CATALOGUE,
    compartment=Compartment.OPEN,
    owner=Owner.OFFICE,
    label=N_("Industry"),
    table="industries",
    written_by=MANAGERS,
):
    """One of the industries by which clients are grouped (nine in the article). Source: the office."""

    name: Mapped[str] = fact(N_("Name"), import_as=("industry", "行业", "行業"))
    chinese_name: Mapped[str] = fact(N_("Chinese name"))


class Product(Record, scope=Scope.CATALOGUE, compartment=Compartment.OPEN, owner=Owner.LEDGER, label=N_("Product")):
    """What we sell; the external key is the item number. Source: the ERP's item list."""

    name: Mapped[str] = fact(
        N_("Name"),
        import_as=("product", "product name", "productname", "item", "description", "产品", "產品", "品名"),
        searched=True,
    )
    other_name: Mapped[str] = fact(N_("Other name"), searched=True)
    category: Mapped[str] = fact(N_("Category"), import_as=("category", "类别", "類別"))
    unit: Mapped[str] = fact(N_("Unit of measure"), import_as=("unit", "uom", "单位", "單位"))
    pack_quantity: Mapped[int | None] = fact(N_("Pack"), kind=Kind.QUANTITY, import_as=("pack", "moq"))
    list_price: Mapped[int | None] = fact(
        N_("List price"), kind=Kind.PRICE, import_as=("list price", "unitprice", "unit price", "单价", "單價")
    )
    currency: Mapped[str] = fact(N_("Currency"), import_as=("currency", "币种", "幣別"))
    reorder_point: Mapped[int | None] = fact(
        N_("Reorder point"),
        kind=Kind.QUANTITY,
        import_as=("reorder level", "reorderlevel", "reorder point", "再订货点"),
    )
    lead_time_days: Mapped[int | None] = fact(
        N_("Lead time"), kind=Kind.INTEGER, unit="days", import_as=("lead time", "交期")
    )
    is_retired: Mapped[bool] = fact(
        N_("Retired"), kind=Kind.BOOLEAN, import_as=("discontinued", "retired", "停产", "停產")
    )


class Warehouse(Record, scope=Scope.CATALOGUE, compartment=Compartment.OPEN, owner=Owner.LEDGER, label=N_("Warehouse")):
    """Where we keep stock. Source: the ERP."""

    name: Mapped[str] = fact(N_("Name"), import_as=("warehouse", "仓库", "倉庫"))
    city: Mapped[str] = fact(N_("City"))


class PeakSeason(
    Record,
    scope=Scope.CATALOGUE,
    compartment=Compartment.OPEN,
    owner=Owner.OFFICE,
    label=N_("Peak season"),
    written_by=SUPPLY | MANAGERS,
):
    """When a product line is wanted most; empty category means every product. Source: planning."""

    name: Mapped[str] = fact(N_("Name"))
    category: Mapped[str] = fact(N_("Category"))
    starts_on: Mapped[date | None] = fact(N_("From"), kind=Kind.DAY)
    ends_on: Mapped[date | None] = fact(N_("To"), kind=Kind.DAY)
