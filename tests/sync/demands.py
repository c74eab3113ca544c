"""How an invariant says that it does not hold."""


class Broken(AssertionError):
    """An invariant does not hold; the number is the one of SYNC 9."""

    def __init__(self, number: int, said: str) -> None:
        super().__init__(f"invariant {number}: {said}")
        self.number = number


def demand(number: int, holds: object, said: str) -> None:
    if not holds:
        raise Broken(number, said)
