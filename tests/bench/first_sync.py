"""A laptop's first sync with a filled office, in a process of its own as the window would start it.

python -m tests.bench.first_sync URL FOLDER      prints what it took as JSON
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.filled_office import OFFICE_PASSWORD, USER
from tests.bench.sample_desks import ROOT


def measured(url, folder, user=USER):
    """What a first sync into this new folder took: seconds (of the clock and of the laptop's processor),
    rows, bytes, order lines, megabytes of memory."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_sync", url, str(folder), user],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(run.stdout.splitlines()[-1])


def main(url, folder, user):
    """Join, sync, say what it took."""
    import resource

    from kamdesk.sync.joining import join_office
    from kamdesk.sync.office_of_desk import client_of
    from kamdesk.sync.run import Sync

    desk = join_office(folder, url, user=user, password=OFFICE_PASSWORD)
    office = client_of(desk)
    began, cpu_began = time.perf_counter(), time.process_time()
    report = Sync(desk, office).run()
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    office.close()
    with desk.reading() as connection:
        lines = connection.exec_driver_sql("SELECT count(*) FROM order_lines").scalar()
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    desk.close()
    took = {"seconds": seconds, "rows": report.received, "bytes": report.received_bytes, "lines": lines}
    print(json.dumps(took | {"memory_mb": memory_mb, "cpu_seconds": cpu_seconds}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
