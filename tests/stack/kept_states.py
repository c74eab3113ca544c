"""States of one office's database, kept beside it and put back: a copy of the database costs the time of a history."""

from itertools import count

from sqlalchemy import create_engine

from kamdesk.server.database.engine import postgresql_url

_KEPT = "CREATE TABLE public.kept (number int, name text, place int, line jsonb)"
_INDEX = "CREATE INDEX ON public.kept (number, name)"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'office' ORDER BY 1"
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'office' ORDER BY 1"
_IN_ORDER = ("actions", "history")
"""What is read in the order in which it was written: emptied for good, so that no place in it is taken again."""


class KeptStates:
    """Every row of every table of an office, as often as somebody asked for it."""

    def __init__(self, address: str) -> None:
        self._admin = create_engine(postgresql_url(address), isolation_level="AUTOCOMMIT", pool_size=1)
        self._numbers = count()
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"{_KEPT}; {_INDEX}")
            self._tables = list(connection.exec_driver_sql(_TABLES).scalars())
            self._sequences = list(connection.exec_driver_sql(_SEQUENCES).scalars())

    def keep(self) -> int:
        """Returns: the number under which this state is kept."""
        number = next(self._numbers)
        told = [
            f"INSERT INTO public.kept SELECT {number}, '{name}', row_number() OVER (ORDER BY ctid), to_jsonb(t) "
            f"FROM office.{name} t"
            for name in self._tables
        ]
        told += [
            f"INSERT INTO public.kept SELECT {number}, '{name}', 0, "
            f"jsonb_build_object('last_value', last_value, 'is_called', is_called) FROM office.{name}"
            for name in self._sequences
        ]
        self._say(told)
        return number

    def put_back(self, number: int) -> None:
        """The database is as it was then."""
        told = ["SET session_replication_role = replica"]  # as a restore does: no trigger judges what stood already
        told += [("TRUNCATE" if name in _IN_ORDER else "DELETE FROM") + f" office.{name}" for name in self._tables]
        told += [
            f"INSERT INTO office.{name} "
            f"SELECT r.* FROM public.kept k, jsonb_populate_record(null::office.{name}, k.line) r "
            f"WHERE k.number = {number} AND k.name = '{name}' ORDER BY k.place"
            for name in self._tables
        ]
        told += [
            f"SELECT setval('office.{name}', (line ->> 'last_value')::bigint, (line ->> 'is_called')::boolean) "
            f"FROM public.kept WHERE number = {number} AND name = '{name}'"
            for name in self._sequences
        ]
        self._say([*told, "SET session_replication_role = origin"])

    def forget(self, number: int) -> None:
        """Nobody asks for this state any more."""
        self._say([f"DELETE FROM public.kept WHERE number = {number}"])

    def tidy(self) -> None:
        """Give the places back that emptied tables leave."""
        self._say(["VACUUM"])

    def close(self) -> None:
        self._admin.dispose()

    def _say(self, statements: list[str]) -> None:
        """All in one message, as one transaction."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql("; ".join(statements))
