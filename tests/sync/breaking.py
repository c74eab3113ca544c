"""Breaking the core on purpose, one way at a time, and how many histories it takes to notice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.sync.demands import Broken
from tests.sync.simulation import run

Patch = tuple[object, str, object]
MUTATIONS: dict[str, Callable[[], list[Patch]]] = {}


def mutation(make: Callable[[], list[Patch]]) -> Callable[[], list[Patch]]:
    """A way to break the core; its name says which."""
    MUTATIONS[make.__name__] = make
    return make


@contextmanager
def broken(name: str) -> Iterator[None]:
    """Within this block the core is broken this way."""
    patches = MUTATIONS[name]()
    before = [(where, what, getattr(where, what)) for where, what, _ in patches]
    try:
        for where, what, instead in patches:
            setattr(where, what, instead)
        yield
    finally:
        for where, what, was in before:
            setattr(where, what, was)


def caught(name: str, most: int = 2000) -> tuple[int, str]:
    """How many histories it takes to notice, and by what; (0, "") where none did."""
    with broken(name):
        for seed in range(most):
            try:
                told = run(seed)
                if name == "trusts_a_clock" and told.digest != run(seed, clock_seed=7).digest:
                    return seed + 1, "invariant 7: another clock, another verdict"
            except Broken as found:
                return seed + 1, str(found)
            except Exception as error:  # noqa: BLE001  (a crash is noticed as well)
                return seed + 1, f"{type(error).__name__}: {error}"
    return 0, ""
