"""Tables for a terminal."""

from kamdesk.base.text_table import text_table

LONG = "Finance set the phone to 030-111 on 3 May; you wrote 030-222 on 2 May, and both lie here."


def test_only_what_stands_before_another_column_is_cut():
    head, row = text_table([{"name": LONG, "sentence": LONG}]).splitlines()
    assert row.endswith(LONG)
    assert row.count("…") == 1
    assert head.index("sentence") == row.index(LONG)
