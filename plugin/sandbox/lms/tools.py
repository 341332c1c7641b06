"""Tools as the LMS knows them, and the check of what a tool has signed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests

from plugin.sandbox.lms.keys import ALGORITHM
from plugin.sandbox.lms.state import State

FETCH_TIMEOUT_S = 5
LEEWAY_S = 60


class ToolTokenError(Exception):
    """A JWT of a tool cannot be believed; the message says why, for whoever builds the tool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A registered tool. It may have the person's `claims`; an administrator made it `active`."""

    client_id: str
    deployment_id: str
    name: str
    login_url: str
    target_link_uri: str
    redirect_uris: list[str]
    jwks_url: str
    deep_link_url: str
    scopes: list[str]
    claims: list[str]
    custom: dict[str, str]
    active: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port of its pages."""
        parts = urlsplit(self.login_url)
        return f"{parts.scheme}://{parts.netloc}"

    def save(self, state: State) -> None:
        """Keep it, in place of what was kept under its client id."""
        state.put("tool", self.client_id, asdict(self))


def find_tool(state: State, client_id: str) -> Tool | None:
    """Return the tool with this client id, active or not."""
    row = state.get("tool", client_id)
    return None if row is None else Tool(**row)


def all_tools(state: State) -> list[Tool]:
    """Return every tool, oldest first."""
    return [Tool(**row) for row in state.all("tool").values()]


def checked_claims(tool: Tool, token: str, *, audience: str, now_s: int) -> Mapping[str, Any]:
    """Return the claims of a JWT that the tool has signed for `audience`.

    Its key set is fetched each time, so that a rotated key is known at once.

    Raises:
        ToolTokenError: key, signature, algorithm, issuer, audience or time is not as it must be.

    """
    try:
        key = jwt.PyJWK(_key(tool, str(jwt.get_unverified_header(token).get("kid"))))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=tool.client_id,
            options={
                "require": ["iat", "exp"],
                # The times are checked below, by our own clock.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.PyJWTError as error:
        raise ToolTokenError(str(error)) from error
    _check_times(claims, now_s)
    return claims


def _check_times(claims: Mapping[str, Any], now_s: int) -> None:
    times = claims["iat"], claims["exp"]
    if not all(isinstance(moment, int | float) for moment in times):
        raise ToolTokenError("iat and exp must be numbers")
    if times[0] > now_s + LEEWAY_S:
        raise ToolTokenError("the token was issued in the future")
    if times[1] < now_s - LEEWAY_S:
        raise ToolTokenError("the token has expired")


def _key(tool: Tool, kid: str) -> dict[str, Any]:
    try:
        answer = requests.get(tool.jwks_url, timeout=FETCH_TIMEOUT_S, allow_redirects=False)
        answer.raise_for_status()
        keys = answer.json()["keys"]
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise ToolTokenError(f"no key set at {tool.jwks_url}: {type(error).__name__}") from error
    found = next((key for key in keys if key.get("kid") == kid), None)
    if found is None:
        raise ToolTokenError(f"the tool's key set has no key {kid}")
    return {"alg": ALGORITHM, **found}
