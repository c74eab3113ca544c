"""An older file is brought up to date with nothing lost, or stays as it was and says so."""

import pytest
import sqlalchemy as sa

from kamdesk.base.errors import CannotOpen
from kamdesk.storage import desk as desks
from kamdesk.storage import migrations, schema
from kamdesk.storage.backups import backups
from kamdesk.storage.desk import FILE, open_desk
from kamdesk.storage.migrations import Step, due_steps, migrate


def add_hat(operations):
    """A toy step: one more fact of a client."""
    operations.add_column("clients", sa.Column("hat", sa.Text, nullable=False, server_default="none"))


def fail(operations):
    operations.add_column("clients", sa.Column("shoes", sa.Text))
    operations.add_column("no_such_table", sa.Column("hat", sa.Text))


NEXT = Step(schema.MAJOR, schema.MINOR + 1, add_hat)
BROKEN = Step(schema.MAJOR, schema.MINOR + 2, fail)


def columns(desk):
    with desk.reading() as connection:
        return {column["name"] for column in sa.inspect(connection).get_columns("clients")}


def test_only_later_steps_are_due():
    assert due_steps((schema.MAJOR, schema.MINOR), (NEXT, BROKEN)) == (NEXT, BROKEN)
    assert due_steps((schema.MAJOR, schema.MINOR + 1), (NEXT, BROKEN)) == (BROKEN,)


def test_a_step_adds_its_fact_and_stamps_the_file(folder, desk):
    desk.settings.set("note", "kept")
    desk.close()
    migrate(folder / FILE, desk._key, [NEXT])
    again = open_desk(folder, password="right")
    assert "hat" in columns(again)
    assert again.settings.get("note") == "kept"
    again.close()
    assert not list(folder.glob("*.rehearsal*"))


def test_a_step_that_fails_leaves_the_file_as_it_was_and_says_so(folder, desk):
    desk.close()
    with pytest.raises(CannotOpen, match="as it was") as caught:
        migrate(folder / FILE, desk._key, [NEXT, BROKEN])
    assert caught.value.reason == "old"
    again = open_desk(folder, password="right")
    assert not columns(again) & {"hat", "shoes"}
    again.check(thorough=True)
    again.close()
    assert not list(folder.glob("*.rehearsal*"))


def test_opening_an_older_file_migrates_it_after_a_backup(folder, desk, monkeypatch):
    desk.close()
    monkeypatch.setattr(desks, "due_steps", lambda found: due_steps(found, (NEXT,)))
    again = open_desk(folder, password="right")
    assert "hat" in columns(again)
    assert len(backups(folder)) == 1
    again.close()
    open_desk(folder, password="right").close()
    assert len(backups(folder)) == 1, "a file that is up to date is not migrated again"


def test_the_first_schema_has_no_step_and_the_last_step_is_this_schema():
    numbers = [(step.major, step.minor) for step in migrations.STEPS]
    assert numbers == sorted(set(numbers))
    assert (numbers or [(schema.MAJOR, schema.MINOR)])[-1] == (schema.MAJOR, schema.MINOR)
