"""A company's files come in; its clients are found, shown on one page, and printed, all from the same numbers."""

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.app.desk import DeskApp
from kamdesk.base.paths import resources
from kamdesk.cli.main import main
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.operations.import_files import import_files
from kamdesk.reads.named import client_named
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.ui.shell.places import Place
from tests.journeys.conftest import paper_words
from tests.ui.conftest import elsewhere, primed

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
PASSWORD = "northwind files"
TODAY = date(1998, 5, 6)


@pytest.fixture
def profile(tmp_path):
    folder = tmp_path / "desk"
    desk = create_desk(folder, password=PASSWORD, company="Northwind Traders", currency="USD")
    mapping = read_mapping(resources() / "mappings" / "northwind.toml", {"currency": "USD"})
    report = import_files(desk, ImportWish(path=NORTHWIND / "northwind.sqlite", mapping=mapping))
    assert (report.refused, report.new > 0) == ([], True)
    desk.close()
    return folder


@pytest.fixture
def app(theme, qtbot, profile, no_sql_here):
    desk = elsewhere(lambda: primed(open_desk(profile, password=PASSWORD)))
    app = DeskApp(QApplication.instance(), today=TODAY, language_asked="en")
    app.show_desk(desk)
    app.settle = lambda: qtbot.waitUntil(lambda: not app.context.jobs.is_busy, timeout=10_000)
    app.settle()
    yield app
    app.settle()
    app.window.close()
    app.jobs.close()
    elsewhere(desk.close)


def test_a_client_from_the_files_is_found_shown_and_printed(app, profile, tmp_path, monkeypatch, capsys):
    def client_id():
        with app.context.desk.reading() as connection:
            return client_named(connection, "ERNSH")

    palette = app.window.palette_box
    palette.open("ernst")
    app.settle()
    assert "Ernst Handel" in [offer.title for offer in palette.offers]
    app.window.go(Place("client", elsewhere(client_id)))
    app.settle()
    page = app.window.room()
    monkeypatch.setenv("KAMDESK_PASSWORD", PASSWORD)
    how = ["--profile", str(profile), "--as-of", TODAY.isoformat(), "--language", "en"]
    assert elsewhere(lambda: main(["figure", "open_order_value", "ERNSH", "--json", *how])) == 0
    value = json.loads(capsys.readouterr().out)["value"]["USD"]
    shown = " ".join(block.text() for block in page.orders.figures.blocks)
    assert f"{round(float(value)):,}" in shown.replace("US$", "$")
    paper = tmp_path / "brief.pdf"
    assert elsewhere(lambda: main(["brief", "visit", "ERNSH", "--out", str(paper), *how])) == 0
    pages = paper_words(paper.read_bytes())
    assert len(pages) == 2
    assert "Ernst Handel" in pages[0]
    assert f"{round(float(value)):,}" in pages[1]
