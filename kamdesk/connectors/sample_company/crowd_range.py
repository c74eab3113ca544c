"""What the crowd buys: a range that grows with the company, each product with its stock."""

from __future__ import annotations

from collections.abc import Iterator

from kamdesk.base.money import MICRO, THOUSANDTH
from kamdesk.connectors.sample_company.book import Book, Rows
from kamdesk.connectors.sample_company.scene import Scene, tale

PRODUCTS_PER_STEP = 20
_PRICES = (35, 60, 90, 140, 260, 480, 900, 1500)


def shelf(scale: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Keys and prices, in millionths, of what the crowd buys; none of it is what the story tells of."""
    numbers = range(PRODUCTS_PER_STEP * scale)
    keys = tuple(f"P-{number + 1:04d}" for number in numbers)
    return keys, tuple(_PRICES[number % len(_PRICES)] * MICRO for number in numbers)


def tell_range(scene: Scene, scale: int) -> Iterator[Rows]:
    """The products, and one stock level of each."""
    book, dice = Book(), scene.dice("range")
    currency, categories = tale("company")["currency"], sorted({row[3] for row in tale("company")["products"]})
    for key, price in zip(*shelf(scale), strict=True):
        book.add(
            "product", key, name=f"{key} {dice.choice(categories)}件", other_name=f"{key} part", unit="件",
            category=dice.choice(categories), list_price=price, currency=currency, lead_time_days=14,
            reorder_point=dice.randint(50, 200) * THOUSANDTH,
        )  # fmt: skip
        book.add(
            "stock_level", f"{key}@WH-CZ", product_id=key, warehouse_id="WH-CZ",
            on_hand=dice.randint(200, 900) * THOUSANDTH, as_of=scene.hours_ago(1),
        )  # fmt: skip
    yield book.rows("product")
    yield book.rows("stock_level")
