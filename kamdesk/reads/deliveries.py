"""What was delivered of order lines by a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CTE, Select, func, select

from kamdesk.records.orders import Delivery

_deliveries = Delivery.table()


def delivered_by(as_of: date, line_ids: Select[Any]) -> CTE:
    """By line, for all of these lines at once: what was delivered of it; lines without a delivery are absent.

    Never line by line: while a first sync runs no index leads from a line to its deliveries, and each look would read
    them all.
    """
    return (
        select(_deliveries.c.order_line_id, func.sum(_deliveries.c.quantity).label("quantity"))
        .where(_deliveries.c.order_line_id.in_(line_ids), _deliveries.c.delivered_on <= as_of)
        .group_by(_deliveries.c.order_line_id)
        .cte("delivered")
        .prefix_with("MATERIALIZED")
    )
