"""Rows come out of a message as the file is written with them; what is not one of ours is refused or left as it is."""

import pytest

from kamdesk.base.errors import BadValue
from kamdesk.base.ids import new_id
from kamdesk.exchange.arriving import frames_of
from kamdesk.exchange.frames import squeezed
from kamdesk.exchange.protocol import Frame, Frames
from kamdesk.facts.policies import Compartment

SCOPE = new_id()


def arrived(word, names, *rows):
    frame = Frame(SCOPE, Compartment.OPEN, word, names, list(rows), [new_id()], ends=False)
    (found,) = frames_of(squeezed(Frames([frame])))
    assert (found.scope_id, found.compartment, found.word, found.names) == (SCOPE, Compartment.OPEN, word, names)
    assert found.removed == frame.removed
    return found.rows


def test_values_are_those_that_were_sent_and_ids_what_the_driver_binds_at_once():
    contact = new_id()
    row = (new_id(), "KEY", 7, "a name", contact, None, 3)
    (found,) = arrived("note", ("text", "contact_id", "visit_id", "a_fact_of_a_later_version"), row)
    assert found == row
    assert type(found) is tuple
    assert [type(found[at]) for at in (0, 4)] == [bytearray, bytearray]


def test_rows_of_a_kind_that_this_program_does_not_know_come_as_they_are():
    assert arrived("a_later_kind", ("x",), [b"id", "", 1, {"deep": [1]}]) == [[b"id", "", 1, {"deep": [1]}]]


@pytest.mark.parametrize("row", [[b"id", "", "no number", "text"], [b"id", "", 1], "no row", None])
def test_a_row_of_another_shape_is_not_understood(row):
    frame = Frame(SCOPE, Compartment.OPEN, "note", ("text",), [row], [], ends=False)
    with pytest.raises(BadValue):
        frames_of(squeezed(Frames([frame])))
