"""What every record has, and the registry-free way to ask a record class what it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kamdesk.base.ids import CATALOGUE
from kamdesk.facts.fact import Fact, fact_of
from kamdesk.facts.policies import FIELD, NOBODY_BY_HAND, Compartment, Owner, Roles, Scope


class Record(DeclarativeBase):
    """A kind of row. Subclasses say scope, compartment and owner; `word` names them in outbox, wire and JSON."""

    __abstract__ = True

    scope: ClassVar[Scope]
    compartment: ClassVar[Compartment]
    owner: ClassVar[Owner]
    word: ClassVar[str]
    label: ClassVar[str]
    written_by: ClassVar[Roles]
    appended_only: ClassVar[bool]

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, sort_order=-9)
    scope_id: Mapped[bytes] = mapped_column(LargeBinary(16), sort_order=-8)
    external_key: Mapped[str] = mapped_column(Text, default="", server_default="", sort_order=-7)
    rev: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0", sort_order=-6)

    def __init_subclass__(
        cls,
        *,
        scope: Scope,
        compartment: Compartment,
        owner: Owner,
        label: str,
        table: str = "",
        written_by: Roles = FIELD,
        appended_only: bool = False,
        **rest: Any,
    ) -> None:
        """Note what the declaration says before SQLAlchemy maps the class."""
        cls.scope, cls.compartment, cls.owner, cls.label = scope, compartment, owner, label
        cls.word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        cls.written_by = NOBODY_BY_HAND if owner is Owner.LEDGER else written_by
        cls.appended_only = appended_only
        cls.__tablename__ = table or f"{cls.word}s"
        super().__init_subclass__(**rest)
        _add_indexes(cls.table())

    @classmethod
    def table(cls) -> Table:
        """The SQLAlchemy table."""
        table = cls.__table__
        assert isinstance(table, Table)
        return table

    @classmethod
    def facts(cls) -> dict[str, Fact]:
        """The facts in the order declared, by name."""
        return _facts_of(cls)

    @classmethod
    def fact(cls, name: str) -> Fact:
        """One fact. Raises: KeyError."""
        return _facts_of(cls)[name]

    @classmethod
    def scope_of_new(cls, client_id: bytes | None, row_id: bytes) -> bytes:
        """The scope a new row of this kind belongs to."""
        if cls.scope is Scope.OWN:
            return row_id
        if cls.scope is Scope.CATALOGUE:
            return CATALOGUE
        assert client_id is not None, f"a {cls.word} belongs to a client"
        return client_id


def _add_indexes(table: Table) -> None:
    """Rows are found by client and by external key; a declaration's own index that begins with the client is enough."""
    begins = {next(iter(index.columns)).name for index in table.indexes if len(index.columns)}
    if "scope_id" not in begins:
        Index(f"ix_{table.name}_scope", table.c.scope_id)
    # Only SQLite is told: naming PostgreSQL here would load its whole dialect at every start of a laptop.
    Index(f"ix_{table.name}_key", table.c.external_key, sqlite_where=table.c.external_key != "")


@lru_cache(maxsize=128)
def _facts_of(record: type[Record]) -> dict[str, Fact]:
    found = (fact_of(column.name, dict(column.info)) for column in record.table().columns)
    return {each.name: each for each in found if each}


class Sheet(Mapping[str, Any]):
    """A record's values, frozen, by fact name; what crosses threads, forms, export and wire."""

    __slots__ = ("_values", "external_key", "id", "record", "scope_id")

    def __init__(self, record: type[Record], values: Mapping[str, Any]) -> None:
        self.record = record
        self.id: bytes = values["id"]
        self.scope_id: bytes = values["scope_id"]
        self.external_key: str = values.get("external_key", "")
        self._values = {name: values[name] for name in record.facts() if name in values}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)
