"""Staying signed in through the system's keyring; a backend of keyring's own kind stands in for the system's."""

from contextlib import closing
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from kamdesk.base.errors import CannotOpen, Refused
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.storage.settings import OFFICE, POLICY
from kamdesk.storage.signed_in import has_keyring, is_signed_in, kept_key, sign_out, stay_signed_in
from kamdesk.sync.entering import enter_signed_in
from tests.storage.keyring_in_memory import ring

__all__ = ["ring"]

PASSWORD = "a long password"


@pytest.fixture
def no_ring():
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def desk(tmp_path):
    with closing(create_desk(tmp_path / "desk", password=PASSWORD, company="Ours", currency="CNY")) as desk:
        yield desk


def test_the_keyring_opens_the_desk_and_the_password_still_does(ring, desk):
    assert has_keyring()
    assert enter_signed_in(desk.folder) is None
    stay_signed_in(desk.folder, desk.key)
    with closing(enter_signed_in(desk.folder)) as again:
        assert again.settings.get("company") == "Ours"
    open_desk(desk.folder, password=PASSWORD).close()


def test_the_keyring_holds_nothing_that_opens_the_file_by_itself(ring, desk):
    stay_signed_in(desk.folder, desk.key)
    (secret,) = ring.secrets.values()
    assert bytes.fromhex(secret) != desk.key
    assert desk.key.hex() not in (desk.folder / "key.json").read_text()


def test_signing_out_and_another_password_end_it(ring, desk):
    stay_signed_in(desk.folder, desk.key)
    stay_signed_in(desk.folder, desk.key)
    assert len(ring.secrets) == 1, "the earlier secret went"
    sign_out(desk.folder)
    assert not ring.secrets
    assert (is_signed_in(desk.folder), kept_key(desk.folder)) == (False, None)
    stay_signed_in(desk.folder, desk.key)
    desk.change_password(PASSWORD, "another long one")
    assert kept_key(desk.folder) is None


def test_what_the_office_forbids_ends_at_the_next_opening(ring, desk):
    stay_signed_in(desk.folder, desk.key)
    desk.settings.set(OFFICE, "https://office.example")
    desk.settings.set(POLICY + "stay_signed_in", "0")
    assert enter_signed_in(desk.folder) is None
    assert not ring.secrets
    assert not is_signed_in(desk.folder)


@pytest.mark.usefixtures("no_ring")
def test_a_system_without_a_keyring_offers_nothing_and_the_password_works(desk):
    assert not has_keyring()
    with pytest.raises(Refused, match="takes no secret"):
        stay_signed_in(desk.folder, desk.key)
    assert not is_signed_in(desk.folder)
    open_desk(desk.folder, password=PASSWORD).close()


def test_a_secret_that_was_lost_or_is_anothers_asks_for_the_password(ring, desk):
    stay_signed_in(desk.folder, desk.key)
    for name in ring.secrets:
        ring.secrets[name] = "00" * 32
    assert kept_key(desk.folder) is None
    ring.secrets.clear()
    assert kept_key(desk.folder) is None
    with pytest.raises(CannotOpen):
        open_desk(desk.folder, password="a guess")


def test_a_key_file_that_cannot_be_read_at_this_moment_is_not_written_over(ring, desk, monkeypatch):
    """The password's wrap stands in it; another program may hold the file for an instant, as scanners do on Windows."""
    file = desk.folder / "key.json"
    stay_signed_in(desk.folder, desk.key)
    whole, reads = file.read_bytes(), iter((True, False))
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(path) if next(reads, False) else b"")
    for change in (lambda: sign_out(desk.folder), lambda: stay_signed_in(desk.folder, desk.key)):
        with pytest.raises(CannotOpen, match="damaged"):
            change()
    monkeypatch.undo()
    assert file.read_bytes() == whole
    assert kept_key(desk.folder) == desk.key
