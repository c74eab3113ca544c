"""A child process of this very program, from the source tree or packaged, and the frames it speaks in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

BEHIND = 5
"""Steps by which a process stands behind the window where both want the processor (`nice`)."""


def stand_behind() -> None:
    """Let the window go first: a person feels its waits, and nobody those of a process that works beside it.

    On Windows `started` has said so already.
    """
    if sys.platform != "win32":
        os.nice(BEHIND)


def command(flag: str, module: str, *words: str) -> list[str]:
    """How to start the child: the packaged program knows a flag, the source tree a module."""
    me = [flag] if getattr(sys, "frozen", False) else ["-m", module]
    return [sys.executable, *me, *words]


def started(flag: str, module: str) -> subprocess.Popen[bytes]:
    """The child, spoken to through its input and heard through its output; no console opens on Windows.

    It stands behind the window: on Windows from its start, elsewhere it does so itself (`stand_behind`).
    """
    return subprocess.Popen(  # noqa: S603  (our own program, no shell)
        command(flag, module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        creationflags=sum(getattr(subprocess, name, 0) for name in ("CREATE_NO_WINDOW", "BELOW_NORMAL_PRIORITY_CLASS")),
    )


def program() -> list[str]:
    """How to start this program once more."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kamdesk"]


def environment() -> dict[str, str]:
    """The child finds the package where this process found it."""
    here = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(here)}


def send(out: IO[bytes], frame: dict[str, Any]) -> None:
    """Write one frame: its length in four bytes, then msgpack."""
    data = msgspec.msgpack.encode(frame)
    out.write(len(data).to_bytes(4, "big"))
    out.write(data)
    out.flush()


def frames(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The frames until the other side ends; a frame cut off is none."""
    while len(head := stream.read(4)) == 4:
        size = int.from_bytes(head, "big")
        data = stream.read(size)
        if len(data) < size:
            return
        yield msgspec.msgpack.decode(data)
