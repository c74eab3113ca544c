"""What the sync's process tells reaches the window whole, and old data are known as old."""

from datetime import UTC, datetime, timedelta

import msgspec

from kamdesk.sync.state import Ended, Phase, SyncState

NOW = datetime(2026, 10, 20, 6, 41, tzinfo=UTC)


def test_a_state_is_the_same_after_its_way_from_process_to_process():
    state = SyncState(
        office="https://office.example", phase=Phase.RECEIVING, synced_at=NOW, history=(Ended(began_at=NOW, sent=3),)
    )
    assert msgspec.json.decode(msgspec.json.encode(state), type=SyncState) == state


def test_a_desk_without_an_office_is_its_owners_and_never_old():
    assert SyncState().is_own
    assert not SyncState().is_old(NOW)


def test_data_older_than_a_day_are_old():
    assert not SyncState(synced_at=NOW - timedelta(hours=23)).is_old(NOW)
    assert SyncState(synced_at=NOW - timedelta(hours=25)).is_old(NOW)
