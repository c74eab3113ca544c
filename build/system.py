"""What the machine itself must have: a way to make a venv, and on Linux the libraries that Qt opens."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

from telling import Stop, say, step

# What Qt opens at run time: library → Debian package. A window needs the second group too.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def has_screen() -> bool:
    """Whether a window can be shown."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare_system(*, packaging: bool = False) -> None:
    """Install through apt what is missing where that is allowed, else say the one line that does. Raises: Stop."""
    missing = missing_packages(packaging=packaging)
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") is None:
        raise Stop(f"This system lacks: {', '.join(missing)} (Debian's names). Install them and start again.")
    if os.geteuid() != 0:
        raise Stop(f"This system lacks a few libraries. Run this line, then start again:\n  sudo {' '.join(line)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"system libraries: {' '.join(missing)}"):
        for command in (["apt-get", "update"], line):
            run = subprocess.run(
                command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            if run.returncode:
                say((run.stdout + run.stderr)[-3000:])
                raise Stop(f"This did not work: {' '.join(command)}")


def missing_packages(*, packaging: bool = False) -> list[str]:
    """The Debian packages that still have to come, in the order of the tables; empty on Windows and macOS.

    Windows and macOS wheels carry all they open; there python.org's installer brings ensurepip.
    """
    if sys.platform != "linux":
        return []
    wanted = OFFSCREEN | (WINDOW if has_screen() else {})
    missing = [package for library, package in wanted.items() if not opens(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv" if not is_system_python() else "python3-venv")
    if packaging:
        missing += [] if shutil.which("objdump") else ["binutils"]
        shared = f"libpython3.{sys.version_info.minor}"
        missing += [] if opens(f"{shared}.so.1.0") or not is_system_python() else [shared]
    return missing


def opens(library: str) -> bool:
    """Whether the system's loader finds a library, wherever it lies: distributions differ, the loader knows."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_system_python() -> bool:
    """Whether this is the Python that the distribution brought."""
    return sys.base_prefix == "/usr"
