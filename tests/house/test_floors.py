"""The floors of the house: every import contract of pyproject.toml is kept."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_imports_only_go_down_and_never_in_circles():
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run([sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_contract_has_an_exception_list():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert [c["name"] for c in contracts if "ignore_imports" in c] == []


def test_package_files_stay_empty():
    spoken = [p.relative_to(ROOT) for p in (ROOT / "kamdesk").rglob("__init__.py") if p.stat().st_size]
    assert spoken == [], "re-exports are how circles start"
