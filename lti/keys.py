"""This tool's own key pairs: published, used, rotated, retired.

A key is published a day before its first use, so that platforms that keep a copy of the set know
it in time, used for 90 days, and published for a week more. Rotating earlier takes the same day.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

BITS = 3072
ALGORITHM = "RS256"
PUBLISHED_BEFORE = timedelta(hours=24)
IN_USE = timedelta(days=90)
PUBLISHED_AFTER = timedelta(days=7)
_ATTEMPTS = 3


class KeyUse(StrEnum):
    """Where a key stands in its life."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ToolKey:
    """One key pair.

    Attributes:
        pem: PKCS 8 private key, a secret: a store encrypts it.
        since: when it came to its present use.

    """

    key_id: str
    pem: str
    use: KeyUse
    since: datetime

    def __repr__(self) -> str:
        return f"ToolKey(key_id={self.key_id!r}, use={self.use!r}, since={self.since!r})"


class KeyRing(Protocol):
    """Where the keys are kept, for all processes."""

    def load(self) -> tuple[ToolKey, ...]:
        """Return every kept key; empty before the first one was made."""
        ...

    def save(self, keys: tuple[ToolKey, ...], *, replacing: tuple[ToolKey, ...]) -> bool:
        """Keep `keys` if `replacing` is still what is kept, in one step; say whether it was."""
        ...


class ToolKeys:
    """The keys of a ring at work; safe for threads and processes."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def key_set(self) -> dict[str, Any]:
        """Return the JSON Web Key Set to publish: keys in use, to come, and just retired."""
        return {"keys": [_published(key) for key in self._ring.load()]}

    def known(self) -> tuple[ToolKey, ...]:
        """Return every kept key; they hold secrets and do not print them."""
        return self._ring.load()

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return `claims` as a JWT signed with the key in use.

        Raises:
            LookupError: no key is in use; `keep_current` has never run.

        """
        for key in self._ring.load():
            if key.use is KeyUse.ACTIVE:
                headers = {"kid": key.key_id}
                return jwt.encode(dict(claims), _private(key.pem), ALGORITHM, headers=headers)
        raise LookupError("no signing key is in use")

    def keep_current(self, now: datetime) -> None:
        """Make, promote and forget keys as their time comes; may be repeated, and daily."""
        self._change(lambda keys: _current(keys, now))

    def rotate(self, now: datetime) -> ToolKey:
        """Publish the next key now, to be used in a day; return it. May be repeated meanwhile."""
        self._change(lambda keys: _with_next(_current(keys, now), now))
        return next(key for key in self._ring.load() if key.use is KeyUse.NEXT)

    def withdraw(self, key_id: str, now: datetime) -> bool:
        """Take a key that leaked out of the set at once; another one is used from now on.

        Platforms that keep a copy of the set refuse our requests until they read it again.
        False, and nothing happens, when no key has this id.
        """
        if key_id not in {key.key_id for key in self._ring.load()}:
            return False
        self._change(lambda keys: _current([key for key in keys if key.key_id != key_id], now))
        return True

    def _change(self, change: "_Change") -> None:
        for _ in range(_ATTEMPTS):
            before = self._ring.load()
            after = tuple(change(list(before)))
            if after == before or self._ring.save(after, replacing=before):
                return
        raise LookupError("the keys are being changed by somebody else")


class _Change(Protocol):
    def __call__(self, keys: list[ToolKey]) -> list[ToolKey]: ...


def new_key(use: KeyUse, now: datetime) -> ToolKey:
    """Return a fresh RSA key pair; costs about a second."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return ToolKey(hashlib.sha256(public).hexdigest()[:32], pem, use, now)


def _current(keys: list[ToolKey], now: datetime) -> list[ToolKey]:
    kept = [key for key in keys if not _is_over(key, now)]
    active = _of(kept, KeyUse.ACTIVE)
    upcoming = _of(kept, KeyUse.NEXT)
    if active is None:
        first = replace(upcoming, use=KeyUse.ACTIVE, since=now) if upcoming else None
        others = [key for key in kept if key is not upcoming]
        return [*others, first or new_key(KeyUse.ACTIVE, now)]
    if upcoming is None:
        soon = now >= active.since + IN_USE - PUBLISHED_BEFORE
        return _with_next(kept, now) if soon else kept
    if now < upcoming.since + PUBLISHED_BEFORE:
        return kept
    retired = replace(active, use=KeyUse.RETIRED, since=now)
    promoted = replace(upcoming, use=KeyUse.ACTIVE, since=now)
    return [key for key in kept if key not in (active, upcoming)] + [retired, promoted]


def _with_next(keys: list[ToolKey], now: datetime) -> list[ToolKey]:
    return keys if _of(keys, KeyUse.NEXT) else [*keys, new_key(KeyUse.NEXT, now)]


def _is_over(key: ToolKey, now: datetime) -> bool:
    return key.use is KeyUse.RETIRED and now >= key.since + PUBLISHED_AFTER


def _of(keys: list[ToolKey], use: KeyUse) -> ToolKey | None:
    return next((key for key in keys if key.use is use), None)


@lru_cache(maxsize=16)
def _private(pem: str) -> rsa.RSAPrivateKey:
    # Reading a PEM costs more than the signature; a ring holds three keys at most.
    key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("not an RSA key")
    return key


def _published(key: ToolKey) -> dict[str, Any]:
    public = RSAAlgorithm.to_jwk(_private(key.pem).public_key(), as_dict=True)
    parts = {name: public[name] for name in ("kty", "n", "e")}
    return {**parts, "kid": key.key_id, "alg": ALGORITHM, "use": "sig"}
