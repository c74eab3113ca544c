"""A measure, its limit, and how both are told: one line each, or JSON."""

import json
import math
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One figure of the bench. `limit` is what it may at most be (or at least, where more is better)."""

    name: str
    figure: float
    limit: float
    unit: str = ""
    more_is_better: bool = False

    @property
    def is_met(self):
        """Whether the figure keeps its limit."""
        if math.isnan(self.figure):
            return False
        return self.figure >= self.limit if self.more_is_better else self.figure <= self.limit

    @property
    def line(self):
        """Name, figure, limit, and whether it was met."""
        sign, unit = ("≥" if self.more_is_better else "≤"), f" {self.unit}" if self.unit else ""
        verdict = "met" if self.is_met else "missed"
        return f"{self.name:<56} {self.figure:>9.2f}{unit:<4} {sign} {self.limit:g}{unit:<4} {verdict}"


def percentile(values, share):
    """The value under which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * share) - 1)]


def tell(measures, *, as_json):
    """Print them, each as soon as it is known, or all as JSON; the exit code is 1 if any limit was missed."""
    known = []
    for each in measures:
        known.append(each)
        if not as_json:
            print(each.line, flush=True)
    if as_json:
        print(json.dumps([asdict(each) | {"met": each.is_met} for each in known], ensure_ascii=False, indent=1))
    return 0 if all(each.is_met for each in known) else 1
