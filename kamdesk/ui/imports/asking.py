"""The import room's questions for files and folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kamdesk.base.words import tr


def file_to_import(window: QWidget) -> Path | None:
    """The file to look into."""
    path, _kind = QFileDialog.getOpenFileName(window, tr("Choose a file to import"))
    return Path(path) if path else None


def folder_to_import(window: QWidget) -> Path | None:
    """The folder to look into."""
    path = QFileDialog.getExistingDirectory(window, tr("Choose a folder to import"))
    return Path(path) if path else None


def mapping_to_save(window: QWidget, start: Path) -> Path | None:
    """Where a mapping by hand is saved."""
    path, _kind = QFileDialog.getSaveFileName(window, tr("Save mapping"), str(start), tr("Mappings (*.toml)"))
    return Path(path) if path else None


def folder_for_refused(window: QWidget) -> Path | None:
    """Where the files of refused rows go."""
    path = QFileDialog.getExistingDirectory(window, tr("Where do the refused rows go?"))
    return Path(path) if path else None
