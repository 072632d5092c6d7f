"""Sealed fields: what nobody without the keys may read, in blobs that are all alike.

AES-256-GCM with a random nonce. A blob has a fixed length whatever it holds, says no time, and
opens only in the place that it was sealed for. How fields, answers and keys hang together:
docs/privacy.md.
"""

import json
import os
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.fernet import MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_NONCE = 12
_TAG = 16
_LENGTH = 4
OVERHEAD = _NONCE + _LENGTH + _TAG
"""How many bytes a blob is longer than what it can hold."""


class Unreadable(Exception):
    """A blob does not open: another key, another place, or damaged."""


class TooLong(ValueError):
    """More than fits into a blob of this size."""


class Tally:
    """How often something did not open since the process began."""

    def __init__(self) -> None:
        self.count = 0

    def add(self) -> None:
        self.count += 1


tally = Tally()


class Cipher:
    """Seals plain JSON values under one data key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, value: Any, *, about: str, size: int) -> bytes:
        """`value` (anything that JSON can say) for the place `about`, in `size` + OVERHEAD bytes.

        Raises TooLong when it does not fit.
        """
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        if len(plain) > size:
            raise TooLong(f"{len(plain)} bytes do not fit into {size}")
        padded = len(plain).to_bytes(_LENGTH, "big") + plain.ljust(size, b"\0")
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, padded, about.encode())

    def open(self, blob: bytes, *, about: str) -> Any:
        """What was sealed for the place `about`. Raises Unreadable."""
        try:
            padded = self._cipher.decrypt(blob[:_NONCE], blob[_NONCE:], about.encode())
            length = int.from_bytes(padded[:_LENGTH], "big")
            return json.loads(padded[_LENGTH : _LENGTH + length])
        except (InvalidTag, ValueError):
            tally.add()
            raise Unreadable(about) from None


def derived(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA256, RFC 5869), so that none serves two."""
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return kdf.derive(key)


class Secrets:
    """What a process holds: the master secret, and what is made of the installation's key."""

    def __init__(self, cipher: MultiFernet, installation: bytes) -> None:
        self.cipher = cipher
        self.installation = installation
        self.fields = Cipher(derived(installation, "fields"))
        self.codes = derived(installation, "codes")
