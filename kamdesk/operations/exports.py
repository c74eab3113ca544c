"""Takes records out of a desk in open formats, CSV and JSON, readable without KAMDesk."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection

from kamdesk.base.errors import CannotOpen
from kamdesk.base.formula_guard import guarded
from kamdesk.base.ids import id_text
from kamdesk.base.words import tr
from kamdesk.base.written_files import writing
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind
from kamdesk.facts.plain import currency_of, plain_of
from kamdesk.facts.record import Record, Sheet
from kamdesk.reads.whole_records import keys_of, whole_record
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS, by_word
from kamdesk.storage.desk import Desk
from kamdesk.storage.exported import note_export, reading_what_may_leave
from kamdesk.storage.settings import COMPANY, CURRENCY

_LEFT_OUT = {"search"}
"""What the program derives from other facts."""


def export(desk: Desk, out: Path, *, client_id: bytes | None = None) -> dict[str, int]:
    """Write every record, or those of one client, into a folder. Returns: how many of each table.

    Raises: CannotOpen where the folder cannot be made, or a file in it not be written.
    """
    _make(out)
    currency = desk.settings.get(CURRENCY)
    with writing(out), reading_what_may_leave(desk) as connection:
        counts = {
            record.__tablename__: count
            for record in RECORDS
            if (count := _export(connection, record, out, scope_id=client_id, currency=currency))
        }
    note_export(desk, "records", sum(counts.values()))
    about = {"company": desk.settings.get(COMPANY), "currency": currency, "records": counts}
    with writing(out):
        (out / "export.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")
    return counts


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpen(
            tr("This folder cannot be made: {folder}. Check its rights, or choose another.", folder=out),
            reason="read_only",
        ) from error


def _export(connection: Connection, record: type[Record], out: Path, *, scope_id: bytes | None, currency: str) -> int:
    """Write the record's two files. Returns: how many rows there are; without one there is no file."""
    count = 0
    with ExitStack() as files:
        for sheets in whole_record(connection, record, scope_id=scope_id):
            if count == 0:
                table, document = _files(files, out, record)
            for plain in _plain(connection, record, sheets, currency):
                table.writerow([_cell(value) for value in plain.values()])
                document.write(",\n" if count else "[\n")
                document.write(json.dumps(plain, ensure_ascii=False))
                count += 1
        if count:
            document.write("\n]\n")
    return count


def _files(files: ExitStack, out: Path, record: type[Record]) -> tuple[Any, TextIO]:
    name = record.__tablename__
    # The mark at the start tells a spreadsheet that this is UTF-8.
    table = csv.writer(files.enter_context((out / f"{name}.csv").open("w", encoding="utf-8-sig", newline="")))
    table.writerow(["key", "id", "client", *_facts(record)])
    return table, files.enter_context((out / f"{name}.json").open("w", encoding="utf-8"))


def _plain(
    connection: Connection, record: type[Record], sheets: Iterable[Sheet], currency: str
) -> Iterator[dict[str, Any]]:
    """The rows as scripts read them; records they name stand by their external key, else their id."""
    sheets = list(sheets)
    facts = _facts(record)
    keys = {word: keys_of(connection, by_word(word), ids) for word, ids in _named(sheets, facts.values()).items()}
    clients = keys_of(connection, Client, {sheet.scope_id for sheet in sheets})

    def key_of(word: str, row_id: bytes) -> str:
        return keys[word].get(row_id) or id_text(row_id)

    for sheet in sheets:
        own = currency_of(sheet, currency)
        about = {"key": sheet.external_key, "id": id_text(sheet.id), "client": clients.get(sheet.scope_id)}
        yield about | {name: plain_of(fact, sheet[name], currency=own, key_of=key_of) for name, fact in facts.items()}


def _named(sheets: Iterable[Sheet], facts: Iterable[Fact]) -> dict[str, set[bytes]]:
    """Word → the ids of its rows that these rows name."""
    named: dict[str, set[bytes]] = {}
    for fact in facts:
        if fact.kind in {Kind.REFERENCE, Kind.REFERENCES}:
            ids = named.setdefault(fact.refers_to, set())
            for sheet in sheets:
                value = sheet[fact.name] or ()
                ids.update((value,) if fact.kind is Kind.REFERENCE and value else value)
    return named


def _facts(record: type[Record]) -> dict[str, Fact]:
    return {name: fact for name, fact in record.facts().items() if name not in _LEFT_OUT}


def _cell(value: Any) -> Any:  # noqa: ANN401  (values of any kind)
    if isinstance(value, list):
        value = " | ".join(value)
    return guarded(value) if isinstance(value, str) else value
