"""Secrets of the handshake: made here, kept elsewhere only as fingerprints."""

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """Return 256 fresh random bits, as 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of `secret` in hex: what a store keeps in its place."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def matches(secret: str, known: str) -> bool:
    """Say whether `known` is the fingerprint of `secret`, in constant time."""
    return hmac.compare_digest(fingerprint(secret), known)
