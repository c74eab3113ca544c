"""What the stock room shows beside the figures: products' names, one product by warehouse, seasons to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from kamdesk.records.catalogue import PeakSeason, Product, Warehouse
from kamdesk.records.stock import Inbound, StockLevel

_products, _levels, _inbound = Product.table(), StockLevel.table(), Inbound.table()
_warehouses, _seasons = Warehouse.table(), PeakSeason.table()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductWords:
    """How a product is called and sorted."""

    name: str
    other_name: str
    category: str
    unit: str


def product_words(connection: Connection) -> Mapping[bytes, ProductWords]:
    """Every product by id."""
    columns = _products.c
    rows = select(columns.id, columns.name, columns.other_name, columns.category, columns.unit)
    return {
        row.id: ProductWords(name=row.name, other_name=row.other_name, category=row.category, unit=row.unit)
        for row in connection.execute(rows)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseLevel:
    """What one warehouse holds of a product; quantities in thousandths."""

    warehouse: str
    on_hand: int
    reserved: int
    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is to arrive of a product; without a day the day is not known."""

    due_on: date | None
    quantity: int
    warehouse: str
    promised_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductStock:
    """One product by warehouse and arrival."""

    product_id: bytes
    levels: tuple[WarehouseLevel, ...]
    arrivals: tuple[Arrival, ...]


def product_stock(connection: Connection, product_id: bytes) -> ProductStock:
    """Where a product lies and when more comes; earliest arrival first."""
    name = _warehouses.c.name.label("warehouse")
    levels = (
        select(_levels.c.on_hand, _levels.c.reserved, _levels.c.as_of, name)
        .outerjoin(_warehouses, _warehouses.c.id == _levels.c.warehouse_id)
        .where(_levels.c.product_id == product_id)
        .order_by(name)
    )
    arrivals = (
        select(_inbound.c.due_on, _inbound.c.quantity, _inbound.c.promised_by, name)
        .outerjoin(_warehouses, _warehouses.c.id == _inbound.c.warehouse_id)
        .where(_inbound.c.product_id == product_id)
        .order_by(_inbound.c.due_on.is_(None), _inbound.c.due_on)
    )
    return ProductStock(
        product_id=product_id,
        levels=tuple(
            WarehouseLevel(warehouse=row.warehouse or "", on_hand=row.on_hand, reserved=row.reserved, as_of=row.as_of)
            for row in connection.execute(levels)
        ),
        arrivals=tuple(
            Arrival(
                due_on=row.due_on, quantity=row.quantity, warehouse=row.warehouse or "", promised_by=row.promised_by
            )
            for row in connection.execute(arrivals)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A peak season that begins after a day; an empty category means every product."""

    name: str
    category: str
    starts_on: date


def seasons_ahead(connection: Connection, *, as_of: date) -> tuple[Season, ...]:
    """Seasons not over yet, the next one first."""
    rows = select(_seasons).where(
        _seasons.c.starts_on.is_not(None), or_(_seasons.c.ends_on.is_(None), _seasons.c.ends_on >= as_of)
    )
    return tuple(
        Season(name=row.name, category=row.category, starts_on=row.starts_on)
        for row in connection.execute(rows.order_by(_seasons.c.starts_on))
    )
