"""What an import did: counts by kind of record, refused rows with their reason, what waits, what nobody asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.base.show import number_text
from kamdesk.base.words import commas, ntr, tr
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.records.every import by_word
from kamdesk.ui.imports.table_columns import REFUSED_COLUMNS, refused_words
from kamdesk.ui.kit.buttons import Button
from kamdesk.ui.kit.sheet_table import DENSE, SheetTable
from kamdesk.ui.kit.words_block import Paragraph, Run, Words


class ResultPane(QWidget):
    """Below the mapping after a run.

    Signals:
        save_asked: the refused rows are to be saved as files.
    """

    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: ImportReport | None = None
        self.headline = Words("", role="body_bold")
        self.counts = Paragraph("", role="small")
        self.beside = Paragraph("", role="small")
        self.refused = SheetTable(REFUSED_COLUMNS, height=DENSE, flush=True)
        self.save = Button(tr("Save refused rows"), icon="save", small=True)
        self.save.clicked.connect(self.save_asked)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.headline, 1)
        head.addWidget(self.save)
        lines.addLayout(head)
        lines.addWidget(self.counts)
        lines.addWidget(self.beside)
        lines.addWidget(self.refused, 1)
        self._rest = QWidget()  # takes the room where nothing was refused
        lines.addWidget(self._rest, 1)

    def show_report(self, report: ImportReport, *, dry_run: bool) -> None:
        """Show what was done, or what would be."""
        self.report = report
        refused = len(report.refused)
        said = tr("{new} new, {changed} changed, {same} the same", new=number_text(report.new),
                  changed=number_text(report.changed), same=number_text(report.same))  # fmt: skip
        tried = tr("Tried, nothing kept: {counts}", counts=said) if dry_run else said
        seconds = tr("{n} s", n=number_text(round(report.seconds)))
        runs = [Run(f"{tried}, {seconds}", "text", "body_bold", mark="" if refused else "fine")]
        if refused:
            words = ntr("{n} refused", "{n} refused", refused)
            runs.append(Run(words, "late", "body_bold", gap=12, mark="late"))
        self.headline.set_runs(*runs)
        self.counts.set_text(_by_record(report))
        self.refused.set_rows(report.refused[:1000])
        self.refused.setVisible(bool(refused))
        self._rest.setVisible(not refused)
        self.save.setVisible(any(row.cells for row in report.refused))
        self.beside.set_text(_beside(report))

    def texts(self) -> list[str]:
        """What is written, for readers and tests."""
        rows = [refused_words(row) for row in self.report.refused] if self.report else []
        return [self.headline.text(), self.counts.text(), self.beside.text(), *rows]


def _by_record(report: ImportReport) -> str:
    parts = []
    for word, (new, changed, same) in report.by_record.items():
        whole = number_text(new + changed + same)
        label = tr(by_word(word).label)
        changes = [tr("{n} new", n=number_text(new))] if new else []
        changes += [tr("{n} changed", n=number_text(changed))] if changed else []
        parts.append(f"{label} {whole}" + (f" ({', '.join(changes)})" if changes else ""))
    return commas(parts)


def _beside(report: ImportReport) -> str:
    said = []
    waits = report.unlinked_count
    if waits:
        said.append(
            ntr(
                "{n} row is kept but names somebody who is not here yet; it is linked when they arrive.",
                "{n} rows are kept but name somebody who is not here yet; they are linked when those arrive.",
                waits,
            )
        )
    if report.unmatched:
        names = commas(report.unmatched[:6])
        more = len(report.unmatched) - 6
        said.append(tr("Not taken: {names}", names=names) + (f" {tr('and {n} more', n=more)}" if more > 0 else ""))
    return "  ".join(said)
