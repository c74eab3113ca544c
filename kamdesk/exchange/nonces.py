"""Whether a laptop is the one the office knows, a copy of it, or one that remembers more than the office (SYNC 4.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamdesk.exchange.protocol import Lineage

NONCE_BYTES = 16
_COUNTER = 8
"""A nonce is a counter of eight bytes and eight random ones: an older one has a smaller counter than the newest."""
_CHILDREN_MAX = 16


@dataclass(frozen=True, slots=True)
class Nonces:
    """The nonce that was shown last, and those that were handed out for it and not shown yet."""

    shown: bytes = b""
    given: tuple[bytes, ...] = (b"",)
    """more than one where a request came twice or a reply was lost; the first one shown ends the others"""
    is_restored: bool = False
    """the laptop is told that it remembers more, again with each reply, until it shows that one of them came"""


def met(known: Nonces, shown: bytes, random: bytes) -> tuple[Lineage, Nonces, bytes]:
    """What a laptop is that shows this nonce. Returns: that, what is known from now on, and its next nonce.

    What was shown stays good until one of those given for it is: replies are lost, requests arrive twice or late.
    """
    count = int.from_bytes(max(known.shown, shown)[:_COUNTER], "big") + 1
    fresh = count.to_bytes(_COUNTER, "big") + random[: NONCE_BYTES - _COUNTER]
    if shown in known.given:
        return Lineage.SAME, Nonces(shown, (fresh,)), fresh
    if shown == known.shown:
        lineage = Lineage.RESTORED if known.is_restored else Lineage.SAME
        return lineage, replace(known, given=(*known.given, fresh)[-_CHILDREN_MAX:]), fresh
    if shown[:_COUNTER] > known.shown[:_COUNTER] and shown[:_COUNTER] >= max(known.given)[:_COUNTER]:
        return Lineage.RESTORED, Nonces(shown, (fresh,), is_restored=True), fresh
    return Lineage.CLONED, known, b""
