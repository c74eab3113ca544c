"""The words of kamdesk-server. They and their JSON are a contract with scripts (DESIGN 8)."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from kamdesk.base.command_line import OptionsOfAll, day, setting
from kamdesk.base.version import VERSION
from kamdesk.base.words import tr
from kamdesk.server.people.users import ROLES

_Add = Callable[..., argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """The parser; options that every verb has are taken before and after it."""
    whole = argparse.ArgumentParser(
        prog="kamdesk-server",
        description=tr("The office of KAMDesk: people, laptops, imports and backups. Begin with `init`, then `run`."),
    )
    options = OptionsOfAll(
        profile=tr("the folder of the office; /var/lib/kamdesk for root"),
        as_of=tr("the day by which services begin and end, as 2026-03-31; today"),
        language=tr("the language of the answers"),
    )
    options.add_to(whole, hidden=False)
    whole.add_argument("--version", action="version", version=f"kamdesk-server {VERSION}")
    verbs = whole.add_subparsers(dest="verb", metavar="VERB", required=True)

    def add(name: str, words: str, more: str = "") -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}. {more}".rstrip())
        options.add_to(verb, hidden=True)
        return verb

    for group in (_office_verbs, _people_verbs, _laptop_verbs, _custody_verbs):
        group(add)
    return whole


def _office_verbs(add: _Add) -> None:
    init = add(
        "init",
        tr("make an office"),
        tr(
            "Writes office.toml into the folder, makes the tables and the office's keys. Without KAMDESK_DATABASE_URL "
            "the office keeps a PostgreSQL of its own in the folder. Running it again changes nothing that is there."
        ),
    )
    init.add_argument("--company", required=True, metavar="NAME", help=tr("the name that laptops show"))
    init.add_argument("--currency", default="EUR", metavar="C", help=tr("ISO code; EUR where nothing is said"))
    run = add(
        "run",
        tr("answer laptops until Ctrl+C or SIGTERM"),
        tr("Address, port, certificate and trusted proxies stand in office.toml; these options win over it."),
    )
    run.add_argument("--address", metavar="A", help=tr("where to listen; 127.0.0.1 where nothing is said"))
    run.add_argument("--port", type=int, metavar="N", help=tr("the port; 0 takes a free one"))
    run.add_argument("--ready-file", metavar="F", help=tr("written when the office answers: its address as JSON"))
    add("status", tr("what the office holds and what waits"))
    policy = add("policy", tr("show or change what the office demands"), tr('"default" as the value goes back.'))
    policy.add_argument("name", nargs="?", metavar="NAME")
    policy.add_argument("value", nargs="?", metavar="VALUE")


def _people_verbs(add: _Add) -> None:
    user = add(
        "user",
        tr("add a person, change their role or password, shut them out, list all"),
        tr("The password comes from the variable KAMDESK_NEW_PASSWORD, or is asked."),
    )
    user.add_argument("deed", choices=("add", "password", "out", "list"))
    user.add_argument("name", nargs="?", metavar="NAME")
    user.add_argument("--role", choices=[role.value for role in ROLES], metavar="R", help=", ".join(ROLES))
    user.add_argument("--employee", metavar="KEY", help=tr("which of our people this is: external key or exact name"))
    team = add(
        "team", tr("make a team, say who is in it, or list all"), tr("Managers see what the team's people serve.")
    )
    team.add_argument("name", nargs="?", metavar="NAME")
    team.add_argument("--add", action="append", default=[], metavar="USER", help=tr("in the team from now on"))
    team.add_argument("--manager", action="append", default=[], metavar="USER", help=tr("manages the team from now on"))
    team.add_argument("--remove", action="append", default=[], metavar="USER", help=tr("no longer in the team"))
    serve = add(
        "serve",
        tr("say who serves which client, or list all"),
        tr("Said again, the days are changed; --to with a past day ends the service."),
    )
    serve.add_argument("client", nargs="?", metavar="CLIENT", help=tr("its external key or exact name"))
    serve.add_argument("user", nargs="?", metavar="USER")
    serve.add_argument(
        "--every-client", action="store_true", help=tr("instead of CLIENT: every client that is there now")
    )
    serve.add_argument("--role", choices=[role.value for role in ROLES], metavar="R", help=", ".join(ROLES))
    serve.add_argument("--from", dest="starts_on", type=day, metavar="D", help=tr("the first day; today"))
    serve.add_argument("--to", dest="ends_on", type=day, metavar="D", help=tr("the last day; until further notice"))


def _laptop_verbs(add: _Add) -> None:
    device = add(
        "device",
        tr("list laptops, take one out of service, or declare one lost"),
        tr(
            "A retired laptop sends what it has and wipes itself. A lost one is shut out at once, and its key is "
            "destroyed at its next contact; that cannot be taken back."
        ),
    )
    device.add_argument("deed", choices=("list", "retire", "lost"))
    device.add_argument("name", nargs="?", metavar="LAPTOP", help=tr("its id, or its name where no other has it"))


def _custody_verbs(add: _Add) -> None:
    bring = add(
        "import",
        tr("bring in a file or a folder of files, while people work"),
        tr("The same mappings as on a desk. An import that was interrupted is finished first."),
    )
    bring.add_argument("path", nargs="?", metavar="FILE|DIR")
    bring.add_argument(
        "--sample-company", type=int, metavar="N", help=tr("an invented company instead of a file, N times its size")
    )
    bring.add_argument("--mapping", metavar="M.toml", help=tr("how the files' columns are read"))
    bring.add_argument("--set", action="append", type=setting, default=[], metavar="key=value")
    bring.add_argument("--dry-run", action="store_true", help=tr("say what would change and change nothing"))
    bring.add_argument("--complete", action="store_true", help=tr("the files are whole: rows of the ERP they lack go"))
    bring.add_argument("--accept-removals", action="store_true", help=tr("even where that is a large share of a table"))
    backup = add(
        "backup", tr("write a backup while people work"), tr("A folder gets a dated file, readable by nobody else.")
    )
    backup.add_argument("path", metavar="FILE|DIR")
    restore = add(
        "restore",
        tr("put the office back from a backup; stop it first"),
        tr("Laptops notice by themselves and send again what the backup lacks. Lost laptops stay shut out."),
    )
    restore.add_argument("path", metavar="FILE")
    restore.add_argument("--replace", action="store_true", help=tr("in place of the office that is in the database"))
    verify = add("verify", tr("check that the office, or a backup, is whole; ends with 1 where it is not"))
    verify.add_argument("--backup", metavar="FILE", help=tr("check this backup instead"))
    erase = add(
        "erase",
        tr("forget a person at a client for ever"),
        tr("Their facts are blanked, notes and sore spots about them go; no sync and no restore brings them back."),
    )
    erase.add_argument("client", metavar="CLIENT", help=tr("its external key or exact name"))
    erase.add_argument("person", metavar="PERSON", help=tr("external key or exact name"))
