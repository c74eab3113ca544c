"""`kamdesk join|sync|verify`: the desk and its office (the contract of DESIGN 8)."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Any

from kamdesk.base.errors import CannotOpen
from kamdesk.base.exit_codes import DONE, OFFICE_NOT_REACHED, REFUSED, WrongUsage
from kamdesk.base.ids import CATALOGUE, id_text
from kamdesk.base.preset import preset
from kamdesk.base.words import ntr, tr
from kamdesk.cli.asked import Asked, password
from kamdesk.cli.bring_along import join_with_own_desk
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Compartment
from kamdesk.reads.called import key_of_client
from kamdesk.storage.desk import Desk
from kamdesk.storage.keys import KEY_FILE
from kamdesk.sync.departures import went
from kamdesk.sync.joining import join_office, sign_in_again
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.office_errors import Copied, OfficeError, ShutOut
from kamdesk.sync.office_of_desk import client_of, refuse_without_office
from kamdesk.sync.report import Report, Step
from kamdesk.sync.session import TRIES, synced
from kamdesk.sync.verifying import Difference, verify
from kamdesk.sync.way_back import has_way_back, take_way_back

PATIENCE_S = 60.0
"""The window may be syncing this very moment; a script would rather wait than fail."""


def run(asked: Asked) -> int:
    """Do the verb. Returns: 3 where no office was reached, 1 where it refused."""
    try:
        return _VERBS[asked.own.verb](asked)
    except OfficeError as error:
        print(error.text, file=sys.stderr)
        return REFUSED if error.was_reached else OFFICE_NOT_REACHED


def _join(asked: Asked) -> int:
    """Make the desk and fill it; where the first sync is cut the desk is there all the same, and the next goes on."""
    own = asked.own
    own.url = own.url or preset().office
    if not own.url:
        raise WrongUsage(tr("Say the address of the office."))
    if (asked.profile / KEY_FILE).exists():
        return join_with_own_desk(asked)
    desk = join_office(asked.profile, own.url, user=own.user, password=password(), laptop=own.laptop or "")
    with closing(desk), closing(client_of(desk)) as office:
        who = {"user": own.user, "role": desk.author.role.value}
        print(tr("This desk belongs to the office now; its data are coming."), file=sys.stderr)
        report = _synced(desk, office, asked)
    answer = {"profile": str(asked.profile), "office": office.address, **who, "sync": report.as_json()}
    asked.say(answer, tr("Joined: {folder}. {sync}", folder=asked.profile, sync=_sentence(report)))
    return DONE


def _sync(asked: Asked) -> int:
    """A password that the file does not know, but the office does, opens the file from now on."""
    try:
        return _sync_open(asked)
    except CannotOpen as error:
        if error.reason != "password" or not has_way_back(asked.profile):
            raise
    take_way_back(asked.profile, password())
    return _sync_open(asked)


def _sync_open(asked: Asked) -> int:
    with asked.desk(meets_office=True) as desk:
        refuse_without_office(desk)
        try:
            with closing(client_of(desk)) as office:
                report = _synced(desk, office, asked)
        except (Copied, ShutOut):
            sign_in_again(desk, password())
            with closing(client_of(desk)) as office:
                report = _synced(desk, office, asked)
    asked.say(report.as_json(), _sentence(report))
    return DONE


def _verify(asked: Asked) -> int:
    with asked.desk() as desk:
        refuse_without_office(desk)
        with closing(client_of(desk)) as office:
            found = verify(desk, office)
        differs = [_difference(desk, each) for each in found]
    asked.say({"equal": not found, "differs": differs}, _compared(differs))
    return REFUSED if found else DONE


_VERBS = {"join": _join, "sync": _sync, "verify": _verify}


def _synced(desk: Desk, office: OfficeClient, asked: Asked) -> Report:
    def watch(step: Step) -> None:
        if sys.stderr.isatty() and not asked.json:
            told = tr("{rows} rows, {share} %", rows=step.rows, share=round(step.share * 100))
            print(f"\r{told}\x1b[K", end="", file=sys.stderr, flush=True)

    return synced(desk, office, watch, patience_s=PATIENCE_S, tries=TRIES)


def _sentence(report: Report) -> str:
    sent = ntr("{n} action sent", "{n} actions sent", report.sent)
    received = ntr("{n} row received", "{n} rows received", report.received + report.removed)
    told = [sent, received]
    if report.gone:
        told.append(went(report.gone))
    if waits := report.verdicts.total() - report.verdicts[Verdict.APPLIED]:
        told.append(ntr("{n} of them waits in the tray", "{n} of them wait in the tray", waits))
    return ", ".join(told)


def _difference(desk: Desk, each: Difference) -> dict[str, Any]:
    scope_id, compartment = each.part
    with desk.reading() as connection:
        client = "" if scope_id == CATALOGUE else key_of_client(connection, scope_id)
    return {
        "scope": "catalogue" if scope_id == CATALOGUE else id_text(scope_id),
        "client": client,
        "compartment": Compartment(compartment).value,
        "rows_here": each.rows_here,
        "rows_at_office": each.rows_at_office,
        "mended": each.is_mended,
    }


def _compared(differs: list[dict[str, Any]]) -> str:
    if not differs:
        return tr("This desk holds exactly what the office has.")
    lines = [
        tr(
            "{part} differs: {here} rows here, {there} at the office; {then}",
            part=f"{each['client'] or each['scope']} / {each['compartment']}",
            here=each["rows_here"],
            there=each["rows_at_office"],
            then=tr("read anew, now the same") if each["mended"] else tr("still different"),
        )
        for each in differs
    ]
    return "\n".join(lines)
