"""The password opens the desk, a wrong one waits longer each time, and the key itself is nowhere."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from kamdesk.base.errors import CannotOpen
from kamdesk.storage.attempts import unlock
from kamdesk.storage.keys import KEY_FILE, make_key, unwrap_key, wrap_key

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def reason(call):
    with pytest.raises(CannotOpen) as caught:
        call()
    return caught.value.reason, str(caught.value)


def test_the_right_password_gives_the_key_back(tmp_path):
    key = make_key(tmp_path, "密码 pass")
    assert unwrap_key(tmp_path / KEY_FILE, "密码 pass") == key
    assert key not in (tmp_path / KEY_FILE).read_bytes()
    assert key.hex() not in (tmp_path / KEY_FILE).read_text()


def test_a_wrong_password_is_called_wrong(tmp_path):
    make_key(tmp_path, "right")
    assert reason(lambda: unwrap_key(tmp_path / KEY_FILE, "wrong"))[0] == "password"


def test_a_new_password_wraps_the_same_key(tmp_path):
    key = make_key(tmp_path, "old")
    wrap_key(tmp_path, key, "new")
    assert unwrap_key(tmp_path / KEY_FILE, "new") == key
    assert reason(lambda: unwrap_key(tmp_path / KEY_FILE, "old"))[0] == "password"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"wraps": []}', b'{"wraps": [{"by": "password"}]}'])
def test_a_damaged_key_file_is_called_damaged(tmp_path, content):
    (tmp_path / KEY_FILE).write_bytes(content)
    assert reason(lambda: unwrap_key(tmp_path / KEY_FILE, "x"))[0] == "damaged"


def test_wrong_passwords_wait_longer_each_time(tmp_path):
    make_key(tmp_path, "right")
    now, waits = NOON, []
    for _ in range(14):
        assert "does not open" in reason(lambda at=now: unlock(tmp_path, "wrong", now=at))[1]
        said = unlock_or_words(tmp_path, now)
        waits.append(int(re.search(r"(\d+) seconds", said)[1]) if "seconds" in said else 0)
        now += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


def unlock_or_words(folder, now):
    """What a guess at this moment is told; a guess that must wait does not count."""
    kept = (folder / "attempts.json").read_bytes()
    said = reason(lambda: unlock(folder, "wrong", now=now))[1]
    (folder / "attempts.json").write_bytes(kept)
    return said


def test_the_right_password_forgives(tmp_path):
    key = make_key(tmp_path, "right")
    for _ in range(2):
        reason(lambda: unlock(tmp_path, "wrong", now=NOON))
    assert unlock(tmp_path, "right", now=NOON) == key
    for _ in range(2):
        reason(lambda: unlock(tmp_path, "wrong", now=NOON))
    assert unlock(tmp_path, "right", now=NOON) == key


def test_a_clock_set_back_neither_helps_nor_locks_out_for_longer(tmp_path):
    key = make_key(tmp_path, "right")
    for _ in range(3):
        reason(lambda: unlock(tmp_path, "wrong", now=NOON))
    yesterday = NOON - timedelta(days=1)
    assert "seconds" in reason(lambda: unlock(tmp_path, "right", now=yesterday))[1]
    assert unlock(tmp_path, "right", now=NOON + timedelta(seconds=3)) == key


def test_a_clock_that_was_wrong_when_passwords_were_tried_locks_nobody_out_until_it_is_right(tmp_path):
    """Four slips while the clock stood a year ahead; put right, the wait is the same few seconds as for anybody."""
    key = make_key(tmp_path, "right")
    for _ in range(4):
        reason(lambda: unlock(tmp_path, "wrong", now=NOON + timedelta(days=365)))
    assert "seconds" in reason(lambda: unlock(tmp_path, "right", now=NOON))[1]
    assert unlock(tmp_path, "right", now=NOON + timedelta(minutes=5)) == key
