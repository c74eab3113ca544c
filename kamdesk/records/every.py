"""Every record class, once, in the order in which they are imported and sent: what others refer to comes first."""

from __future__ import annotations

from kamdesk.base.errors import NotFound
from kamdesk.base.words import tr
from kamdesk.facts.record import Record
from kamdesk.records.catalogue import Industry, PeakSeason, Product, Warehouse
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact, InfluenceLine, KeyDate, Pairing, ReportingLine, Training
from kamdesk.records.meetings import MarketFact, Objective, Resolution
from kamdesk.records.namesakes import Namesake
from kamdesk.records.orders import Delivery, Order, OrderLine
from kamdesk.records.payments import Allocation, Instalment, Invoice, Receipt
from kamdesk.records.stock import ClientStockCount, Inbound, StockLevel
from kamdesk.records.team import Employee, TeamMember
from kamdesk.records.visits import Need, Note, Promise, Request, SoreSpot, Visit

RECORDS: tuple[type[Record], ...] = (
    Industry, Employee, Product, Warehouse, PeakSeason, StockLevel, Inbound,
    Client, Site, TeamMember, Contact, ReportingLine, InfluenceLine, Pairing, Training, KeyDate, Namesake,
    Visit, Promise, Need, Note, SoreSpot, Request, ClientStockCount, Resolution, Objective, MarketFact,
    Order, OrderLine, Delivery, Invoice, Instalment, Receipt, Allocation,
)  # fmt: skip

_BY_WORD = {record.word: record for record in RECORDS}


def by_word(word: str) -> type[Record]:
    """The record class of its word ("order_line"). Raises: NotFound."""
    if word not in _BY_WORD:
        raise NotFound(tr('There is no kind of record called "{word}".', word=word))
    return _BY_WORD[word]
