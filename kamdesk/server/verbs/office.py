"""`kamdesk-server init`, `run`, `status` and `policy`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy import func, select, text

from kamdesk.base.days import moment_text
from kamdesk.base.exit_codes import DONE, WrongUsage
from kamdesk.base.text_table import text_table
from kamdesk.base.words import tr
from kamdesk.records.every import RECORDS
from kamdesk.server.custody.compacting import compact
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.schema import newest
from kamdesk.server.database.tables import devices, items, loads, raw_actions, users
from kamdesk.server.database.troubles import NotReached, in_words
from kamdesk.server.imports.bringing import finish_import
from kamdesk.server.office import Office, make_office, open_office
from kamdesk.server.people.policies import POLICIES, all_policies, set_policy
from kamdesk.server.verbs.asked import Asked
from kamdesk.server.web.json_log import log_in_json, tell
from kamdesk.server.web.running import Serving

COMPACTS_EVERY_S = 24 * 3600


def init(asked: Asked) -> int:
    """Make the office."""
    config, own = asked.config, asked.own
    is_new = make_office(config, company=own.company, currency=own.currency)
    told = {"folder": str(config.folder), "company": own.company, "new": is_new, "embedded": config.is_embedded}
    made = tr("The office of {company} is made: {folder}", company=own.company, folder=config.folder)
    there = tr("There was an office already; it is as it was: {folder}", folder=config.folder)
    asked.say(told, made if is_new else there)
    return DONE


def run(asked: Asked) -> int:
    """Answer laptops until stopped."""
    own, config = asked.own, asked.config
    if own.port is not None:
        config = replace(config, port=own.port)
    if own.address is not None:
        config = replace(config, address=own.address)
    office = open_office(config)
    try:
        log_in_json()
        if finish_import(office):
            tell("import_finished")
        serving = Serving(office, ready_file=Path(own.ready_file) if own.ready_file else None)
        ended = Event()
        keeper = Thread(target=_keep, args=(office, ended), name="compacting", daemon=True)
        keeper.start()
        serving.serve_until_stopped()
        ended.set()
        keeper.join(timeout=5)
    finally:
        office.close()
    return DONE


def _keep(office: Office, ended: Event) -> None:
    """What has to be done once a day while the office runs."""
    while True:
        try:
            with in_words():
                tell("compacted", parts=compact(office, office.clock()))
        except NotReached:
            tell("not_compacted")
        if ended.wait(COMPACTS_EVERY_S):
            return


def status(asked: Asked) -> int:
    """What the office holds and what waits."""
    with asked.office() as office:
        told = _status(office)
    asked.say(told, text_table([*_lines(told)]))
    return DONE


def _lines(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One line for each number, also for each of several under one head."""
    for name, value in told.items():
        for part, each in (value or {"": 0}).items() if isinstance(value, dict) else [("", value)]:
            yield {"what": f"{name} {part}".strip(), "value": each}


def _status(office: Office) -> dict[str, Any]:
    with office.writing() as connection:

        def number(table: Any, *where: Any) -> int:  # noqa: ANN401  (SQLAlchemy's clauses)
            return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

        by_state = connection.execute(select(devices.c.state, func.count()).group_by(devices.c.state))
        return {
            "company": office.company,
            "currency": office.currency,
            "schema": newest(),
            "postgresql": connection.execute(text("SHOW server_version")).scalar_one(),
            "embedded": office.config.is_embedded,
            "users": number(users, users.c.is_active),
            "laptops": {row.state: row.count for row in by_state},
            "actions_waiting_on_laptops": int(
                connection.execute(select(func.coalesce(func.sum(devices.c.waiting), 0))).scalar_one()
            ),
            "tray_items_open": number(items, items.c.state == "open"),
            "actions_held_raw": number(raw_actions),
            "as_of": {row.compartment: moment_text(row.as_of) for row in connection.execute(select(loads))},
            "rows": {record.word: count for record in RECORDS if (count := number(office_table(record)))},
        }


def policy(asked: Asked) -> int:
    """Show or change a policy."""
    own = asked.own
    with asked.office() as office, office.writing() as connection:
        if own.value is not None:
            set_policy(connection, own.name, own.value)
        values = all_policies(connection)
    if own.name is not None and own.name not in values:
        raise WrongUsage(tr('There is no policy called "{name}": {known}', name=own.name, known=", ".join(values)))
    rows = [
        {"policy": name, "value": value, "means": tr(POLICIES[name].label)}
        for name, value in values.items()
        if own.name in (None, name)
    ]
    answer = {row["policy"]: row["value"] for row in rows}
    asked.say(answer, "\n".join(f"{row['policy']} = {row['value']}   {row['means']}" for row in rows))
    return DONE
