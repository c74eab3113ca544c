"""What imports remove and what they never do; imports that stop in the middle; people at work meanwhile."""

import json
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from kamdesk.base.errors import Refused
from kamdesk.connectors.batches import batch_of
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.facts.policies import Role
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.payments import Instalment, Invoice
from kamdesk.server.custody.verifying import differences
from kamdesk.server.database.record_tables import office_table, stage_table
from kamdesk.server.database.tables import imports, loads, revs, tombstones
from kamdesk.server.database.troubles import NotReached
from kamdesk.server.imports import bringing, merging
from kamdesk.server.imports.bringing import How, bring_in, finish_import
from kamdesk.server.verbs.main import main
from tests.server.desks import NOW, someone
from tests.server.importing import CLIENTS, NORTHWIND, ORDERS, company, scope_of, take, told
from tests.server.rows_of_office import rows


def test_whole_files_remove_what_they_lack_with_what_hangs_on_it(office):
    many = [{"key": f"O{n}", "client": "C1", "ordered_on": date(2026, 1, 5)} for n in range(1, 11)]
    lines = [{"key": f"L{n}", "order_id": f"O{n}", "quantity": 1_000} for n in range(1, 11)]
    take(office, batch_of(Client, CLIENTS), batch_of(Order, many), batch_of(OrderLine, lines))
    assert take(office, batch_of(Order, many[1:])).removed == {}, "a part of the orders removes nothing"
    done = take(office, batch_of(Order, many[1:]), is_complete=True)
    assert done.removed == {"order": 1, "order_line": 1}
    assert len(rows(office.engine, office_table(Order))) == len(rows(office.engine, office_table(OrderLine))) == 9
    assert len(rows(office.engine, tombstones)) == 2


def test_an_import_that_would_remove_a_large_share_stops_and_asks(office):
    take(office, *company())
    with pytest.raises(Refused, match="--accept-removals"):
        take(office, batch_of(Order, ORDERS[:1]), is_complete=True)
    assert len(rows(office.engine, office_table(Order))) == 2
    assert rows(office.engine, stage_table(Order)) == []
    done = take(office, batch_of(Order, ORDERS[:1]), is_complete=True, accepts_removals=True)
    assert done.removed == {"order": 1, "order_line": 1}
    assert differences(office) == []


def test_people_and_clients_are_never_removed_by_whole_files(office):
    take(office, *company(), batch_of(Contact, [{"key": "LI", "client": "C1", "name": "Li"}]))
    done = take(office, batch_of(Client, CLIENTS[:1]), batch_of(Contact, []), is_complete=True)
    assert done.removed == {}


def test_a_trial_says_what_would_change_and_changes_nothing(office):
    assert told(take(office, *company(), dry_run=True)) == (6, 0, 0)
    assert rows(office.engine, office_table(Client)) == []
    assert rows(office.engine, stage_table(Client)) == []
    assert rows(office.engine, imports) == []


def test_an_import_that_stops_in_the_middle_is_whole_at_the_next_start(office, monkeypatch):
    whole, merged = merging.write, []

    def breaks(engine, parts, work):
        merged.append(parts)
        if len(merged) == 3:
            raise OperationalError("killed", {}, Exception("killed"))
        return whole(engine, parts, work)

    monkeypatch.setattr(merging, "write", breaks)
    with pytest.raises(OperationalError):
        take(office, *company())
    assert len(rows(office.engine, office_table(Order))) < 2
    assert rows(office.engine, loads) == [], "nothing is said to be true before all of it stands"
    assert rows(office.engine, imports, "done_at") == [(None,)]
    assert finish_import(office) is True
    assert finish_import(office) is False
    assert len(rows(office.engine, office_table(OrderLine))) == 2
    assert rows(office.engine, loads, "compartment", "as_of") == [("ledger", NOW)]
    assert len(set(rows(office.engine, revs, "scope_id", "compartment", "rev"))) == len(rows(office.engine, revs))


def test_an_import_that_stops_while_it_is_read_leaves_nothing(office):
    def broken():
        yield "first", [batch_of(Client, CLIENTS)]
        raise OperationalError("killed", {}, Exception("killed"))

    with pytest.raises(NotReached):
        bring_in(office, broken(), ImportReport(), How(as_of=NOW), source="x")
    assert rows(office.engine, stage_table(Client)) == []
    assert finish_import(office) is False


def test_one_import_at_a_time(office):
    with office.engine.connect() as other:
        other.execute(text(f"SELECT pg_advisory_lock({bringing.ONE_IMPORT})"))
        with pytest.raises(Refused, match="Another import"):
            take(office, *company())
        other.execute(text("SELECT pg_advisory_unlock_all()"))


def test_reps_push_while_an_import_runs(office):
    """No head is held for longer than one client's rows: a push in the middle of the merge waits for nobody."""
    take(office, *company())
    anna, scope = someone(office.engine, "anna", Role.REP, "C1"), scope_of(office, "C1")
    with office.engine.begin() as connection:
        connection.execute(text("SELECT FROM office.heads WHERE compartment = 'ledger' FOR UPDATE"))
        connection.execute(text("SET LOCAL lock_timeout = '1s'"))
        (answer,) = anna.answers(anna.edits(Client, scope, scope, phone=("", "1")))
    assert answer.verdict == "applied"


def test_instalments_of_an_invoice_are_one_part_with_it(office):
    take(
        office,
        batch_of(Client, CLIENTS),
        batch_of(Invoice, [{"key": "I1", "client": "C1", "amount": 100, "currency": "USD"}]),
        batch_of(Instalment, [{"key": "I1/1", "client": "C1", "invoice_id": "I1", "amount": 100}]),
    )
    ((invoice, scope),) = rows(office.engine, office_table(Invoice), "id", "scope_id")
    assert rows(office.engine, office_table(Instalment), "invoice_id", "scope_id") == [(invoice, scope)]


def test_the_verb_answers_as_on_a_desk_and_a_second_time_with_the_same(tmp_path, address, monkeypatch, capsys):
    monkeypatch.setenv("KAMDESK_DATABASE_URL", address)

    def run(*words, code=0):
        assert main([*words, "--profile", str(tmp_path / "office"), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    run("init", "--company", "X", "--currency", "USD")
    first = run("import", str(NORTHWIND), "--mapping", "northwind", "--as-of", "2026-10-31")
    assert first["new"] > 2_000
    assert first["refused_count"] == 0
    second = run("import", str(NORTHWIND), "--mapping", "northwind")
    assert (second["new"], second["changed"], second["same"]) == (0, 0, first["read"])
    assert run("status")["rows"]["client"] > 80
    (tmp_path / "noise.csv").write_text("a,b\n1,2\n", "utf-8")
    assert run("import", str(tmp_path / "noise.csv"), code=1)["unmatched"] == ["noise.csv"]
    assert run("import") == {"finished": False}
