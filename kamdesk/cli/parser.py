"""The words of the command line. They and their JSON are a contract with scripts (DESIGN 8)."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from kamdesk.base.command_line import OptionsOfAll, setting
from kamdesk.base.version import VERSION
from kamdesk.base.words import N_, tr

LISTS = {
    "clients": N_("the clients, as the screen shows them"),
    "contacts": N_("the people, as the screen shows them"),
    "orders": N_("the orders, as the screen shows them"),
    "stock": N_("the stock, as the screen shows it"),
    "payments": N_("the open instalments, as the screen shows them"),
}

_Add = Callable[[str, str], argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """The parser; options that every verb has are taken before and after it."""
    whole = argparse.ArgumentParser(prog="kamdesk", description=tr("The key account manager's desk."))
    options = OptionsOfAll(
        profile=tr("the folder of the desk"),
        as_of=tr("the day whose state is asked, as 2026-03-31"),
        language=tr("the language of words and paper"),
    )
    options.add_to(whole, hidden=False)
    whole.add_argument("--self-test", action="store_true", help=tr("check this installation and end"))
    whole.add_argument("--version", action="version", version=f"kamdesk {VERSION}")
    verbs = whole.add_subparsers(dest="verb", metavar="VERB", parser_class=argparse.ArgumentParser)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=words, description=words)
        options.add_to(verb, hidden=True)
        return verb

    for group in (_desk_verbs, _lists, _writing, _figures_and_paper, _office):
        group(add)
    return whole


def _desk_verbs(add: _Add) -> None:
    demo = add("demo", tr("open the desk of the sample company"))
    demo.add_argument("--scale", type=int, default=1, metavar="N", help=tr("so many times the clients and lines"))
    demo.add_argument("--out", metavar="DIR", help=tr("without a screen: where the pictures and papers go (./demo)"))
    init = add("init", tr("make an empty desk, run by its owner"))
    init.add_argument("--company", required=True, metavar="NAME")
    init.add_argument("--currency", default="EUR", metavar="C", help=tr("ISO code; EUR where nothing is said"))
    shots = add("shots", tr("every screen as a picture"))
    shots.add_argument("--out", required=True, metavar="DIR")
    shots.add_argument("--theme", choices=("light", "dark"), default="light")
    shots.add_argument("--size", default="1366x768", metavar="WxH")
    shots.add_argument("--scale-percent", type=int, default=100, metavar="P")
    report = add("report", tr("a report for whoever helps: versions, sizes, counts, the log; no client's words"))
    report.add_argument("--out", required=True, metavar="F.zip")
    export = add("export", tr("all data in open formats: CSV and JSON"))
    export.add_argument("client", nargs="?", metavar="CLIENT", help=tr("its external key or exact name"))
    export.add_argument("--all", action="store_true", help=tr("every client"))
    export.add_argument("--out", required=True, metavar="DIR")


def _lists(add: _Add) -> None:
    for name, words in LISTS.items():
        verb = add(name, tr(words))
        verb.add_argument("client", nargs="?", metavar="CLIENT", help=tr("its external key or exact name"))


def _writing(add: _Add) -> None:
    bring = add("import", tr("bring in a file or a folder of files"))
    bring.add_argument("path", metavar="FILE|DIR")
    bring.add_argument("--mapping", metavar="M.toml", help=tr("how the file's columns are read"))
    bring.add_argument("--set", action="append", type=setting, default=[], metavar="key=value")
    bring.add_argument("--dry-run", action="store_true", help=tr("say what would change and change nothing"))
    change = add("set", tr("change one fact of a client"))
    change.add_argument("client", metavar="CLIENT")
    change.add_argument("fact", metavar="FACT")
    change.add_argument("value", metavar="VALUE")
    new = add("add", tr("write a visit, promise, contact, need or note"))
    new.add_argument("kind", choices=("visit", "promise", "contact", "need", "note", "request"))
    new.add_argument("client", metavar="CLIENT")
    new.add_argument("--json-in", required=True, metavar="FILE", help=tr("its facts; - reads standard input"))


def _figures_and_paper(add: _Add) -> None:
    figure = add("figure", tr("one computed number and why it is that"))
    figure.add_argument("name", nargs="?", metavar="NAME")
    figure.add_argument("client", nargs="?", metavar="CLIENT")
    figure.add_argument("--list", action="store_true", help=tr("every figure and what it means"))
    figure.add_argument("--set", action="append", type=setting, default=[], metavar="key=value")
    brief = add("brief", tr("the visit brief or the annual-meeting brief as a PDF"))
    brief.add_argument("kind", choices=("visit", "annual"))
    brief.add_argument("client", metavar="CLIENT")
    brief.add_argument("--out", required=True, metavar="F.pdf")
    brief.add_argument("--for", dest="audience", choices=("us", "client"), default="us")


def _office(add: _Add) -> None:
    join = add("join", tr("make a desk of an office"))
    join.add_argument("url", nargs="?", metavar="URL", help=tr("may be left out where the company has set it"))
    join.add_argument("--user", required=True, metavar="NAME")
    join.add_argument("--laptop", metavar="NAME", help=tr("what the office's list calls this laptop"))
    _bringing_along(join)
    add("sync", tr("exchange with the office"))
    add("tray", tr("what waits for a person"))
    solve = add("solve", tr("decide what waits"))
    solve.add_argument("id", metavar="ID")
    solve.add_argument("answer", nargs="?", metavar="theirs|mine|both|VALUE")
    solve.add_argument(
        "--value", action="append", type=setting, default=[], metavar="fact=value",
        help=tr("another value for one of the facts that wait; may be repeated"),
    )  # fmt: skip
    add("verify", tr("compare this desk with the office"))


def _bringing_along(join: argparse.ArgumentParser) -> None:
    own = join.add_argument_group(tr("a desk run by its owner brings its data along"))
    own.add_argument("--yes", action="store_true", help=tr("do what was shown; without it nothing is sent"))
    own.add_argument("--same", action="append", default=[], metavar="ID", help=tr("these possible twins are the same"))
    own.add_argument("--apart", action="append", default=[], metavar="ID", help=tr("these possible twins are not"))
    own.add_argument(
        "--hand-over", metavar="FILE", help=tr("the file that takes what only the office itself can bring in")
    )
