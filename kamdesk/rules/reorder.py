"""Which products to reorder, by the two rules in use, and how much to order.

Source: FIGURES, reorder_list. Retired products are never on a list.
"""

from __future__ import annotations

from enum import StrEnum


class ReorderRule(StrEnum):
    """When a product is on the list."""

    ON_HAND_PLUS_INBOUND = "on_hand_plus_inbound"
    """on hand + inbound ≤ reorder point"""
    BELOW = "below"
    """on hand < reorder point, whatever is inbound"""


def is_due(rule: ReorderRule, *, on_hand: int, inbound: int, reorder_point: int, retired: bool = False) -> bool:
    """Whether the product is on the list of this rule."""
    if retired:
        return False
    if rule is ReorderRule.BELOW:
        return on_hand < reorder_point
    return on_hand + inbound <= reorder_point


def order_quantity(projected: int, *, least: int, target: int) -> int:
    """What brings projected stock back to its target once it has fallen under the least; else nothing."""
    return target - projected if projected < least else 0


def rounded_to_pack(quantity: int, *, pack: int) -> int:
    """The quantity in whole packs, never less; a product without a pack size is not rounded."""
    return -(-quantity // pack) * pack if pack > 0 else quantity
