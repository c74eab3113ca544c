"""`kamdesk import`: its JSON to the letter, its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kamdesk(tmp_path_factory):
    profile = tmp_path_factory.mktemp("profile") / "desk"
    environment = os.environ | {"KAMDESK_PASSWORD": "a long one", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}

    def run(*words):
        line = [sys.executable, "-m", "kamdesk", "--profile", str(profile), *map(str, words)]
        return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, encoding="utf-8")

    assert run("init", "--company", "Ours", "--currency", "USD").returncode == 0
    return run


def test_the_report_is_one_json_document_with_the_names_of_the_contract(kamdesk):
    done = kamdesk("import", NORTHWIND / "customers.csv", "--mapping", "northwind.toml", "--json", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert set(report) >= {
        "read", "new", "changed", "same", "refused_count", "refused", "kept_unlinked_count", "kept_unlinked",
        "unmatched", "seconds",
    }  # fmt: skip
    assert (report["read"], report["new"], report["refused"]) == (273, 273, [])
    assert report["unmatched"] == ["customers.csv: Fax"]


def test_a_refused_row_ends_with_1_and_is_named(kamdesk, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("OrderID,CustomerID,OrderDate\n1,A,soon\n", "utf-8")
    done = kamdesk("--json", "import", path, "--mapping", "northwind.toml")
    (refused,) = json.loads(done.stdout)["refused"]
    assert done.returncode == 1
    assert {**refused, "reason": ""} == {
        "file": "orders.csv", "row": 2, "field": "OrderDate", "value": "soon", "reason": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nowhere.csv",), 1, "no such file"),
        ((NORTHWIND / "customers.csv", "--mapping", "nowhere.toml"), 2, "nowhere.toml"),
        ((NORTHWIND / "customers.csv", "--mapping", "organisation.toml"), 2, "--set client="),
    ],
)
def test_what_is_wrong_stands_on_stderr_in_a_sentence(kamdesk, words, code, says):
    done = kamdesk("import", *words, "--json")
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
