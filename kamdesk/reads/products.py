"""Products by id: the key and the name under which rows name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kamdesk.base.ids import id_text
from kamdesk.base.scripts import in_script
from kamdesk.records.catalogue import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """What figures need of a product; quantities in thousandths."""

    id: bytes
    key: str
    name: str
    unit: str
    pack_quantity: int
    reorder_point: int | None
    lead_time_days: int | None
    is_retired: bool


def products(connection: Connection, ids: Iterable[bytes] | None = None) -> Mapping[bytes, ProductRow]:
    """Every product, or those of some ids."""
    table = Product.table().c
    rows = select(
        table.id, table.external_key, table.name, table.other_name, table.unit, table.pack_quantity,
        table.reorder_point, table.lead_time_days, table.is_retired,
    )  # fmt: skip
    if ids is not None:
        rows = rows.where(table.id.in_(set(ids)))
    return {
        row.id: ProductRow(
            id=row.id,
            key=row.external_key or id_text(row.id),
            name=in_script(row.name, row.other_name),
            unit=row.unit,
            pack_quantity=row.pack_quantity or 0,
            reorder_point=row.reorder_point,
            lead_time_days=row.lead_time_days,
            is_retired=row.is_retired,
        )
        for row in connection.execute(rows)
    }
