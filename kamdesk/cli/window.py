"""`kamdesk` and `kamdesk demo` open the window, `kamdesk shots` leaves its screens as pictures."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk.base.exit_codes import DONE, REFUSED
from kamdesk.base.log import log_to
from kamdesk.base.paths import default_profile, log_folder
from kamdesk.base.screen import has_screen
from kamdesk.base.words import language, tr
from kamdesk.cli.asked import PASSWORD_VARIABLE, Asked
from kamdesk.storage.keys import KEY_FILE

if TYPE_CHECKING:
    from kamdesk.connectors.intake.files import Progress
    from kamdesk.storage.desk import Desk

TOLD_EVERY = 5_000
"""Records; about a second's work."""

# PLC0415: Qt is loaded only where a window or a picture is asked for, and after its platform was chosen.


def run(asked: Asked) -> int:
    """Open the window, or draw it."""
    match asked.own.verb:
        case "demo":
            return _demo(asked)
        case "shots":
            with asked.desk() as desk:
                return _shots(asked, desk, Path(asked.own.out), today=asked.own.as_of)
        case _:
            return _open(asked.profile, asked, today=asked.own.as_of)


def _open(profile: Path, asked: Asked, *, today: date | None, desk: Desk | None = None) -> int:
    if not has_screen():
        print(tr("There is no screen to open the desk on; `kamdesk --help` lists what works without."), file=sys.stderr)
        return REFUSED
    with suppress(OSError):  # a home that cannot be written to must not keep the desk shut
        log_to(log_folder())
    from kamdesk.app.start import run as open_window  # noqa: PLC0415  (see above)

    if desk is None and os.environ.get(PASSWORD_VARIABLE) and (profile / KEY_FILE).exists():
        from kamdesk.sync.entering import enter  # noqa: PLC0415  (HTTP is loaded only where it is needed)

        desk = enter(profile, os.environ[PASSWORD_VARIABLE])
    return open_window(profile, today=today, language_asked=asked.language, desk=desk)


def _demo(asked: Asked) -> int:
    """The sample company: with an office beside it where one is installed; without a screen its tour in a folder."""
    from kamdesk.app.demo import SAMPLE_PASSWORD  # noqa: PLC0415  (only here)
    from kamdesk.app.demo_office import has_office  # noqa: PLC0415  (only here)
    from kamdesk.connectors.sample_company.company import DEMO_TODAY  # noqa: PLC0415  (only here)

    own = asked.own
    named = "demo" if own.scale == 1 else f"demo-{own.scale}"
    folder = Path(own.profile) if own.profile else default_profile().parent / named
    password = os.environ.get(PASSWORD_VARIABLE) or SAMPLE_PASSWORD
    where = tr("The sample company lies in {folder}; its password: {password}", folder=folder, password=SAMPLE_PASSWORD)
    if password == SAMPLE_PASSWORD:
        print(where, file=sys.stderr)
    asked.own.as_of = own.as_of or DEMO_TODAY
    if has_office():
        return _demo_with_office(asked, folder, password)
    return _demo_alone(asked, folder, password)


def _demo_alone(asked: Asked, folder: Path, password: str) -> int:
    """An owner-run desk."""
    from kamdesk.app.demo import sample_desk  # noqa: PLC0415  (only here)

    desk = sample_desk(folder / "own", password=password, scale=asked.own.scale, progress=_progress())
    if has_screen():
        return _open(folder / "own", asked, today=asked.own.as_of, desk=desk)
    with closing(desk):
        return _tour(asked, desk, Path(asked.own.out or "demo"), today=asked.own.as_of)


def _demo_with_office(asked: Asked, folder: Path, password: str) -> int:
    """An office and two desks: the rep's window here, finance's in a process of its own; all ends with the windows."""
    from kamdesk.app.demo_office import FINANCE, REP, DemoOffice, second_window, tell_a_clash  # noqa: PLC0415  (only here)

    office = DemoOffice(folder, password=password, scale=asked.own.scale)
    print(tr("An office is filled; two desks join it …"), file=sys.stderr, flush=True)
    office.fill()
    with office.running() as url:
        finance, rep = office.desk(FINANCE, url), office.desk(REP, url)
        tell_a_clash(rep, finance)
        finance.close()
        if not has_screen():
            with closing(rep):
                return _tour(asked, rep, Path(asked.own.out or "demo"), today=asked.own.as_of)
        words = ["--as-of", asked.own.as_of.isoformat(), *(["--language", asked.language] if asked.language else [])]
        with second_window(office.place(FINANCE), *words, environ={PASSWORD_VARIABLE: password}):
            return _open(office.place(REP), asked, today=asked.own.as_of, desk=rep)


def _tour(asked: Asked, desk: Desk, out: Path, *, today: date) -> int:
    from kamdesk.app.demo import leave_briefs  # noqa: PLC0415  (only here)

    for file in leave_briefs(desk, out, today=today, language=asked.language or language()):
        print(file.name, file=sys.stderr if asked.json else sys.stdout, flush=True)
    return _shots(asked, desk, out, today=today)


def _shots(asked: Asked, desk: Desk, out: Path, *, today: date | None) -> int:
    own = asked.own
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(getattr(own, "scale_percent", 100) / 100)
    from kamdesk.app.shots import Look, size_of, take_shots  # noqa: PLC0415  (see above)

    size = size_of(getattr(own, "size", "1366x768"))
    look = Look(theme=getattr(own, "theme", "light"), size=size, language=asked.language, today=today)
    files = take_shots(desk, out, look, tell=lambda name: None if asked.json else print(name, flush=True))
    asked.say({"pictures": [str(file) for file in files]}, tr("{n} pictures in {folder}", n=len(files), folder=out))
    return DONE


def _progress() -> Progress:
    """Says on stderr how many records are in, now and then."""
    done = [0]

    def tell(_source: str, count: int) -> None:
        before, done[0] = done[0] // TOLD_EVERY, done[0] + count
        if done[0] // TOLD_EVERY > before:
            print(tr("{n} records …", n=done[0]), file=sys.stderr, flush=True)

    return tell
