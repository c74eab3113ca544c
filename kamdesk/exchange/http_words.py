"""How a laptop and the office meet over HTTP: paths, headers, what the numbers mean. Both ends stand on this page.

Two forms of body. `/v1/join`, `/v1/password` and `/v1/key…` carry JSON as `msgspec.json` writes it (bytes as base64),
and so does every refusal (`Problem`). All others carry `MESSAGES`: one message through `exchange.frames.squeezed`, and
the answer to a pull a stream through `exchange.frames.streamed`: a `View`, then its frames, several a message. The
stream may end early, after the time that the office gives one snapshot: a part without its last frame is not whole, and
the laptop pulls again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct

from kamdesk.exchange.actions import Deed
from kamdesk.exchange.protocol import PROTOCOL, Digest

HEALTH = "/health"
"""GET, for anybody: 200 while the office runs."""
READY = "/ready"
"""GET, for anybody: 200 while its database answers, else 503."""
JOIN = "/v1/join"
"""POST `Join` → `Joined`, without a token: a laptop's first contact, or a copied laptop that registers anew."""
PUSH = "/v1/push"
"""POST `Push` → `Pushed`."""
PULL = "/v1/pull"
"""POST `Pull` → the stream of a `View` and its `Frame`s."""
VERIFY = "/v1/verify"
"""POST `Digests` → `Verified`."""
HISTORY = "/v1/history"
"""POST `HistoryAsked` → `History`: who changed what in one record."""
HINT = "/v1/hint"
"""GET `?digest=…` (hexadecimal, of the view that the laptop holds) → 200 as soon as this user's view is another one;
204 after `HINT_S` when it is not."""
KEY = "/v1/key"
"""PUT `SealedKey` → 204: the file's key, sealed for the office's recovery key."""
HAND_BACK = "/v1/key/hand-back"
"""POST `HandBack` → `HandedBack`, without a token: who forgot the file's password signs in with the office's."""
PASSWORD = "/v1/password"  # noqa: S105  (a path)
"""POST `NewPassword` → 204, without a token: a person signs in and has another password from then on."""

MESSAGES = "application/vnd.kamdesk"
"""The content type of squeezed messages."""
PROTOCOL_HEADER = "X-KAMDesk-Protocol"
"""On every request and answer: the newest version that its sender speaks."""
OFFICE_HEADER = "X-KAMDesk-Office"
"""On every answer: the office's id in hexadecimal. A page without it was not sent by an office."""
NEXT_TOKEN_HEADER = "X-KAMDesk-Token"  # noqa: S105  (the name of a header)
"""On an answer: the token from now on; the one before is good until this one was used."""
WAITING_HEADER = "X-KAMDesk-Waiting"
"""On a push: how many actions wait on this laptop after these, for the administrators' list."""

HINT_S = 50
"""Below the minute after which proxies close a silent connection."""
BODY_BYTES_MAX = 64 * 1024 * 1024
"""No request is larger; what it unfolds to is bounded by `exchange.frames`."""


class Code(StrEnum):
    """Why a request was refused; the status that goes with it stands in `STATUS`."""

    UNREADABLE = "unreadable"
    """the body is not what belongs on this path"""
    PASSWORD = "password"  # noqa: S105  (a word)
    """name and password do not belong together"""
    SHUT_OUT = "shut_out"
    """this token is nobody's: revoked, or of a user who may not sign in any more"""
    RETIRED = "retired"
    """said to a pull only, once the outbox is sent: the laptop wipes itself"""
    LOST = "lost"
    """the laptop destroys its key before anything else"""
    TOO_LARGE = "too_large"
    PROTOCOL = "protocol"
    """the versions do not meet; `PROTOCOL_HEADER` says which side is older"""
    SLOWER = "slower"
    """too many wrong passwords; Retry-After says for how long"""
    BUSY = "busy"
    """PostgreSQL is away or everything is taken; Retry-After may say for how long"""


STATUS = {
    Code.UNREADABLE: 400,
    Code.PASSWORD: 401,
    Code.SHUT_OUT: 401,
    Code.RETIRED: 403,
    Code.LOST: 410,
    Code.TOO_LARGE: 413,
    Code.PROTOCOL: 426,
    Code.SLOWER: 429,
    Code.BUSY: 503,
}


class Problem(Struct, frozen=True):
    """The body of a refusal; a laptop has its own words for each code."""

    code: Code
    sentence: str = ""


class Join(Struct, frozen=True, kw_only=True):
    """A person signs in on a laptop."""

    user: str
    password: str
    laptop: str
    """what its owner calls it, for the administrators' list"""
    protocol: int = PROTOCOL
    language: str = "en"
    before: bytes = b""
    """the device this laptop was until now, when it was copied or put back"""

    def __repr__(self) -> str:
        return f"Join(user=…, laptop=…, protocol={self.protocol})"


class Joined(Struct, frozen=True, kw_only=True):
    """Who this laptop is from now on. The token is told once."""

    device_id: bytes
    token: str
    user_id: bytes
    user: str
    role: str
    employee_id: bytes | None
    office_id: bytes
    office: str
    """the company's name"""
    currency: str
    policy: dict[str, str] = {}
    """as in a view"""
    recovery_key: bytes = b""
    """the public half (X25519, 32 bytes) for which the laptop seals its file's key; empty: policy wants none"""

    def __repr__(self) -> str:
        return "Joined(…)"


class SealedKey(Struct, frozen=True, kw_only=True):
    """The file's key, sealed by `exchange.recovery`."""

    sealed: bytes


class HandBack(Struct, frozen=True, kw_only=True):
    """Who forgot the password of the file asks for its key."""

    user: str
    password: str
    device_id: bytes

    def __repr__(self) -> str:
        return "HandBack(…)"


class NewPassword(Struct, frozen=True, kw_only=True):
    """Whoever knows their password takes another one."""

    user: str
    password: str
    new_password: str

    def __repr__(self) -> str:
        return "NewPassword(…)"


class HandedBack(Struct, frozen=True, kw_only=True):
    """The file's key, opened by the office; TLS alone protects it on its way."""

    key: bytes

    def __repr__(self) -> str:
        return "HandedBack(…)"


class Digests(Struct, frozen=True, kw_only=True):
    """What a laptop holds of the office's values, part by part."""

    parts: tuple[Digest, ...]
    facts: dict[str, tuple[str, ...]]
    """word of each kind of record → the facts it counted, in this order, after id, external key and rev"""


class Verified(Struct, frozen=True, kw_only=True):
    """The office's own numbers of every part that this user may read, counted the same way in one snapshot."""

    parts: tuple[Digest, ...]


class HistoryAsked(Struct, frozen=True, kw_only=True):
    """A record of which a person wants to know who changed what."""

    word: str
    scope_id: bytes
    row_id: bytes


class Place(StrEnum):
    """Where something was written, as the one who asks may know it."""

    THIS_LAPTOP = "this_laptop"
    OWN_LAPTOP = "own_laptop"
    """another one of the same person"""
    ELSEWHERE = "elsewhere"


class Happened(Struct, frozen=True, kw_only=True):
    """One fact that somebody changed, or the record made or removed; values as a file keeps them."""

    at: str
    author: str
    place: Place
    deed: Deed
    fact: str = ""
    before: Any = None
    after: Any = None


class History(Struct, frozen=True, kw_only=True):
    """The changes of a record, newest first; none where the one who asks may not read it, or where there is none."""

    steps: tuple[Happened, ...] = ()
    is_cut: bool = False
    """there are older ones"""
