"""The self-test that an installation runs on itself."""

import os
import subprocess
import sys

import pytest

from kamdesk.app import self_test


def test_a_whole_installation_passes_and_ends_with_0():
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-m", "kamdesk", "--self-test", "--language", "zh_CN"],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == len(self_test.PARTS) + 1


def test_a_part_that_does_not_work_is_told(monkeypatch):
    def broken(folder):
        self_test._demand(folder.name == "never")

    monkeypatch.setattr(self_test, "PARTS", (("draws a chart", broken),))
    with pytest.raises(self_test.Failed):
        self_test.self_test(print)
