"""Encryption of what must not be read from the database: passwords, identity numbers.

The keys come from secrets outside the database. A sealed text names the key that it was sealed with, so that
a new secret can take over while the former one still opens what it sealed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence

KEY_BYTES, NONCE_BYTES = 32, 12
FORMAT = "1"


class CannotBeOpened(ValueError):
    """It was sealed with a key that is not here, or for something else, or it was changed."""


class Keyring:
    """Seals with the first key and opens with any. AES-256-GCM; a nonce is drawn for each text."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Keys of 32 bytes each, the one in use first."""
        self._keys = {key_id(key): key for key in keys}
        self.current = key_id(keys[0])

    def seal(self, text: str, about: str) -> str:
        """`about` names whose it is; the sealed text opens for that alone, so that rows cannot be swapped."""
        return seal_with(self._keys[self.current], text, about)

    def open(self, sealed: str, about: str) -> str:
        """Raises CannotBeOpened."""
        key = self._keys.get(sealed_by(sealed))
        if key is None:
            raise CannotBeOpened("the key is not here")
        return open_with(key, sealed, about)

    def is_current(self, sealed: str) -> bool:
        return sealed_by(sealed) == self.current


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def key_id(key: bytes) -> str:
    """A short name of a key, from which nobody gets the key."""
    return hashlib.blake2b(b"id", key=key, digest_size=6).hexdigest()


def sealed_by(sealed: str) -> str:
    return [*sealed.split("."), ""][1]


def seal_with(key: bytes, text: str, about: str) -> str:
    """`1.<key id>.<nonce and ciphertext in base64>`."""
    # Loaded at first use, here and below: a start that opens nothing need not wait for it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    body = nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())
    return f"{FORMAT}.{key_id(key)}.{base64.urlsafe_b64encode(body).decode()}"


def open_with(key: bytes, sealed: str, about: str) -> str:
    """Raises CannotBeOpened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        body = base64.urlsafe_b64decode(sealed.split(".")[2])
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], about.encode()).decode()
    except (IndexError, binascii.Error, InvalidTag, ValueError) as error:
        raise CannotBeOpened("it does not open") from error
