"""Many histories one after the other: which fell, and the shortest form of one that did."""

from collections.abc import Iterable

from tests.sync.simulation import STEPS, Told, run


def fall_of(seed: int, steps: int = STEPS) -> str:
    """What a history fell over; nothing where it stood."""
    try:
        run(seed, steps=steps)
    except Exception as error:  # noqa: BLE001  (whatever breaks a history is what we look for)
        return f"{type(error).__name__}: {error}"
    return ""


def survived(seeds: Iterable[int], told: list[Told] | None = None) -> dict[int, str]:
    """The seeds that did not survive, each with what it fell over."""
    failed: dict[int, str] = {}
    for seed in seeds:
        try:
            one = run(seed)
            if told is not None:
                told.append(one)
        except Exception as error:  # noqa: BLE001  (as above)
            failed[seed] = f"{type(error).__name__}: {error}"
    return failed


def shrunk(seed: int) -> str:
    """The same seed with as few steps as still make it fall: what comes after the cause is left out."""
    low, high = 0, STEPS
    while low < high:
        middle = (low + high) // 2
        if fall_of(seed, middle):
            high = middle
        else:
            low = middle + 1
    return f"falls within {high} steps a laptop: {fall_of(seed, high)} (simulation.run({seed}, steps={high}))"
