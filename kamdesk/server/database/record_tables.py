"""The office's tables of records, made from the same declarations as the laptop's (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Owner, Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS, by_word
from kamdesk.server.database.tables import OFFICE


def office_table(record: type[Record]) -> Table:
    """The record's table at the office."""
    return RECORD_TABLES[record.word]


def stands_on(record: type[Record]) -> dict[str, type[Record]]:
    """The facts that surely point into the same part, each with the record it points to: foreign keys.

    Surely is: both come from the ERP, by the same import, in the same compartment. What people write may point to
    what is gone, or in another part, and is shown as such.
    """
    found = {
        name: by_word(fact.refers_to)
        for name, fact in record.facts().items()
        if fact.kind is Kind.REFERENCE and record.owner is Owner.LEDGER
    }
    return {
        name: other
        for name, other in found.items()
        if (other.owner, other.scope, other.compartment) == (record.owner, record.scope, record.compartment)
    }


def stage_table(record: type[Record]) -> Table:
    """Where an import keeps what it is about to write of this kind, until its part's turn comes."""
    return STAGES[record.word]


def _stage(record: type[Record]) -> Table:
    columns = record.table().c
    name = f"stage_{record.table().name}"
    return Table(
        name,
        OFFICE,
        Column("id", LargeBinary(16), primary_key=True),
        Column("scope_id", LargeBinary(16), nullable=False),
        Column("external_key", Text, nullable=False, server_default=""),
        *(
            Column(
                fact, columns[fact].type, nullable=columns[fact].nullable, server_default=columns[fact].server_default
            )
            for fact in record.facts()
        ),
        Column("is_new", Boolean, nullable=False, server_default="true"),
        Column("was_scope_id", LargeBinary(16), comment="where the row stood when it was staged; empty: nowhere"),
        Column(
            "touched", ARRAY(Text), nullable=False, server_default="{}", comment="the facts that the import changes"
        ),
        Index(f"ix_{name}_scope", "scope_id"),
        Index(f"ix_{name}_key", "external_key"),
        *(Index(f"ix_{name}_{fact}", fact) for fact in stands_on(record)),
        comment=f"What imports are about to write into {record.table().name}, and rows whose client is not known yet.",
    )


def _copied(column: Column[Any], comment: str = "") -> Column[Any]:
    return Column(
        column.name,
        column.type,
        nullable=column.nullable,
        server_default=column.server_default,
        comment=comment or None,
    )


def _made(record: type[Record]) -> Table:
    name = record.table().name
    return Table(
        name,
        OFFICE,
        Column("scope_id", LargeBinary(16), nullable=False, comment="what the row belongs to: its client's id"),
        Column("id", LargeBinary(16), nullable=False),
        *_facts(record),
        Column("external_key", Text, nullable=False, server_default="", comment="its key in the ERP"),
        Column("rev", BigInteger, nullable=False, comment="the number of its last change within its part"),
        PrimaryKeyConstraint("scope_id", "id"),
        *_foreign_keys(record),
        *_indexes(record),
        comment=cleandoc(record.__doc__ or ""),
    )


def _facts(record: type[Record]) -> Iterator[Column[Any]]:
    columns = record.table().c
    for name, fact in record.facts().items():
        yield _copied(columns[name], f"{fact.label} ({fact.unit})" if fact.unit else fact.label)


def _foreign_keys(record: type[Record]) -> Iterator[ForeignKeyConstraint]:
    for name, other in stands_on(record).items():
        ends = other.table().name
        yield ForeignKeyConstraint(
            ["scope_id", name],
            [f"{OFFICE.schema}.{ends}.scope_id", f"{OFFICE.schema}.{ends}.id"],
            name=f"fk_{record.table().name}_{name}",
            deferrable=True,
            initially="DEFERRED",
        )


def _indexes(record: type[Record]) -> Iterator[Index]:
    name, columns = record.table().name, record.table().c
    yield Index(f"ix_{name}_rev", "scope_id", "rev")
    yield Index(f"ix_{name}_external_key", "external_key", postgresql_where=text("external_key <> ''"))
    for fact in record.facts():
        if record.scope is Scope.OWN and columns[fact].index:  # few name another one, and all of those are asked for
            yield Index(f"ix_{name}_{fact}", fact, postgresql_where=text(f"{fact} IS NOT NULL"))
        elif columns[fact].index or fact in stands_on(record):
            yield Index(f"ix_{name}_{fact}", "scope_id", fact)


RECORD_TABLES = {record.word: _made(record) for record in RECORDS}
STAGES = {record.word: _stage(record) for record in RECORDS}
