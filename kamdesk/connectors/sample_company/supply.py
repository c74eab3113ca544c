"""Industries, our people, products, warehouses, seasons, stock and what is on its way."""

from __future__ import annotations

from decimal import Decimal

from kamdesk.base.money import MICRO, THOUSANDTH
from kamdesk.connectors.sample_company.scene import Scene, tale


def tell_supply(scene: Scene) -> None:
    """Write down the catalogue and the stock."""
    told = tale("company")
    add = scene.book.add
    for key, name, chinese in told["industries"]:
        add("industry", key, name=name, chinese_name=chinese)
    for key, name, latin, post, department, boss, region, phone in told["employees"]:
        email = f"{latin.lower().replace(' ', '.')}@lanfeng.example"
        add("employee", key, name=name, latin_name=latin, post=post, department=department,
            reports_to_id=boss or None, phone=phone, email=email, region=region)  # fmt: skip
    for key, name, city in told["warehouses"]:
        add("warehouse", key, name=name, city=city)
    for number, (name, category, first, last) in enumerate(told["seasons"], 1):
        add("peak_season", f"PS-{number}", name=name, category=category,
            starts_on=scene.day(first), ends_on=scene.day(last))  # fmt: skip
    _tell_products(scene)
    _tell_stock(scene)


def price_micro(text: str) -> int:
    """A price of the story in millionths."""
    return int(Decimal(text) * MICRO)


def _tell_products(scene: Scene) -> None:
    told = tale("company")
    for key, name, other, category, unit, pack, price, reorder, lead in told["products"]:
        scene.book.add(
            "product", key, name=name, other_name=other, category=category, unit=unit,
            pack_quantity=pack * THOUSANDTH, list_price=price_micro(price), currency=told["currency"],
            reorder_point=reorder * THOUSANDTH, lead_time_days=lead, is_retired=key in told["retired"],
        )  # fmt: skip


def _tell_stock(scene: Scene) -> None:
    told = tale("company")
    for product, warehouse, on_hand, reserved, hours in told["stock_levels"]:
        scene.book.add(
            "stock_level", f"{product}@{warehouse}", product_id=product, warehouse_id=warehouse,
            on_hand=on_hand * THOUSANDTH, reserved=reserved * THOUSANDTH, as_of=scene.hours_ago(hours),
        )  # fmt: skip
    for key, product, warehouse, quantity, due, promised_by in told["inbound"]:
        scene.book.add(
            "inbound", key, product_id=product, warehouse_id=warehouse, quantity=quantity * THOUSANDTH,
            due_on=scene.day(due), promised_by=promised_by,
        )  # fmt: skip
