"""Tokens that Teams, Outlook and Microsoft 365 give to our tab, checked before anything is done.

https://learn.microsoft.com/entra/identity-platform/access-tokens and
…/access-token-claims-reference

A tenant whose app registration says nothing gets tokens of version 1, whose audience, issuer and
client stand in other claims; both are taken, and no mixture of the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import jwt

from graph.clouds import PERSONAL_TENANT
from graph.teams import HOST_CLIENTS, TAB_SCOPE, app_id_uri
from graph.tokens import Entra

LONGEST = 16_384
LEEWAY = timedelta(seconds=60)
LOOK_AGAIN = timedelta(seconds=60)
_CLIENTS = frozenset(one.client_id for one in HOST_CLIENTS)


class TabTokenProblem(StrEnum):
    """Why a token is refused; the value is part of the support code."""

    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    KEY = "key"
    SIGNATURE = "signature"
    VERSION = "version"
    AUDIENCE = "audience"
    ISSUER = "issuer"
    TENANT = "tenant"
    PERSONAL = "personal"
    EXPIRED = "expired"
    EARLY = "early"
    APP_ONLY = "app-only"
    SCOPE = "scope"
    CLIENT = "client"
    GUEST = "guest"
    NOBODY = "nobody"


class TabTokenRefusedError(Exception):
    """The token lets nobody in. Holds the reason, and nothing of the token."""

    def __init__(self, problem: TabTokenProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


@dataclass(frozen=True, slots=True)
class TabPerson:
    """Who opens the tab: the two ids are the person; the address is only how to write to them."""

    entra_tenant_id: str
    object_id: str
    address: str
    expires_at: datetime


class TabTokens:
    """Reads tokens for one app registration. Share it: it keeps the tenants' keys."""

    def __init__(self, entra: Entra, *, public_url: str) -> None:
        self._entra = entra
        self._registration = entra.registration
        self._uri = app_id_uri(public_url, entra.registration.client_id)
        self._looked: dict[str, datetime] = {}

    def read(self, token: str, *, now: datetime) -> TabPerson:
        """Return who the token speaks of.

        Raises:
            TabTokenRefusedError: with the first thing that is wrong.
            GraphUnavailableError: Entra's keys cannot be had.

        """
        header, claims = _unchecked(token)
        if header.get("alg") != "RS256":
            raise TabTokenRefusedError(TabTokenProblem.ALGORITHM)
        tenant = self._served(claims)
        self._check_signature(token, header, tenant, now)
        self._check_version(claims, tenant)
        until = _check_time(claims, now)
        _check_person(claims)
        return TabPerson(tenant, str(claims["oid"]), _address(claims), until)

    def _served(self, claims: Mapping[str, Any]) -> str:
        tenant = claims.get("tid")
        if tenant == PERSONAL_TENANT:
            raise TabTokenRefusedError(TabTokenProblem.PERSONAL)
        if not isinstance(tenant, str) or tenant not in self._registration.tenants:
            raise TabTokenRefusedError(TabTokenProblem.TENANT)
        return tenant

    def _check_signature(
        self, token: str, header: Mapping[str, Any], tenant: str, now: datetime
    ) -> None:
        kid = header.get("kid")
        key = self._key(tenant, kid, now) if isinstance(kid, str) else None
        if key is None:
            raise TabTokenRefusedError(TabTokenProblem.KEY)
        try:
            jwt.decode(token, key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
        except jwt.InvalidTokenError as error:
            raise TabTokenRefusedError(TabTokenProblem.SIGNATURE) from error

    def _key(self, tenant: str, kid: str, now: datetime) -> Any | None:
        """Return the tenant's key; for an unknown one Entra is asked again, once a minute."""
        found = _of(self._entra.keys(tenant), kid)
        looked = self._looked.get(tenant)
        if found is None and (looked is None or now - looked >= LOOK_AGAIN):
            self._looked[tenant] = now
            found = _of(self._entra.keys(tenant, fresh=True), kid)
        return found

    def _check_version(self, claims: Mapping[str, Any], tenant: str) -> None:
        """Version, and what each version says in claims of its own."""
        profile, version = self._registration.profile, claims.get("ver")
        if version == "2.0":
            audience, client = self._registration.client_id, claims.get("azp")
            issuer = f"{profile.login_url}/{tenant}/v2.0"
        elif version == "1.0":
            audience, client = self._uri, claims.get("appid")
            issuer = f"{profile.sts_url}/{tenant}/"
        else:
            raise TabTokenRefusedError(TabTokenProblem.VERSION)
        if claims.get("aud") != audience:
            raise TabTokenRefusedError(TabTokenProblem.AUDIENCE)
        if claims.get("iss") != issuer:
            raise TabTokenRefusedError(TabTokenProblem.ISSUER)
        if claims.get("idtyp") == "app" or "scp" not in claims:
            raise TabTokenRefusedError(TabTokenProblem.APP_ONLY)
        if TAB_SCOPE not in str(claims["scp"]).split():
            raise TabTokenRefusedError(TabTokenProblem.SCOPE)
        if client not in _CLIENTS:
            raise TabTokenRefusedError(TabTokenProblem.CLIENT)


_SIGNATURE_ONLY: Any = {
    "verify_aud": False,
    "verify_iss": False,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""The rest is checked here: on the clock that is given, each with a reason of its own."""


def _unchecked(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if len(token) > LONGEST:
        raise TabTokenRefusedError(TabTokenProblem.MALFORMED)
    try:
        whole = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise TabTokenRefusedError(TabTokenProblem.MALFORMED) from error
    return whole["header"], whole["payload"]


def _of(keys: Mapping[str, Any], kid: str) -> Any | None:
    """Return the key of this id, if it can sign what we take."""
    listed = keys.get("keys")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("kid") == kid and one.get("kty") == "RSA":
            try:
                return jwt.PyJWK(one, algorithm="RS256").key
            except jwt.PyJWTError:
                return None
    return None


def _check_time(claims: Mapping[str, Any], now: datetime) -> datetime:
    until, since = _moment(claims.get("exp")), _moment(claims.get("nbf", claims.get("iat")))
    if now >= until + LEEWAY:
        raise TabTokenRefusedError(TabTokenProblem.EXPIRED)
    if now < since - LEEWAY:
        raise TabTokenRefusedError(TabTokenProblem.EARLY)
    return until


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1 << 35:
        raise TabTokenRefusedError(TabTokenProblem.MALFORMED)
    return datetime.fromtimestamp(value, UTC)


def _check_person(claims: Mapping[str, Any]) -> None:
    """Somebody, and somebody of this tenant: a guest is at home in another."""
    person, home = claims.get("oid"), claims.get("idp")
    if not isinstance(person, str) or not 0 < len(person) <= 100:
        raise TabTokenRefusedError(TabTokenProblem.NOBODY)
    foreign = home is not None and home != claims.get("iss")
    if claims.get("acct") in (1, "1") or foreign or "#EXT#" in _address(claims).upper():
        raise TabTokenRefusedError(TabTokenProblem.GUEST)


def _address(claims: Mapping[str, Any]) -> str:
    found = claims.get("preferred_username") or claims.get("upn") or ""
    return found if isinstance(found, str) else ""
