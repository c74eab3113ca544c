"""`kamdesk-server device`: the laptops of an office."""

from __future__ import annotations

from typing import Any

from kamdesk.base.days import moment_text
from kamdesk.base.exit_codes import DONE, WrongUsage
from kamdesk.base.ids import id_text
from kamdesk.base.text_table import text_table
from kamdesk.base.words import tr
from kamdesk.server.people.devices import Device, State, device_named, end_device, every_device
from kamdesk.server.verbs.asked import Asked

_STATES = {"retire": State.RETIRED, "lost": State.LOST}


def device(asked: Asked) -> int:
    """List laptops, take one out of service, or declare one lost."""
    own = asked.own
    with asked.office() as office:
        with office.writing() as connection:
            if own.deed == "list":
                found = every_device(connection)
            elif not own.name:
                raise WrongUsage(tr("Say which laptop: kamdesk-server device {deed} LAPTOP", deed=own.deed))
            else:
                named = device_named(connection, own.name)
                found = [end_device(connection, office.journal, named, _STATES[own.deed], now=office.clock())]
        rows = [_row(each) for each in found]
    asked.say(rows if own.deed == "list" else rows[0], text_table(rows))
    return DONE


def _row(each: Device) -> dict[str, Any]:
    return {
        "device": id_text(each.device_id),
        "name": each.name,
        "user": each.user,
        "state": each.state.value,
        "joined": moment_text(each.joined_at),
        "last_contact": moment_text(each.last_contact_at) if each.last_contact_at else None,
        "waiting": each.waiting,
        "copied_from": id_text(each.copied_from) if each.copied_from else None,
    }
