"""Where a desk may lie: on a local disk of this machine, never where a network or a syncing program reaches in.

A write-ahead log breaks when two machines, or a syncing program, touch its files (SYNC 6).
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from kamdesk.base.errors import CannotOpen
from kamdesk.base.words import tr
from kamdesk.storage.full_disk import full_in_words

# Add a syncing program: the name its folder has, in lower case, as a pattern of the whole folder name.
_SYNCED_NAMES = re.compile(
    r"onedrive( - .+)?|dropbox( \(.+\))?|google ?drive|my drive|icloud ?drive|com~apple~clouddocs|mobile documents"
    r"|cloudstorage|nextcloud|owncloud|seafile|box sync|pcloud ?drive|megasync|synology ?drive"
    r"|nutstore( files)?|我的坚果云|坚果云|baidusyncdisk|百度网盘同步空间|wpsdrive"
)
# What a syncing program leaves at the top of a folder that it keeps.
_SYNC_MARKS = (".dropbox", ".stfolder", ".sync_journal.db", ".owncloudsync.log", ".seafile-data")
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_FILE_SYSTEMS = re.compile(
    r"nfs4?|cifs|smb[23]?|smbfs|afpfs|webdav|davfs2?|ncpfs|afs|ceph|glusterfs|lustre|fuse\.(sshfs|rclone|onedriver?|davfs2|gvfsd-fuse|google-drive-ocamlfuse)"
)
_DRIVE_REMOTE = 4


def refuse_unsafe_place(
    folder: Path, *, mounts: str | None = None, environ: Mapping[str, str] = os.environ, system: str = sys.platform
) -> None:
    """Refuse a folder on a network drive or inside a synchronised one. Raises: CannotOpen, reason network."""
    real = folder.absolute()
    if _is_on_network(real, mounts, system):
        raise CannotOpen(
            tr("A desk cannot lie on a network drive: {folder}. Choose a folder on this machine.", folder=real),
            reason="network",
        )
    keeper = _synced_by(real, environ)
    if keeper:
        raise CannotOpen(
            tr(
                "{keeper} copies this folder to other machines, which damages a desk. Choose another folder.",
                keeper=keeper,
            ),
            reason="network",
        )


def make_folder(folder: Path) -> None:
    """Make the folder, for its owner only. Raises: CannotOpen, reason read_only or disk_full."""
    try:
        with full_in_words():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CannotOpen(
            tr("This folder cannot be made: {folder}. Check its rights, or choose another.", folder=folder),
            reason="read_only",
        ) from error


def _synced_by(folder: Path, environ: Mapping[str, str]) -> str:
    for variable in _SYNC_VARIABLES:
        if environ.get(variable) and folder.is_relative_to(environ[variable]):
            return "OneDrive"
    for part in (folder, *folder.parents):
        if _SYNCED_NAMES.fullmatch(part.name.lower()):
            return part.name
        mark = next((mark for mark in _SYNC_MARKS if (part / mark).exists()), "")
        if mark and part != Path.home():  # Dropbox keeps its program in ~/.dropbox
            return part.name
    return ""


def _is_on_network(folder: Path, mounts: str | None, system: str) -> bool:
    if system == "win32":
        return str(folder).startswith("\\\\") or _windows_drive_type(folder) == _DRIVE_REMOTE
    if mounts is None:
        mounts = _mounts()
    return bool(_NETWORK_FILE_SYSTEMS.fullmatch(_file_system(folder, mounts.splitlines())))


def _windows_drive_type(folder: Path) -> int:
    windll = getattr(ctypes, "windll", None)
    return int(windll.kernel32.GetDriveTypeW(folder.anchor)) if windll else 0


def _mounts() -> str:
    """Linux lists its mounts in /proc; macOS answers `mount`, which would start a program at every open."""
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""


def _file_system(folder: Path, mounts: Iterable[str]) -> str:
    best, kind = -1, ""
    for line in mounts:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), fields[2]
    return kind
