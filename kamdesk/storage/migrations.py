"""A file of an older KAMDesk is brought up to date: rehearsed on a copy, then done in one transaction.

The dated backup made before stays. A step is added here with each release that adds facts; Alembic's operations do
the work. The first schema has no step: new files are made whole (`schema.make_schema`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from kamdesk.base.errors import CannotOpen
from kamdesk.base.log import logger
from kamdesk.base.words import tr
from kamdesk.storage import engine, schema
from kamdesk.storage.backups import copy_file
from kamdesk.storage.integrity import check_file

if TYPE_CHECKING:
    from alembic.operations import Operations

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """What leads to one schema from the one before."""

    major: int
    minor: int
    upgrade: Callable[[Operations], None]


# Add a step: its number, and a function that only adds (facts are never renamed or re-typed, SYNC 7).
STEPS: tuple[Step, ...] = ()


def due_steps(found: tuple[int, int], steps: Sequence[Step] = STEPS) -> tuple[Step, ...]:
    """The steps that a file of this schema still needs."""
    return tuple(step for step in steps if (step.major, step.minor) > found)


def migrate(file: Path, key: bytes, due: Sequence[Step]) -> None:
    """Bring the file up to date. Raises: CannotOpen, reason old; then the file is as it was."""
    copy = file.with_suffix(".rehearsal")
    try:
        copy_file(file, copy, key)
        _run(copy, key, due)
        check_file(copy, key, thorough=True)
        _run(file, key, due)
    except (DatabaseError, CannotOpen) as error:
        _log.exception("migration failed")
        raise CannotOpen(
            tr("This desk could not be brought up to date; it is as it was, and the older program still opens it."),
            reason="old",
        ) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)


def _run(file: Path, key: bytes, due: Sequence[Step]) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    writer = engine.writer_engine(file, key)
    try:
        with writer.begin() as connection:
            operations = Operations(MigrationContext.configure(connection))
            for step in due:
                step.upgrade(operations)
                schema.stamp(connection, major=step.major, minor=step.minor)
    finally:
        writer.dispose()
