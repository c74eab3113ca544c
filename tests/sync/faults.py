"""The fault list of SYNC 9: what the histories in memory meet by chance, and which test has the rest."""

MET = (
    "a message dropped", "a message doubled", "a message delayed", "messages out of order", "cut at any byte",
    "a laptop killed between two statements", "the office killed: begin", "the office killed: commit",
    "the office killed: committed", "a commit done and its reply lost", "disk full", "a file copied",
    "an old copy of a file put back", "an office put back", "an office put back between answer and pull",
    "a clock that jumps", "rights changed", "a role changed", "another schema on the laptop",
    "tombstone floor passed", "two people at one fact", "a chain of edits", "twins merged crosswise",
    "clients merged crosswise", "an import in the middle", "a poison action", "page size 1",
)  # fmt: skip
"""Each is counted where it happens (`Watch.met`)."""

TESTED = {
    "password forgotten": "tests/sync_laptop/test_way_back.py::"
    "test_a_new_password_at_the_office_opens_the_file_with_everything_in_it",
    "office one older": "tests/sync/test_found.py::test_a_kind_of_record_that_this_office_does_not_know_stops_nobody",
    "one person on two laptops": "tests/sync/test_holes_rest.py::"
    "test_28_two_people_who_settle_one_item_differently_clash_once_more",
    "PostgreSQL down": "tests/server/test_postgresql_lost.py::"
    "test_postgresql_that_falls_over_and_comes_back_costs_nobody_an_action",
    "two sync processes at once": "tests/sync_laptop/test_sync.py::test_two_syncs_of_one_desk_never_run_at_once",
    "SQLite busy": "tests/storage/test_desk.py::test_two_programs_writing_at_once_both_get_through",
    "raw SQL": "tests/server/test_schema.py::test_nothing_is_written_past_the_heads",
    "TRUNCATE": "tests/server/test_schema.py::test_no_table_of_records_can_be_truncated",
}
"""What dictionaries cannot have, or what needs no chance."""
