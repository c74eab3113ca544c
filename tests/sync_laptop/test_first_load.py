"""A first load does without some indexes; whatever ends it, the desk has every one of them again."""

import pytest

from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.facts.policies import Role
from kamdesk.storage.indexes import missing
from kamdesk.sync import office_errors as errors
from kamdesk.sync.verifying import verify
from tests.sync_laptop.small_office import refusal


class Quit(Exception):
    """What a window's wish to quit raises in its sync."""


@pytest.fixture
def new(joins, acme):
    return joins("lin", Role.REP, "ACME")


def _missing(laptop):
    with laptop.desk.reading() as connection:
        return missing(connection)


def _killed(laptop):
    def stop(_step):
        raise Quit

    with pytest.raises(Quit):
        laptop.sync(watch=stop)


def test_indexes_are_aside_while_the_first_rows_come_and_made_when_they_are_here(new):
    aside = []
    new.sync(watch=lambda _step: aside.append(_missing(new)))
    assert "ix_order_lines_product_sales" in aside[-1]
    assert not any("client" in name or name.endswith("_scope") for name in aside[-1])
    assert _missing(new) == set()
    with new.asking() as client:
        assert verify(new.desk, client) == ()


def test_a_killed_first_load_leaves_them_to_the_next_sync(new, acme):
    _killed(new)
    assert _missing(new)
    new.sync()
    assert _missing(new) == set()
    assert new.shown(acme)["city"] == "Oslo"


def test_they_are_made_also_where_the_office_no_longer_answers(new, real_office):
    _killed(new)
    real_office.answers[words.PULL] = lambda *_: refusal(Code.BUSY)
    with pytest.raises(errors.Busy):
        new.sync()
    assert _missing(new) == set()


def test_the_keys_that_only_imports_look_up_have_no_index_on_a_desk_of_an_office(lin):
    with lin.desk.reading() as connection:
        found = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE 'ix_%_key'").scalars())
    assert {"ix_orders_key", "ix_invoices_key", "ix_clients_key", "ix_contacts_key"} <= found
    assert not found & {"ix_order_lines_key", "ix_receipts_key", "ix_instalments_key", "ix_deliveries_key"}


def test_a_later_sync_sets_nothing_aside(lin, wei, acme):
    wei.sets(acme, city="Bergen")
    wei.sync()
    aside = []
    lin.sync(watch=lambda _step: aside.append(_missing(lin)))
    assert aside
    assert not any(aside)
