"""What a window loads before it is asked for more: told by the modules, without a clock."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("kamdesk.app.start, kamdesk.ui.welcome.door", {"sqlalchemy", "httpx2", "zstandard", "keyring", "asyncio"}),
        ("kamdesk.app.desk, kamdesk.ui.settings.room", {"httpx2", "zstandard", "keyring", "matplotlib", "reportlab"}),
    ],
    ids=["the door", "a desk's window and its settings"],
)
def test_what_it_does_not_need_yet_is_not_loaded(module, heavy):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert heavy.isdisjoint(loaded)
