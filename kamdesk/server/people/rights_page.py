"""The manual's page of rights, made from the declarations: who reads which compartment, who writes what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamdesk.base.words import N_, tr
from kamdesk.exchange.readers import CATALOGUE_COMPARTMENTS, CLIENT_COMPARTMENTS, SEES_EVERY_CLIENT
from kamdesk.exchange.rights import ROLE_WORDS, may
from kamdesk.facts.policies import Compartment, Owner, Role, Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS
from kamdesk.server.people.users import ROLES

WHOLE, ADDS, SOME, NONE = "●", "＋", "○", "–"

COMPARTMENT_WORDS = {
    Compartment.OPEN: N_("open part"),
    Compartment.LEDGER: N_("orders and deliveries"),
    Compartment.MONEY: N_("money"),
    Compartment.MANAGEMENT: N_("management"),
    Compartment.STOCK: N_("stock"),
    Compartment.COST: N_("cost"),
}


def rights_page() -> str:
    """The page in the language in force."""
    return "\n".join([*_head(), *_reading(), *_writing(), *_facts()]) + "\n"


def reads(role: Role, record: type[Record]) -> bool:
    """Whether this role may read this kind of record, of a client that it serves."""
    table = CATALOGUE_COMPARTMENTS if record.scope is Scope.CATALOGUE else CLIENT_COMPARTMENTS
    return record.compartment in table[role]


def writes(role: Role, record: type[Record]) -> str:
    """What this role may do with this kind of record, as a mark."""
    if record.owner is Owner.LEDGER or not reads(role, record) or not may(role, record):
        return NONE
    if record.appended_only:
        return ADDS
    return WHOLE if all(may(role, record, name) for name in record.facts()) else SOME


def changes(role: Role, record: type[Record], fact_name: str) -> bool:
    """Whether this role may change this fact of a row that is there; who adds no rows may still own a fact of them."""
    return record.owner is not Owner.LEDGER and reads(role, record) and may(role, record, fact_name)


def _head() -> Iterator[str]:
    yield f"# {tr('Who may read and write what')}"
    yield ""
    yield tr(
        "This page is made from the program's declarations; the office enforces it in the transaction that takes a "
        "change. A person has one role. What they serve, and from when to when, `kamdesk-server serve` says."
    )
    yield ""


def _reading() -> Iterator[str]:
    yield f"## {tr('Reading')}"
    yield ""
    yield from _table_head(tr("compartment"))
    for words, table, is_client in (
        (N_("client: {part}"), CLIENT_COMPARTMENTS, True),
        (N_("catalogue: {part}"), CATALOGUE_COMPARTMENTS, False),
    ):
        used = {record.compartment for record in RECORDS if (record.scope is not Scope.CATALOGUE) is is_client}
        for compartment, name in COMPARTMENT_WORDS.items():
            if compartment in used:
                marks = [_reads_mark(role, compartment in table[role], is_client=is_client) for role in ROLES]
                yield _row(tr(words, part=tr(name)), marks)
    yield ""
    yield tr("{whole} all of it · {some} of the clients they serve · {none} nothing", whole=WHOLE, some=SOME, none=NONE)
    yield ""
    yield tr("A manager also reads the clients that the people of their teams serve.")
    yield ""


def _reads_mark(role: Role, is_read: bool, *, is_client: bool) -> str:  # noqa: FBT001  (a table's cell)
    if not is_read:
        return NONE
    return SOME if is_client and role not in SEES_EVERY_CLIENT else WHOLE


def _writing() -> Iterator[str]:
    yield f"## {tr('Writing')}"
    yield ""
    yield from _table_head(tr("record"))
    for record in RECORDS:
        if record.owner is not Owner.LEDGER:
            yield _row(tr(record.label), [writes(role, record) for role in ROLES])
    yield ""
    yield tr(
        "{whole} adds, changes and removes · {some} the same, apart from the facts below · {adds} only adds · "
        "{none} nothing",
        whole=WHOLE, some=SOME, adds=ADDS, none=NONE,
    )  # fmt: skip
    yield ""
    imported = [tr(record.label) for record in RECORDS if record.owner is Owner.LEDGER]
    yield tr("From the ERP alone, by import: {records}.", records=tr(", ").join(imported))
    yield ""


def _facts() -> Iterator[str]:
    yield f"## {tr('Facts that fewer may change')}"
    yield ""
    yield from _table_head(tr("fact"))
    for record in RECORDS:
        for name, fact in record.facts().items():
            if fact.edited_by is not None and record.owner is not Owner.LEDGER:
                marks = [WHOLE if changes(role, record, name) else NONE for role in ROLES]
                yield _row(f"{tr(record.label)}: {tr(fact.label)}", marks)


def _table_head(first: str) -> Iterator[str]:
    yield _row(first, [tr(ROLE_WORDS[role]) for role in ROLES])
    yield _row("---", [":-:"] * len(ROLES))


def _row(first: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join([first, *cells])} |"
