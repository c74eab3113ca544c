"""`kamdesk-server backup`, `restore`, `verify` and `erase`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kamdesk.base.exit_codes import DONE, REFUSED
from kamdesk.base.ids import id_text
from kamdesk.base.words import tr
from kamdesk.server.config import write_template
from kamdesk.server.custody.backup import Backup, check_backup, make_backup
from kamdesk.server.custody.erasing import erase_person
from kamdesk.server.custody.restore import restore as put_back
from kamdesk.server.custody.verifying import differences
from kamdesk.server.office import connect, make_recovery_key
from kamdesk.server.verbs.asked import Asked


def backup(asked: Asked) -> int:
    """Write a backup."""
    with asked.office() as office:
        made = make_backup(office, Path(asked.own.path))
    asked.say(
        _told(made), tr("Written: {file}, {n} rows. Keep recovery.key in another place.", file=made.path, n=made.rows)
    )
    return DONE


def restore(asked: Asked) -> int:
    """Put the office back."""
    config = asked.config
    write_template(config.folder)
    office = connect(config)
    try:
        done = put_back(office, Path(asked.own.path), replace=asked.own.replace)
    finally:
        office.close()
    make_recovery_key(config.folder)
    told = _told(done.backup) | {"laptops_shut_out": done.laptops_shut_out, "people_erased": done.people_erased}
    text = tr(
        "The office of {company} is back as of {moment}. Teams and who serves whom are as they were then; "
        "people, passwords, lost laptops and erased people are as of now.",
        company=done.backup.company,
        moment=done.backup.made_at,
    )
    asked.say(told, text)
    return DONE


def _told(made: Backup) -> dict[str, Any]:
    return {"file": str(made.path), "made_at": made.made_at, "company": made.company, "rows": made.rows}


def verify(asked: Asked) -> int:
    """Check the office, or a backup."""
    if asked.own.backup:
        checked = check_backup(Path(asked.own.backup))
        asked.say({"equal": True, "differs": []} | _told(checked), tr("The backup is whole: {n} rows.", n=checked.rows))
        return DONE
    with asked.office() as office:
        found = differences(office)
    asked.say({"equal": not found, "differs": found}, "\n".join(found) or tr("The office is whole."))
    return REFUSED if found else DONE


def erase(asked: Asked) -> int:
    """Forget a person."""
    with asked.office() as office:
        done = erase_person(office, asked.own.client, asked.own.person, now=office.clock())
    told = {"id": id_text(done.row_id), "rows_removed": done.rows_removed, "was_erased": done.was_erased}
    asked.say(told, tr("Forgotten; {n} rows about this person are gone.", n=done.rows_removed))
    return DONE
