"""The office's own books: heads and revs, what was removed, who acted, who may what. They never travel as rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    text,
)

SCHEMA = "office"
OFFICE = MetaData(schema=SCHEMA)
"""Every table of the office: these, and one for each record (`record_tables`)."""

grant_numbers = Sequence("grant_numbers", metadata=OFFICE, schema=SCHEMA)
"""Each right that is given takes the next number: a right that was lost and given again is seen to be another."""


def _id(name: str, **how: Any) -> Column[Any]:  # noqa: ANN401  (Column's own options)
    return Column(name, LargeBinary(16), **how)


def _text(name: str, *, server_default: str = "", **how: Any) -> Column[Any]:  # noqa: ANN401  (Column's own options)
    return Column(name, Text, nullable=False, server_default=server_default, **how)


def _moment(name: str, **how: Any) -> Column[Any]:  # noqa: ANN401  (Column's own options)
    return Column(name, DateTime(timezone=True), **how)


settings = Table("settings", OFFICE, _text("name", primary_key=True), _text("value"))
settings.comment = "The office's small values: company, currency, the number of this schema."

policies = Table("policies", OFFICE, _text("name", primary_key=True), _text("value"))
policies.comment = "What the office demands of laptops and of itself, where it is not the default."

heads = Table(
    "heads",
    OFFICE,
    _id("scope_id", nullable=False),
    _text("compartment"),
    Column("rev", BigInteger, nullable=False, server_default="0"),
    Column("mark", LargeBinary(16)),
    Column("floor", BigInteger, nullable=False, server_default="0", comment="tombstones up to here are gone"),
    Column("written_in", BigInteger, comment="the transaction that raised the rev last"),
    PrimaryKeyConstraint("scope_id", "compartment"),
    postgresql_with={"fillfactor": 60},
)
heads.comment = "The newest rev of each part (scope and compartment); locked before anything in the part is written."

revs = Table(
    "revs",
    OFFICE,
    _id("scope_id", nullable=False),
    _text("compartment"),
    Column("rev", BigInteger, nullable=False),
    Column("mark", LargeBinary(16), nullable=False),
    PrimaryKeyConstraint("scope_id", "compartment", "rev"),
)
revs.comment = "Every rev there ever was, with the random mark that tells two histories apart."

loads = Table("loads", OFFICE, _text("compartment", primary_key=True), _moment("as_of", nullable=False))
loads.comment = "As of when the rows of the ERP are true, for each compartment that imports fill."

imports = Table(
    "imports",
    OFFICE,
    _id("import_id", primary_key=True),
    _text("source"),
    _moment("staged_at", nullable=False),
    _moment("as_of", nullable=False),
    _text("compartments", comment="what it fills, with blanks between"),
    _moment("done_at", comment="empty: staged whole, and not all of it is merged yet"),
)
imports.comment = "Imports from the ERP: one that was interrupted is finished at the next start."

stage_links = Table(
    "stage_links",
    OFFICE,
    _id("row_id", nullable=False),
    _text("fact"),
    _text("word"),
    _text("refers_to"),
    _text("key"),
    _id("scope_id", nullable=False),
    PrimaryKeyConstraint("row_id", "fact"),
    Index("ix_stage_links_end", "refers_to", "key"),
)
stage_links.comment = "Ends that imported rows name and that are not here yet."

stage_removals = Table(
    "stage_removals",
    OFFICE,
    _id("scope_id", nullable=False),
    _id("id", nullable=False),
    _text("word"),
    PrimaryKeyConstraint("scope_id", "id"),
)
stage_removals.comment = "Rows that an import is about to remove."

tombstones = Table(
    "tombstones",
    OFFICE,
    _id("scope_id", nullable=False),
    _id("id", nullable=False),
    _text("compartment"),
    _text("word"),
    Column("rev", BigInteger, nullable=False),
    _moment("removed_at", nullable=False, server_default=text("now()")),
    PrimaryKeyConstraint("scope_id", "id"),
    Index("ix_tombstones_part", "scope_id", "compartment", "rev"),
)
tombstones.comment = "Rows that were removed. Their ids are never used again."

users = Table(
    "users",
    OFFICE,
    _id("user_id", primary_key=True),
    _text("name", unique=True),
    _text("role"),
    _text("password_hash", comment="Argon2id"),
    _id("employee_id", comment="the person of the catalogue that this user is"),
    _text("language"),
    Column("is_active", Boolean, nullable=False, server_default="true"),
    Column("granted", BigInteger, nullable=False, comment="the number of the right to this role"),
    _text("single_sign_on", comment="kept for a later release: who this is at the company's identity provider"),
)
users.comment = "Who may sign in, in which role."

teams = Table("teams", OFFICE, _id("team_id", primary_key=True), _text("name", unique=True))
teams.comment = "Teams of people; a team's managers read what its people serve."

team_people = Table(
    "team_people",
    OFFICE,
    _id("team_id", nullable=False),
    _id("user_id", nullable=False),
    Column("is_manager", Boolean, nullable=False, server_default="false"),
    Column("granted", BigInteger, nullable=False),
    PrimaryKeyConstraint("team_id", "user_id"),
    Index("ix_team_people_user", "user_id"),
)
team_people.comment = "Who belongs to which team."

serves = Table(
    "serves",
    OFFICE,
    _id("scope_id", nullable=False),
    _id("user_id", nullable=False),
    _text("role"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, comment="the last day; empty: until further notice"),
    Column("granted", BigInteger, nullable=False),
    PrimaryKeyConstraint("scope_id", "user_id", "starts_on"),
    Index("ix_serves_user", "user_id"),
)
serves.comment = "Who serves which client, from when to when."

devices = Table(
    "devices",
    OFFICE,
    _id("device_id", primary_key=True),
    _id("user_id", nullable=False, index=True),
    _text("name"),
    Column("token_hash", LargeBinary(32), unique=True),
    Column("token_before", LargeBinary(32), unique=True, comment="still good until the new one was used"),
    _moment("token_made_at"),
    Column("given_nonces", LargeBinary, comment="given for the one that was shown, one behind the other"),
    Column("shown_nonce", LargeBinary),
    Column("is_restored", Boolean, nullable=False, server_default="false", comment="offers again, when it is told so"),
    _text("state", server_default="active", comment="active, retired or lost"),
    _moment("joined_at", nullable=False, server_default=text("now()")),
    _moment("last_contact_at"),
    Column("waiting", BigInteger, nullable=False, server_default="0", comment="actions not sent yet, as last told"),
    Column("last_sequence", BigInteger, nullable=False, server_default="0"),
    _id("copied_from", comment="the laptop it was before it was copied, or put back from a backup"),
    Column("wrapped_key", LargeBinary, comment="the file's key, wrapped for the office's recovery key"),
)
devices.comment = "Laptop profiles: one user each, one random token each."

sign_ins = Table(
    "sign_ins",
    OFFICE,
    Column("who", LargeBinary(32), primary_key=True, comment="hash of a name or of an address"),
    Column("failed", BigInteger, nullable=False, server_default="0"),
    _moment("last_at", nullable=False),
)
sign_ins.comment = "Failed sign-ins, so that guessing becomes slow."

actions = Table(
    "actions",
    OFFICE,
    _id("action_id", primary_key=True),
    _id("user_id", nullable=False),
    _id("device_id", nullable=False),
    Column("sequence", BigInteger),
    Column("content_hash", LargeBinary(16), nullable=False),
    Column("answer", LargeBinary, comment="dropped after a time; the id stays for ever"),
    _moment("answered_at", nullable=False, server_default=text("now()")),
    Index("ix_actions_device", "device_id", "sequence"),
)
actions.comment = "Every action that was answered, so that it takes effect once."

failures = Table(
    "failures",
    OFFICE,
    _id("action_id", primary_key=True),
    Column("times", BigInteger, nullable=False, server_default="0"),
)
failures.comment = "Actions that broke the office, and how often: after the third time they are held as they came."

raw_actions = Table(
    "raw_actions",
    OFFICE,
    _id("action_id", primary_key=True),
    _id("user_id", nullable=False),
    _id("device_id", nullable=False),
    Column("action", LargeBinary, nullable=False),
    _text("why"),
    _moment("held_at", nullable=False, server_default=text("now()")),
)
raw_actions.comment = "Actions that the office cannot read or do, as they came: for the administrator."

fates = Table(
    "fates",
    OFFICE,
    _id("action_id", nullable=False),
    _id("row_id", nullable=False),
    _text("fact"),
    _id("item_id", nullable=False),
    PrimaryKeyConstraint("action_id", "row_id", "fact"),
    Index("ix_fates_row", "row_id"),
)
fates.comment = "Facts of actions that were not simply taken: later edits made upon them join the same tray item."

items = Table(
    "items",
    OFFICE,
    _id("item_id", primary_key=True),
    _id("scope_id", nullable=False),
    _text("kind"),
    _id("author_id", nullable=False, comment="the user whose action fell into it"),
    _id("action_id", nullable=False),
    _text("word"),
    _id("row_id", nullable=False),
    Column("body", LargeBinary, nullable=False, comment="msgpack: facts, values, author, sentence"),
    Column("version", BigInteger, nullable=False, server_default="1"),
    _text("state", server_default="open"),
    _moment("made_at", nullable=False, server_default=text("now()")),
    Index("ix_items_open", "scope_id", "state"),
    Index("ix_items_row", "scope_id", "row_id"),
    Index("ix_items_author", "author_id", "state"),
)
items.comment = "The review tray: what a person must look at."

aliases = Table("aliases", OFFICE, _id("old_id", primary_key=True), _id("new_id", nullable=False))
aliases.comment = "Twins that were merged: the old id means the new one for ever."

history = Table(
    "history",
    OFFICE,
    _id("scope_id", nullable=False),
    _text("compartment"),
    Column("rev", BigInteger, nullable=False),
    _id("row_id", nullable=False),
    _text("fact"),
    _text("word"),
    Column("value", LargeBinary, comment="msgpack: what stood there before"),
    Column("wanted", LargeBinary, comment="msgpack: what stands there since; nothing for what was made or removed"),
    _text("author"),
    _id("device_id"),
    _id("action_id"),
    _moment("at", nullable=False, server_default=text("now()")),
    Index("ix_history_row", "scope_id", "row_id"),
)
history.comment = "Who changed what, where: the value before each change of a fact by a person."

erased = Table("erased", OFFICE, _id("row_id", primary_key=True), _text("word"), _moment("erased_at", nullable=False))
erased.comment = "People who asked to be forgotten: nothing is written about them again."
