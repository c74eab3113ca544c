"""What must hold when nothing is on its way any more: everybody has what the office has of theirs (SYNC 9.3)."""

from kamdesk.exchange.digest import digest_of
from kamdesk.exchange.laptop import next_pull
from kamdesk.exchange.parts import records_in
from tests.sync.company import keepers
from tests.sync.demands import demand
from tests.sync.invariants import CANARY, Watch
from tests.sync.laptop_invariants import office_rows
from tests.sync.memory_office import State
from tests.sync.memory_office_sides import MemoryOffice
from tests.sync.person import Person


def all_is_well(office: MemoryOffice, watch: Watch, network) -> None:
    """Ask everything that may be asked of a quiet world."""
    lost = watch.accepted.keys() - office.state.actions.keys() - watch.excused
    demand(1, not lost, f"never arrived: {[watch.accepted[each].verb for each in lost]}")
    for client in office.state.merged:
        demand(1, keepers(office.state, client)[-1] not in office.state.merged, "clients were merged in a circle")
    for person in watch.people:
        _is_equal(office.state, person)
        _is_clean(office.state, watch, person)
        view, frames = network.pull(person.user_id, next_pull(person.laptop, with_cursors=True))
        demand(3, view.items == person.laptop.state.items, "a tray on a laptop is not the one of its user")
        demand(3, view.policy == person.laptop.state.policy, "a policy did not arrive")
        moved = sum(len(frame.rows) + len(frame.removed) for frame in frames)
        demand(6, moved == 0 and not view.unknown, "a second sync without edits moved rows")


def _is_equal(office: State, person: Person) -> None:
    state, grants = person.laptop.state, office.grants(person.user_id)
    demand(3, state.cursors.keys() == grants.keys(), "a laptop holds other parts than its user may read")
    for part in grants:
        for record in records_in(*part):
            theirs = {row_id: row.plain for row_id, row in office.tables.get((record.word, part[0]), {}).items()}
            shown = state.tables.get((record.word, part[0]), {})
            demand(3, office_rows(state, record.word, part[0]) == theirs, f"{record.word} of a laptop differs")
            demand(3, shown == theirs, f"{record.word} is shown otherwise than the office has it")
            both = [digest_of((record.word, row) for row in rows.values()) for rows in (shown, theirs)]
            demand(10, both[0] == both[1], "equal rows, other digests")
    held = {(scope, word) for (word, scope), table in state.tables.items() if table}
    allowed = {(part[0], record.word) for part in grants for record in records_in(*part)}
    demand(3, held <= allowed, "rows of somebody else are left")
    demand(4, not state.apart and not state.going, "something is still laid apart")


def _is_clean(office: State, watch: Watch, person: Person) -> None:
    """No word of what was lost is anywhere in the file."""
    state = person.laptop.state
    texts = [repr(sorted(table.values())).encode() for table in state.tables.values()]
    texts += [*state.items, *(kept.packed for kept in state.outbox.values())]
    found = {word for text in texts for word in CANARY.findall(text)}
    demand(9, found <= watch.allowed(office, person.user_id), "a word of a lost client is left in the file")
