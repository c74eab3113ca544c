"""A laptop's file key, sealed so that its office alone can open it: a forgotten password costs no unsent work (SYNC 6).

X25519 with a fresh key for each sealing, HKDF-SHA256, AES-256-GCM; bound to the device whose key it is.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr

_BOUND_TO = b"KAMDesk recovery, format 1 "
_PUBLIC_BYTES = 32
_NONCE_BYTES = 12


def new_recovery_key() -> bytes:
    """The private half for an office to keep."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_half(private: bytes) -> bytes:
    """What laptops get of it."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sealed_key(key: bytes, office_public: bytes, device_id: bytes) -> bytes:
    """The key, for this office's eyes only."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(office_public))
    public, nonce = once.public_key().public_bytes_raw(), os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_stretched(shared, public, office_public)).encrypt(nonce, key, _BOUND_TO + device_id)
    return public + nonce + sealed


def opened_key(sealed: bytes, office_private: bytes, device_id: bytes) -> bytes:
    """The key again. Raises: BadValue where it was sealed for another office or another device."""
    public, rest = sealed[:_PUBLIC_BYTES], sealed[_PUBLIC_BYTES:]
    nonce, cipher = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        shared = X25519PrivateKey.from_private_bytes(office_private).exchange(X25519PublicKey.from_public_bytes(public))
        stretched = _stretched(shared, public, public_half(office_private))
        return AESGCM(stretched).decrypt(nonce, cipher, _BOUND_TO + device_id)
    except (InvalidTag, ValueError) as error:
        raise BadValue(tr("This key was not sealed for this office.")) from error


def _stretched(shared: bytes, once_public: bytes, office_public: bytes) -> bytes:
    salt = once_public + office_public
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_BOUND_TO).derive(shared)
