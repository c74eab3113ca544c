"""A thousand notes typed on the road: what came back is laid over anew in few statements a row, and shown whole."""

from contextlib import contextmanager

from sqlalchemy import event

from kamdesk.operations.notes import write_note

STATEMENTS_A_NOTE = 14
"""Sealed, answered, guarded, brought, shown, done: each a statement or two."""


@contextmanager
def statements(desk):
    """What the file's writer is asked meanwhile."""
    asked = []

    def note(_connection, _cursor, statement, _parameters, _context, executemany):
        asked.append(statement)

    event.listen(desk._writer, "before_cursor_execute", note)
    yield asked
    event.remove(desk._writer, "before_cursor_execute", note)


def cost(laptop, client, number):
    for at in range(number):
        write_note(laptop.desk, laptop.author, client, f"{at}: what was heard")
    with statements(laptop.desk) as asked:
        laptop.sync()
    return len(asked)


def test_notes_that_come_back_cost_few_statements_each_and_none_is_pending_after(lin, acme):
    few, many = cost(lin, acme, 5), cost(lin, acme, 45)
    assert (many - few) / 40 <= STATEMENTS_A_NOTE
    assert len(lin.notes()) == 50
    with lin.desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM office_rows").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM notes WHERE rev > 0").scalar() == 50
