"""Processor time: what a neighbour's work on the same machine does not change."""

import time

import msgspec
import psutil


def office_s(folder):
    """Processor seconds that the office of this folder and its PostgreSQL have used."""
    pid = msgspec.json.decode((folder / "ready.json").read_bytes())["pid"]
    (file,) = folder.rglob("postmaster.pid")
    total = 0.0
    for root in (psutil.Process(pid), psutil.Process(int(file.read_text().split()[0]))):
        ended = root.cpu_times()
        total += ended.children_user + ended.children_system  # connections that were closed meanwhile
        for each in (root, *root.children(recursive=True)):
            times = each.cpu_times()
            total += times.user + times.system
    return total


def spent(folder, act):
    """(seconds, processor seconds here, processor seconds of the office) of an act."""
    here, there, began = time.process_time(), office_s(folder), time.perf_counter()
    act()
    seconds = time.perf_counter() - began
    return seconds, time.process_time() - here, office_s(folder) - there
