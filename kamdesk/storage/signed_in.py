"""Staying signed in: the operating system's keyring holds a secret that unwraps the file's key, as the password does.

The secret alone opens nothing: what it unwraps lies in the key file. Another password, or taking the wrap out of that
file, ends it. Where the system has no keyring nothing is offered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kamdesk.base.errors import Refused
from kamdesk.base.log import logger
from kamdesk.base.words import tr
from kamdesk.storage.keys import KEY_BYTES, KEY_FILE, read_key_file
from kamdesk.storage.whole_files import write_whole

SERVICE = "KAMDesk"
_BY = "keyring"
_BOUND_TO = b"KAMDesk keyring, format 1"

_log = logger(__name__)


class _NoKeyring(Exception):
    """The system has none, it is locked, or it fails."""


@contextmanager
def _asking() -> Iterator[ModuleType]:
    """The keyring library; loading it and asking take a moment: never on the window's thread. Raises: _NoKeyring."""
    import keyring  # noqa: PLC0415  (looks for the system's keyring when it is loaded)
    from keyring.errors import KeyringError  # noqa: PLC0415  (as above)

    try:
        yield keyring
    except (KeyringError, OSError, RuntimeError) as error:  # backends tell their troubles by all three
        _log.info("the keyring gave nothing: %s", type(error).__name__)
        raise _NoKeyring from error


def has_keyring() -> bool:
    """Whether this system keeps secrets for its signed-in person."""
    with suppress(_NoKeyring), _asking() as ring:
        return bool(ring.get_keyring().priority > 0)
    return False


def stay_signed_in(folder: Path, key: bytes) -> None:
    """From now on this person's system opens the desk without its password.

    Raises: Refused without a keyring, CannotOpen where the key file cannot be read.
    """
    others = _other_wraps(folder)
    secret, nonce, entry = os.urandom(KEY_BYTES), os.urandom(12), os.urandom(16).hex()
    try:
        with _asking() as ring:
            ring.set_password(SERVICE, entry, secret.hex())
    except _NoKeyring as error:
        raise Refused(tr("This system's keyring takes no secret now.")) from error
    sealed = AESGCM(secret).encrypt(nonce, key, _BOUND_TO)
    wrap = {"by": _BY, "entry": entry, "nonce": nonce.hex(), "sealed": sealed.hex()}
    _forget_entries(folder)
    _write(folder, [*others, wrap])


def is_signed_in(folder: Path) -> bool:
    """Whether the key file has a wrap for a keyring; whether the keyring still has the secret, only asking tells."""
    return bool(_wraps(folder))


def kept_key(folder: Path) -> bytes | None:
    """The file's key, from the system's keyring; None where the password must be asked."""
    for wrap in _wraps(folder):
        with suppress(_NoKeyring, InvalidTag), _asking() as ring:
            secret = ring.get_password(SERVICE, wrap["entry"])
            if secret:
                sealed = bytes.fromhex(wrap["sealed"])
                return AESGCM(bytes.fromhex(secret)).decrypt(bytes.fromhex(wrap["nonce"]), sealed, _BOUND_TO)
    return None


def sign_out(folder: Path) -> None:
    """From now on the password is asked again."""
    if is_signed_in(folder):
        others = _other_wraps(folder)
        _forget_entries(folder)
        _write(folder, others)


def _forget_entries(folder: Path) -> None:
    for wrap in _wraps(folder):
        with suppress(_NoKeyring), _asking() as ring:  # an entry that stays opens nothing any more
            ring.delete_password(SERVICE, wrap["entry"])


def _wraps(folder: Path) -> list[dict[str, Any]]:
    return [wrap for wrap in _all(folder).get("wraps", ()) if wrap.get("by") == _BY]


def _other_wraps(folder: Path) -> list[dict[str, Any]]:
    return [wrap for wrap in read_key_file(folder / KEY_FILE)["wraps"] if wrap.get("by") != _BY]


def _write(folder: Path, wraps: list[dict[str, Any]]) -> None:
    """Never over a file that cannot be read at this moment: the password's wrap in it is all that opens the desk."""
    whole = {**read_key_file(folder / KEY_FILE), "wraps": wraps}
    write_whole(folder / KEY_FILE, json.dumps(whole, indent=1).encode())


def _all(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / KEY_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found
