"""The command line, called as a script calls it."""

import json
from datetime import date

import pytest

from kamdesk.cli.main import main


class Answer:
    """Exit code, what stood on stdout and what on stderr."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """A profile folder, and the password of its desk in the environment."""
    monkeypatch.setenv("KAMDESK_PASSWORD", "a long one")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return tmp_path / "profile"


@pytest.fixture
def kamdesk(profile, capsys):
    """Call `kamdesk …` with this profile."""

    def call(*words):
        capsys.readouterr()
        code = main(["--profile", str(profile), *map(str, words)])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def made(kamdesk):
    """`kamdesk`, with a desk made."""
    assert kamdesk("init", "--company", "示例公司", "--currency", "CNY").code == 0
    return kamdesk


@pytest.fixture
def today():
    """The day of these tests."""
    return date(2026, 10, 20)
