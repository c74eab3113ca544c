"""The verdict alone: the same question has the same answer, and nothing that it looks at is changed by asking."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.exchange.actions import Change, Deed, create, edit, merge_twins
from kamdesk.exchange.decide import decide
from kamdesk.exchange.verdicts import Verdict
from tests.sync.conftest import Company
from tests.sync.memory_office import Court

QUIET = Company()
CLIENT = QUIET.client
CONTACTS = sorted(QUIET.office.state.tables["contact", CLIENT])
ROWS = [CLIENT, *CONTACTS, QUIET.a_row("note"), b"n" * 16]
numbers = st.sampled_from(["", "1", "2"])


@st.composite
def changes(draw):
    """Something that somebody might send, sensible or not."""
    row_id, scope_id = draw(st.sampled_from(ROWS)), draw(st.sampled_from([CLIENT, QUIET.client_of_wu, b"n" * 16]))
    pairs = {"phone": (draw(numbers), draw(numbers))}
    return draw(st.sampled_from([
        edit("client", CLIENT, CLIENT, pairs),
        edit("contact", row_id, scope_id, pairs),
        create("contact", b"m" * 16, scope_id, {"name": "Li", "site_id": draw(st.sampled_from([None, b"x" * 16]))}),
        Change(deed=Deed.REMOVE, word="contact", row_id=row_id, scope_id=scope_id),
        merge_twins("contact", CONTACTS[0], CLIENT, draw(st.sampled_from(ROWS))),
        edit("client", CLIENT, CLIENT, {"grade": ("", "A"), "payment_term_days": (30, 60)}),
    ]))  # fmt: skip


@settings(deadline=None)
@given(st.lists(changes(), min_size=1, max_size=4), st.booleans(), st.sampled_from(QUIET.people))
def test_the_same_action_in_the_same_world_gets_the_same_verdict_and_changes_nothing(some, is_indivisible, person):
    action = person.action(b"a" * 16, "test", some, is_indivisible=is_indivisible)
    before = repr(QUIET.office.state)
    court = Court(QUIET.office.state, person.user_id)
    reader = QUIET.office.state.reader(person.user_id)
    first = decide(action, court, reader)
    assert first == decide(action, court, reader)
    assert repr(QUIET.office.state) == before


@settings(deadline=None)
@given(st.lists(changes(), min_size=1, max_size=4), st.booleans(), st.sampled_from(QUIET.people))
def test_a_verdict_says_what_it_does(some, is_indivisible, person):
    action = person.action(b"a" * 16, "test", some, is_indivisible=is_indivisible)
    judged = decide(action, Court(QUIET.office.state, person.user_id), QUIET.office.state.reader(person.user_id))
    assert bool(judged.items) is (judged.verdict is not Verdict.APPLIED)
    if judged.verdict in {Verdict.REFUSED, Verdict.HELD, Verdict.WAITS}:
        assert judged.writes == ()
    if is_indivisible:
        assert judged.verdict is not Verdict.MERGED
    assert all(fate.item_id in {item.item_id for item in judged.items} for fate in judged.fates)
