"""What is decided at the office after a backup and still holds when that backup is put back."""

from kamdesk.facts.policies import Role
from kamdesk.server.custody.backup import make_backup
from kamdesk.server.custody.restore import restore
from kamdesk.server.database.tables import devices
from kamdesk.server.people.devices import State, device_named, end_device
from kamdesk.server.people.sign_in import sign_in
from kamdesk.server.people.users import add_user, every_user, journaled, set_password, shut_out, user_named
from tests.server.desks import NOW, someone
from tests.server.rows_of_office import rows


def test_a_lost_laptop_stays_shut_out_when_an_older_backup_is_put_back(office, tmp_path):
    anna = someone(office.engine, "anna", Role.REP)
    made = make_backup(office, tmp_path)
    with office.writing() as connection:
        end_device(connection, office.journal, device_named(connection, "anna's laptop"), State.LOST, now=NOW)
    done = restore(office, made.path, replace=True)
    assert done.laptops_shut_out == 1
    assert rows(office.engine, devices, "device_id", "state") == [(anna.device.device_id, "lost")]


def test_who_was_shut_out_and_which_password_is_old_outlive_a_restore(office, tmp_path):
    for name in ("anna", "ben", "carl"):
        someone(office.engine, name, Role.REP)
    made = make_backup(office, tmp_path)

    def changed(name, work):
        with (
            office.writing() as connection,
            journaled(connection, office.journal, name, office_id=office.office_id, now=NOW),
        ):
            work(connection, user_named(connection, name))

    changed("anna", lambda connection, user: shut_out(connection, user.name))
    changed("ben", lambda connection, user: set_password(connection, user.user_id, "quite another one"))
    changed("carl", lambda connection, user: None)
    kept = {user.name: user.is_active for user in users_now(office)}
    restore(office, made.path, replace=True)
    assert (
        {user.name: user.is_active for user in users_now(office)} == kept == {"anna": False, "ben": True, "carl": True}
    )
    assert sign_in(office.engine, "ben", "quite another one", address="x", now=NOW).name == "ben"
    assert [entry["kind"] for entry in office.journal.entries()] == ["user", "user"]


def test_who_came_after_the_backup_stays_known_under_the_same_id(office, tmp_path):
    made = make_backup(office, tmp_path)
    added(office, "ben")
    (ben,) = users_now(office)
    restore(office, made.path, replace=True)
    (still,) = users_now(office)
    assert (still.user_id, still.name, still.role) == (ben.user_id, "ben", Role.REP)
    assert sign_in(office.engine, "ben", "ben's long word", address="x", now=NOW).user_id == ben.user_id
    assert restore(office, made.path, replace=True).laptops_shut_out == 0, "a second time is like the first"
    assert users_now(office) == [still]


def test_the_people_of_an_office_are_not_let_into_another_whose_backup_is_put_back_there(office, another, tmp_path):
    made = make_backup(office, tmp_path)
    another.journal.note("user", NOW, office=b"another", user=bytes(16), name="eve", language="en", role="admin",
                         active="yes", password="hash")  # fmt: skip
    restore(another, made.path, replace=False)
    assert users_now(another) == []


def test_the_journal_of_a_backup_goes_along_to_another_machine(office, another, tmp_path):
    someone(office.engine, "anna", Role.REP)
    first = make_backup(office, tmp_path / "first")
    with office.writing() as connection:
        end_device(connection, office.journal, device_named(connection, "anna's laptop"), State.LOST, now=NOW)
    second = make_backup(office, tmp_path / "second")
    restore(another, second.path, replace=False)
    assert restore(another, first.path, replace=True).laptops_shut_out == 1
    assert len(list(another.journal.entries())) == 1


def added(office, name):
    with (
        office.writing() as connection,
        journaled(connection, office.journal, name, office_id=office.office_id, now=NOW),
    ):
        add_user(connection, name, Role.REP, f"{name}'s long word")


def users_now(office):
    with office.writing() as connection:
        return every_user(connection)
