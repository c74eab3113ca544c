"""Who a client is, as a page or a brief says it at its top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from kamdesk.base.errors import NotFound
from kamdesk.base.scripts import in_order
from kamdesk.base.words import tr
from kamdesk.reads.names import called, person_name
from kamdesk.records.catalogue import Industry
from kamdesk.records.clients import Client
from kamdesk.records.team import Employee

_parent, _below = Client.table().alias(), Client.table().alias()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHead:
    """Who the client is."""

    id: bytes
    key: str
    name: str
    """what the reader calls it: short, and in the reader's script"""
    other_name: str
    group: str
    branches: int
    city: str
    currency: str
    grade: str
    stage: str
    stage_since: date | None
    industry: str
    industry_chinese: str
    owner: str
    owner_post: str
    payment_term_days: int
    payment_schedule: str
    otif_aim: int | None
    lead_days: int | None


def client_head(connection: Connection, client_id: bytes) -> ClientHead:
    """The client's own facts. Raises: NotFound."""
    branches = (
        select(func.count()).where(_below.c.parent_id == Client.id, _below.c.keeper_id.is_(None)).scalar_subquery()
    )
    rows = (
        select(
            Client.table(), called(Client.table()).label("called"),
            _parent.c.legal_name.label("group_name"), branches.label("branches"),
            Industry.name.label("industry"), Industry.chinese_name.label("industry_chinese"),
            person_name(Employee, "owner"), Employee.post.label("owner_post"),
        )
        .outerjoin(_parent, _parent.c.id == Client.parent_id)
        .outerjoin(Industry, Industry.id == Client.industry_id)
        .outerjoin(Employee, Employee.id == Client.owner_id)
        .where(Client.id == client_id)
    )  # fmt: skip
    row = connection.execute(rows).one_or_none()
    if row is None:
        raise NotFound(tr("This client is not on this desk."))
    name, other = in_order(row.called, row.other_name)
    return ClientHead(
        id=row.id, key=row.external_key, name=name, other_name=other, group=row.group_name or "",
        branches=row.branches, city=row.city, currency=row.currency, grade=row.grade, stage=row.stage,
        stage_since=row.stage_since, industry=row.industry or "", industry_chinese=row.industry_chinese or "",
        owner=row.owner or "", owner_post=row.owner_post or "", payment_term_days=row.payment_term_days,
        payment_schedule=row.payment_schedule, otif_aim=row.otif_aim, lead_days=row.supply_lead_days,
    )  # fmt: skip
