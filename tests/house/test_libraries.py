"""Every library that is declared is used, and every one that is used is declared."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
COMES_WITH = {"shiboken6": "pyside6-essentials"}  # a part of another library


def key(name):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def imported():
    """The distributions that kamdesk imports, each by its plain key."""
    names = set()
    for path in (ROOT / "kamdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    known = packages_distributions()
    outside = names - set(sys.stdlib_module_names) - {"kamdesk"}
    return {COMES_WITH.get(key(each), key(each)) for name in outside for each in known.get(name, [name])}


def test_every_library_of_the_laptop_is_used():
    assert {key(each) for each in PROJECT["dependencies"]} - imported() == set()


def test_every_library_that_is_used_is_declared():
    extras = PROJECT["optional-dependencies"]["server"]
    assert imported() - {key(each) for each in [*PROJECT["dependencies"], *extras]} == set()


def test_every_library_has_its_reason_and_its_licence():
    decisions = (ROOT / "DECISIONS.md").read_text("utf-8").lower().replace("_", "-")
    notices = (ROOT / "THIRD_PARTY.md").read_text("utf-8").lower().replace("_", "-")
    declared = [key(each) for each in PROJECT["dependencies"]]
    assert [each for each in declared if each not in decisions or each not in notices] == []
