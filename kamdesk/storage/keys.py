"""The key of the encrypted file: random, never the password itself; the password only wraps it.

`key.json` holds the wrapped key and how it was wrapped. Changing the password wraps again and leaves the file alone.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kamdesk.base.errors import BadValue, CannotOpen
from kamdesk.base.words import tr
from kamdesk.storage.whole_files import write_whole

KEY_FILE = "key.json"
KEY_BYTES = 32
_FORMAT = 1
_BOUND_TO = b"KAMDesk key, format 1"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a password costs; about a tenth of a second on an office laptop, far above OWASP's least."""

    rounds: int = 2
    memory_kib: int = 65_536
    lanes: int = 2


PASSWORD_COST = Cost()
"""What a new wrap costs; every key file says its own, so this may change. Tests make it cheap."""


def make_key(folder: Path, password: str) -> bytes:
    """A new random key, wrapped by the password into the folder's key file."""
    key = os.urandom(KEY_BYTES)
    wrap_key(folder, key, password)
    return key


def wrap_key(folder: Path, key: bytes, password: str) -> None:
    """Write the key file anew, the key wrapped by this password. Raises: BadValue for an empty password."""
    if not password:
        raise BadValue(tr("A desk needs a password"))
    salt, nonce, cost = os.urandom(16), os.urandom(12), PASSWORD_COST
    sealed = AESGCM(_stretch(password, salt, cost)).encrypt(nonce, key, _BOUND_TO)
    wrap = {"by": "password", "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex(), **asdict(cost)}
    write_whole(folder / KEY_FILE, json.dumps({"format": _FORMAT, "wraps": [wrap]}, indent=1).encode())


def unwrap_key(key_file: Path, password: str) -> bytes:
    """The key of the file. Raises: CannotOpen with reason missing, damaged or password."""
    wrap = _password_wrap(key_file)
    try:
        cost = Cost(wrap["rounds"], wrap["memory_kib"], wrap["lanes"])
        salt, nonce, sealed = (bytes.fromhex(wrap[part]) for part in ("salt", "nonce", "sealed"))
        stretched = _stretch(password, salt, cost)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error
    try:
        return AESGCM(stretched).decrypt(nonce, sealed, _BOUND_TO)
    except InvalidTag as error:
        raise CannotOpen(tr("This password does not open the desk"), reason="password") from error


def _password_wrap(key_file: Path) -> dict[str, Any]:
    try:
        return next(wrap for wrap in read_key_file(key_file)["wraps"] if wrap["by"] == "password")
    except (KeyError, TypeError, StopIteration) as error:
        raise _damaged() from error


def read_key_file(key_file: Path) -> dict[str, Any]:
    """All that the file says. Raises: CannotOpen with reason missing or damaged."""
    try:
        content: dict[str, Any] = json.loads(key_file.read_bytes())
        if isinstance(content["wraps"], list):
            return content
    except FileNotFoundError as error:
        raise CannotOpen(
            tr("There is no desk in this folder: {folder}", folder=key_file.parent), reason="missing"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged() from error
    raise _damaged()


def _damaged() -> CannotOpen:
    return CannotOpen(tr("The desk's key file is damaged; put back the last good backup"), reason="damaged")


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        password.encode(), salt, time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes,
        hash_len=KEY_BYTES, type=Type.ID,
    )  # fmt: skip
