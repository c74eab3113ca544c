"""The desk of the sample company: made when it is first asked for, then opened again; and its two briefs on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from kamdesk.connectors.intake.files import Progress
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.reads.client_rows import busiest_client
from kamdesk.storage.desk import Desk, create_desk, open_desk
from kamdesk.storage.keys import KEY_FILE
from kamdesk.storage.settings import COMPANY

SAMPLE_PASSWORD = "sample company"  # noqa: S105  (an invented company has no secrets)
_FILLED = "sample_scale"
AUDIENCES: tuple[Literal["us", "client"], ...] = ("us", "client")


def sample_desk(folder: Path, *, password: str, scale: int, progress: Progress | None = None) -> Desk:
    """The sample company's desk in this folder; filled where that was not finished before."""
    if (folder / KEY_FILE).exists():
        desk = open_desk(folder, password=password)
    else:
        desk = create_desk(folder, password=password, company="KAMDesk", currency="CNY")
    if not desk.settings.get(_FILLED):
        take_sample_company(desk, scale=scale, zone=None, progress=progress)
        desk.settings.set(_FILLED, str(scale))
    return desk


def leave_briefs(desk: Desk, out: Path, *, today: date, language: str) -> list[Path]:
    """Write the briefs of the client with the most to say, for us and for the client. Returns: the files."""
    from kamdesk.reports.annual_brief import annual_brief
    from kamdesk.reports.visit_brief import visit_brief

    out.mkdir(parents=True, exist_ok=True)
    made_at = datetime.combine(today, time(6, 41)).astimezone(UTC)
    files: list[Path] = []
    with desk.reading() as connection:
        client_id = busiest_client(connection, as_of=today)
        if client_id is None:
            return files
        for audience in AUDIENCES:
            visit = visit_brief(
                connection, client_id=client_id, visit_id=None, as_of=today, language=language, audience=audience,
                made_at=made_at,
            )  # fmt: skip
            annual = annual_brief(
                connection,
                client_id=client_id,
                as_of=today,
                language=language,
                audience=audience,
                made_at=made_at,
                company=desk.settings.get(COMPANY),
            )
            for kind, pdf in (("visit", visit), ("annual", annual)):
                files.append(out / f"{kind}-brief-for-{audience}.pdf")
                files[-1].write_bytes(pdf)
    return files
