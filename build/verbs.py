"""What build/do.py can do, one function per verb; each returns the exit code."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from environment import PYTHON, ROOT, clean_environment, prepare_environment, program
from system import has_screen, prepare_system
from telling import Stop, say

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
WORKERS_MAX = 4  # more pytest workers than this start up longer than they help


def main(arguments: Sequence[str], *, usage: str) -> int:
    """Read the command line and run one verb."""
    parser = argparse.ArgumentParser(usage=usage, add_help=False)
    parser.add_argument("verb", choices=VERBS)
    given, rest = parser.parse_known_args(arguments)
    try:
        prepare_system(packaging=given.verb == "package")
        prepare_environment()
        return VERBS[given.verb](rest)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


def run(command: Sequence[str], **extra: str) -> int:
    """Run a program of the venv from the project's folder, its words straight to the terminal."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env={**clean_environment(), **extra}, check=False).returncode


def demo(arguments: Sequence[str]) -> int:
    """The sample company on the desk; without a screen the same tour, left in ./demo/ as pictures and PDFs."""
    return run([program("kamdesk"), "demo", *arguments], **({} if has_screen() else OFFSCREEN))


def test(arguments: Sequence[str]) -> int:
    """Style, types, then every test in a random order; the first kind of check that fails ends it."""
    python = str(PYTHON)
    checks = (
        [program("ruff"), "check", "--quiet", "."],
        [program("ruff"), "format", "--quiet", "--check", "."],
        [program("mypy")],
    )
    for check in checks:
        if code := run(check):
            return code
    workers = str(min(WORKERS_MAX, os.cpu_count() or 1))
    spread = ["-n", workers, "--dist", "worksteal"]
    return run([python, "-m", "pytest", "-q", *spread, "-m", "not soak and not bench", *arguments], **OFFSCREEN)


def bench(arguments: Sequence[str]) -> int:
    """Measure the desk or the sync; one line per measure, or JSON."""
    name, *rest = arguments or [""]
    if not (ROOT / "tests" / "bench" / f"{name}.py").is_file():
        say("usage: build/do.py bench desk|sync [--json]")
        return 2
    return run([str(PYTHON), "-m", f"tests.bench.{name}", *rest], **OFFSCREEN)


def soak(arguments: Sequence[str]) -> int:
    """Long random histories: was anything lost?"""
    name, *rest = arguments or [""]
    if not (ROOT / "tests" / "soak" / f"{name}.py").is_file():
        say("usage: build/do.py soak sync|stack|kill|office|mutations [--n N] [--seed S]")
        return 2
    return run([str(PYTHON), "-m", f"tests.soak.{name}", *rest], **OFFSCREEN)


def package(arguments: Sequence[str]) -> int:
    """The program as a folder in ./dist/ that needs no Python, then its own self-test."""
    from packaging_run import make_package  # noqa: PLC0415  (only this verb needs it)

    return make_package(arguments)


def setup(_arguments: Sequence[str]) -> int:
    """Only prepare."""
    say(f"Ready: {program('kamdesk')}")
    return 0


def lock(arguments: Sequence[str]) -> int:
    """Renew build/requirements.txt from pyproject.toml, for all platforms at once; needs uv on the PATH."""
    header = "python3 build/do.py lock"
    options = ["--universal", "--generate-hashes", "--python-version", "3.11", "--all-extras"]
    quiet = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", header, "--quiet"]
    return run(["uv", "pip", "compile", *options, *quiet, "pyproject.toml", "-o", "build/requirements.txt", *arguments])


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "setup": setup,
    "bench": bench,
    "soak": soak,
    "package": package,
    "lock": lock,
}
