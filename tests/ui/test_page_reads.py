"""What keeps a client's page quick, told without a clock: one reader, one state of the file, few statements."""

import gc
import subprocess
import sys

from sqlalchemy import Alias, Table, event
from sqlalchemy.engine import Engine

from kamdesk.ui.shell.places import Place

STATEMENTS_MAX, REPEATED_MAX = 46, 3
"""Head, column, four quadrants and rail together. A new figure may need one more, not five."""
KEPT_MAX = 100_000
"""Characters of source; SQLAlchemy alone has five million."""


def test_a_click_on_a_client_reads_in_one_transaction_and_few_statements(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.go(Place("today"))
    app.settle()
    transactions, statements = [], []

    def begun(connection):
        transactions.append(connection)

    def said(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(Engine, "begin", begun)
    event.listen(Engine, "before_cursor_execute", said)
    app.window.client_frame().head._is_stale = app.window.client_frame().room()._is_stale = True
    app.window.go(Place("client", client_id))
    app.settle()
    event.remove(Engine, "begin", begun)
    event.remove(Engine, "before_cursor_execute", said)
    reads = [statement for statement in statements if statement.lstrip().startswith(("SELECT", "WITH"))]
    assert len(transactions) == 1
    assert len(reads) <= STATEMENTS_MAX
    assert len(reads) - len(set(reads)) <= REPEATED_MAX, "the same is read again"


def test_a_question_asked_again_leaves_no_copy_of_a_table_behind(app, client_id):
    """The window looks for circles seldom: a copy of a wide table in each was sixteen megabytes after a tour."""

    def ask():
        app.window.client_frame().head._is_stale = app.window.client_frame().room()._is_stale = True
        app.window.go(Place("client", client_id))
        app.settle()
        app.window.go(Place("today"))
        app.settle()

    def copies():
        return sum(isinstance(each, Alias) and isinstance(each.element, Table) for each in gc.get_objects())

    app.window.go(Place("client", client_id))
    app.settle()
    ask()
    before = copies()
    for _ in range(3):
        ask()
    assert copies() == before


def test_no_source_of_a_module_is_kept_whether_imported_before_or_after_qts_hook_is_off():
    kept = "sum(len(line) for entry in linecache.cache.values() if len(entry) > 2 for line in entry[2])"
    told = (
        "import linecache; import kamdesk.ui.kit.theme; import sqlalchemy.orm; "
        "from kamdesk.ui.kit.plain_imports import import_plainly; import_plainly(); "
        f"import babel.dates; print({kept})"
    )
    assert int(subprocess.check_output([sys.executable, "-c", told], text=True)) < KEPT_MAX
