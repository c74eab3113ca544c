"""Rows of the ERP that whole files lack, and rows that moved to another client: what the merge takes out first."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select, text

from kamdesk.base.errors import Refused
from kamdesk.base.ids import NOBODY
from kamdesk.base.words import tr
from kamdesk.facts.policies import Owner
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS
from kamdesk.server.database.record_tables import office_table, stage_table, stands_on
from kamdesk.server.database.tables import stage_removals
from kamdesk.server.imports.incoming import Incoming

_NEW_ID = """
    set_byte(set_byte(
        overlay(uuid_send(gen_random_uuid()) PLACING
            substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
        6, (get_byte(uuid_send(gen_random_uuid()), 0) & 15) | 112),
    8, (get_byte(uuid_send(gen_random_uuid()), 0) & 63) | 128)"""
"""A UUID of version 7, made by PostgreSQL 13 too."""


def stage_removals_of(
    connection: Connection, seen: Mapping[type[Record], Collection[str]], *, percent: int, accepted: bool
) -> dict[str, int]:
    """Stage the removal of the ERP's rows that whole files lack, and of what hangs on them.

    Returns: how many of each kind go. Raises: Refused where that is more than the share allowed, unless accepted.
    """
    gone: dict[str, int] = {}
    incoming = Incoming(connection)
    for record in RECORDS:
        if record.owner is not Owner.LEDGER:
            continue
        number = 0
        if record in seen:
            number += _lacking(connection, incoming, record, seen[record])
        number += sum(_hanging(connection, record, fact, other) for fact, other in stands_on(record).items())
        if number:
            gone[record.word] = number
    if not accepted:
        _refuse_many(connection, gone, percent)
    return gone


def _lacking(connection: Connection, incoming: Incoming, record: type[Record], keys: Collection[str]) -> int:
    stands, stage = office_table(record), stage_table(record)
    with incoming.table(stage, ["external_key"], ((key,) for key in keys)) as seen:
        query = f"""
            INSERT INTO office.stage_removals (scope_id, id, word)
            SELECT t.scope_id, t.id, '{record.word}' FROM {stands.fullname} t
            WHERE t.external_key <> '' AND NOT EXISTS (SELECT FROM {seen} s WHERE s.external_key = t.external_key)
            ON CONFLICT DO NOTHING"""
        return connection.exec_driver_sql(query).rowcount


def _hanging(connection: Connection, record: type[Record], fact: str, other: type[Record]) -> int:
    query = f"""
        INSERT INTO office.stage_removals (scope_id, id, word)
        SELECT t.scope_id, t.id, '{record.word}' FROM office.stage_removals r
        JOIN {office_table(record).fullname} t ON t.scope_id = r.scope_id AND t.{fact} = r.id
        WHERE r.word = '{other.word}' AND NOT EXISTS (SELECT FROM {stage_table(record).fullname} s WHERE s.id = t.id)
        ON CONFLICT DO NOTHING"""
    return connection.exec_driver_sql(query).rowcount


def _refuse_many(connection: Connection, gone: Mapping[str, int], percent: int) -> None:
    for record in RECORDS:
        number = gone.get(record.word, 0)
        total = connection.execute(select(func.count()).select_from(office_table(record))).scalar_one() if number else 0
        if number * 100 > total * percent:
            slots = {"n": number, "total": total, "record": tr(record.label)}
            raise Refused(
                tr(
                    "{record}: {n} of {total} would be removed. Are the files whole? Then say --accept-removals; "
                    "nothing was changed.",
                    **slots,
                )
            )


def move_rows(connection: Connection) -> None:
    """A row never changes its scope: what the ERP gave to another client goes there as a new row, and leaves here."""
    for record in RECORDS:
        stage = stage_table(record).fullname
        moved = connection.execute(
            text(f"SELECT id FROM {stage} WHERE NOT is_new AND scope_id <> was_scope_id AND scope_id <> :nobody"),
            {"nobody": NOBODY},
        ).scalars()
        for row_id in list(moved):
            _move(connection, record, bytes(row_id))


def _move(connection: Connection, record: type[Record], row_id: bytes) -> None:
    stage = stage_table(record)
    new_id = bytes(connection.execute(text(f"SELECT {_NEW_ID}")).scalar_one())
    was = connection.execute(select(stage.c.was_scope_id).where(stage.c.id == row_id)).scalar_one()
    connection.execute(stage_removals.insert().values(scope_id=was, id=row_id, word=record.word))
    changed = {"id": new_id, "is_new": True, "was_scope_id": None}
    connection.execute(stage.update().where(stage.c.id == row_id).values(**changed))
    connection.execute(
        text("UPDATE office.stage_links SET row_id = :new WHERE row_id = :old"), {"new": new_id, "old": row_id}
    )
    for other in RECORDS:
        for name, fact in other.facts().items():
            if fact.refers_to == record.word and name.endswith("_id"):
                table = stage_table(other)
                connection.execute(table.update().where(table.c[name] == row_id).values({name: new_id}))
