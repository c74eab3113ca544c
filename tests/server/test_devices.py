"""Signing in, laptops and their tokens, what the office demands, and the journal that outlives a restore."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from kamdesk.base.errors import BadValue, NotFound, Refused
from kamdesk.facts.policies import Role
from kamdesk.server.database.tables import devices, sign_ins, users
from kamdesk.server.people import passwords
from kamdesk.server.people.devices import (
    State,
    device_named,
    device_of,
    end_device,
    every_device,
    register,
    rotated_token,
)
from kamdesk.server.people.journal import Journal
from kamdesk.server.people.policies import POLICIES, all_policies, for_laptops, policy, set_policy
from kamdesk.server.people.sign_in import FREE_BY_NAME, SignInRefused, TooManyTries, sign_in
from kamdesk.server.people.users import add_user, set_password, shut_out
from tests.server.rows_of_office import rows

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
PASSWORD = "correct horse"


@pytest.fixture
def anna(engine):
    with engine.begin() as connection:
        return add_user(connection, "anna", Role.REP, PASSWORD)


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal.jsonl")


def signed_in(engine, name="anna", password=PASSWORD, address="10.0.0.1", now=NOW):
    return sign_in(engine, name, password, address=address, now=now)


def test_a_password_is_kept_as_argon2id_and_nowhere_else(engine, anna):
    ((kept,),) = rows(engine, users, "password_hash")
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in str(rows(engine, users))
    assert signed_in(engine).user_id == anna.user_id


def test_wrong_names_and_wrong_passwords_get_the_same_answer(engine, anna):
    said = []
    for name, password in (("anna", "wrong password"), ("nobody", PASSWORD)):
        with pytest.raises(SignInRefused) as error:
            signed_in(engine, name, password)
        said.append(error.value.text)
    assert said[0] == said[1]


def test_an_unknown_name_takes_as_long_as_a_wrong_password(engine, anna, monkeypatch):
    monkeypatch.setattr(passwords, "PASSWORD_COST", passwords.Cost())
    with engine.begin() as connection:
        set_password(connection, anna.user_id, PASSWORD)

    def seconds(name):
        took = []
        for tried in range(5):
            started = time.perf_counter()
            with pytest.raises(SignInRefused):
                signed_in(engine, name, "wrong password", f"10.0.{tried}.9", NOW + timedelta(hours=tried))
            took.append(time.perf_counter() - started)
        return sorted(took)[2]

    seconds("warm")
    known, unknown = seconds("anna"), seconds("nobody")
    assert 0.5 < known / unknown < 2


def test_guessing_a_password_becomes_slow_and_ends_with_the_right_one(engine, anna):
    for tried in range(4):
        with pytest.raises(SignInRefused):
            signed_in(engine, password="wrong one", address=f"10.0.0.{tried}")
    with pytest.raises(TooManyTries) as error:
        signed_in(engine)
    assert error.value.wait_s == 2
    assert signed_in(engine, now=NOW + timedelta(seconds=2)).name == "anna"
    assert signed_in(engine).name == "anna"


def test_unknown_names_are_slowed_down_just_the_same(engine, anna):
    for _ in range(4):
        with pytest.raises(SignInRefused):
            signed_in(engine, "nobody")
    with pytest.raises(TooManyTries):
        signed_in(engine, "nobody")


def test_one_address_that_tries_many_names_is_slowed_down(engine, anna):
    for number in range(40):
        with pytest.raises(SignInRefused):
            signed_in(engine, f"name{number}")
    with pytest.raises(TooManyTries):
        signed_in(engine)
    assert signed_in(engine, address="10.9.9.9").name == "anna"
    assert not any(b"name1" in who for (who,) in rows(engine, sign_ins, "who"))


def test_old_failures_are_forgotten(engine, anna):
    with pytest.raises(SignInRefused):
        signed_in(engine, "nobody")
    with pytest.raises(SignInRefused):
        signed_in(engine, "somebody", now=NOW + timedelta(days=2))
    assert len(rows(engine, sign_ins)) == 2, "a name and an address, of the last day"


def test_a_clock_that_was_wrong_when_somebody_guessed_locks_nobody_out_until_it_is_right(engine, anna):
    for _ in range(FREE_BY_NAME + 1):
        with pytest.raises((SignInRefused, TooManyTries)):
            sign_in(engine, "anna", "wrong", address="a", now=NOW + timedelta(days=365))
    with pytest.raises(TooManyTries):
        sign_in(engine, "anna", PASSWORD, address="a", now=NOW)
    assert sign_in(engine, "anna", PASSWORD, address="a", now=NOW + timedelta(minutes=15))


def test_who_was_shut_out_is_told_no_more_than_a_stranger(engine, anna):
    with engine.begin() as connection:
        shut_out(connection, "anna")
    with pytest.raises(SignInRefused):
        signed_in(engine)


def test_a_short_password_is_refused(engine):
    with pytest.raises(BadValue, match="at least 8"), engine.begin() as connection:
        add_user(connection, "ben", Role.REP, "short")


def test_a_token_is_random_kept_as_a_hash_and_opens_one_laptop(engine, anna):
    with engine.begin() as connection:
        first_id, first = register(connection, anna, "Anna's laptop", now=NOW)
        _, second = register(connection, anna, "Anna's tablet", now=NOW)
        assert device_of(connection, first, now=NOW).device_id == first_id
        assert device_of(connection, "guessed", now=NOW) is None
        assert device_of(connection, "", now=NOW) is None
    assert first != second
    assert first not in str(rows(engine, devices))


def test_a_token_changes_after_its_days_and_a_lost_reply_is_harmless(engine, anna):
    with engine.begin() as connection:
        _, old = register(connection, anna, "laptop", now=NOW)
        device = device_of(connection, old, now=NOW)
        assert rotated_token(connection, device, days=30, now=NOW + timedelta(days=29)) is None
        lost = rotated_token(connection, device, days=30, now=NOW + timedelta(days=30))
        assert lost
        device = device_of(connection, old, now=NOW)
        assert device, "the reply with the new token was lost: the old one is still good"
        new = rotated_token(connection, device, days=30, now=NOW + timedelta(days=60))
        assert device_of(connection, lost, now=NOW) is None
        assert device_of(connection, old, now=NOW), "this reply was lost as well: the laptop has nothing else to show"
        assert device_of(connection, new, now=NOW)
        assert device_of(connection, old, now=NOW) is None, "the new one was used"


def test_laptops_are_listed_retired_and_lost(engine, anna, journal):
    with engine.begin() as connection:
        device_id, token = register(connection, anna, "laptop", now=NOW)
        retired = end_device(connection, journal, device_named(connection, "laptop"), State.RETIRED, now=NOW)
        assert device_of(connection, token, now=NOW).state is State.RETIRED
        lost = end_device(connection, journal, retired, State.LOST, now=NOW)
        again = end_device(connection, journal, lost, State.LOST, now=NOW)
        with pytest.raises(Refused, match="lost"):
            end_device(connection, journal, again, State.RETIRED, now=NOW)
        (listed,) = every_device(connection)
        assert (listed.user, listed.name, listed.state) == ("anna", "laptop", State.LOST)
        with pytest.raises(NotFound):
            device_named(connection, "another")
    assert [(entry["kind"], entry["device"]) for entry in journal.entries()] == [
        ("device_retired", device_id.hex()),
        ("device_lost", device_id.hex()),
    ]


def test_laptops_of_who_was_shut_out_are_strangers(engine, anna):
    with engine.begin() as connection:
        _, token = register(connection, anna, "laptop", now=NOW)
        shut_out(connection, "anna")
        assert device_of(connection, token, now=NOW) is None


def test_a_lost_laptop_hears_that_it_is_lost_though_its_person_was_shut_out_as_well(engine, anna, journal):
    """Who leaves with a laptop is shut out and the laptop declared lost, in either order: its key must still go."""
    with engine.begin() as connection:
        _, token = register(connection, anna, "laptop", now=NOW)
        shut_out(connection, "anna")
        end_device(connection, journal, device_named(connection, "laptop"), State.LOST, now=NOW)
        assert device_of(connection, token, now=NOW).state is State.LOST


def test_every_policy_has_a_default_and_bounds(engine):
    with engine.begin() as connection:
        assert all_policies(connection) == {name: each.default for name, each in POLICIES.items()}
        assert set_policy(connection, "days_without_contact", "14") == 14
        assert set_policy(connection, "export_money", "no") is False
        assert policy(connection, "days_without_contact") == 14
        assert for_laptops(connection)["export_money"] is False
        assert "token_days" not in for_laptops(connection)
        assert set_policy(connection, "days_without_contact", "default") == 30
        for name, text in (("days_without_contact", "0"), ("days_without_contact", "x"), ("export_money", "7")):
            with pytest.raises(BadValue):
                set_policy(connection, name, text)
        with pytest.raises(NotFound):
            set_policy(connection, "colour", "red")


def test_the_journal_keeps_every_line_whoever_writes_at_once(journal):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: journal.note("device_lost", NOW, device=bytes([n] * 16)), range(40)))
    assert len({entry["device"] for entry in journal.entries()}) == 40


def test_a_line_that_the_power_cut_short_is_none_and_a_damaged_one_is_told(journal):
    journal.note("device_lost", NOW, device=b"1" * 16)
    with journal.path.open("ab") as file:
        file.write(b'{"at": "2026-')
    journal.note("device_lost", NOW, device=b"2" * 16)
    assert len(list(journal.entries())) == 2
    with journal.path.open("ab") as file:
        file.write(b'{"at" x }\n')
    with pytest.raises(Refused, match="line 4"):
        list(journal.entries())
