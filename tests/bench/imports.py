"""The import against reading the file and a bare insert of the same rows; and the retail file in seconds."""

import csv
import time

from kamdesk.base.paths import resources
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.connectors.sources import read_tables
from kamdesk.operations.import_files import import_files
from kamdesk.records.every import RECORDS
from kamdesk.storage import engine
from kamdesk.storage.desk import FILE, create_desk
from kamdesk.storage.keys import unwrap_key
from tests.bench.measures import Measure
from tests.bench.sample_desks import PASSWORD

RETAIL = "S2_online_retail/online_retail_2010-12_to_2011-08.csv.gz"

ROUNDS = 2
"""In turns, the quickest of each: a neighbour's work would slow one of the three and not the others."""


def retail_file(root):
    """The large retail file, where it lies beside the repository."""
    for parent in root.parents:
        file = parent / "shared" / "data" / RETAIL
        if file.exists():
            return file
    return None


def measures(folder, root):
    """The ratio on the retail file, or on a file of its shape where it is not there; its seconds."""
    found = retail_file(root)
    file = found or _like_retail(folder / "retail.csv")
    rounds = [
        (_import(folder / f"imported-{turn}", file), _parse(file),
         _insert(folder / f"imported-{turn}", folder / f"bare-{turn}"))
        for turn in range(ROUNDS)
    ]  # fmt: skip
    seconds, parsed, inserted = (min(column) for column in zip(*rounds, strict=True))
    name = f"(parse {parsed:.1f} s + bare insert {inserted:.1f} s) ÷ import"
    yield Measure(name, (parsed + inserted) / seconds, 0.5, more_is_better=True)
    if found:
        yield Measure("import of the retail file, 320,705 lines", seconds, 30, "s")


def _import(place, file):
    mapping = read_mapping(resources() / "mappings" / "online_retail.toml", {})
    desk = create_desk(place, password=PASSWORD, company="Bench", currency="GBP")
    started = time.perf_counter()
    report = import_files(desk, ImportWish(path=file, mapping=mapping))
    seconds = time.perf_counter() - started
    desk.close()
    assert report.new > 0, "nothing was imported"
    return seconds


def _parse(file):
    started = time.perf_counter()
    for table in read_tables(file):
        for _ in table.rows():
            pass
    return time.perf_counter() - started


def _insert(imported, place):
    """Seconds to put the very rows of the imported desk into an empty one, without asking anything."""
    source = engine.connect(imported / FILE, unwrap_key(imported / "key.json", PASSWORD))
    rows = {}
    for record in RECORDS:
        names = [column.name for column in record.table().columns]
        rows[record.table().name] = (
            names,
            source.execute(f"SELECT {', '.join(names)} FROM {record.table().name}").fetchall(),
        )
    source.close()
    create_desk(place, password=PASSWORD, company="Bench", currency="GBP").close()
    key = unwrap_key(place / "key.json", PASSWORD)
    target = engine.connect(place / FILE, key, cache_kib=engine.WRITER_CACHE_KIB)
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for table, (names, values) in rows.items():
        if values:
            marks = ", ".join("?" * len(names))
            target.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)
    target.execute("COMMIT")
    seconds = time.perf_counter() - started
    target.close()
    return seconds


def _like_retail(file):
    """A flat file of a hundred thousand invoice lines, as a shop system would export it."""
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
        )
        for number in range(100_000):
            order, item = number // 8, number * 7919 % 3000
            day = f"2011-{order % 12 + 1:02d}-{order % 28 + 1:02d} 10:{order % 60:02d}:00"
            price, country = f"{item % 90 + 0.95:.2f}", ("United Kingdom", "France", "EIRE")[order % 3]
            lines.writerow([536365 + order, f"P{item:05d}", f"Item {item}", number % 24 + 1, day, price,
                            12346 + order * 31 % 4000, country])  # fmt: skip
    return file
