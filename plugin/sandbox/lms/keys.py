"""The platform's RSA keys: make, rotate, publish, sign."""

import json
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm

from plugin.sandbox.lms.state import State

ALGORITHM = "RS256"


def rotate(state: State, *, overlap: bool) -> str:
    """Sign with a new key from now on, and return its kid.

    With `overlap` the older keys stay published, as a careful platform does; without, tokens they
    signed can no longer be checked.
    """
    with state.alone():
        if not overlap:
            state.clear("key")
        kid = f"northmoor-{token_hex(6)}"
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        state.put("key", kid, {"pem": pem.decode()})
    return kid


def key_set(state: State) -> dict[str, Any]:
    """Return the public keys as a JWK set, oldest first."""
    return {"keys": [_public(kid, row["pem"]) for kid, row in state.all("key").items()]}


def sign(
    state: State, claims: Mapping[str, Any], *, header: Mapping[str, Any] | None = None
) -> str:
    """Return `claims` as a JWT of the newest key.

    `header` changes header fields, for tokens that are bad on purpose; a null removes the kid.
    """
    kid, row = list(state.all("key").items())[-1]
    fields = {"kid": kid, **(header or {})}
    kept = {name: value for name, value in fields.items() if value is not None}
    return jwt.encode(dict(claims), row["pem"], algorithm=ALGORITHM, headers=kept)


def _public(kid: str, pem: str) -> dict[str, Any]:
    private = load_pem_private_key(pem.encode(), None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("the state holds a key that is not RSA")
    jwk: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(private.public_key()))
    jwk.pop("key_ops", None)
    return {**jwk, "kid": kid, "use": "sig", "alg": ALGORITHM}
