"""`kamdesk brief`: the visit brief or the annual-meeting brief as a PDF, as the window makes it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from kamdesk.base.exit_codes import DONE
from kamdesk.base.words import language, tr
from kamdesk.base.written_files import writing
from kamdesk.cli.asked import Asked
from kamdesk.reads.named import client_named
from kamdesk.storage.desk import Desk
from kamdesk.storage.exported import note_export, reading_what_may_leave
from kamdesk.storage.settings import COMPANY


def run(asked: Asked) -> int:
    """Write the file and answer with its path and size."""
    out = Path(asked.own.out)
    with asked.desk() as desk:
        pdf = _brief(asked, desk)
        note_export(desk, f"brief {asked.own.kind}", 1)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(pdf)
    asked.say({"file": str(out), "bytes": len(pdf)}, tr("Written: {id}", id=out))
    return DONE


def _brief(asked: Asked, desk: Desk) -> bytes:
    from kamdesk.reports.annual_brief import annual_brief
    from kamdesk.reports.visit_brief import visit_brief

    spoken = asked.language or language()
    with reading_what_may_leave(desk) as connection:
        client_id = client_named(connection, asked.own.client)
        if asked.own.kind == "visit":
            return visit_brief(
                connection, client_id=client_id, visit_id=None, as_of=asked.as_of, language=spoken,
                audience=asked.own.audience, made_at=_made_at(asked, desk),
            )  # fmt: skip
        return annual_brief(
            connection, client_id=client_id, as_of=asked.as_of, language=spoken, audience=asked.own.audience,
            made_at=_made_at(asked, desk), company=desk.settings.get(COMPANY),
        )  # fmt: skip


def _made_at(asked: Asked, desk: Desk) -> datetime:
    """Now; noon of a day that was named: the same question gives the same bytes."""
    return datetime.combine(asked.own.as_of, time(12), tzinfo=UTC) if asked.own.as_of else desk.clock()
