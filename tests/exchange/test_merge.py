"""What stands after two people changed the same fact."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.exchange.actions import Edit
from kamdesk.exchange.merge import Outcome, merge, merged_set, merged_text
from kamdesk.records.clients import Client
from kamdesk.records.visits import Note, Promise, Visit

OLD, MINE, THEIRS = "0571-100", "0571-200", "0571-300"


def merged(record, office, **edits):
    facts = [record.fact(name) for name in edits]
    return merge(facts, office, {name: Edit(seen=seen, wanted=wanted) for name, (seen, wanted) in edits.items()})


def test_what_nobody_else_touched_is_taken():
    found = merged(Client, {"phone": OLD}, phone=(OLD, MINE))
    assert (found.outcome, dict(found.values)) == (Outcome.TAKEN, {"phone": MINE})


def test_what_stands_there_already_is_not_written_again():
    found = merged(Client, {"phone": MINE}, phone=(OLD, MINE))
    assert (found.outcome, dict(found.values)) == (Outcome.SAME, {})


def test_two_values_for_one_fact_are_shown_to_a_person():
    found = merged(Client, {"phone": THEIRS}, phone=(OLD, MINE))
    assert (found.outcome, dict(found.values)) == (Outcome.CLASH, {})


def test_a_fact_of_the_office_becomes_a_proposal_to_its_owner():
    found = merged(Client, {"payment_term_days": 45}, payment_term_days=(30, 60))
    assert (found.outcome, dict(found.values)) == (Outcome.PROPOSED, {})


def test_facts_that_make_sense_only_together_clash_together():
    office = {"outcome": "broken", "closed_on": date(2026, 5, 1)}
    found = merged(Promise, office, outcome=("open", "kept"), closed_on=(None, date(2026, 5, 1)))
    assert found.outcome is Outcome.CLASH


def test_members_added_and_removed_on_both_sides_all_count():
    ids = [bytes([n]) * 16 for n in range(5)]
    found = merged(Visit, {"contact_ids": (ids[0], ids[1], ids[3])}, contact_ids=((ids[0], ids[1]), (ids[0], ids[2])))
    assert found.outcome is Outcome.TAKEN
    assert found.values["contact_ids"] == (ids[0], ids[2], ids[3])


def test_two_people_writing_in_different_lines_of_a_note_are_both_read():
    seen = "gate 3\nask for Mr Li\nparking"
    found = merged(Note, {"text": seen.replace("gate 3", "gate 4")}, text=(seen, seen + "\nsecond floor"))
    assert found.values["text"] == "gate 4\nask for Mr Li\nparking\nsecond floor"


def test_two_people_writing_in_the_same_line_are_asked():
    assert merged_text("gate 3", "gate 4", "gate 5") is None


def test_a_long_text_of_lines_that_are_alike_keeps_nobody_waiting():
    """Each of a thousand blank lines is like each other one; a client's head is held while they are compared."""
    blank = "\n" * 100_000
    began = process_time()
    assert merged_text(blank, f"mine{blank}", f"{blank}theirs") == f"mine{blank}theirs"
    assert merged_text(blank, f"mine{blank}mine", f"{blank}theirs") is None
    assert process_time() - began < 1


lines = st.lists(st.sampled_from("abcde"), max_size=6).map("\n".join)


@given(lines, lines)
def test_a_text_that_only_one_side_changed_is_that_sides_text(seen, changed):
    assert merged_text(seen, changed, seen) == changed
    assert merged_text(seen, seen, changed) == changed
    assert merged_text(seen, changed, changed) == changed


@given(lines, lines, lines)
def test_who_comes_first_does_not_matter_for_a_merged_text(seen, mine, theirs):
    assert merged_text(seen, mine, theirs) == merged_text(seen, theirs, mine)


members = st.frozensets(st.integers(0, 6))


@given(members, members, members)
def test_who_comes_first_does_not_matter_for_a_merged_set(seen, mine, theirs):
    both = merged_set(sorted(seen), sorted(mine), sorted(theirs))
    assert both == merged_set(sorted(seen), sorted(theirs), sorted(mine))
    assert (mine - seen) | (theirs - seen) <= set(both)


@pytest.mark.parametrize("policy", ["phone", "payment_term_days"])
def test_no_clock_is_asked(policy):
    # W25: the same base, an edit of 14:12 that came first, an edit of 14:09 that came last: nobody's time is looked at.
    values = {"phone": (OLD, MINE, THEIRS), "payment_term_days": (30, 60, 45)}[policy]
    found = merged(Client, {policy: values[2]}, **{policy: values[:2]})
    assert not found.values
