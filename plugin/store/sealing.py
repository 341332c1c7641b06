"""Sealed values: where each stands, and the keys that seal and open them.

A sealed value is `version | key ids | nonce | AES-256-GCM ciphertext`. What it belongs to (tenant,
table, row, column, and the relationship where there is one) is authenticated with it, so a value
that was moved, changed or cut does not open.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ID_BYTES, NONCE_BYTES, KEY_BYTES = 8, 12, 32
TENANT, OWN, RELATED, BOTH = b"\x01", b"\x02", b"\x03", b"\x04"
"""Sealed with an institution's key, a person's, a relationship's, or with the last two at once."""
_IDS: Final = {BOTH: 2 * ID_BYTES}
"""How many bytes name the keys, where it is not one key."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sealed value stands.

    Attributes:
        relationship: whose it is; None for what belongs to none.

    """

    tenant_id: str
    table: str
    row: str
    column: str
    relationship: str | None = None

    def bound(self, version: bytes = TENANT) -> bytes:
        """Return the spot as bytes; JSON, so that no two spots give the same.

        The older versions know of no relationship.
        """
        parts = [self.tenant_id, self.table, self.row, self.column]
        if version in (RELATED, BOTH):
            parts.append(str(self.relationship))
        # Each by itself: json.dumps has a short way for a text, and makes an encoder for a list.
        return f"[{', '.join(map(json.dumps, parts))}]".encode()

    def __str__(self) -> str:
        return f"{self.table}.{self.column} {self.row}"


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One AES-256 key with what its ciphertexts carry: the kind of key it is, and its id."""

    secret: bytes = field(repr=False)
    version: bytes = TENANT
    key_id: bytes = b""
    """Says which key it is without telling the key; made of the key where none is given."""
    _cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a sealing key has {KEY_BYTES} bytes")
        told = hashlib.sha256(b"alongside key id" + self.secret).digest()[:ID_BYTES]
        object.__setattr__(self, "key_id", self.key_id or told)
        object.__setattr__(self, "_cipher", AESGCM(self.secret))

    @property
    def head(self) -> bytes:
        """Return what each of its ciphertexts begins with."""
        return self.version + self.key_id

    def seal(self, value: bytes, bound: bytes) -> bytes:
        """Return `value` sealed, openable only with the same `bound`."""
        nonce = os.urandom(NONCE_BYTES)
        return self.head + nonce + self._cipher.encrypt(nonce, value, self.head + bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Return what was sealed; raises InvalidTag or ValueError when it was not so sealed."""
        start = len(self.head)
        nonce, rest = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        return self._cipher.decrypt(nonce, rest, sealed[:start] + bound)


def fresh_key() -> SealingKey:
    """Return a key that was never used."""
    return SealingKey(AESGCM.generate_key(KEY_BYTES * 8))


def together(version: bytes, *keys: SealingKey) -> SealingKey:
    """Return the key that needs all of these: without one of them it cannot be made again."""
    material = b"".join(key.secret for key in keys)
    stretched = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"alongside body" + version)
    return SealingKey(stretched.derive(material), version, b"".join(key.key_id for key in keys))


def named_in(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """Return a sealed value's version, and the ids of the keys that it needs."""
    version = sealed[:1]
    ids = sealed[1 : 1 + _IDS.get(version, ID_BYTES)]
    return version, [ids[at : at + ID_BYTES] for at in range(0, len(ids), ID_BYTES)]
