"""`kamdesk export`: every record of one client or of all."""

from __future__ import annotations

from pathlib import Path

from kamdesk.base.exit_codes import DONE, WrongUsage
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked
from kamdesk.operations.exports import export
from kamdesk.reads.named import client_named


def run(asked: Asked) -> int:
    """Write the files and answer with the number of records in each."""
    if asked.own.all == bool(asked.own.client):
        raise WrongUsage(tr("Name one client, or ask for all with --all."))
    out, client_id = Path(asked.own.out), None
    with asked.desk() as desk:
        if asked.own.client:
            with desk.reading() as connection:
                client_id = client_named(connection, asked.own.client)
        counts = export(desk, out, client_id=client_id)
    whole = sum(counts.values())
    asked.say({"folder": str(out), "records": counts}, tr("{n} records in {folder}", n=whole, folder=out))
    return DONE
