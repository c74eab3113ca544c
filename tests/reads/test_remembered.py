"""What is remembered of the whole company is forgotten with the first write, whoever wrote."""

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from kamdesk.facts.record import Record
from kamdesk.figures.catalogue import compute
from kamdesk.reads.remembered import KEPT_MAX, remembered
from tests.figures.conftest import Ledger


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'file.db'}")
    with engine.begin() as connection:
        connection.execute(text("PRAGMA journal_mode = wal"))
        Record.metadata.create_all(connection)
    yield engine
    engine.dispose()


def test_an_answer_is_kept_until_somebody_else_writes(engine):
    asked = []
    with engine.connect() as reader, engine.connect() as writer:
        for _ in range(3):
            assert remembered(reader, "n", lambda: asked.append(1) or len(asked)) == 1
        reader.rollback()
        Ledger(writer).client("C")
        writer.commit()
        assert remembered(reader, "n", lambda: asked.append(1) or len(asked)) == 2


def test_an_answer_is_forgotten_after_a_write_of_one_s_own(engine):
    with engine.connect() as connection:
        ledger = Ledger(connection)
        client = ledger.client("C")
        ledger.line(client, ledger.order(client), price=5)

        def sales():
            return compute("net_sales", connection, client_id=None, as_of=date(2026, 3, 1)).value["CNY"].json_text()

        assert sales() == sales() == "5.00"
        ledger.line(client, ledger.order(client), price=7)
        assert sales() == "12.00"


def test_only_so_many_answers_are_kept(engine):
    with engine.connect() as connection:
        for at in range(3 * KEPT_MAX):
            assert remembered(connection, at, lambda at=at: at) == at
        assert len(connection.info[remembered]) <= KEPT_MAX + 2
