"""A report for whoever helps: versions, sizes, counts, the state of the sync and the log; not one client's word."""

from __future__ import annotations

import json
import platform
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from kamdesk.base.days import moment_text
from kamdesk.base.preset import preset
from kamdesk.base.version import VERSION
from kamdesk.base.words import language
from kamdesk.base.written_files import writing
from kamdesk.storage.contact import demands_of, time_without_contact
from kamdesk.storage.desk import Desk
from kamdesk.storage.exported import exports_of
from kamdesk.storage.numbers import file_in_numbers, folder_in_numbers
from kamdesk.storage.settings import DEVICE, ROLE
from kamdesk.storage.signed_in import is_signed_in
from kamdesk.sync.standing import standing

SYNCS_TOLD = 20


def collect_report(folder: Path, out: Path, *, logs: Path, desk: Desk | None = None) -> Path:
    """Write the report as a zip; of a desk that does not open what is seen from outside. Raises: CannotOpen."""
    rules = dict(preset().rules)
    told: dict[str, Any] = {"program": _program(), "folder": folder_in_numbers(folder), "computer_rules": rules}
    if desk is not None:
        told |= {"file": file_in_numbers(desk), "office": _office(desk), "exports": exports_of(desk)}
    with writing(out), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("report.json", json.dumps(told, ensure_ascii=False, indent=1))
        for log in sorted(logs.glob("kamdesk.log*")):
            packed.write(log, log.name)
    return out


def _program() -> dict[str, Any]:
    return {
        "version": VERSION,
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "is_packaged": bool(getattr(sys, "frozen", False)),
        "language": language(),
    }


def _office(desk: Desk) -> dict[str, Any]:
    """How the desk stands with its office; of each sync numbers and the one word of its trouble, no sentence."""
    if not desk.has_office:
        return {"is_own_desk": True}
    state = standing(desk)
    plain = msgspec.to_builtins(state)
    left_out = {"office", "sentence", "history", "phase"}
    return {
        "device": desk.settings.get(DEVICE),
        "role": desk.settings.get(ROLE),
        "is_signed_in_by_keyring": is_signed_in(desk.folder),
        "hours_without_contact": round(time_without_contact(desk).total_seconds() / 3600),
        "demands": asdict(demands_of(desk)),
        "now": moment_text(desk.clock()),
        **{name: value for name, value in plain.items() if name not in left_out},
        "syncs": [
            {name: value for name, value in each.items() if name != "sentence"}
            for each in plain["history"][:SYNCS_TOLD]
        ],
    }
