"""What the build promises: one lock for all platforms, one test command, one list of system libraries."""

import re
import tomllib
from pathlib import Path

import environment
import system

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "build" / "requirements.txt").read_text("utf-8")


def key(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_declared_library_is_locked_by_hash():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    assert {key(re.match(r"[\w.-]+", line)[0]) for line in declared} - locked == set()
    assert LOCK.count("--hash=sha256:") > len(locked)


def test_the_lock_names_no_addresses():
    assert re.findall(r"https?://|--index|--find-links", LOCK) == []


def test_the_lock_serves_windows_and_macos_too():
    assert "sys_platform == 'win32'" in LOCK
    assert "sys_platform == 'darwin'" in LOCK


def test_continuous_integration_runs_exactly_the_test_command_of_the_readme():
    command = "python3 build/do.py test"
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert f"exec {command}\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_a_machine_that_has_everything_is_asked_for_nothing(monkeypatch):
    monkeypatch.setattr(system, "opens", lambda library: True)
    assert system.missing_packages() == []


def test_a_bare_linux_is_told_every_library_once(monkeypatch):
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "opens", lambda library: False)
    monkeypatch.setattr(system, "has_screen", lambda: True)
    missing = system.missing_packages()
    assert {"libegl1", "libxcb-cursor0"} <= set(missing)
    assert len(missing) == len(set(missing))


def test_the_stamp_changes_with_the_lock(monkeypatch, tmp_path):
    before = environment.stamp()
    (tmp_path / "requirements.txt").write_text(LOCK + "\n# a newer library", "utf-8")
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.txt")
    assert environment.stamp() != before


def test_nothing_of_another_python_reaches_the_programs_of_the_venv(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    assert "PYTHONPATH" not in environment.clean_environment()
