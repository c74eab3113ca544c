"""Backups, restores, checks, erasing and growing old."""

import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import ProgrammingError

from kamdesk.base.clock import fixed_clock
from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.every import RECORDS
from kamdesk.records.visits import Note, Promise
from kamdesk.server.config import Config
from kamdesk.server.custody.backup import check_backup, make_backup
from kamdesk.server.custody.compacting import compact
from kamdesk.server.custody.erasing import erase_person
from kamdesk.server.custody.restore import restore
from kamdesk.server.custody.verifying import differences
from kamdesk.server.database.engine import office_engine
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.tables import OFFICE, actions, heads, history, items, revs, tombstones
from kamdesk.server.office import RUNNING_LOCK, connect, make_office, open_office
from tests.server.desks import NOW, someone
from tests.server.rows_of_office import add, add_client, edit, remove, rows


@pytest.fixture
def acme(office):
    client = add_client(office.engine, external_key="ACME", legal_name="北方\t钢铁\n", city=r"back\slash \N")
    person = add(office.engine, Contact, client, external_key="LI", name="Li", phone="123", post="buyer")
    add(office.engine, Note, client, text="Li likes tea", contact_id=person)
    add(office.engine, Promise, client, what="samples", contact_id=person)
    remove(office.engine, Note, client, add(office.engine, Note, client, text="gone"))
    return client


def everything(engine):
    return {table.name: sorted(map(repr, rows(engine, table))) for table in OFFICE.sorted_tables}


def test_a_backup_put_back_elsewhere_is_the_same_office_in_every_row(office, acme, another, tmp_path):
    someone(office.engine, "anna", Role.REP, "ACME")
    made = make_backup(office, tmp_path)
    assert made.path.stat().st_mode & 0o777 == 0o600
    before = everything(office.engine)
    restore(another, made.path, replace=False)
    after = everything(another.engine)
    assert {name for name in before if before[name] != after[name]} == {"heads"}, "only who wrote last is forgotten"
    assert differences(another) == []
    edit(another.engine, Client, acme, acme, city="Oslo")
    assert someone(another.engine, "ben").device


def test_a_restored_office_gives_new_marks_from_the_old_revs_on(office, acme, tmp_path):
    made = make_backup(office, tmp_path)
    edit(office.engine, Client, acme, acme, city="first history")
    first = dict(rows(office.engine, revs, "rev", "mark"))
    restore(office, made.path, replace=True)
    edit(office.engine, Client, acme, acme, city="second history")
    second = dict(rows(office.engine, revs, "rev", "mark"))
    last = max(first)
    assert max(second) == last
    assert first[last] != second[last]
    assert first[last - 1] == second[last - 1]


def test_a_restore_replaces_nothing_unasked_and_waits_for_the_office_to_stop(office, acme, tmp_path):
    someone(office.engine, "anna")
    made = make_backup(office, tmp_path)
    with pytest.raises(Refused, match="--replace"):
        restore(office, made.path, replace=False)
    with office.engine.connect() as running:
        running.execute(text(f"SELECT pg_advisory_lock_shared({RUNNING_LOCK})"))
        with pytest.raises(Refused, match="running"):
            restore(office, made.path, replace=True)
        running.execute(text("SELECT pg_advisory_unlock_all()"))
    assert rows(office.engine, office_table(Client), "external_key") == [("ACME",)]


def test_a_damaged_backup_is_refused_and_changes_nothing(office, acme, tmp_path):
    made = make_backup(office, tmp_path)
    broken = tmp_path / "broken"
    broken.write_bytes(made.path.read_bytes()[:-2000])
    with pytest.raises(BadValue):
        check_backup(broken)
    with zipfile.ZipFile(made.path) as box, zipfile.ZipFile(broken, "w") as other:
        for name in box.namelist():
            data = box.read(name)
            other.writestr(name, data.replace(b"ACME", b"ACNE") if name == "tables/clients" else data)
    with pytest.raises(BadValue, match="clients"):
        restore(office, broken, replace=True)
    assert rows(office.engine, office_table(Client), "external_key") == [("ACME",)]
    with pytest.raises(BadValue):
        check_backup(tmp_path)


def test_a_backup_that_cannot_be_written_leaves_nothing_half(office, tmp_path):
    with pytest.raises(Refused):
        make_backup(office, tmp_path / "nowhere" / "b")
    assert not [each for each in tmp_path.iterdir() if each.name.endswith(".making")]


def test_an_erased_person_is_forgotten_everywhere_and_stays_so_after_a_restore(office, acme, tmp_path):
    anna = someone(office.engine, "anna", Role.REP, "ACME")
    ((person, client),) = rows(office.engine, office_table(Contact), "id", "scope_id")
    ((note,),) = rows(office.engine, office_table(Note), "id")
    anna.push(anna.edits(Contact, acme, person, phone=("123", "456")))
    anna.push(anna.edits(Contact, acme, person, phone=("123", "789")))
    made = make_backup(office, tmp_path)
    done = erase_person(office, "ACME", "Li", now=NOW)
    assert (done.rows_removed, done.was_erased) == (1, False)

    def is_forgotten():
        ((name, phone, post),) = rows(office.engine, office_table(Contact), "name", "phone", "post")
        assert (name, phone, post) == ("", "", "buyer"), "the seat stays, the person does not"
        assert rows(office.engine, office_table(Note)) == []
        assert rows(office.engine, items) == []
        assert rows(office.engine, history) == []
        assert rows(office.engine, office_table(Promise), "what") == [("samples",)]

    is_forgotten()
    (late,) = anna.answers(anna.edits(Note, client, note, text=("Li likes tea", "Li likes coffee")))
    assert late.code == "forgotten"
    is_forgotten()
    restore(office, made.path, replace=True)
    is_forgotten()
    assert differences(office) == []
    with pytest.raises(NotFound):
        erase_person(office, "ACME", "nobody", now=NOW)


def test_a_whole_office_has_no_differences_and_a_broken_one_names_them(office, acme):
    assert differences(office) == []
    with office.engine.begin() as connection:
        connection.execute(text("DELETE FROM office.revs WHERE rev = 2"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE office.clients SET rev = 900"))
    found = "\n".join(differences(office))
    assert "gap" in found
    assert "clients, rows above their head: 1" in found


def test_old_tombstones_go_below_the_floor_and_their_ids_stay(office, acme):
    assert compact(office, NOW) == 0
    with office.engine.begin() as connection:
        connection.execute(tombstones.update().values(removed_at=NOW - timedelta(days=401)))
    ((gone, rev),) = rows(office.engine, tombstones, "id", "rev")
    assert compact(office, NOW) == 1
    assert compact(office, NOW) == 0
    assert rows(office.engine, heads, "floor") == [(rev,)]
    assert rows(office.engine, tombstones, "id") == [(gone,)]


def test_old_answers_go_and_their_ids_stay(office, acme):
    anna = someone(office.engine, "anna", Role.REP, "ACME")
    action = anna.creates(Note, acme, text="x")
    anna.push(action)
    with office.engine.begin() as connection:
        connection.execute(actions.update().values(answered_at=NOW - timedelta(days=401)))
    compact(office, NOW)
    assert rows(office.engine, actions, "answer") == [(None,)]
    (answer,) = anna.push(sealed=anna.sealed(action)).answers
    assert answer.code == "earlier"
    assert len(rows(office.engine, office_table(Note))) == 2


def test_every_table_of_the_office_is_in_a_backup(office, tmp_path):
    made = make_backup(office, tmp_path)
    assert set(made.tables) == {table.name for table in OFFICE.sorted_tables}
    assert {record.table().name for record in RECORDS} <= set(made.tables)


def test_a_newer_programs_backup_is_refused(office, tmp_path):
    made = make_backup(office, tmp_path)
    newer = tmp_path / "newer"
    with zipfile.ZipFile(made.path) as box, zipfile.ZipFile(newer, "w") as other:
        for name in box.namelist():
            other.writestr(name, box.read(name).replace(b'"schema": 1', b'"schema": 99'))
    with pytest.raises(BadValue, match="newer"):
        restore(office, newer, replace=True)


def test_the_owners_address_makes_and_restores_what_the_offices_own_user_may_not(empty_address, tmp_path):
    owner = office_engine(empty_address)
    with owner.begin() as connection:
        connection.execute(text("CREATE ROLE kamdesk_small LOGIN"))
    small = empty_address.replace("postgres:@", "kamdesk_small:@")
    config = Config(folder=tmp_path / "office", database_url=small, owner_url=empty_address)
    make_office(config, company="Northern Supplies", currency="CNY")
    office = open_office(replace(config, owner_url=""), clock=fixed_clock(NOW))
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE office.clients DISABLE TRIGGER ALL"))
    add_client(office.engine, external_key="ACME")
    made = make_backup(office, tmp_path)
    office.close()
    office = connect(config, clock=fixed_clock(NOW))
    restore(office, made.path, replace=True)
    add_client(office.engine, external_key="ZEN")
    with office.engine.connect() as connection:
        keys = connection.execute(text("SELECT external_key FROM office.clients ORDER BY 1")).scalars().all()
    assert keys == ["ACME", "ZEN"]
    office.close()
    with owner.begin() as connection:
        connection.execute(text("DROP OWNED BY kamdesk_small"))
        connection.execute(text("DROP ROLE kamdesk_small"))
    owner.dispose()


def test_inserts_past_the_heads_are_refused_after_a_restore_too(office, acme, tmp_path):
    restore(office, make_backup(office, tmp_path).path, replace=True)
    with pytest.raises(Exception, match="rev of a head"), office.engine.begin() as connection:
        connection.execute(insert(office_table(Client)), {"id": acme[::-1], "scope_id": acme, "rev": 1})
