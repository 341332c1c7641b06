"""A platform's published keys (RFC 7517), made ready to verify with, the weak ones refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWS
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from lti.errors import LaunchRefusedError, PlatformUnavailableError
from lti.refusals import RefusalCode

MIN_RSA_BITS = 2048
MAX_KEYS = 100
_JWS = PyJWS()
_CURVES = {"ES256": "secp256r1", "ES384": "secp384r1", "ES512": "secp521r1"}
ALGORITHMS: Mapping[str, Any] = {
    name: _JWS.get_algorithm_by_name(name)
    for name in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", *_CURVES)
}
"""Signatures by key pair only: a shared secret cannot say who signed."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key of a set.

    Attributes:
        algorithm: the one it is published for; None when the platform does not say (Moodle).
        key: ready to use; None when it is too weak, malformed or shares its name with another.

    """

    algorithm: str | None
    key: RSAPublicKey | EllipticCurvePublicKey | None

    def fits(self, algorithm: str) -> bool:
        """Say whether the key can be used with `algorithm`."""
        if algorithm not in ALGORITHMS or self.algorithm not in (None, algorithm):
            return False
        if isinstance(self.key, EllipticCurvePublicKey):
            return _CURVES.get(algorithm) == self.key.curve.name
        return algorithm not in _CURVES

    def verifies(self, algorithm: str, signed: bytes, signature: bytes) -> bool:
        """Say whether this key made `signature` over `signed`."""
        if self.key is None or not self.fits(algorithm):
            return False
        return bool(ALGORITHMS[algorithm].verify(signed, self.key, signature))

    def require(self, algorithm: str, signed: bytes, signature: bytes) -> None:
        """Return when the key made the signature, else raise LaunchRefusedError with the reason."""
        if self.key is None:
            raise LaunchRefusedError(RefusalCode.KEY_UNUSABLE)
        if not self.fits(algorithm):
            raise LaunchRefusedError(RefusalCode.ALGORITHM, "not the key's")
        if not self.verifies(algorithm, signed, signature):
            raise LaunchRefusedError(RefusalCode.SIGNATURE)


def parse_key_set(body: Any) -> dict[str, PublicKey]:
    """Return a key set's signing keys by key id; entries without a key id are left out.

    Raises:
        PlatformUnavailableError: it is not a key set, or names no key.

    """
    entries = body.get("keys") if isinstance(body, dict) else None
    if not isinstance(entries, list) or not entries or len(entries) > MAX_KEYS:
        raise PlatformUnavailableError("not a key set")
    keys: dict[str, PublicKey] = {}
    for entry in entries:
        key_id = entry.get("kid") if isinstance(entry, dict) else None
        if not isinstance(key_id, str) or entry.get("use") == "enc":
            continue
        # Of two keys with one name, neither can be told to be the right one.
        keys[key_id] = PublicKey(None, None) if key_id in keys else _public_key(entry)
    return keys


def _public_key(entry: Mapping[str, Any]) -> PublicKey:
    algorithm = entry.get("alg")
    read = _READERS.get(str(entry.get("kty")))
    if read is None or not (algorithm is None or isinstance(algorithm, str)):
        return PublicKey(None, None)
    try:
        return PublicKey(algorithm, read(entry))
    except (InvalidKeyError, ValueError, TypeError, KeyError):
        return PublicKey(None, None)


def _rsa(entry: Mapping[str, Any]) -> RSAPublicKey | None:
    # Public parts alone: a key published with its private half must not become a private key.
    key = RSAAlgorithm.from_jwk({"kty": "RSA", "n": entry["n"], "e": entry["e"]})
    # Exponents below 3 and even ones, as points off a curve, are ValueErrors of cryptography's.
    if isinstance(key, RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
        return key
    return None


def _ec(entry: Mapping[str, Any]) -> EllipticCurvePublicKey | None:
    parts = {name: entry[name] for name in ("crv", "x", "y")}
    key = ECAlgorithm.from_jwk({"kty": "EC", **parts})
    return key if isinstance(key, EllipticCurvePublicKey) else None


_READERS: Mapping[str, Callable[[Mapping[str, Any]], RSAPublicKey | EllipticCurvePublicKey | None]]
_READERS = {"RSA": _rsa, "EC": _ec}
