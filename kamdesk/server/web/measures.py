"""What the office counts about itself, in the Prometheus text form; names of routes and numbers, nothing of clients."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock

STEPS_S = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)

_Labels = tuple[tuple[str, str], ...]


class Measures:
    """Counters and one histogram; any thread may count."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[str, _Labels], float] = defaultdict(float)
        self._seconds: dict[str, list[int]] = defaultdict(lambda: [0] * (len(STEPS_S) + 1))
        self._sums: dict[str, float] = defaultdict(float)

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += by

    def took(self, route: str, seconds: float) -> None:
        """Note how long a request took."""
        with self._lock:
            place = next((n for n, step in enumerate(STEPS_S) if seconds <= step), len(STEPS_S))
            self._seconds[route][place] += 1
            self._sums[route] += seconds

    def text(self, gauges: dict[str, float]) -> str:
        """Everything, as Prometheus reads it."""
        with self._lock:
            lines = [*_gauge_lines(gauges), *self._counter_lines(), *self._histogram_lines()]
        return "\n".join(lines) + "\n"

    def _counter_lines(self) -> list[str]:
        lines: list[str] = []
        last = ""
        for (name, labels), value in sorted(self._counts.items()):
            if name != last:
                lines.append(f"# TYPE kamdesk_{name} counter")
                last = name
            lines.append(f"kamdesk_{name}{_shown(labels)} {value:g}")
        return lines

    def _histogram_lines(self) -> list[str]:
        name = "kamdesk_request_seconds"
        lines = [f"# TYPE {name} histogram"] if self._seconds else []
        for route, counted in sorted(self._seconds.items()):
            total = 0
            for step, number in zip((*map(str, STEPS_S), "+Inf"), counted, strict=True):
                total += number
                lines.append(f"{name}_bucket{_shown((('le', step), ('route', route)))} {total}")
            lines.append(f"{name}_sum{_shown((('route', route),))} {self._sums[route]:.6f}")
            lines.append(f"{name}_count{_shown((('route', route),))} {total}")
        return lines


def _gauge_lines(gauges: dict[str, float]) -> list[str]:
    return [
        line
        for name, value in sorted(gauges.items())
        for line in (f"# TYPE kamdesk_{name} gauge", f"kamdesk_{name} {value:g}")
    ]


def _shown(labels: _Labels) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""
