"""The tables only this desk has: settings, outbox, search words. They never travel, so they are no records."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, Text

LOCAL = MetaData()

settings = Table(
    "desk_settings",
    LOCAL,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Small values in the encrypted file; names this program does not know are kept for a newer one."""

outbox = Table(
    "outbox",
    LOCAL,
    Column("position", BigInteger, nullable=False),
    Column("action_id", LargeBinary(16), primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sequence", BigInteger),
    Column("action", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Index("ix_outbox_position", "position"),
    Index("ix_outbox_state", "state"),
)
outbox_rows = Table(
    "outbox_rows",
    LOCAL,
    Column("action_id", LargeBinary(16), primary_key=True),
    Column("row_id", LargeBinary(16), primary_key=True, index=True),
)
"""Which rows an action touched or refers to: finds what depends on it without reading every action."""

office_rows = Table(
    "office_rows",
    LOCAL,
    Column("row_id", LargeBinary(16), primary_key=True),
    Column("word", Text, nullable=False),
    Column("scope_id", LargeBinary(16), nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("image", LargeBinary),
    Index("ix_office_rows_scope", "scope_id", "word"),
)
"""What the office has of rows with changes that have not come back: shown is this, with those laid over it."""

cursors = Table(
    "cursors",
    LOCAL,
    Column("scope_id", LargeBinary(16), primary_key=True),
    Column("compartment", Text, primary_key=True),
    Column("rev", BigInteger, nullable=False),
    Column("mark", LargeBinary(16), nullable=False),
    Column("grant_number", BigInteger, nullable=False),
    Column("after_word", Text, nullable=False),
    Column("after_id", LargeBinary(16)),
    Column("schema_number", BigInteger, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("ahead_rev", BigInteger),
    Column("ahead_mark", LargeBinary(16)),
)
"""How far this desk holds each part of the office; with `after_word` it is still loading behind that row."""

sweeps = Table(
    "sweeps",
    LOCAL,
    Column("scope_id", LargeBinary(16), primary_key=True),
    Column("compartment", Text, primary_key=True),
)
"""Parts that come anew from nothing: rows marked with `GOING` go at their end unless they came again."""

tray_items = Table(
    "tray_items",
    LOCAL,
    Column("position", BigInteger, primary_key=True),
    Column("item", LargeBinary, nullable=False),
)
"""The open items of this person's tray, as the office sent them."""

parked_frames = Table(
    "parked_frames",
    LOCAL,
    Column("position", BigInteger, primary_key=True),
    Column("frame", LargeBinary, nullable=False),
    Column("why", Text, nullable=False),
)
"""Rows that this program could not apply, as they came: counted, shown, tried again."""
table_changes = Table(
    "table_changes",
    LOCAL,
    Column("table_name", Text, primary_key=True),
    Column("changes", BigInteger, nullable=False),
)
"""How many transactions wrote to a table: what was added up over the company is good until this number grows."""

sync_runs = Table(
    "sync_runs",
    LOCAL,
    Column("position", BigInteger, primary_key=True),
    Column("run", Text, nullable=False),
)
"""What the last syncs moved, and what stood in their way in words; syncs that moved nothing leave no row."""

search_words = Table(
    "search_words",
    LOCAL,
    Column("word", Text, primary_key=True),
    Column("row_id", LargeBinary(16), primary_key=True),
    Column("scope_id", LargeBinary(16), nullable=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,  # one kind's rows lie side by side: a search reads them and nothing else
)
"""Orders are not in it: they are found by their number, on its index."""

pending_links = Table(
    "pending_links",
    LOCAL,
    Column("row_id", LargeBinary(16), primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("word", Text, nullable=False),
    Column("refers_to", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("scope_id", LargeBinary(16), nullable=False),
    Index("ix_pending_links_end", "refers_to", "key"),
)
"""Ends that imported rows name and that are not on this desk yet; the fact "client" is the row's own client."""
