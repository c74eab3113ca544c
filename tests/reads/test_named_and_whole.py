"""Finding a record by what people call it, and taking all rows of a kind out in portions."""

import pytest

from kamdesk.base.errors import NotFound, Refused
from kamdesk.operations.clients import add_client
from kamdesk.operations.contacts import add_contact
from kamdesk.reads import whole_records
from kamdesk.reads.named import client_named, record_named
from kamdesk.reads.whole_records import keys_of, whole_record
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.storage.desk import create_desk


@pytest.fixture
def desk(tmp_path):
    desk = create_desk(tmp_path / "desk", password="x", company="Ours", currency="CNY")
    yield desk
    desk.close()


def client(desk, key, **names):
    return add_client(desk, desk.author, names, external_key=key)[0]


def named(desk, text):
    with desk.reading() as connection:
        return client_named(connection, text)


def test_a_key_wins_over_a_name(desk):
    by_key = client(desk, "ACME", legal_name="Something else")
    client(desk, "B", legal_name="ACME")
    assert named(desk, "ACME") == by_key


def test_every_name_of_a_client_finds_it_exactly(desk):
    found = client(desk, "HT", legal_name="恒泰机械有限公司", other_name="Hengtai Machinery", short_name="恒泰")
    assert {named(desk, name) for name in ("恒泰机械有限公司", "Hengtai Machinery", "恒泰")} == {found}
    for other in ("恒", "hengtai machinery", "ht", ""):
        with pytest.raises(NotFound):
            named(desk, other)


def test_two_of_the_same_name_are_not_guessed(desk):
    client(desk, "1", legal_name="Twin")
    client(desk, "2", legal_name="Twin")
    with pytest.raises(Refused, match="external key"):
        named(desk, "Twin")


def test_a_person_is_looked_for_at_their_client_only(desk):
    first, second = client(desk, "1", legal_name="One"), client(desk, "2", legal_name="Two")
    here = add_contact(desk, desk.author, first, {"name": "Chen"})[0]
    add_contact(desk, desk.author, second, {"name": "Chen"})
    with desk.reading() as connection:
        assert record_named(connection, Contact, "Chen", scope_id=first) == here
        with pytest.raises(Refused):
            record_named(connection, Contact, "Chen")


def test_portions_hold_every_row_once(desk, monkeypatch):
    monkeypatch.setattr(whole_records, "PORTION", 3)
    ids = {client(desk, str(n), legal_name=f"Client {n}") for n in range(10)}
    with desk.reading() as connection:
        portions = [[sheet.id for sheet in sheets] for sheets in whole_record(connection, Client)]
        keys = keys_of(connection, Client, ids)
    assert [len(portion) for portion in portions] == [3, 3, 3, 1]
    assert {row_id for portion in portions for row_id in portion} == ids
    assert sorted(keys.values()) == sorted(str(n) for n in range(10))
