"""Two hundred words of clients go through a used profile; none of them stands readable in any byte that it leaves."""

import gzip
import json
import logging
import os
import re
import signal
import tempfile
import zlib
from itertools import count

import pytest
import zstandard
from PySide6.QtWidgets import QApplication

from kamdesk.app.desk import DeskApp
from kamdesk.base.errors import Refused
from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.base.log import log_to, logger
from kamdesk.base.paths import log_folder
from kamdesk.cli.main import main
from kamdesk.exchange.actions import create
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import Owner, Role, Scope
from kamdesk.operations.act import act
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS
from kamdesk.storage.desk import open_desk
from kamdesk.sync.companion import Companion
from kamdesk.ui.shell.places import Place
from tests.server.desks import PASSWORD, TODAY
from tests.server.rows_of_office import add, add_client
from tests.sync_laptop.test_window import elsewhere, until
from tests.ui.conftest import qapp_with_fonts, theme

__all__ = ["qapp_with_fonts", "theme"]

LATIN, HAN = "Zorvex", "麒麟谷"
"""Every planted word is one of these with a number."""
MARKS = [
    re.compile(b"|".join(re.escape(word.encode(code)) for word in (LATIN, LATIN.lower(), LATIN.upper(), HAN)))
    for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5")
]
PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|\x28\xb5\x2f\xfd")
SINGLE = (Kind.TEXT, Kind.LINES)
_numbers = count()


def planted(planted_words):
    word = f"{(LATIN, HAN)[len(planted_words) % 3 == 2]}{next(_numbers):03d}"
    planted_words.append(word)
    return word


def texts(record, words):
    """A word for every text of a record."""
    names = [name for name, fact in record.facts().items() if fact.kind in SINGLE and name != "currency"]
    return {name: planted(words) for name in names}


@pytest.fixture
def used(tmp_path, monkeypatch):
    """Folders of a person's machine; everything the program leaves lies in them."""
    places = {"HOME": "home", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data",
              "XDG_RUNTIME_DIR": "runtime", "TMPDIR": "temp"}  # fmt: skip
    for name, place in places.items():
        (tmp_path / place).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / place))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.setenv("KAMDESK_PASSWORD", PASSWORD)
    handlers = list(logging.getLogger("kamdesk").handlers)
    log_to(log_folder())
    yield tmp_path
    for handler in set(logging.getLogger("kamdesk").handlers) - set(handlers):
        handler.close()
        logging.getLogger("kamdesk").removeHandler(handler)


def fill_the_office(engine, words):
    """Every kind of record of three clients and of the catalogue."""
    for key in ("ACME", "HENG", "ZHONG"):
        scope_id = add_client(engine, external_key=key, currency="CNY", **texts(Client, words))
        for record in RECORDS:
            if record.scope is Scope.CLIENT and (values := texts(record, words)):
                add(engine, record, scope_id, **values)
    for record in RECORDS:
        if record.scope not in {Scope.CLIENT, Scope.OWN} and (values := texts(record, words)):
            add(engine, record, CATALOGUE, **values)
    return scope_id


def types_at(laptop, scope_id, words):
    """Something of every kind that people write; one of it clashes, one is refused, one is taken back."""
    for record in RECORDS:
        if record.scope is Scope.CLIENT and record.owner is Owner.DESK and Role.REP in record.written_by:
            act(laptop.desk, laptop.author, "test", create(record.word, new_id(), scope_id, texts(record, words)))
    laptop.sets(scope_id, city=planted(words))


def imports_on_a_desk_of_ones_own(folder, words):
    """Files come in by the command line; a brief is printed and thrown away."""
    given = folder / "given"
    given.mkdir()
    names = [planted(words) for _ in range(8)]
    rows = "".join(f"{n},{name},{planted(words)}\n" for n, name in enumerate(names))
    (given / "clients.csv").write_text(f"id,name,city\n{rows}", "utf-8")
    (given / "more.csv.gz").write_bytes(gzip.compress(f"id,name\n9,{planted(words)}\n".encode()))
    own, paper = ["--profile", str(folder / "own")], folder / "temp" / "brief.pdf"
    assert main([*own, "init", "--company", planted(words), "--currency", "CNY"]) == 0
    assert main([*own, "import", str(given)]) == 0
    assert main([*own, "clients"]) == 0
    assert main([*own, "brief", "visit", names[0], "--out", str(paper)]) == 0
    paper.unlink()
    for each in given.iterdir():
        each.unlink()


def fails_with_a_word(words):
    """What nobody foresaw is logged, with what caused it."""
    try:
        try:
            raise Refused(f"{planted(words)} is refused")
        except Refused as error:
            raise ValueError(planted(words)) from error
    except ValueError:
        logger("kamdesk.test").exception("the last door")


def looks_around(laptop, words, qtbot):
    """The window with its sync beside it: pages, search, the tray; its sync's process dies in the middle."""
    elsewhere(laptop.desk.settings.all)
    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(laptop.desk)
    app.look_after(was_left_open=True)
    until(qtbot, lambda: app.window.bar.sync.text().startswith("Online, synced"))
    for place in ("clients", "tray", "orders"):
        app.window.go(Place(place))
        until(qtbot, lambda: not app.context.jobs.is_busy)
    app.window.palette_box.open(words[0])
    until(qtbot, lambda: not app.context.jobs.is_busy)
    app.close()
    app.deleteLater()


def dies_in_the_middle(laptop):
    companion = Companion(laptop.desk, lambda _state: None)
    companion.start()
    while companion._child is None or companion._child.poll() is not None:
        pass
    companion._ends.set()
    os.kill(companion._child.pid, signal.SIGKILL)
    companion._child.wait()


def inside(folder):
    """Every text of a desk, decrypted."""
    desk = open_desk(folder, password=PASSWORD)
    with desk.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [row for name in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
    desk.close()
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row if value
    )


def unpacked(data):
    """The bytes, and whatever in them can be unpacked."""
    yield data
    for found in PACKED.finditer(data):
        rest = data[found.start() : found.start() + 1_000_000]
        try:
            if rest.startswith(b"\x28\xb5"):
                yield zstandard.ZstdDecompressor().decompressobj().decompress(rest)
            else:
                yield zlib.decompressobj(47).decompress(rest)
        except (zlib.error, zstandard.ZstdError):
            continue


def readable(folder):
    """Files with a planted word that anybody can read, in their bytes or in their name."""
    for file in folder.rglob("*"):
        names = str(file.relative_to(folder)).encode()
        pieces = unpacked(file.read_bytes()) if file.is_file() and not file.is_symlink() else ()
        if any(mark.search(piece) for piece in (names, *pieces) for mark in MARKS):
            yield file


@pytest.fixture
def desks(engine, office, joins):
    """Fills the office and gives a rep's and a manager's laptop, and the client that both work on."""

    def make(words):
        scope_id = fill_the_office(engine, words)
        clients = ("ACME", "HENG", "ZHONG")
        return joins("lin", Role.REP, *clients), joins("wei", Role.MANAGER, *clients), scope_id

    return make


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("theme")
def test_no_planted_word_is_readable_in_a_used_profile(used, desks, qtbot):
    words = []
    lin, wei, scope_id = elsewhere(lambda: desks(words))

    def work():
        for laptop in (lin, wei):
            laptop.sync()
        types_at(lin, scope_id, words)
        wei.sets(scope_id, city=planted(words))
        wei.sync()
        fails_with_a_word(words)
        lin.desk.settings.set("draft/note", json.dumps({"text": planted(words)}))
        lin.desk.back_up()
        lin.sync()
        lin.writes(scope_id, planted(words))
        imports_on_a_desk_of_ones_own(used, words)

    elsewhere(work)
    looks_around(lin, words, qtbot)
    lin.desk = open_desk(lin.desk.folder, password=PASSWORD)
    dies_in_the_middle(lin)
    lin.desk.back_up()
    left = list(readable(used))  # the file as a killed program leaves it: with its write-ahead log
    lin.desk.close()
    held = inside(lin.desk.folder) + inside(wei.desk.folder) + inside(used / "own")
    there = [word for word in words if word.encode() in held]
    assert len(there) >= 200, "the words are in the desks"
    assert left == []
    assert list(readable(used)) == []


def test_the_reader_of_bytes_finds_what_is_there(tmp_path):
    cases = {
        "plain": f"x {LATIN}001".encode(), "wide": f"{HAN}002".encode("utf-16-le"),
        "zlib": b"pdf" + zlib.compress(f"{LATIN}003".encode()), "gzip": gzip.compress(f"{HAN}004".encode()),
        "zstd": b"x" + zstandard.ZstdCompressor().compress(f"{LATIN}005".encode() * 9), "clean": os.urandom(100_000),
    }  # fmt: skip
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
    assert {file.name for file in readable(tmp_path)} == cases.keys() - {"clean"}
