r"""One door to everything: prepare this machine, then show, test, measure or package KAMDesk.

    python3 build/do.py demo      the sample company in the window (without a screen: pictures and PDFs in ./demo/)
    python3 build/do.py test      every check and every test
    python3 build/do.py setup     only prepare; then .venv/bin/kamdesk works
    python3 build/do.py bench desk|sync [--json]
    python3 build/do.py soak sync|stack|kill|office|mutations [--n N] [--seed S]
    python3 build/do.py package   the program as a folder that needs no Python

On Windows: py build\do.py …   It needs nothing but Python; running it again does only what is missing.
"""

# This file must be readable by any Python 3, so that an old one gets a sentence instead of a syntax error.
import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def fitting(version: tuple) -> bool:
    """Whether KAMDesk's libraries exist for this Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def other_pythons() -> list:
    """Commands that may start a fitting Python on this machine, newest first."""
    names = [f"3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    return [["py", f"-{name}"] if os.name == "nt" else [f"python{name}"] for name in names]


def hand_over() -> "int | None":
    """Start this script again under a fitting Python; returns its exit code, or None where there is none."""
    for command in other_pythons():
        try:
            probe = subprocess.call([*command, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError:
            continue
        if probe == 0:
            return subprocess.call([*command, *sys.argv])
    return None


def start() -> int:
    """Run the verb named on the command line; returns the exit code."""
    if fitting(sys.version_info):
        from verbs import main  # noqa: PLC0415  (its syntax is new: only a fitting Python may read it)

        return main(sys.argv[1:], usage=__doc__)
    code = hand_over()
    if code is None:
        here = ".".join(map(str, sys.version_info[:2]))
        print(f"KAMDesk needs Python 3.11, 3.12 or 3.13; this is {here} and no other was found.")
        print("Debian 12 and newer: apt-get install python3. Windows and macOS: python.org/downloads.")
        return 1
    return code


if __name__ == "__main__":
    sys.exit(start())
