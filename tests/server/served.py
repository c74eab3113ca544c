"""An office that really answers on loopback, in a thread of the test."""

import threading
import time
from contextlib import contextmanager
from dataclasses import replace

from kamdesk.base.clock import fixed_clock
from kamdesk.server.config import Config
from kamdesk.server.office import make_office, open_office
from kamdesk.server.web.running import Serving
from tests.server.desks import NOW


@contextmanager
def served(folder, address, **settings):
    """The running office and its address."""
    config = replace(Config(folder=folder, database_url=address, port=0), **settings)
    make_office(config, company="Northern Supplies", currency="CNY")
    office = open_office(config, clock=fixed_clock(NOW))
    serving = Serving(office, ready_file=folder / "ready.json")
    thread = threading.Thread(target=serving.serve_until_stopped)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not serving.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield office, serving.url
    finally:
        serving.should_exit = True
        thread.join()
        office.close()
