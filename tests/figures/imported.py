"""Figures of an imported file, as the command line would say them."""

import json
from contextlib import contextmanager
from datetime import date

from kamdesk.base.paths import resources
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.connectors.mapping_file import read_mapping
from kamdesk.figures.as_json import figure_json
from kamdesk.figures.catalogue import compute
from kamdesk.operations.import_files import import_files
from kamdesk.reads.named import client_named
from kamdesk.storage.desk import create_desk


@contextmanager
def imported(folder, path, mapping, currency="USD", **settings):
    """A function that computes figures of a new desk into which one file or folder was brought."""
    desk = create_desk(folder / "desk", password="a long one", company="Ours", currency=currency)
    read = read_mapping(resources() / "mappings" / mapping, {"currency": currency} | settings)
    report = import_files(desk, ImportWish(path=path, mapping=read))

    def figure(name, client=None, *, as_of, **wanted):
        with desk.reading() as connection:
            client_id = client_named(connection, client) if client else None
            day = date.fromisoformat(as_of)
            answer = compute(name, connection, client_id=client_id, as_of=day, settings=wanted)
            return json.loads(json.dumps(figure_json(answer)))

    figure.report = report
    yield figure
    desk.close()
