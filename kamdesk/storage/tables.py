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
    Index("ix_outbox_position", "position"),
)
outbox_rows = Table(
    "outbox_rows",
    LOCAL,
    Column("action_id", LargeBinary(16), primary_key=True),
    Column("row_id", LargeBinary(16), primary_key=True, index=True),
)
"""Which rows an action touched or refers to: finds what depends on it without reading every action."""

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
