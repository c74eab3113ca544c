"""The import room: choose a file or folder, see and change how it is read, try it, take it, save what was refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import N_, ntr, tr
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.connectors.mapping_text import HandTable
from kamdesk.operations.import_job import run_import
from kamdesk.operations.refused_rows import write_refused
from kamdesk.storage.settings import CURRENCY
from kamdesk.ui.imports import asking
from kamdesk.ui.imports.choice_bar import ChoiceBar
from kamdesk.ui.imports.found import FoundTable, headers_of, look_into, with_hand
from kamdesk.ui.imports.mapping_pane import MappingPane
from kamdesk.ui.imports.preview_rows import PreviewRows
from kamdesk.ui.imports.result_pane import ResultPane
from kamdesk.ui.imports.tables_side import TablesSide
from kamdesk.ui.imports.wish import OWN_FOLDER, Choice, text_of, wish_of, write_mapping
from kamdesk.ui.kit.buttons import Button, Segmented
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.empty_state import EmptyState
from kamdesk.ui.kit.page import MARGIN, PageHead
from kamdesk.ui.kit.room import Room
from kamdesk.ui.kit.sheets import Sheet
from kamdesk.ui.kit.words_block import Run, Words

COLUMNS, ROWS, RESULT = "columns", "rows", "result"
WHAT_MAY_BE_CHOSEN = N_(
    "Choose what your ERP, your bank or your address book exported: CSV, Excel, OpenDocument, SQLite or "
    "vCard, single or a folder of them. Or drop it here."
)


class ImportsRoom(Room):
    """Brings files onto the desk."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.choice = Choice()
        self._tables: list[FoundTable] = []
        self.file = Button(tr("Choose file"), icon="import")
        self.folder = Button(tr("Choose folder"), icon="folder")
        self.head = PageHead(tr("Import"), buttons=(self.folder, self.file))
        self.bar = ChoiceBar(context.desk.folder)
        self.faces = Segmented([(COLUMNS, tr("Columns")), (ROWS, tr("First rows")), (RESULT, tr("Result"))])
        self.mapping = MappingPane()
        self.rows = PreviewRows()
        self.result = ResultPane()
        self.side = TablesSide()
        self.tables, self.whole, self.progress = self.side.tables, self.side.whole, self.side.progress
        self.take, self.dry_run, self.keep = self.side.take, self.side.dry_run, self.side.keep
        self.fault = Words("", role="small")
        self.fault.hide()
        self.empty = EmptyState(
            tr("Nothing is chosen yet."),
            tr(WHAT_MAY_BE_CHOSEN),
            tr("Choose file"), icon="import",
        )  # fmt: skip
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()

    def open(self, client_id: bytes | None, argument: str = "") -> None:
        """Open the room; `argument` may be the path of a file or folder."""
        super().open(client_id, argument)
        if argument:
            self.look_at(Path(argument))

    def is_in_hand(self) -> bool:
        return bool(self._tables)

    def focus_first(self) -> None:
        (self.tables if self._tables else self.file).setFocus()

    def look_at(self, path: Path) -> None:
        """Look into a file or folder, in a worker."""
        self.choice = Choice(path=path)
        self.look_again()

    def look_again(self) -> None:
        """Read the first rows again with what is chosen now."""
        choice, path = self.choice, self.choice.path
        if path is None:
            return
        choice.mapping_file = self.bar.mapping_file()
        choice.encoding, choice.delimiter = self.bar.encoding.currentData(), self.bar.delimiter.currentData()
        choice.settings = {"currency": self.context.desk.settings.get(CURRENCY), **self.bar.typed_settings()}
        choice.whole_files_only = self.whole.isChecked()
        self.fault.hide()
        self.progress.begin(tr("Looking into {name}", name=path_name(path)))
        self.context.jobs.work(
            lambda: look_into(path, choice.reading(), choice.mapping()), self._show_found, owner=self, latest="look",
            failed=self._show_fault,
        )  # fmt: skip

    def run(self, *, dry_run: bool) -> None:
        """Take what is chosen, or only try."""
        desk, choice, tables = self.context.desk, self.choice, list(self._tables)
        if choice.path is None:
            return
        choice.whole_files_only = self.whole.isChecked()
        try:
            wish = wish_of(choice, tables, dry_run=dry_run)
        except KAMDeskError as error:
            self._show_fault(error)
            return
        self._enable(running=True)
        self.progress.begin(tr("Reading {name}", name=path_name(choice.path)))
        self.context.jobs.write(
            lambda: run_import(desk, wish, progress=self.progress.progress),
            lambda report: self._show_result(report, dry_run=dry_run), owner=self, failed=self._show_fault,
        )  # fmt: skip

    def save_mapping(self, path: Path) -> None:
        """Save the mapping by hand as a TOML file and read by it from now on."""
        text = text_of(self._tables, name=path.stem)
        self.context.jobs.work(lambda: write_mapping(text, path), lambda _none: self._mapping_saved(path), owner=self)

    def _mapping_saved(self, path: Path) -> None:
        self.bar.offer_mappings(path)
        self.context.bus.notice_asked.emit(tr("Mapping saved: {name}", name=path.name), None)
        self.look_again()

    def save_refused(self, folder: Path) -> None:
        """Save refused rows as CSV files in a folder."""
        report = self.result.report
        if report is None:
            return
        headers = headers_of(self._tables)
        self.context.jobs.work(
            lambda: write_refused(report, headers, folder),
            lambda written: self.context.bus.notice_asked.emit(
                ntr("{n} file saved in {folder}", "{n} files saved in {folder}", len(written), folder=folder), None
            ),
            owner=self,
        )  # fmt: skip

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.look_at(Path(url.toLocalFile()))
                return

    def _show_found(self, tables: list[FoundTable]) -> None:
        self.progress.end()
        hands = self.choice.hands
        self._tables = [
            with_hand(each, hands[each.place]) if each.by_hand is not None and each.place in hands else each
            for each in tables
        ]
        self.tables.set_rows(self._tables)
        self.mapping.show_table(None)
        self._pages.setCurrentIndex(1)
        self._turn(COLUMNS)
        if self._tables:
            known = (at for at, each in enumerate(self._tables) if each.records)
            self.tables.selectRow(next(known, 0))
        name = path_name(self.choice.path) if self.choice.path else ""
        self.side.path.set_text(ntr("{name}: {n} table", "{name}: {n} tables", len(self._tables), name=name))
        self._enable(running=False)

    def _show_result(self, report: ImportReport, *, dry_run: bool) -> None:
        self.progress.end()
        self._enable(running=False)
        self.result.show_report(report, dry_run=dry_run)
        self._turn(RESULT)
        if not dry_run:
            self.context.bus.changed.emit(frozenset((word, b"") for word in report.by_record))
            counts = tr("{new} new, {changed} changed", new=report.new, changed=report.changed)
            self.context.bus.notice_asked.emit(tr("Imported: {counts}", counts=counts), None)

    def _show_fault(self, error: KAMDeskError) -> None:
        self.progress.end()
        self._enable(running=False)
        self.fault.set_runs(Run(error.text, "late", "small", mark="late"))
        self.fault.show()
        self._pages.setCurrentIndex(1 if self._tables else 0)

    def _arrange(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 14)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, 0, MARGIN, 10)
        bar.addWidget(self.bar, 1)
        lines.addLayout(bar)
        fault = QHBoxLayout()
        fault.setContentsMargins(MARGIN, 0, MARGIN, 4)
        fault.addWidget(self.fault)
        lines.addLayout(fault)
        body = QWidget()
        self._pages = QStackedLayout(body)
        first = Sheet()
        inside = QVBoxLayout(first)
        inside.setContentsMargins(16, 8, 16, 8)
        inside.addWidget(self.empty)
        self._pages.addWidget(_beside(first))
        self._pages.addWidget(self._made_body())
        lines.addWidget(body, 1)

    def _made_body(self) -> QWidget:
        right = Sheet()
        detail = QVBoxLayout(right)
        detail.setContentsMargins(16, 12, 16, 12)
        detail.setSpacing(8)
        detail.addWidget(self.faces, 0, Qt.AlignmentFlag.AlignLeft)
        faces = QWidget()
        self._faces = QStackedLayout(faces)
        for face in (self.mapping, self.rows, self.result):
            self._faces.addWidget(face)
        detail.addWidget(faces, 1)
        return _beside(self.side, right)

    def _connect(self) -> None:
        self.file.clicked.connect(self._on_file)
        self.empty.asked.connect(self._on_file)
        self.folder.clicked.connect(self._on_folder)
        self.bar.changed.connect(self.look_again)
        self.tables.row_chosen.connect(self._on_table)
        self.mapping.changed.connect(self._on_hand)
        self.faces.chosen.connect(self._turn)
        self.take.clicked.connect(lambda: self.run(dry_run=False))
        self.dry_run.clicked.connect(lambda: self.run(dry_run=True))
        self.keep.clicked.connect(self._on_keep)
        self.result.save_asked.connect(self._on_save_refused)

    def _turn(self, face: str) -> None:
        self.faces.choose(face)
        self._faces.setCurrentIndex([COLUMNS, ROWS, RESULT].index(face))

    def _enable(self, *, running: bool) -> None:
        ready = not running and any(table.records for table in self._tables)
        for button in (self.take, self.dry_run):
            button.setEnabled(ready)
        self.keep.setEnabled(ready and self.bar.mapping_file() is None)

    def _on_table(self, table: FoundTable | None) -> None:
        self.mapping.show_table(table)
        self.rows.show_table(table)

    def _on_hand(self, hand: HandTable) -> None:
        table = self.tables.current_row()
        if table is None:
            return
        self.choice.hands[table.place] = hand
        self._tables = [with_hand(each, hand) if each.id == table.id else each for each in self._tables]
        self.tables.blockSignals(True)  # the pane shows this table already; showing it again would take the focus away
        self.tables.set_rows(self._tables)
        self.tables.blockSignals(False)
        self._enable(running=False)

    def _on_file(self) -> None:
        if (path := asking.file_to_import(self)) is not None:
            self.look_at(path)

    def _on_folder(self) -> None:
        if (path := asking.folder_to_import(self)) is not None:
            self.look_at(path)

    def _on_keep(self) -> None:
        name = f"{path_name(self.choice.path or Path('mapping'))}.toml"
        if (path := asking.mapping_to_save(self, self.context.desk.folder / OWN_FOLDER / name)) is not None:
            self.save_mapping(path)

    def _on_save_refused(self) -> None:
        if (folder := asking.folder_for_refused(self)) is not None:
            self.save_refused(folder)


def path_name(path: Path) -> str:
    """A file's name without its ending, or a folder's."""
    return path.stem or str(path)


def _beside(*widgets: Any) -> QWidget:
    page = QWidget()
    across = QHBoxLayout(page)
    across.setContentsMargins(MARGIN, 0, MARGIN, 0)
    across.setSpacing(16)
    for at, widget in enumerate(widgets):
        across.addWidget(widget, 2 + at)
    return page
