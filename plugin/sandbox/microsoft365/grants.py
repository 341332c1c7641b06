"""What was consented to, and the tokens that follow from it.

A person consents to delegated scopes for themself, an administrator to delegated scopes for
everybody and to application roles. Consent is kept until it is revoked; each access token names
all that is consented to when it is made, as Entra's do.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from .accounts import Account
from .keys import ISSUER, Keys, base64url
from .odata import new_id
from .world import CLIENT_ID, TENANT_ID, World

GRAPH = "00000003-0000-0000-c000-000000000000"
OIDC_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
USER_MAY_CONSENT = frozenset(
    {
        "User.Read",
        "Calendars.Read",
        "Calendars.ReadWrite",
        "OnlineMeetings.Read",
        "OnlineMeetings.ReadWrite",
        "OnlineMeetingArtifact.Read.All",
        "MailboxSettings.Read",
        "Tasks.ReadWrite",
        "Files.Read",
        "Files.ReadWrite",
    }
)
FIRST_ROLES = ("Sites.Selected",)
ACCESS_TOKEN_S, SHORT_TOKEN_S = 3600, 60
_EVERYBODY = "everybody"


class TokenProblem(Exception):  # noqa: N818 - an answer of the token endpoint, not a defect
    """An error that the token endpoint answers with, and its AADSTS number."""

    def __init__(self, error: str, number: int, words: str, *, suberror: str = "") -> None:
        super().__init__(words)
        self.error, self.number, self.words, self.suberror = error, number, words, suberror


def short_scopes(text: str) -> frozenset[str]:
    """Return scope names without the resource that may stand before them."""
    return frozenset(scope.rpartition("/")[2] for scope in text.split())


class Grants:
    """Consent, and the tokens of one app in one tenant."""

    def __init__(self, world: World, keys: Keys) -> None:
        self._world, self._state, self.keys = world, world.state, keys

    def consented(self, oid: str) -> frozenset[str]:
        """Return the delegated scopes that hold for a person: their own and everybody's."""
        return self._names("consent", oid) | self._names("consent", _EVERYBODY)

    def missing(self, oid: str, scopes: frozenset[str]) -> frozenset[str]:
        """Return which of `scopes` nobody has consented to for this person."""
        return scopes - OIDC_SCOPES - {".default"} - self.consented(oid)

    def may_consent(self, scopes: frozenset[str]) -> bool:
        """Return whether the tenant lets a person consent to all of `scopes` alone."""
        return self._world.switch("user_consent") and scopes <= USER_MAY_CONSENT

    def consent(self, oid: str | None, scopes: frozenset[str]) -> None:
        """Keep a consent: of one person, or, with None, of the administrator for everybody."""
        self._add("consent", oid or _EVERYBODY, scopes)

    def revoke_consent(self, oid: str | None, scopes: frozenset[str]) -> None:
        """Take consent back."""
        owner = oid or _EVERYBODY
        left = self._names("consent", owner) - scopes
        self._state.put("consent", owner, {"names": sorted(left)})

    def roles(self) -> frozenset[str]:
        """Return the application roles that the administrator has granted."""
        kept = self._state.get("roles", "app")
        return frozenset(FIRST_ROLES if kept is None else kept["names"])

    def set_roles(self, roles: frozenset[str]) -> None:
        """Replace the application roles."""
        self._state.put("roles", "app", {"names": sorted(roles)})

    def tokens_for(
        self, account: Account, asked: frozenset[str], *, nonce: str = "", met: str = ""
    ) -> dict[str, Any]:
        """Return a token answer for a person: access token, id token, refresh token if asked.

        `met` is the claims challenge that the request answers, "" for none.

        Raises:
            TokenProblem: a scope is not consented to (65001), or only the person themself can
                answer the challenge (50076).


        """
        if missing := self.missing(account.oid, asked):
            words = f"The user or administrator has not consented to use {', '.join(missing)}."
            raise TokenProblem("invalid_grant", 65001, words, suberror="consent_required")
        challenge = self._state.get("challenge", account.oid)
        if met and challenge and challenge["interaction"]:
            words = "Due to a configuration change you must use multi-factor authentication."
            raise TokenProblem("interaction_required", 50076, words, suberror="basic_action")
        granted = self.consented(account.oid)
        claims = self._user_claims(account, granted)
        answer = self._answer(claims | ({"met": met} if met else {}), sorted(granted))
        if asked & OIDC_SCOPES:
            answer["id_token"] = self.keys.sign(self._id_claims(account, nonce))
        if "offline_access" in asked:
            answer["refresh_token"] = self._refresh_token(account)
        parts = f'{{"uid":"{account.oid}","utid":"{account.home or TENANT_ID}"}}'
        return {**answer, "client_info": base64url(parts.encode())}

    def challenge(self, oid: str, value: str, *, interaction: bool) -> None:
        """Let Graph refuse every token of a person that does not meet `value`; "" ends that."""
        if value:
            body = {"value": value, "interaction": interaction}
            self._state.put("challenge", oid, body, owner=oid)
        else:
            self._state.remove("challenge", oid)

    def challenged(self, claims: Mapping[str, Any]) -> str:
        """Return the challenge that a token does not meet, "" when it meets everything."""
        kept = self._state.get("challenge", str(claims.get("oid")))
        return "" if kept is None or claims.get("met") == kept["value"] else str(kept["value"])

    def token_for_app(self) -> dict[str, Any]:
        """Return a token answer for the app itself; its roles are those granted now."""
        claims = {**self._lifetime(), "aud": GRAPH, "azp": CLIENT_ID, "appid": CLIENT_ID}
        claims |= {"oid": f"app-{CLIENT_ID}", "sub": f"app-{CLIENT_ID}", "idtyp": "app"}
        return self._answer({**claims, "roles": sorted(self.roles())}, [])

    def teams_token(self, account: Account, *, guest: bool = False) -> str:
        """Return the token that Teams would give to the tool's tab for this person.

        As a `guest` the person is at home in another tenant.
        """
        teams_web = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
        claims = {**self._person(account), **self._lifetime(), "aud": CLIENT_ID}
        home = {"idp": "https://sts.windows.net/elsewhere/"} if guest else {}
        return self.keys.sign({**claims, **home, "scp": "access_as_user", "azp": teams_web})

    def renew(self, token: str) -> Account:
        """Return whose refresh token this is.

        Each renewal hands out a new one, and the old one stays good, as with Entra: "doesn't
        revoke old refresh tokens when used to fetch new access tokens"
        (learn.microsoft.com/entra/identity-platform/refresh-tokens).

        Raises:
            TokenProblem: unknown or revoked (700082).

        """
        kept = self._state.get("refresh", token)
        account = self._world.accounts.find(kept["oid"]) if kept else None
        if account is None:
            words = "The refresh token has expired or was revoked."
            raise TokenProblem("invalid_grant", 700082, words, suberror="bad_token")
        return account

    def revoke_sign_ins(self, oid: str) -> int:
        """Revoke all refresh tokens of a person; return how many there were."""
        kept = [d["token"] for d in self._state.every("refresh", owner=oid)]
        for token in kept:
            self._state.remove("refresh", token)
        return len(kept)

    def _refresh_token(self, account: Account) -> str:
        token = f"1.{new_id()}{new_id()}"
        body = {"token": token, "oid": account.oid}
        self._state.put("refresh", token, body, owner=account.oid)
        return token

    def _answer(self, claims: dict[str, Any], scopes: list[str]) -> dict[str, Any]:
        answer = {"token_type": "Bearer", "access_token": self.keys.sign(claims)}
        times = dict.fromkeys(("expires_in", "ext_expires_in"), self._access_token_s())
        return {**answer, **times, **({"scope": " ".join(scopes)} if scopes else {})}

    def _user_claims(self, account: Account, scopes: frozenset[str]) -> dict[str, Any]:
        claims = {**self._person(account), **self._lifetime(), "aud": GRAPH, "azp": CLIENT_ID}
        return {**claims, "scp": " ".join(sorted(scopes)), "idtyp": "user"}

    def _id_claims(self, account: Account, nonce: str) -> dict[str, Any]:
        claims = {**self._person(account), **self._lifetime(), "aud": CLIENT_ID}
        return {**claims, "nonce": nonce} if nonce else claims

    def _access_token_s(self) -> int:
        return ACCESS_TOKEN_S if self._world.switch("tokens_last") else SHORT_TOKEN_S

    def _lifetime(self) -> dict[str, Any]:
        now = int(self._world.clock().timestamp())
        times = {"iat": now, "nbf": now - 300, "exp": now + self._access_token_s()}
        return {"iss": ISSUER, "tid": TENANT_ID, "ver": "2.0", "uti": uuid4().hex, **times}

    @staticmethod
    def _person(account: Account) -> dict[str, Any]:
        names = {"name": account.name, "preferred_username": account.mail}
        return {**names, "oid": account.oid, "sub": f"sub-{account.oid}"}

    def _names(self, kind: str, key: str) -> frozenset[str]:
        kept = self._state.get(kind, key)
        return frozenset(kept["names"] if kept else ())

    def _add(self, kind: str, key: str, names: frozenset[str]) -> None:
        with self._state.changing():
            every = sorted(self._names(kind, key) | names)
            self._state.put(kind, key, {"names": every})
