"""The signing key of the pretend Entra tenant, and the JSON Web Tokens that it signs."""

import base64
import json
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from .state import State
from .world import LOGIN_HOST, TENANT_ID

ISSUER = f"{LOGIN_HOST}/{TENANT_ID}/v2.0"


def _private_key(state: State) -> rsa.RSAPrivateKey:
    with state.changing():
        kept = state.get("key", "signing")
        if kept is None:
            fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            pem = fresh.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            kept = {"pem": pem.decode()}
            state.put("key", "signing", kept)
    key = serialization.load_pem_private_key(kept["pem"].encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the kept key is not an RSA key")
    return key


class Keys:
    """Sign and check tokens. The key is made once and kept with the state."""

    def __init__(self, state: State) -> None:
        self._key = _private_key(state)
        numbers = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        self._kid = f"northmoor-{numbers['n'][:12]}"
        self._jwk = {**numbers, "kid": self._kid, "use": "sig", "alg": "RS256", "issuer": ISSUER}

    @property
    def published(self) -> dict[str, Any]:
        """The key set at the discovery address."""
        wanted = ("kty", "use", "kid", "n", "e", "alg", "issuer")
        return {"keys": [{name: self._jwk[name] for name in wanted}]}

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a token of these claims."""
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._kid})

    def read(self, token: str, *, audience: str, now_s: float) -> dict[str, Any]:
        """Return the claims of a token that we signed for `audience` and that is still good.

        Raises:
            jwt.InvalidTokenError: it is none.

        """
        claims: dict[str, Any] = jwt.decode(
            token,
            self._key.public_key(),
            algorithms=["RS256"],
            audience=audience,
            issuer=ISSUER,
            options={
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "require": ["exp", "nbf", "iss", "aud"],
            },
        )
        # The server has a clock of its own, which PyJWT does not take.
        if not claims["nbf"] <= now_s < claims["exp"]:
            raise jwt.ExpiredSignatureError("Lifetime validation failed, the token is expired.")
        return claims


def base64url(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
