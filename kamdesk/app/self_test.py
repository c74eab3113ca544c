"""`kamdesk --self-test`: does this installation have all it needs? Everything happens in a folder that goes away."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from kamdesk.app.desk import DeskApp
from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import N_, language, tr
from kamdesk.connectors.batches import batch_of
from kamdesk.connectors.workbooks import read_workbook
from kamdesk.operations.imports import import_batches
from kamdesk.records.clients import Client
from kamdesk.storage.desk import FILE, create_desk, open_desk

_NAME = "上海示例精密仪器有限公司"
_PASSWORD = "self-test"  # noqa: S105  (of a desk that lives for a second)
_PLAIN_FILE = b"SQLite format 3"


class Failed(KAMDeskError):
    """A part of the program does not do its work: install KAMDesk again."""


def self_test(tell: Callable[[str], None]) -> None:
    """Try each part once and tell how long it took. Raises: Failed, or what the part itself raises."""
    with TemporaryDirectory(prefix="kamdesk-") as folder:
        for sentence, part in PARTS:
            began = time.perf_counter()
            part(Path(folder))
            tell(f"{tr(sentence)}: {1000 * (time.perf_counter() - began):.0f} ms")


def _encrypted_file(folder: Path) -> None:
    create_desk(folder / "desk", password=_PASSWORD, company="KAMDesk", currency="CNY").close()
    with (folder / "desk" / FILE).open("rb") as file:
        _demand(file.read(len(_PLAIN_FILE)) != _PLAIN_FILE)


def _import(folder: Path) -> None:
    desk = open_desk(folder / "desk", password=_PASSWORD)
    try:
        report = import_batches(desk, [batch_of(Client, [{"key": "C1", "legal_name": _NAME}])])
        _demand(report.new == 1)
    finally:
        desk.close()


def _workbook(folder: Path) -> None:
    from kamdesk.reports.workbook import workbook

    path = folder / "clients.xlsx"
    path.write_bytes(workbook(["name"], [[_NAME]]))
    rows = [row for table in read_workbook(path) for row in table.rows()]
    _demand(any(_NAME in map(str, getattr(row, "cells", row)) for row in rows))


def _chart(_folder: Path) -> None:
    from kamdesk.charts.image import rgba
    from kamdesk.charts.sales_season import SalesSeason, draw_sales_season

    months, sales = ("2026-01", "2026-02", "2026-03"), (Decimal(3), Decimal(5), Decimal(4))
    pixels, width, height = rgba(draw_sales_season(SalesSeason(months=months, actual=sales)))
    _demand(len(pixels) == 4 * width * height and len(set(pixels)) > 2)


def _paper(_folder: Path) -> None:
    from kamdesk.reports.kit.paper import LEFT, TOP, Paper
    from kamdesk.reports.kit.rich import TITLE
    from kamdesk.reports.preview import page_images

    paper = Paper(title=_NAME, author="KAMDesk", subject="", language="zh_CN")
    paper.text(_NAME, LEFT, TOP, TITLE)
    paper.next_page()
    _demand(len(list(page_images(paper.finished()))) == 1)


def _window(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["kamdesk"])
    assert isinstance(application, QApplication)
    app = DeskApp(application, language_asked=language())
    window = app.show_desk(open_desk(folder / "desk", password=_PASSWORD))
    application.processEvents()
    _demand(not window.grab().isNull())
    app.close()


def _demand(true: bool) -> None:  # noqa: FBT001  (reads as a sentence)
    if not true:
        raise Failed(tr("This part of the program does not work here; install KAMDesk again."))


PARTS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    (N_("makes an encrypted file"), _encrypted_file),
    (N_("opens it and imports a row"), _import),
    (N_("reads a workbook in a process of its own"), _workbook),
    (N_("draws a chart"), _chart),
    (N_("writes a page in Chinese"), _paper),
    (N_("shows a window"), _window),
)
