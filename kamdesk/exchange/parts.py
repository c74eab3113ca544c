"""Which tables lie in which part, in the order in which they travel."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from kamdesk.base.ids import CATALOGUE
from kamdesk.facts.policies import Compartment, Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS

_IN_A_CLIENT = {Scope.OWN, Scope.CLIENT}


@lru_cache(maxsize=64)
def records_of(scope_id_is_catalogue: bool, compartment: Compartment) -> tuple[type[Record], ...]:  # noqa: FBT001  (a cache key)
    """The kinds of record in a compartment of the catalogue, or of a client."""
    wanted = {Scope.CATALOGUE} if scope_id_is_catalogue else _IN_A_CLIENT
    return tuple(record for record in RECORDS if record.scope in wanted and record.compartment is compartment)


def records_in(scope_id: bytes, compartment: Compartment) -> tuple[type[Record], ...]:
    """The kinds of record in a part, what others refer to first."""
    return records_of(scope_id == CATALOGUE, compartment)


def schema_of(scope_id: bytes, compartment: Compartment) -> int:
    """A number that changes when this program knows other facts of a part than before: the part is then read anew."""
    return _schema_of(scope_id == CATALOGUE, compartment)


@lru_cache(maxsize=64)
def _schema_of(scope_id_is_catalogue: bool, compartment: Compartment) -> int:  # noqa: FBT001  (a cache key)
    named = [
        f"{record.word}.{name}:{fact.kind}"
        for record in records_of(scope_id_is_catalogue, compartment)
        for name, fact in record.facts().items()
    ]
    return crc32("\n".join(sorted(named)).encode())
