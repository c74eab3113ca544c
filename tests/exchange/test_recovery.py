import os

import pytest

from kamdesk.base.errors import BadValue
from kamdesk.exchange.recovery import new_recovery_key, opened_key, public_half, sealed_key

DEVICE = b"a laptop's id..."


def test_the_office_opens_what_a_laptop_sealed_for_it():
    private, key = new_recovery_key(), os.urandom(32)
    assert opened_key(sealed_key(key, public_half(private), DEVICE), private, DEVICE) == key


@pytest.mark.parametrize("damage", ["office", "device", "bytes", "length"])
def test_nobody_else_opens_it(damage):
    private, key = new_recovery_key(), os.urandom(32)
    sealed = sealed_key(key, public_half(private), DEVICE)
    other = new_recovery_key() if damage == "office" else private
    device = b"another laptop.." if damage == "device" else DEVICE
    if damage == "bytes":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(BadValue):
        opened_key(sealed[:20] if damage == "length" else sealed, other, device)


def test_the_same_key_is_never_sealed_twice_alike():
    public, key = public_half(new_recovery_key()), os.urandom(32)
    assert sealed_key(key, public, DEVICE) != sealed_key(key, public, DEVICE)
