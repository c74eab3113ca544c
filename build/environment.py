"""The project's own .venv: made once, filled from the lock by hash, known to be whole by its stamp."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from telling import Counter, Stop, say, step

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "build" / "requirements.txt"
STAMP = VENV / "kamdesk-ready"
LOG = VENV / "install.log"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")


def program(name: str) -> str:
    """The path of a command inside the venv, ready to be run."""
    return str(PROGRAMS / (f"{name}.exe" if os.name == "nt" else name))


def prepare_environment() -> None:
    """Make .venv ready; returns at once where it is. Raises: Stop."""
    wanted = stamp()
    if not (STAMP.exists() and STAMP.read_text("utf-8") == wanted and PYTHON.exists()):
        make_venv()
        STAMP.unlink(missing_ok=True)
        install()
        STAMP.write_text(wanted, "utf-8")
        say(f"  ready: {VENV.relative_to(ROOT)}")
    compile_words()


def stamp() -> str:
    """What a ready .venv was made from: the lock, what pyproject.toml declares, this Python, this place."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    parts = [LOCK.read_text("utf-8"), json.dumps(declared, sort_keys=True), sys.version, str(ROOT)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_venv() -> None:
    """A new .venv, unless a usable one of the same Python stands there half filled."""
    if PYTHON.exists():
        ask = [str(PYTHON), "-c", "import sys, pip; print(sys.version, sys.prefix)"]
        answer = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
        if answer == f"{sys.version} {VENV}".replace("\r\n", "\n"):
            return
    with step("a place of its own for the libraries (.venv)"):
        shutil.rmtree(VENV, ignore_errors=True)
        make = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if make.returncode:
            shutil.rmtree(VENV, ignore_errors=True)  # half a venv would look like a whole one next time
            raise Stop(f"Python could not make a venv:\n{make.stdout}{make.stderr}")


def install() -> None:
    """All libraries by hash, then KAMDesk itself, which pip cannot install by hash from a folder."""
    total = len(re.findall(r"^\S+==", LOCK.read_text("utf-8"), re.MULTILINE))
    with step(f"libraries, about {total} (once; some minutes on a slow line)"):
        pip("--require-hashes", "--only-binary", ":all:", "-r", str(LOCK), counter=Counter(total))
    with step("KAMDesk itself"):
        pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))


def pip(*arguments: str, counter: Counter | None = None) -> None:
    """One `pip install`, its words kept in .venv/install.log and shown only when it fails. Raises: Stop."""
    # --no-compile: of 120 libraries' modules a run needs a few; Python compiles those when they are first used.
    command = [str(PYTHON), "-m", "pip", "install", "--no-compile", "--disable-pip-version-check", "--no-input"]
    heard: list[str] = []
    with subprocess.Popen(
        [*command, "--progress-bar", "off", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=clean_environment(),
    ) as run:
        for line in run.stdout or ():
            heard.append(line)
            if counter and line.startswith("Collecting "):
                counter.tick(line.split()[1].split("=")[0])
            elif counter and line.startswith("Installing collected"):
                counter.end()
                say("  all here, unpacking …")
    LOG.write_text("".join(heard), "utf-8")
    if run.returncode:
        raise Stop("".join(heard[-25:]) + f"\npip could not finish (all it said: {LOG}). Is the network reachable?")


def clean_environment() -> Mapping[str, str]:
    """The environment for the venv's programs: nothing of another Python may shine in."""
    foreign = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in foreign} | {"PYTHONUTF8": "1"}


def compile_words() -> None:
    """Bring the compiled words up to date; the look costs nothing, Babel is started only when one is older."""
    for po in (ROOT / "resources" / "words").glob("*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            subprocess.run([str(PYTHON), str(ROOT / "build" / "compile_words.py")], cwd=ROOT, check=True)
            return
