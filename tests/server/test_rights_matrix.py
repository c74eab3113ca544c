"""The matrix of rights through HTTP: what the page of rights refuses is refused, what nobody may read is never sent."""

import pytest

from kamdesk.base.ids import new_id
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import HandBack, NewPassword, SealedKey
from kamdesk.exchange.readers import SEES_EVERY_CLIENT
from kamdesk.exchange.verdicts import Verdict
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.every import by_word
from kamdesk.server.people.users import ROLES
from tests.server.matrix_cells import FOREIGN, NEW, NOWHERE, cells, expected
from tests.server.matrix_office import STRANGER, Office
from tests.server.real_postgresql import TEMPLATE
from tests.server.served import served

pytestmark = pytest.mark.enable_socket
ID_BYTES = 16


@pytest.fixture(scope="module", params=["thinned", pytest.param("whole", marks=pytest.mark.soak)])
def office(request, postgresql, tmp_path_factory):
    pytest.importorskip("pytest_socket").enable_socket()
    address = postgresql.make(template=TEMPLATE)
    with served(tmp_path_factory.mktemp("matrix") / "office", address) as (running, url):
        office = Office(running.engine, url)
        office.is_whole = request.param == "whole"
        office.received = {name: laptop.pull() for name, laptop in office.laptops.items()}
        yield office
        for laptop in office.laptops.values():
            laptop.close()


def asked(office, wanted):
    """Each cell with its change and its answer, a push for each role."""
    found = []
    for role in ROLES:
        mine = [cell for cell in wanted if cell.role is role]
        changes = []
        for cell in mine:
            change = office.change(cell)
            if expected(cell) is Verdict.APPLIED:
                office.done(change)
            changes.append(change)
        found += zip(mine, changes, office.laptops[role].push(changes), strict=True)
    return found


def surprises(found):
    """Cells that were answered in another way than the page of rights says."""
    held = set()
    for cell, change, answer in found:
        wanted = expected(cell)
        if wanted is Verdict.HELD and (cell.role, change.scope_id) in held:
            wanted = Verdict.WAITS  # in the item of what was held of this client before
        if wanted is Verdict.HELD and cell.record is Client:
            held.add((cell.role, change.scope_id))
        if answer.verdict is not wanted or (wanted is Verdict.REFUSED and answer.code != "rights"):
            yield f"{cell}: {answer.verdict} {answer.code} {answer.sentence}, not {wanted}"


def readable(office, name, sent):
    """Of each part, whether it is theirs, and which canaries are among the bytes."""
    for where, canaries in office.canaries.items():
        yield where, where in office.parts_of(name), [each for each in canaries if each in sent]


def leaks(office, name, found):
    """Words of others' rows and what others typed, in any byte that somebody ever received."""
    sent, theirs = b"".join(office.laptops[name].heard), office.parts_of(name)
    for _, is_theirs, canaries in readable(office, name, sent):
        # Whoever names a row by its id is answered with that id.
        yield from (canary for canary in canaries if not is_theirs and len(canary) != ID_BYTES)
    for author, typed, place in typed_words(found):
        is_new_to_them = place is None and name in SEES_EVERY_CLIENT
        if author != name and place not in theirs and not is_new_to_them and typed in sent:
            yield typed


def typed_words(found):
    """What was typed: by whom, the words, and the part they belong to; none for a client that is made here."""
    return {
        (
            cell.role,
            f"typed {cell.role} {cell.place} {cell.record.word}".encode(),
            None if cell.place == NEW else (change.scope_id, cell.record.compartment),
        )
        for cell, change, _ in found
    }


def told(change, answer):
    """An answer without what differs by itself: ids, revs, marks."""
    places = sorted(stamp.compartment for stamp in answer.stamps)
    names = [("row" if row == change.row_id else "another", fact) for row, fact in answer.waiting]
    return answer.verdict, answer.code, answer.fact, answer.sentence, names, places


def test_everybody_receives_what_they_may_read_and_no_byte_of_the_rest(office):
    for name, sent in office.received.items():
        for where, is_theirs, found in readable(office, name, sent):
            assert len(found) == (len(office.canaries[where]) if is_theirs else 0), (name, where, found[:3])


@pytest.fixture(scope="module")
def found(office):
    """Every cell with its change and its answer."""
    return asked(office, list(cells(whole=office.is_whole)))


def test_every_role_record_fact_and_deed_is_answered_as_the_page_of_rights_says(office, found):
    assert list(surprises(found)) == []
    assert office.stands() == office.values
    answers = {cell: told(change, answer) for cell, change, answer in found}
    for cell, answer in answers.items():
        if cell.place == FOREIGN and cell.role not in SEES_EVERY_CLIENT:
            assert answer == answers[cell._replace(place=NOWHERE)], f"{cell}: not yours and not there differ"
    for name, laptop in office.laptops.items():
        laptop.pull()
        assert set(leaks(office, name, found)) == set(), name


def asks_who_changed_what(office, laptop):
    """Everybody asks it of the rows of their own role and of another one. Returns: how often they were told."""
    told = 0
    for (place, role, word, use), row_id in office.ids.items():
        if use == "edited" and role in (laptop.user.role, Role.REP, Role.MANAGER):
            record = by_word(word)
            scope = row_id if record is Client else office.scope_of(record, place, role)
            told += b"typed " in laptop.history(word, scope, row_id)
    return told


def test_the_history_of_records_and_the_doors_of_keys_and_passwords_tell_nobody_more(office, found):
    told = {name: asks_who_changed_what(office, laptop) for name, laptop in office.laptops.items()}
    assert told[Role.REP], "whoever may read a record is told who changed it"
    asks = office.laptops[STRANGER]
    other = {"user": Role.MANAGER.value, "password": "a guess at it"}
    assert asks.asks_plainly("PUT", words.KEY, SealedKey(sealed=b"k" * 80)) == 204
    assert asks.asks_plainly("POST", words.HAND_BACK, HandBack(**other, device_id=new_id())) == 401
    assert asks.asks_plainly("POST", words.PASSWORD, NewPassword(**other, new_password="quite another one")) == 401
    for name in office.laptops:
        assert set(leaks(office, name, found)) == set(), name


@pytest.mark.usefixtures("found")
def test_a_row_of_one_place_is_never_touched_through_another(office):
    before = office.stands()
    for role in ROLES if office.is_whole else (Role.REP, Role.SUPPLY, Role.EXECUTIVE):
        changes = list(office.misplaced(role))
        for change, answer in zip(changes, office.laptops[role].push(changes), strict=True):
            assert answer.verdict not in (Verdict.APPLIED, Verdict.MERGED), (role, change, answer)
    assert office.stands() == before
