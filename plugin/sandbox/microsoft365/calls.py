"""One request to Graph as the operations see it, and who makes it."""

import base64
import json
from dataclasses import dataclass, field, replace
from typing import Any

import jwt

from .accounts import Account
from .grants import GRAPH, Grants
from .odata import GraphProblem, Json
from .permissions import Needs, widened
from .world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: a person through the app (`account`), or the app alone (None)."""

    account: Account | None
    permissions: frozenset[str]

    def may(self, *names: str) -> bool:
        """Return whether one of these permissions is held, itself or through a wider one."""
        return not widened(self.permissions).isdisjoint(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request whose caller and permission are checked.

    `address` is the path as it came, `path` the variables in it, `mailbox` whose mailbox it names.
    """

    world: World
    caller: Caller
    address: str
    path: dict[str, str]
    query: dict[str, str]
    prefer: dict[str, str]
    body: Json = field(default_factory=dict)
    content: bytes = b""
    if_match: str | None = None
    mailbox: Account | None = None

    @property
    def owner(self) -> Account:
        """The account whose mailbox is meant.

        Raises:
            GraphProblem: the path names none.

        """
        if self.mailbox is None:
            raise GraphProblem(404, "ResourceNotFound", "Resource could not be discovered.")
        return self.mailbox

    @property
    def zone(self) -> str:
        """The time zone that the answer shall be in."""
        return self.prefer.get("outlook.timezone", "UTC")

    @property
    def immutable(self) -> bool:
        """Whether the caller asks for ids that survive a move."""
        return self.prefer.get("idtype", "").lower() == "immutableid"

    def with_mailbox(self, account: Account) -> "Call":
        """Return the call with its mailbox."""
        return replace(self, mailbox=account)


def caller_of(authorization: str | None, grants: Grants, world: World) -> Caller:
    """Return who calls.

    Raises:
        GraphProblem: no token (401), or a token that is not for us, forged or too old (401).

    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthorised("Access token is empty.")
    try:
        now_s = world.clock().timestamp()
        claims = grants.keys.read(token.strip(), audience=GRAPH, now_s=now_s)
    except jwt.InvalidTokenError as error:
        raise _unauthorised(str(error)) from None
    if challenge := grants.challenged(claims):
        raise _challenged(challenge)
    if "roles" in claims:
        return Caller(account=None, permissions=frozenset(claims["roles"]))
    scopes = frozenset(claims.get("scp", "").split())
    return Caller(account=world.accounts.of(claims["oid"]), permissions=scopes)


def check(caller: Caller, needs: Needs) -> None:
    """Let the caller through, or refuse.

    Raises:
        GraphProblem: the permission is missing (403).

    """
    wanted = needs.delegated if caller.account else needs.application
    if wanted is not None and not caller.may(*wanted):
        raise GraphProblem(403, "ErrorAccessDenied", "Access is denied. Check credentials.")


def mailbox_of(caller: Caller, name: str | None, world: World) -> Account:
    """Return whose mailbox is meant; None is the caller's own.

    Raises:
        GraphProblem: there is none (404), `/me` without a person (400), or it is somebody
            else's and the caller is a person (403): sharing is not pretended here.

    """
    if name is None:
        if caller.account is None:
            words = "/me request is only valid with delegated authentication flow."
            raise GraphProblem(400, "BadRequest", words)
        return caller.account
    account = world.accounts.find(name)
    if account is None:
        raise GraphProblem(404, "Request_ResourceNotFound", f"Resource '{name}' does not exist.")
    if caller.account not in (None, account):
        raise GraphProblem(403, "ErrorAccessDenied", "Access is denied. Check credentials.")
    return account


def prefer_of(header: str | None) -> dict[str, str]:
    """Return the preferences of a Prefer header, names in lower case, values without quotes."""
    pairs = (part.partition("=") for part in (header or "").split(","))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs if name}


def text(body: dict[str, Any], name: str, default: str = "") -> str:
    """Return a string member of a body.

    Raises:
        GraphProblem: it is of another type (400).

    """
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise GraphProblem(400, "RequestBodyRead", f"'{name}' must be a string.")
    return value


def _challenged(value: str) -> GraphProblem:
    """Return the 401 of continuous access evaluation, with what a new token must meet."""
    wanted = {"access_token": {"nbf": {"essential": True, "value": value}}}
    claims = base64.b64encode(json.dumps(wanted).encode()).decode()
    header = (
        'Bearer realm="", authorization_uri="/login", error="insufficient_claims", '
        f'claims="{claims}"'
    )
    words = "Continuous access evaluation resulted in challenge with result: InteractionRequired"
    return GraphProblem(
        401, "InvalidAuthenticationToken", words, headers={"WWW-Authenticate": header}
    )


def _unauthorised(words: str) -> GraphProblem:
    challenge = {"WWW-Authenticate": 'Bearer realm="", authorization_uri="/login"'}
    return GraphProblem(401, "InvalidAuthenticationToken", words, headers=challenge)
