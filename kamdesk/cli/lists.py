"""`kamdesk clients|contacts|orders|stock|payments`: rows as the screens show them, from the same reads and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from kamdesk.base.exit_codes import DONE
from kamdesk.base.ids import id_text
from kamdesk.base.money import Money, minor_from_micro
from kamdesk.base.text_table import text_table
from kamdesk.cli.asked import Asked
from kamdesk.figures.as_json import value_json
from kamdesk.figures.catalogue import compute
from kamdesk.reads.client_rows import ListedClient, listed_clients, sales_of_clients
from kamdesk.reads.clients import named_clients
from kamdesk.reads.contact_rows import ListedContact, listed_contacts
from kamdesk.reads.named import client_named
from kamdesk.reads.order_rows import ListedOrder, listed_orders
from kamdesk.reads.scopes import keepers
from kamdesk.rules.lateness import days_late, shipped_at
from kamdesk.rules.sales import twelve_months_to
from kamdesk.storage.desk import Desk

_Row = dict[str, Any]
_Rows = Callable[[Desk, bytes | None, date], list[_Row]]


def run(asked: Asked) -> int:
    """Print the list; in JSON an array and nothing else."""
    with asked.desk() as desk:
        client_id = None
        if asked.own.client:
            with desk.reading() as connection:
                client_id = client_named(connection, asked.own.client)
        rows = [value_json(row) for row in _LISTS[asked.own.verb](desk, client_id, asked.as_of)]
    asked.say(rows, text_table(rows))
    return DONE


def _clients(desk: Desk, client_id: bytes | None, as_of: date) -> list[_Row]:
    """By sales of twelve months, the largest first."""
    first, last = twelve_months_to(as_of)
    with desk.reading() as connection:
        found = listed_clients(connection, client_id, as_of=as_of)
        sales = sales_of_clients(connection, client_id, first=first, last=last)
        late = compute("overdue_amount", connection, client_id=client_id, as_of=as_of).rows or ()
        orders = compute("overdue_open_orders", connection, client_id=client_id, as_of=as_of).rows or ()
        kept = keepers(connection)
    overdue = _sums((kept.get(row["client_id"], row["client_id"]), row["open"]) for row in late)
    late_orders = Counter(kept.get(row["client_id"], row["client_id"]) for row in orders)
    return [
        _client(each) | {
            "sales_12_months": _amounts(sales.get(each.sheet.id, {})),
            "overdue": overdue.get(each.sheet.id, {}),
            "late_orders": late_orders[each.sheet.id],
            "last_visit": each.last_visit,
            "next_visit": each.next_visit,
        }
        for each in sorted(found, key=lambda each: -max(sales.get(each.sheet.id, {}).values(), default=0))
    ]  # fmt: skip


def _client(each: ListedClient) -> _Row:
    sheet = each.sheet
    return {
        "client": sheet.external_key or id_text(sheet.id),
        "name": sheet["legal_name"],
        "short_name": sheet["short_name"],
        "other_name": sheet["other_name"],
        "group": each.parent,
        "grade": sheet["grade"],
        "industry": each.industry,
        "stage": sheet["stage"],
        "status": sheet["status"],
        "owner": each.owner,
        "city": sheet["city"],
        "country": sheet["country"],
        "payment_term_days": sheet["payment_term_days"],
    }


def _contacts(desk: Desk, client_id: bytes | None, as_of: date) -> list[_Row]:
    with desk.reading() as connection:
        clients = named_clients(connection, client_id)
        found = listed_contacts(connection, client_id, as_of=as_of)
    return [{"client": clients[each.sheet.scope_id].key, **_contact(each)} for each in found]


def _contact(each: ListedContact) -> _Row:
    sheet = each.sheet
    shown = ("post", "department", "level", "support", "influence", "phone", "mobile", "email", "language")
    return {
        "contact": sheet.external_key or id_text(sheet.id),
        "name": sheet["name"] or ("" if sheet["is_vacant"] else sheet["post"]),  # who was forgotten keeps the post
        "vacant": sheet["is_vacant"],
        **{name: sheet[name] for name in shown},
        "rights": list(sheet["rights"]),
        "managers": list(each.managers),
        "since": sheet["starts_on"],
    }


def _orders(desk: Desk, client_id: bytes | None, as_of: date) -> list[_Row]:
    """Late ones first, as on the board."""
    with desk.reading() as connection:
        clients = named_clients(connection, client_id)
        found = listed_orders(connection, client_id, as_of=as_of)
    rows = [{"order": each.order, "client": clients[each.client_id].key, **_order(each, as_of)} for each in found]
    return sorted(rows, key=lambda row: -row["days_late"] if row["shipped"] is None else 0)


def _order(each: ListedOrder, as_of: date) -> _Row:
    shipped = shipped_at(each.shipped_on, as_of=as_of)
    return {
        "status": "shipped" if shipped and each.is_awaited else each.status,
        "credit": each.is_credit,
        "ordered": each.ordered_on,
        "required": each.required_on,
        "promised": each.promised_on,
        "expected": each.expected_on,
        "shipped": shipped,
        "days_late": days_late(each.required_on, each.shipped_on, as_of=as_of) if each.is_awaited else 0,
        "reason": each.late_reason,
        "lines": each.lines,
        "value": _amounts(each.value_micro),
    }


def _stock(desk: Desk, client_id: bytes | None, as_of: date) -> list[_Row]:
    """What will run short first; cover where demand is known."""
    with desk.reading() as connection:
        held = compute("available_to_promise", connection, client_id=client_id, as_of=as_of).rows or ()
        covers = compute("stock_cover_days", connection, client_id=client_id, as_of=as_of).rows or ()
    cover = {row["product_id"]: row.get("cover_days") for row in covers}
    return [{**row, "cover_days": cover.get(row["product_id"])} for row in held]


def _payments(desk: Desk, client_id: bytes | None, as_of: date) -> list[_Row]:
    """Open instalments, the latest first."""
    with desk.reading() as connection:
        rows = compute("receivables_ageing", connection, client_id=client_id, as_of=as_of).rows or ()
    return [dict(row) for row in rows]


_LISTS: Mapping[str, _Rows] = {
    "clients": _clients,
    "contacts": _contacts,
    "orders": _orders,
    "stock": _stock,
    "payments": _payments,
}


def _amounts(value_micro: Mapping[str, int]) -> dict[str, Money]:
    return {currency: Money(minor_from_micro(value, currency), currency) for currency, value in value_micro.items()}


def _sums(amounts: Iterable[tuple[bytes, Money]]) -> dict[bytes, dict[str, Money]]:
    """By client and currency; mixed currencies stand side by side."""
    found: dict[bytes, dict[str, Money]] = {}
    for client_id, amount in amounts:
        own = found.setdefault(client_id, {})
        own[amount.currency] = own[amount.currency] + amount if amount.currency in own else amount
    return found
