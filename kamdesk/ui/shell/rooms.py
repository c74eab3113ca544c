"""The rooms of the window, in the order of the column; each is imported when it is first opened.

To add a room: write `ui/<room>/room.py` with a `Room`, a function here that makes it, and one line in a tuple below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from kamdesk.base.words import N_
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.room import Room

Maker = Callable[[Context], Room]


@dataclass(frozen=True, slots=True)
class RoomPlace:
    """Where a room stands: its name in the program, its label, its icon, who makes it."""

    name: str
    label: str
    icon: str
    make: Maker


def _today(context: Context) -> Room:
    from kamdesk.ui.today.room import TodayRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return TodayRoom(context)


def _clients(context: Context) -> Room:
    from kamdesk.ui.clients.room import ClientsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return ClientsRoom(context)


def _visits(context: Context) -> Room:
    from kamdesk.ui.visits.room import VisitsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return VisitsRoom(context)


def _promises(context: Context) -> Room:
    from kamdesk.ui.promises.room import PromisesRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return PromisesRoom(context)


def _requests(context: Context) -> Room:
    from kamdesk.ui.requests.room import RequestsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return RequestsRoom(context)


def _tray(context: Context) -> Room:
    from kamdesk.ui.tray.room import TrayRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return TrayRoom(context)


def _imports(context: Context) -> Room:
    from kamdesk.ui.imports.room import ImportsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return ImportsRoom(context)


def _settings(context: Context) -> Room:
    from kamdesk.ui.settings.room import SettingsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return SettingsRoom(context)


def _overview(context: Context) -> Room:
    from kamdesk.ui.client_page.room import OverviewRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return OverviewRoom(context)


def _people(context: Context) -> Room:
    from kamdesk.ui.org_chart.room import OrgChartRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return OrgChartRoom(context)


def _orders(context: Context) -> Room:
    from kamdesk.ui.orders.room import OrdersRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return OrdersRoom(context)


def _stock(context: Context) -> Room:
    from kamdesk.ui.stock.room import StockRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return StockRoom(context)


def _payments(context: Context) -> Room:
    from kamdesk.ui.payments.room import PaymentsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return PaymentsRoom(context)


def _briefs(context: Context) -> Room:
    from kamdesk.ui.briefs.room import BriefRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return BriefRoom(context)


def _needs(context: Context) -> Room:
    from kamdesk.ui.needs.room import NeedsRoom  # noqa: PLC0415  (rooms are imported when first opened)

    return NeedsRoom(context)


ROOMS: tuple[RoomPlace, ...] = (
    RoomPlace("today", N_("Today"), "today", _today),
    RoomPlace("clients", N_("Clients"), "clients", _clients),
    RoomPlace("orders", N_("Orders"), "orders", _orders),
    RoomPlace("stock", N_("Stock"), "stock", _stock),
    RoomPlace("payments", N_("Payments"), "money", _payments),
    RoomPlace("visits", N_("Visits"), "visits", _visits),
    RoomPlace("promises", N_("Promises"), "promises", _promises),
    RoomPlace("requests", N_("Requests"), "requests", _requests),
    RoomPlace("review", N_("Review"), "review", _tray),
    RoomPlace("imports", N_("Import"), "import", _imports),
    RoomPlace("settings", N_("Settings"), "settings", _settings),
)
"""The column; keys Ctrl+1 … follow it."""


def rooms_of(context: Context) -> tuple[RoomPlace, ...]:
    """The rooms of a desk: where data come from an office, files are brought in there and refused here."""
    return tuple(room for room in ROOMS if room.name != "imports" or not context.gets_from_office)


CLIENT_TABS: tuple[RoomPlace, ...] = (
    RoomPlace("overview", N_("Overview"), "clients", _overview),
    RoomPlace("people", N_("People"), "people", _people),
    RoomPlace("orders", N_("Orders"), "orders", _orders),
    RoomPlace("stock", N_("Stock"), "stock", _stock),
    RoomPlace("payments", N_("Payments"), "money", _payments),
    RoomPlace("visits", N_("Visits"), "visits", _visits),
    RoomPlace("needs", N_("Needs"), "requests", _needs),
    RoomPlace("briefs", N_("Briefs"), "print", _briefs),
)
"""The parts of a client's page."""

ROOM_MODULES = (
    "kamdesk.ui.today.room",
    "kamdesk.ui.clients.room",
    "kamdesk.ui.visits.room",
    "kamdesk.ui.promises.room",
    "kamdesk.ui.requests.room",
    "kamdesk.ui.tray.room",
    "kamdesk.ui.imports.room",
    "kamdesk.ui.settings.room",
    "kamdesk.ui.client_page.room",
    "kamdesk.ui.org_chart.room",
    "kamdesk.ui.orders.room",
    "kamdesk.ui.stock.room",
    "kamdesk.ui.payments.room",
    "kamdesk.ui.briefs.room",
    "kamdesk.ui.needs.room",
)
"""What the makers above import, for the time before they are called."""


def load_rooms() -> None:
    """Import every room before it is opened; for a thread, one room after the other."""
    for module in ROOM_MODULES:
        import_module(module)
