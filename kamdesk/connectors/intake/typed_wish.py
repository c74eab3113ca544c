"""What was typed behind `import`, on a desk as at an office: which files, under which mapping, in earnest or not."""

from __future__ import annotations

import argparse
from pathlib import Path

from kamdesk.base.exit_codes import WrongUsage
from kamdesk.base.paths import resources
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping import BadMapping, FileMapping
from kamdesk.connectors.mapping_file import read_mapping


def typed_wish(own: argparse.Namespace, currency: str) -> ImportWish:
    """The wish; amounts without a currency are in this one. Raises: WrongUsage where the mapping cannot be used."""
    return ImportWish(path=Path(own.path), mapping=_mapping(own, currency), dry_run=own.dry_run)


def _mapping(own: argparse.Namespace, currency: str) -> FileMapping | None:
    """The mapping that was named: a file, or one that the program brings along."""
    if not own.mapping:
        return None
    named = Path(own.mapping)
    if not named.exists():
        brought = resources() / "mappings" / named.name
        named = next((each for each in (brought, brought.with_suffix(".toml")) if each.exists()), named)
    try:
        return read_mapping(named, {"currency": currency, **dict(own.set)})
    except BadMapping as error:
        raise WrongUsage(error.text) from error
