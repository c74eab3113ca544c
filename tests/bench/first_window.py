"""From the start of the process to the first painted window, against a bare window with one table."""

import statistics
import subprocess
import sys
import time

from tests.bench.measures import Measure
from tests.bench.sample_desks import PASSWORD, ROOT

ROUNDS = 5

BARE = """
import sys
from PySide6.QtCore import QAbstractTableModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Model(QAbstractTableModel):
    def rowCount(self, parent=None): return 40
    def columnCount(self, parent=None): return 8
    def data(self, index, role=0): return "cell" if role == 0 else None

application = QApplication([])
window, table, model = QMainWindow(), QTableView(), Model()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1366, 768)
window.show()
application.processEvents()
window.grab()
print("painted", flush=True)
"""

DOOR = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from kamdesk.app.start import Start

application = QApplication([])
start = Start(application)
start.show_door(Path(sys.argv[1]))
application.processEvents()
start.door.grab()
print("painted", flush=True)
start.door.close()
"""

DESK = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from kamdesk.app.desk import DeskApp
from kamdesk.storage.desk import open_desk

application = QApplication([])
desk = open_desk(Path(sys.argv[1]), password=sys.argv[2])
app = DeskApp(application, today=date(2026, 10, 20))
window = app.show_desk(desk)
application.processEvents()
while app.jobs.is_busy:
    loop = QEventLoop()
    app.jobs.busy_changed.connect(loop.quit)
    loop.exec()
application.processEvents()
window.grab()
print("painted", flush=True)
app.close()
"""


def seconds_to_paint(script, *words):
    """Seconds from starting Python to the word that the window is painted."""
    started = time.perf_counter()
    command = [sys.executable, "-c", script, *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        said = child.stdout.readline()
        seconds = time.perf_counter() - started
        child.communicate()
    assert said == "painted\n", "the window did not open"
    return seconds


def measures(place):
    """The ratios, all started in turns; the desk's without a person's typing in between."""
    words = str(place), PASSWORD
    rounds = [
        (seconds_to_paint(BARE), seconds_to_paint(DOOR, *words), seconds_to_paint(DESK, *words)) for _ in range(ROUNDS)
    ]
    bare, door, desk = (statistics.median(column) for column in zip(*rounds, strict=True))
    yield Measure(f"first window, the door ÷ bare window ({bare:.2f} s)", door / bare, 2.0)
    yield Measure("start to the desk's first room, filled", desk, 2.0, "s")
