"""A fact is a column declared once: its label, kind, rights and merge policy travel with it to every floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, true
from sqlalchemy.orm import MappedColumn, mapped_column

from kamdesk.facts.columns import column_type
from kamdesk.facts.kinds import Kind, to_driver
from kamdesk.facts.policies import Merge, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every floor needs to know about one column."""

    name: str
    label: str
    kind: Kind
    unit: str
    default: Any
    choices: dict[str, str]
    """value → label, in the order shown; empty unless the kind is a choice"""
    import_as: tuple[str, ...]
    edited_by: Roles | None
    """None: whoever may write the record"""
    merge: Merge
    together: str
    """facts with the same word make sense only together and merge as one value"""
    refers_to: str
    """the word of the record whose id this fact holds"""
    private: bool
    """hidden by the client-safe view and on client-safe paper"""
    hint: str
    searched: bool
    """its words are found by the search field"""


_INFO = "fact"


def fact(
    label: str,
    *,
    kind: Kind = Kind.TEXT,
    unit: str = "",
    default: Any = None,
    choices: dict[str, str] | None = None,
    import_as: tuple[str, ...] = (),
    edited_by: Roles | None = None,
    merge: Merge | None = None,
    together: str = "",
    refers_to: str = "",
    private: bool = False,
    hint: str = "",
    searched: bool = False,
    index: bool = False,
) -> MappedColumn[Any]:
    """A column with all that KAMDesk needs to know about it; text defaults to "", other kinds to nothing."""
    if default is None:
        default = _DEFAULTS.get(kind)
    info = dict(
        label=label, kind=kind, unit=unit, default=default, choices=choices or {}, import_as=import_as,
        edited_by=edited_by, merge=merge or _MERGES.get(kind, Merge.ASK), together=together, refers_to=refers_to,
        private=private, hint=hint, searched=searched,
    )  # fmt: skip
    return mapped_column(
        column_type(kind),
        info={_INFO: info},
        nullable=default is None,
        default=default,
        server_default=_server_default(kind, default),
        index=index,
    )


def fact_of(column_name: str, info: dict[str, Any]) -> Fact | None:
    """The fact a column was declared as; None for the columns every record has."""
    return Fact(name=column_name, **info[_INFO]) if _INFO in info else None


def _server_default(kind: Kind, default: Any) -> Any:
    if default is None:
        return None
    if kind is Kind.BOOLEAN:
        return true() if default else false()
    return str(to_driver(kind, default))


_DEFAULTS: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.LINES: "",
    Kind.CHOICE: "",
    Kind.CHOICES: (),
    Kind.PHONE: "",
    Kind.EMAIL: "",
    Kind.REFERENCES: (),
    Kind.BOOLEAN: False,
}

_MERGES: dict[Kind, Merge] = {
    Kind.LINES: Merge.TEXT,
    Kind.CHOICES: Merge.SET,
    Kind.REFERENCES: Merge.SET,
}
