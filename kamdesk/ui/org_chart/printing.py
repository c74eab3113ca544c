"""Asking where the printed chart goes, and opening it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.ui.kit.context import Context
from kamdesk.ui.org_chart.board import Board
from kamdesk.ui.org_chart.print_chart import file_name, print_chart


def ask_and_print(window: QWidget, context: Context, board: Board) -> None:
    """Write the chart as one PDF page where the person says, and open it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder) / file_name(board))
    path, _kind = QFileDialog.getSaveFileName(window, tr("Print the chart as a PDF"), start, tr("PDF (*.pdf)"))
    if not path:
        return
    try:
        print_chart(board, Path(path), client_safe=context.client_safe)
    except KAMDeskError as error:
        context.jobs.failed.emit(error.text)
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))
