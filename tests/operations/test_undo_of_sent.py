"""Once an action was sent it is sealed: undo is a new action that does the reverse, and says so where it cannot."""

from datetime import date

import pytest

from kamdesk.base.errors import Refused
from kamdesk.exchange.laptop import next_push
from kamdesk.exchange.wire import action_of
from kamdesk.operations.act import edit_facts
from kamdesk.operations.promises import close_promise, record_promise
from kamdesk.operations.undo import undo
from kamdesk.records.visits import Promise
from kamdesk.storage import outbox
from kamdesk.storage.laptop import FileLaptop
from kamdesk.storage.rows import row


def send(desk):
    return next_push(FileLaptop(desk), "en").actions


def promise(desk, promise_id):
    with desk.reading() as connection:
        return row(connection, Promise, promise_id)


def test_actions_are_sealed_in_the_order_in_which_they_were_done(desk, rep, client, today):
    done = [record_promise(desk, rep, client, {"what": f"Promise {n}"}, today=today)[1].action_id for n in range(3)]
    sent = send(desk)
    assert [action_of(each.action).action_id for each in sent][-3:] == done
    assert [each.sequence for each in sent] == list(range(1, len(sent) + 1))
    assert send(desk) == sent


def test_undo_of_a_sent_edit_is_a_new_action_with_the_old_values(desk, rep, client, today):
    promise_id, _ = record_promise(desk, rep, client, {"what": "Samples"}, today=today)
    closed = close_promise(desk, rep, promise_id, "broken", closed_on=today)
    send(desk)
    taken_back = undo(desk, closed.action_id)
    assert taken_back.action_id != closed.action_id
    assert (promise(desk, promise_id)["outcome"], promise(desk, promise_id)["closed_on"]) == ("open", None)
    with desk.reading() as connection:
        assert outbox.kept(connection, closed.action_id).state == outbox.SENT
        assert outbox.kept(connection, taken_back.action_id).state == outbox.OPEN


def test_undo_of_a_sent_create_removes_the_row_and_can_itself_be_taken_back(desk, rep, client, today):
    promise_id, made = record_promise(desk, rep, client, {"what": "Samples"}, today=today)
    send(desk)
    removed = undo(desk, made.action_id)
    assert promise(desk, promise_id) is None
    undo(desk, removed.action_id)
    assert promise(desk, promise_id)["what"] == "Samples"


def test_what_was_changed_since_is_not_overwritten_by_undo(desk, rep, client, today):
    promise_id, _ = record_promise(desk, rep, client, {"what": "Samples"}, today=today)
    edited = edit_facts(desk, rep, Promise, promise_id, {"due_on": (None, date(2026, 11, 1))})
    send(desk)
    edit_facts(desk, rep, Promise, promise_id, {"due_on": (date(2026, 11, 1), date(2026, 12, 1))})
    with pytest.raises(Refused, match="2026-12-01"):
        undo(desk, edited.action_id)
