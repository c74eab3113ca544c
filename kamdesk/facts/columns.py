"""How each kind of value becomes a column, on the laptop's SQLite and the office's PostgreSQL alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from kamdesk.facts.kinds import Kind, from_driver, to_driver


class _AsText(TypeDecorator[Any]):
    """Values kept as text in both databases: sets of words and sets of ids."""

    impl = Text
    cache_ok = True
    kind = Kind.CHOICES

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  (SQLAlchemy's signature)
        """The set as text."""
        return to_driver(self.kind, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  (SQLAlchemy's signature)
        """The set of its text."""
        return from_driver(self.kind, value)


class ChoicesType(_AsText):
    """A set of words."""

    cache_ok = True


class ReferencesType(_AsText):
    """A set of ids."""

    cache_ok = True
    kind = Kind.REFERENCES


class MomentType(TypeDecorator[Any]):
    """A moment in UTC: text in SQLite ("2026-10-20T06:41:00Z"), timestamptz in PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A real timestamp where the database has one."""
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The moment as the database keeps it."""
        return value if dialect.name == "postgresql" else to_driver(Kind.MOMENT, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The moment in UTC."""
        return value if dialect.name == "postgresql" else from_driver(Kind.MOMENT, value)


def column_type(kind: Kind) -> TypeEngine[Any]:
    """The column type of a kind."""
    return _COLUMN_TYPES[kind]()


_COLUMN_TYPES: dict[Kind, type[TypeEngine[Any]]] = {
    Kind.TEXT: Text,
    Kind.LINES: Text,
    Kind.INTEGER: BigInteger,
    Kind.BOOLEAN: Boolean,
    Kind.DAY: Date,
    Kind.MOMENT: MomentType,
    Kind.AMOUNT: BigInteger,
    Kind.PRICE: BigInteger,
    Kind.QUANTITY: BigInteger,
    Kind.PERCENT: BigInteger,
    Kind.CHOICE: Text,
    Kind.CHOICES: ChoicesType,
    Kind.PHONE: Text,
    Kind.EMAIL: Text,
    Kind.REFERENCE: LargeBinary,
    Kind.REFERENCES: ReferencesType,
}
