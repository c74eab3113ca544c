"""Builds dist/KAMDesk with PyInstaller and lets the packaged program test itself, away from this machine's Python."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from environment import PYTHON, ROOT, clean_environment
from telling import Stop, say, step

DIST = ROOT / "dist"
FOLDER = DIST / "KAMDesk"
SELF_TEST_S_MAX = 120.0  # ten times what it takes; only a hanging program is stopped


def make_package(arguments: Sequence[str]) -> int:
    """Build, then self-test; returns the self-test's exit code."""
    with step("the program as a folder (PyInstaller, some minutes)"):
        build(arguments)
    megabytes = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
    say(f"  {FOLDER.relative_to(ROOT)}: {megabytes:.0f} MB")
    return self_test(command_line())


def build(arguments: Sequence[str]) -> None:
    """Run PyInstaller on kamdesk.spec; its log is shown only where it fails. Raises: Stop."""
    command = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--distpath", str(DIST), *arguments, "kamdesk.spec"]
    run = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if run.returncode:
        raise Stop(f"{run.stderr[-4000:]}\nPyInstaller could not finish.")
    if sys.platform == "win32":
        (FOLDER / "kamdesk-console.exe").replace(FOLDER / "KAMDesk.com")


def command_line() -> Path:
    """The packaged program that has a stdout."""
    if sys.platform == "darwin":
        return DIST / "KAMDesk.app" / "Contents" / "MacOS" / "KAMDesk"
    return FOLDER / ("KAMDesk.com" if sys.platform == "win32" else "kamdesk")


def self_test(program: Path) -> int:
    """Run `kamdesk --self-test` from a copy elsewhere, with an empty home and nothing of the venv in reach."""
    with tempfile.TemporaryDirectory() as away:
        root = DIST / "KAMDesk.app" if sys.platform == "darwin" else FOLDER
        copy = Path(shutil.copytree(root, Path(away) / root.name, symlinks=True))
        home = Path(away) / "home"
        home.mkdir()
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
        env = {**kept, "HOME": str(home), "USERPROFILE": str(home), "QT_QPA_PLATFORM": "offscreen"}
        began = time.monotonic()
        command = [str(copy / program.relative_to(root)), "--self-test"]
        run = subprocess.run(command, cwd=home, env=env, timeout=SELF_TEST_S_MAX, check=False)
    say(f"  self-test: exit {run.returncode} after {time.monotonic() - began:.1f} s")
    return run.returncode
