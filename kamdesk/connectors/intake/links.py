"""Links what waited: a record has arrived that earlier rows named."""

from __future__ import annotations

from collections import Counter

from kamdesk.base.ids import NOBODY
from kamdesk.connectors.batches import keyed_within_client
from kamdesk.connectors.intake.ends import NAMES, Ends
from kamdesk.connectors.intake.order_lines import date_lines_of_rows
from kamdesk.connectors.intake.store import CLIENT_FACT, Found, IntakeStore
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS, by_word
from kamdesk.records.orders import OrderLine


def link_what_waited(store: IntakeStore, ends: Ends) -> None:
    """Link until nothing more can be; an order that finds its client hands it on to its lines."""
    for _ in range(len(RECORDS)):
        found = [each for record in _awaited(store) for each in _arrived(store, record)]
        if not found:
            return
        groups: dict[tuple[str, str], list[Found]] = {}
        for each in found:
            groups.setdefault((each.word, each.fact), []).append(each)
        for (word, fact), members in groups.items():
            end = [(each.end_scope if fact == CLIENT_FACT else each.end_id, each.row_id) for each in members]
            store.link(word, fact, end)
            ends.forget(by_word(word))
        store.forget([(each.row_id, each.fact) for each in found])
        lines = [each.row_id for each in found if each.word == OrderLine.word and each.fact == "order_id"]
        date_lines_of_rows(store, lines)


def _awaited(store: IntakeStore) -> list[type[Record]]:
    words = store.waiting_for()
    return [record for record in RECORDS if record.word in words]


def _arrived(store: IntakeStore, record: type[Record]) -> list[Found]:
    """Ends that are here; one whose own client is unknown cannot hand a client on yet."""
    within = keyed_within_client(record)
    found = store.arrived(record, within_client=within)
    if within:
        # Rows of all unknown clients stand together, so there a key does not say whose it is.
        found = [each for each in found if each.end_scope != NOBODY]
    if record in NAMES:
        linked = {(each.row_id, each.fact) for each in found}
        named = store.arrived(record, within_client=False, by=NAMES[record])
        once = Counter((each.row_id, each.fact) for each in named)
        found += [
            each for each in named if once[each.row_id, each.fact] == 1 and (each.row_id, each.fact) not in linked
        ]
    return [each for each in found if each.fact != CLIENT_FACT or each.end_scope != NOBODY]
