"""What pages and lists say about a client is what holds on the day asked for, and of merged clients once."""

import time
from datetime import UTC, date, datetime

from kamdesk.reads.client_dates import dates_ahead, trainings_due
from kamdesk.reads.client_head import client_head
from kamdesk.reads.client_list import ClientFilter, ClientSort, client_rows
from kamdesk.reads.client_page import client_head as page_head
from kamdesk.reads.client_rows import listed_clients
from kamdesk.reads.day_bounds import day_end, day_start
from kamdesk.reads.payment_page import newest_receipts
from kamdesk.reads.timeline import timeline
from kamdesk.records.contacts import Contact, KeyDate, Training
from kamdesk.records.visits import Visit

AS_OF = date(2026, 5, 20)


def listed(ledger):
    return client_rows(ledger.connection, wanted=ClientFilter(), sort=ClientSort(), as_of=AS_OF)


def test_who_runs_short_is_told_of_the_client_that_stands_for_a_merged_one(ledger):
    kept = ledger.client("A")
    gone = ledger.client("B", keeper_id=kept)
    product = ledger.product()
    ledger.stock(product, 1)
    order = ledger.order(gone, required_on=date(2026, 5, 25), ordered=date(2026, 5, 1))
    ledger.line(gone, order, product, quantity=5)
    (row,) = ledger.figure("shortages", kept, as_of=AS_OF).rows
    assert (row["client_id"], row["client"]) == (kept, "A")
    assert ledger.figure("shortages", gone, as_of=AS_OF).value == {"count": 1}
    assert ledger.figure("shortages", ledger.client("C"), as_of=AS_OF).value == {"count": 0}


def test_a_branch_that_was_merged_into_another_is_counted_once(ledger):
    group = ledger.client("G")
    kept = ledger.client("A", parent_id=group)
    ledger.client("B", parent_id=group, keeper_id=kept)
    assert client_head(ledger.connection, group).branches == 1
    assert page_head(ledger.connection, group, as_of=AS_OF).branches == 1


def test_the_people_counted_are_those_in_post_that_day(ledger):
    client = ledger.client()
    ledger.add(Contact, client=client, key="now", name="Gu", starts_on=date(2026, 5, 20))
    ledger.add(Contact, client=client, key="next", name="Liu", starts_on=date(2026, 5, 21))
    ledger.add(Contact, client=client, key="before", name="Han", ends_on=date(2026, 5, 20))
    (row,) = listed(ledger)
    assert row.contacts == 1


def test_nobody_who_has_left_is_to_be_trained_or_has_a_birthday(ledger):
    client = ledger.client()
    here = ledger.add(Contact, client=client, key="here", name="Gu")
    left = ledger.add(Contact, client=client, key="left", name="Han", ends_on=date(2026, 5, 1))
    for contact in (here, left):
        ledger.add(Training, client=client, contact_id=contact, topic="Seals", due_on=date(2026, 6, 1))
        ledger.add(KeyDate, client=client, contact_id=contact, day=date(2026, 6, 2), occasion="birthday")
    ledger.add(KeyDate, client=client, day=date(2026, 6, 3), occasion="fair")
    done = {"topic": "Pumps", "due_on": date(2026, 5, 10), "done_on": date(2026, 5, 25)}
    ledger.add(Training, client=client, contact_id=here, **done)
    due = trainings_due(ledger.connection, client, as_of=AS_OF)
    assert [(each.person, each.topic) for each in due] == [("Gu", "Pumps"), ("Gu", "Seals")]
    assert len(trainings_due(ledger.connection, client, as_of=date(2026, 5, 25))) == 1
    ahead = dates_ahead(ledger.connection, client, as_of=AS_OF)
    assert [(each.person, each.occasion) for each in ahead] == [("Gu", "birthday"), ("", "fair")]


def test_list_and_command_line_know_the_same_last_and_next_visit(ledger, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        client = ledger.client()
        first, last = day_start(AS_OF), day_end(AS_OF)
        assert (first, last) == (datetime(2026, 5, 19, 16, tzinfo=UTC), datetime(2026, 5, 20, 15, 59, 59, tzinfo=UTC))
        tomorrow = datetime(2026, 5, 20, 18, tzinfo=UTC)
        for status, at in (("done", last), ("done", tomorrow), ("planned", first), ("planned", tomorrow)):
            ledger.add(Visit, client=client, status=status, starts_at=at)
        (row,), (told,) = listed(ledger), listed_clients(ledger.connection, client, as_of=AS_OF)
        assert (told.last_visit, told.next_visit) == (last, first)
        assert (row.last_visit_at, row.next_visit_at) == (told.last_visit, told.next_visit)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_timeline_of_a_day_before_many_visits_shows_those_of_then_and_the_next_ones(ledger):
    client = ledger.client()
    for day in range(1, 29):
        for month, status in ((5, "done"), (9, "planned")):
            at = datetime(2026, month, day, 4, tzinfo=UTC)
            ledger.add(Visit, client=client, key=f"{month}-{day}", status=status, starts_at=at, purpose="talk")
    told = [(each.kind, each.day) for each in timeline(ledger.connection, client, as_of=AS_OF, limit=200)]
    assert ("visit", AS_OF) in told
    assert ("visit", date(2026, 5, 21)) not in told
    assert ("planned", date(2026, 9, 1)) in told, "the next one, not the one farthest away"


def test_a_timeline_tells_goods_that_went_out_and_no_credit_note_or_withdrawn_order(ledger):
    client = ledger.client()
    sent = {"ordered": date(2026, 1, 5), "shipped_on": date(2026, 1, 9)}
    ledger.order(client, "gone", **sent)
    ledger.order(client, "back", is_credit=True, **sent)
    ledger.order(client, "not", status="withdrawn", **sent)
    for at in range(20):
        ledger.order(client, f"new {at}", ordered=date(2026, 5, 1))
    told = timeline(ledger.connection, client, as_of=AS_OF)
    assert [(each.text, each.day) for each in told] == [("gone", date(2026, 1, 9))]


def test_what_is_left_of_a_receipt_is_the_unapplied_cash_of_the_same_day(ledger):
    client = ledger.client()
    _, (part,) = ledger.invoice(client, "I", issued=date(2026, 5, 25), parts=[(date(2026, 6, 25), 700)])
    ledger.receipt(client, 1000, date(2026, 5, 10), key="R", pays=[(part, None, 700)])
    for day, left in ((AS_OF, 1000), (date(2026, 5, 25), 300)):
        (row,) = newest_receipts(ledger.connection, client, as_of=day)
        assert row.left_minor == left
        assert row.paid == (() if day == AS_OF else ("I",))
        assert ledger.figure("unapplied", client, as_of=day).value["CNY"].amount_minor == -left
