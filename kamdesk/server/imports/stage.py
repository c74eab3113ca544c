"""The stage of an import: what it is about to write, laid over what stands; nobody sees it until it is merged.

It does for `connectors/intake` what a desk's file does: rows are read and compared as a file keeps them, and what would
be written goes into the stage. Rows whose client is not known stay on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.dialects.postgresql import insert

from kamdesk.connectors.intake.store import CLIENT_FACT, Found, Pending
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word
from kamdesk.records.orders import Order, OrderLine
from kamdesk.server.database.record_tables import office_table, stage_table
from kamdesk.server.database.rows import as_kept
from kamdesk.server.database.tables import stage_links
from kamdesk.server.imports.incoming import Incoming

_LINES, _ORDERS = stage_table(OrderLine), stage_table(Order)


class StageIntake:
    """The stage through one transaction; see `IntakeStore` for what each method promises."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._incoming = Incoming(connection)

    def existing(
        self, record: type[Record], facts: Sequence[str], keys: Collection[str], *, by: str = "external_key"
    ) -> Iterable[tuple[Any, ...]]:
        """(key, id, scope, *facts) of staged rows with these keys, and of those that stand and are not staged."""
        wanted = [key for key in keys if key]
        columns = ", ".join(
            ["t." + by, "t.id", "t.scope_id", *(as_kept(record.fact(name).kind, f"t.{name}") for name in facts)]
        )
        found: list[tuple[Any, ...]] = []
        for table, more in ((stage_table(record), ""), (office_table(record), _not_staged(record))):
            if wanted and self._any(table):
                query = (
                    f"SELECT {columns} FROM unnest(%s::text[]) k (key) JOIN {table.fullname} t ON t.{by} = k.key {more}"
                )
                found += self._fetched(query, (wanted,))
        return found

    def insert_many(self, record: type[Record], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """New rows."""
        self._incoming.copy(stage_table(record).fullname, columns, rows)

    def update_many(self, record: type[Record], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Changed rows: the columns' values, then the id."""
        if not rows:
            return
        place = list(columns).index("scope_id")
        self._bring(record, [(row[place], row[-1]) for row in rows])
        with self._incoming.table(stage_table(record), [*columns, "id"], rows) as incoming:
            self._set(record, columns, f"FROM {incoming} v WHERE s.id = v.id")

    def enter_search(self, record: type[Record], row_ids: Collection[bytes], keys: Collection[str]) -> None:
        """Laptops make their own words to search by."""

    def date_order_lines(self, orders: Iterable[tuple[str | None, int, bytes]]) -> None:
        """Give the lines of orders what they take from their order; the orders themselves are staged."""
        named = [(day, credit, order_id) for day, credit, order_id in orders]
        columns = ["sales_on", "is_credit", "order_id"]
        with self._incoming.table(_LINES, columns, named) as incoming:
            differs = "(l.sales_on, l.is_credit) IS DISTINCT FROM (v.sales_on, v.is_credit)"
            self._bring_parts(OrderLine, "order_id", incoming, of="v.order_id", only=differs)
            self._set(OrderLine, columns[:2], f"FROM {incoming} v WHERE s.order_id = v.order_id")

    def take_from_orders(self, line_ids: Sequence[bytes], no_sale: Sequence[str]) -> None:
        """Lines that just found their order take what they lack; the lines are staged."""
        taken = f"""
            SELECT l.id, CASE WHEN o.status = ANY(%s) THEN NULL ELSE o.ordered_on END AS sales_on, o.is_credit,
                CASE l.currency WHEN '' THEN o.currency ELSE l.currency END AS currency
            FROM {_LINES.fullname} l JOIN LATERAL (
                SELECT status, ordered_on, is_credit, currency FROM {_ORDERS.fullname} WHERE id = l.order_id
                UNION ALL
                SELECT status, ordered_on, is_credit, currency FROM {office_table(Order).fullname}
                    WHERE scope_id = l.scope_id AND id = l.order_id
                LIMIT 1
            ) o ON true WHERE l.id = ANY(%s)"""
        where = f"FROM ({taken}) v WHERE s.id = v.id"
        self._set(OrderLine, ["sales_on", "is_credit", "currency"], where, (list(no_sale), list(line_ids)))

    def follow(
        self, record: type[Record], reference: str, column: str, moved: Sequence[tuple[Any, bytes, Any]]
    ) -> None:
        """Rows that refer to a changed, staged one and held its value take the new one."""
        if not moved:
            return
        kind = stage_table(record).c[column].type
        with self._incoming.plain({"now": kind, "whole": _LINES.c.id.type, "before": kind}, moved) as incoming:
            held = f"l.{column} IS NOT DISTINCT FROM v.before"
            self._bring_parts(record, reference, incoming, of="v.whole", only=held)
            named = f"(SELECT now AS {column}, whole, before FROM {incoming}) v"
            same = f"s.{reference} = v.whole AND s.{column} IS NOT DISTINCT FROM v.before"
            self._set(record, [column], f"FROM {named} WHERE {same}")

    def keep_pending(self, links: Sequence[Pending]) -> None:
        """Remember missing ends, in place of what the same facts waited for before."""
        if links:
            new = insert(stage_links)
            same = {name: new.excluded[name] for name in ("word", "refers_to", "key", "scope_id")}
            rows = {(link.row_id, link.fact): link._asdict() for link in links}
            self._connection.execute(
                new.on_conflict_do_update(index_elements=["row_id", "fact"], set_=same), list(rows.values())
            )

    def forget(self, settled: Sequence[tuple[bytes, str]]) -> None:
        """These facts wait no longer."""
        query = (
            "DELETE FROM office.stage_links l USING unnest(%s::bytea[], %s::text[]) g (row_id, fact) "
            "WHERE (l.row_id, l.fact) = (g.row_id, g.fact)"
        )
        if settled:
            self._connection.exec_driver_sql(query, ([row for row, _ in settled], [fact for _, fact in settled]))

    def forget_rows(self, row_ids: Sequence[bytes], facts: Sequence[str]) -> None:
        """These facts of these rows wait no longer."""
        if row_ids and facts and self._any(stage_links):
            query = "DELETE FROM office.stage_links WHERE row_id = ANY(%s) AND fact = ANY(%s)"
            self._connection.exec_driver_sql(query, (list(row_ids), list(facts)))

    def waiting_for(self) -> frozenset[str]:
        """The kinds of record that something waits for."""
        return frozenset(self._connection.execute(select(stage_links.c.refers_to).distinct()).scalars())

    def arrived(self, record: type[Record], *, within_client: bool, by: str = "external_key") -> list[Found]:
        """The waiting facts whose end of this kind is here now, staged or standing."""
        same = "AND t.scope_id = l.scope_id" if within_client else ""
        found: list[Found] = []
        for table, more in ((stage_table(record), ""), (office_table(record), _not_staged(record))):
            query = (
                "SELECT l.row_id, l.fact, l.word, t.id, t.scope_id FROM office.stage_links l "
                f"JOIN {table.fullname} t ON t.{by} = l.key {same} {more} {'AND' if more else 'WHERE'} l.refers_to = %s"
            )
            found += [Found(*row) for row in self._fetched(query, (record.word,))]
        return found

    def still_pending(self) -> set[tuple[bytes, str]]:
        """Every (row, fact) that still waits."""
        query = select(stage_links.c.row_id, stage_links.c.fact)
        return {(bytes(row_id), fact) for row_id, fact in self._connection.execute(query)}

    def awaited_clients(self, row_ids: Collection[bytes]) -> dict[bytes, tuple[str, str]]:
        """(word of the record, its key) by which each of these rows waits for its client."""
        query = "SELECT row_id, refers_to, key FROM office.stage_links WHERE row_id = ANY(%s) AND fact = %s"
        return {row_id: (word, key) for row_id, word, key in self._fetched(query, (list(row_ids), CLIENT_FACT))}

    def link(self, word: str, fact: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
        """Write the ends (end, row) into a fact; the fact "client" is the row's scope."""
        record = by_word(word)
        ends, ids = [end for end, _ in rows], [row_id for _, row_id in rows]
        waiting = "SELECT scope_id, row_id FROM office.stage_links WHERE row_id = ANY(%s) AND fact = %s"
        self._bring(record, [(scope, row_id) for scope, row_id in self._fetched(waiting, (ids, fact))])
        column = "scope_id" if fact == CLIENT_FACT else fact
        ended = f"(SELECT * FROM unnest(%s::bytea[], %s::bytea[]) AS e ({column}, id)) v"
        self._set(record, [column], f"FROM {ended} WHERE s.id = v.id", (ends, ids))
        if fact == CLIENT_FACT:
            query = (
                "UPDATE office.stage_links l SET scope_id = v.scope_id "
                "FROM unnest(%s::bytea[], %s::bytea[]) AS v (scope_id, row_id) WHERE l.row_id = v.row_id"
            )
            self._connection.exec_driver_sql(query, (ends, ids))

    def _bring(self, record: type[Record], places: Sequence[tuple[bytes, bytes]]) -> None:
        """Put rows that stand onto the stage, by (scope, id); staged ones stay, moved ones are looked for."""
        stage, stands = stage_table(record), office_table(record)
        scopes, ids = [scope for scope, _ in places], [row_id for _, row_id in places]
        named = "unnest(%s::bytea[], %s::bytea[]) p (scope_id, id)"
        self._staged(
            record, f"{stands.fullname} l JOIN {named} ON (l.scope_id, l.id) = (p.scope_id, p.id)", (scopes, ids)
        )
        missing = f"unnest(%s::bytea[]) p (id) LEFT JOIN {stage.fullname} s ON s.id = p.id WHERE s.id IS NULL"
        moved = [row_id for (row_id,) in self._fetched(f"SELECT p.id FROM {missing}", (ids,))]
        if moved:
            self._staged(record, f"{stands.fullname} l WHERE l.id = ANY(%s)", (moved,))

    def _bring_parts(self, record: type[Record], reference: str, incoming: str, *, of: str, only: str) -> None:
        """Put standing parts (l) of staged wholes, named by a passing table (v), onto the stage where that holds."""
        whole = stage_table(by_word(record.fact(reference).refers_to))
        there = (
            f"{incoming} v JOIN {whole.fullname} w ON w.id = {of} JOIN {office_table(record).fullname} l "
            f"ON l.scope_id = coalesce(w.was_scope_id, w.scope_id) AND l.{reference} = {of} WHERE {only}"
        )
        self._staged(record, there, ())

    def _staged(self, record: type[Record], there: str, values: tuple[Any, ...]) -> None:
        names = ["id", "scope_id", "external_key", *record.facts()]
        stage = stage_table(record).fullname
        query = (
            f"INSERT INTO {stage} ({', '.join(names)}, is_new, was_scope_id) "
            f"SELECT {', '.join('l.' + name for name in names)}, false, l.scope_id FROM {there} "
            "ON CONFLICT (id) DO NOTHING"
        )
        self._connection.exec_driver_sql(query, values)

    def _set(self, record: type[Record], columns: Sequence[str], where: str, values: tuple[Any, ...] = ()) -> None:
        """Change staged rows (s) by others (v); what differs is noted as touched."""
        facts = [name for name in columns if name != "scope_id"]
        sets = ", ".join(f"{name} = v.{name}" for name in columns)
        differs = ", ".join(f"CASE WHEN s.{name} IS DISTINCT FROM v.{name} THEN '{name}' END" for name in facts)
        touched = f", touched = s.touched || array_remove(ARRAY[{differs}]::text[], NULL)" if facts else ""
        query = f"UPDATE {stage_table(record).fullname} s SET {sets}{touched} {where}"
        self._connection.exec_driver_sql(query, values)

    def _any(self, table: Table) -> bool:
        return self._connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None

    def _fetched(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor(binary=True) as cursor:
            found: list[tuple[Any, ...]] = cursor.execute(query, values).fetchall()
        return found


def _not_staged(record: type[Record]) -> str:
    return f"WHERE NOT EXISTS (SELECT FROM {stage_table(record).fullname} s WHERE s.id = t.id)"
