"""Files, functions and parameter lists stay small; the message names who does not."""

import ast
import statistics
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES_MAX = 300
FILE_LINES_MEDIAN_MAX = 130
FUNCTION_LINES_MAX = 40
FUNCTION_LINES_P90_MAX = 26
POSITIONAL_MAX = 5

FILES = sorted(p for folder in ("kamdesk", "tests", "build") for p in (ROOT / folder).rglob("*.py"))


def lines(path):
    return len(path.read_text("utf-8").splitlines())


@cache
def functions(path):
    """Each function of a file: its name, its line, its length and how many parameters may be given by position."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [a.arg for a in node.args.posonlyargs + node.args.args if a.arg not in {"self", "cls"}]
            found.append((node.name, node.lineno, node.end_lineno - node.lineno + 1, len(given)))
    return found


def offenders(measure, limit):
    return [
        f"{path.relative_to(ROOT)}:{line} {name}: {size}"
        for path in FILES
        for name, line, length, given in functions(path)
        if (size := {"length": length, "given": given}[measure]) > limit
    ]


def test_no_file_is_longer_than_300_lines():
    assert [f"{p.relative_to(ROOT)}: {lines(p)}" for p in FILES if lines(p) > FILE_LINES_MAX] == []


def test_no_function_is_longer_than_40_lines():
    assert offenders("length", FUNCTION_LINES_MAX) == []


def test_no_function_takes_more_than_5_parameters_by_position():
    # A test asks for its fixtures by name, never by position.
    assert [o for o in offenders("given", POSITIONAL_MAX) if not o.startswith("tests/")] == []


@pytest.mark.parametrize("folder", ["kamdesk", "tests", "build"])
def test_the_median_file_stays_short(folder):
    sizes = [n for p in FILES if p.is_relative_to(ROOT / folder) and (n := lines(p))]
    assert statistics.median(sizes or [0]) <= FILE_LINES_MEDIAN_MAX


def test_nine_functions_of_ten_stay_short():
    lengths = sorted(length for p in FILES for _, _, length, _ in functions(p))
    assert lengths[int(len(lengths) * 0.9)] <= FUNCTION_LINES_P90_MAX
