"""Ends that imported rows name and that are not here yet, linked as soon as they arrive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from kamdesk.connectors.intake.store import CLIENT_FACT, Found, Pending
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word
from kamdesk.storage.tables import pending_links


def keep_pending(connection: Connection, links: Sequence[Pending]) -> None:
    """Remember missing ends, in place of what the same facts waited for before."""
    if links:
        names = ", ".join(Pending._fields)
        query = f"INSERT OR REPLACE INTO pending_links ({names}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608  (own names)
        connection.exec_driver_sql(query, [tuple(link) for link in links])


def forget(connection: Connection, settled: Sequence[tuple[bytes, str]]) -> None:
    """These facts wait no longer."""
    if settled:
        connection.exec_driver_sql("DELETE FROM pending_links WHERE row_id = ? AND fact = ?", list(settled))


def forget_rows(connection: Connection, row_ids: Sequence[bytes], facts: Sequence[str]) -> None:
    """These facts of these rows wait no longer (they were written anew); what was not told waits on."""
    if row_ids and facts and connection.execute(select(pending_links.c.row_id).limit(1)).first():
        marks = ", ".join("?" * len(facts))
        query = f"DELETE FROM pending_links WHERE row_id = ? AND fact IN ({marks})"  # noqa: S608  (only question marks)
        connection.exec_driver_sql(query, [(row_id, *facts) for row_id in row_ids])


def waiting_for(connection: Connection) -> frozenset[str]:
    """The kinds of record that something waits for."""
    return frozenset(connection.execute(select(pending_links.c.refers_to).distinct()).scalars())


def arrived(
    connection: Connection, record: type[Record], *, within_client: bool, by: str = "external_key"
) -> list[Found]:
    """The waiting facts whose end of this kind is here now, known by its key or by another column."""
    ends, links = record.table(), pending_links
    same_end = ends.c[by] == links.c.key
    if within_client:
        same_end &= ends.c.scope_id == links.c.scope_id
    query = (
        select(links.c.row_id, links.c.fact, links.c.word, ends.c.id, ends.c.scope_id)
        .join(ends, same_end)
        .where(links.c.refers_to == record.word)
    )
    return [Found(*row) for row in connection.execute(query)]


def still_pending(connection: Connection) -> set[tuple[bytes, str]]:
    """Every (row, fact) that still waits."""
    return {(row_id, fact) for row_id, fact in connection.execute(select(pending_links.c.row_id, pending_links.c.fact))}


def awaited_clients(connection: Connection, row_ids: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
    """(word of the record, its key) by which each of these rows waits for its client."""
    links = pending_links.c
    query = select(links.row_id, links.refers_to, links.key).where(links.fact == CLIENT_FACT)
    waiting = ((row_id, (refers_to, key)) for row_id, refers_to, key in connection.execute(query))
    return {row_id: end for row_id, end in waiting if row_id in row_ids}


def link(connection: Connection, word: str, fact: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
    """Write the ends (end, row) into a fact; the fact "client" is the row's scope, in the search table too."""
    record = by_word(word)
    column = "scope_id" if fact == CLIENT_FACT else record.table().c[fact].name
    values: list[Any] = list(rows)
    connection.exec_driver_sql(f"UPDATE {record.table().name} SET {column} = ? WHERE id = ?", values)  # noqa: S608  (names from the declarations)
    if fact == CLIENT_FACT:
        connection.exec_driver_sql(
            "UPDATE search_words SET scope_id = ? WHERE row_id = ? AND word = ?", [(*each, word) for each in values]
        )
        connection.exec_driver_sql("UPDATE pending_links SET scope_id = ? WHERE row_id = ?", values)
