"""Clients that were merged are one in every figure, page, list and search, though no row of theirs was moved.

Beside the desk on which two clients were merged stands one on which all rows of the one were moved to the other by
hand: both must answer the same.
"""

import shutil
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from sqlalchemy import select, update

from kamdesk.base.errors import Refused
from kamdesk.connectors.sample_company.company import DEMO_TODAY
from kamdesk.figures.catalogue import FIGURES, compute
from kamdesk.operations.act import edit_facts
from kamdesk.operations.sample_company import take_sample_company
from kamdesk.operations.twins import merge
from kamdesk.operations.undo import undo
from kamdesk.operations.visits import log_visit
from kamdesk.reads import (
    annual_meeting,
    client_dates,
    client_list,
    client_page,
    contacts,
    needs,
    order_board,
    org_chart,
    payment_page,
    requests,
    search,
    since_last_visit,
    timeline,
    visit_brief,
    visits,
)
from kamdesk.reads.named import client_named
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.storage.rows import row
from kamdesk.ui.kit.client_numbers import count_clients

KEPT, GONE = "MUHE", "XILU"
FIRST = date(DEMO_TODAY.year, 1, 1)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Two desks of the sample company: on the first both clients are merged, on the second they are one by hand."""
    folder = tmp_path_factory.mktemp("merged")
    desk = create_desk(folder / "merged", password="sample", company="L", currency="CNY")
    take_sample_company(desk)
    desk.close()
    for name in ("moved", "as it was"):
        shutil.copytree(folder / "merged", folder / name)
    return folder


@pytest.fixture(scope="module")
def merged(places):
    desk = open_desk(places / "merged", password="sample")
    kept, gone = both(desk)
    merge(desk, desk.author, kept, gone, {})
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def moved(places):
    desk = open_desk(places / "moved", password="sample")
    kept, gone = both(desk)
    with desk.writing() as connection:
        for record in RECORDS:
            if record is not Client:
                table = record.table()
                connection.execute(update(table).where(table.c.scope_id == gone.id).values(scope_id=kept.id))
        connection.exec_driver_sql("DELETE FROM clients WHERE id = ?", (gone.id,))
        connection.exec_driver_sql("DELETE FROM search_words WHERE row_id = ?", (gone.id,))
    yield desk
    desk.close()


def both(desk):
    with desk.reading() as connection:
        return tuple(row(connection, Client, client_named(connection, key)) for key in (KEPT, GONE))


def ask(desk, read):
    with desk.reading() as connection:
        return read(connection, client_named(connection, KEPT))


def leaves(value):
    """Every number, day and id of a page; words and whose scope a row lies in are where both desks differ."""
    if is_dataclass(value):
        for each in fields(value):
            if each.name not in ("client_id", "scope_id"):
                yield from leaves(getattr(value, each.name))
    elif isinstance(value, dict):
        yield from leaves(tuple(value.values()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from leaves(each)
    elif not isinstance(value, str):
        yield value


@pytest.mark.parametrize("definition", FIGURES, ids=lambda each: each.name)
def test_every_figure_of_the_client_and_of_the_company(merged, moved, definition):
    def of_the_client(connection, kept):
        return compute(definition.name, connection, client_id=kept, as_of=DEMO_TODAY)

    def of_the_company(connection, _kept):
        return compute(definition.name, connection, client_id=None, as_of=DEMO_TODAY)

    for read in (of_the_client,) if definition.needs_client else (of_the_client, of_the_company):
        one, other = (ask(desk, read) for desk in (merged, moved))
        assert one.value == other.value
        assert len(one.rows or ()) == len(other.rows or ())


PAGES = {
    "timeline": lambda c, kept: timeline.timeline(c, kept, as_of=DEMO_TODAY, limit=200),
    "people": lambda c, kept: contacts.people(c, kept, as_of=DEMO_TODAY),
    "organisation": lambda c, kept: org_chart.page(c, kept, as_of=DEMO_TODAY),
    "visits": visits.visit_rows,
    "promises": client_page.promise_rows,
    "head": lambda c, kept: client_page.client_head(c, kept, as_of=DEMO_TODAY),
    "needs": lambda c, kept: (needs.need_rows(c, kept), needs.note_rows(c, kept)),
    "requests": requests.request_rows,
    "counts": lambda c, kept: order_board.counts(c, kept, as_of=DEMO_TODAY),
    "lines": lambda c, kept: order_board.lines(c, kept, as_of=DEMO_TODAY),
    "receipts": lambda c, kept: payment_page.newest_receipts(c, kept, as_of=DEMO_TODAY),
    "dates": lambda c, kept: client_dates.dates_ahead(c, kept, as_of=DEMO_TODAY),
    "trainings": lambda c, kept: client_dates.trainings_due(c, kept, as_of=DEMO_TODAY),
    "visit brief": lambda c, kept: visit_brief.page(c, kept, visit_id=None, as_of=DEMO_TODAY),
    "annual meeting": lambda c, kept: annual_meeting.annual_meeting(c, kept, first=FIRST, as_of=DEMO_TODAY),
    "changes": lambda c, kept: since_last_visit.changes_since(c, kept, since=FIRST, as_of=DEMO_TODAY),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_both(merged, moved, page):
    one, other = (Counter(leaves(ask(desk, PAGES[page]))) for desk in (merged, moved))
    assert one == other


def test_the_list_has_one_line_with_the_sums_of_both(merged, moved):
    def listed(connection, _kept):
        rows = client_list.client_rows(
            connection, wanted=client_list.ClientFilter(), sort=client_list.ClientSort(), as_of=DEMO_TODAY
        )
        assert client_list.client_count(connection) == len(rows)
        numbers = count_clients(connection, DEMO_TODAY)
        return [(each, numbers.get(each.id)) for each in rows]

    assert ask(merged, listed) == ask(moved, listed)


def test_what_is_found_by_the_name_of_the_one_that_went_opens_the_one_that_stays(merged):
    def found(connection, kept):
        assert client_named(connection, GONE) == kept
        return {(hit.word, hit.client_id == kept) for hit in search.find(connection, "xilu")}

    assert ("client", True) in ask(merged, found)


def test_a_visit_names_people_of_both(merged):
    kept, gone = both_rows(merged)
    with merged.reading() as connection:
        people = [contacts.people(connection, kept.id, as_of=DEMO_TODAY)]
    ids = {each.client_id: each.id for each in people[0]}
    assert set(ids) == {kept.id, gone.id}
    visit = {"starts_at": merged.clock(), "summary": "both", "contact_ids": tuple(ids.values())}
    _, done = log_visit(merged, merged.author, kept.id, visit)
    undo(merged, done.action_id)


def test_two_that_are_one_already_are_not_merged_again(merged):
    kept, gone = both_rows(merged)
    with pytest.raises(Refused, match="one already"):
        edit_facts(merged, merged.author, Client, kept.id, {"keeper_id": (None, gone.id)})


def both_rows(desk):
    with desk.reading() as connection:
        table = Client.table()
        ids = dict(connection.execute(select(table.c.external_key, table.c.id)).all())
        return row(connection, Client, ids[KEPT]), row(connection, Client, ids[GONE])


def test_undone_they_are_two_again(places):
    shutil.copytree(places / "as it was", places / "undone")
    desk = open_desk(places / "undone", password="sample")
    kept, gone = both(desk)
    done = merge(desk, desk.author, kept, gone, {})
    with desk.reading() as connection:
        assert (client_named(connection, GONE), client_list.client_count(connection)) == (kept.id, 23)
    undo(desk, done.action_id)
    with desk.reading() as connection:
        assert (client_named(connection, GONE), client_list.client_count(connection)) == (gone.id, 24)
    desk.close()
