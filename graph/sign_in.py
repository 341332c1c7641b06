"""Signing in with Microsoft.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and
/entra/identity-platform/v2-oauth2-on-behalf-of-flow
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph._login_errors import refusal
from graph.accounts import Account, CacheKey
from graph.clouds import browser_url
from graph.errors import GraphAccountRefusedError, GraphContractError
from graph.tokens import Entra, cache_key, holds_only, translated


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way: where to send the browser, and what to keep on our side until then.

    `flow` holds the PKCE verifier: a server-side secret, good for one `finish`.
    """

    url: str
    flow: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and their tokens, to be saved under `key` before anything else."""

    account: Account
    key: CacheKey
    cache: str = field(repr=False)


class SignIn:
    """Signing in with Microsoft: authorisation code with PKCE, or a token of the Teams tab."""

    def __init__(self, entra: Entra) -> None:
        self._entra = entra

    def start(
        self,
        scopes: Sequence[str],
        *,
        redirect_uri: str,
        state: str | None = None,
        login_hint: str | None = None,
        choose_account: bool = False,
    ) -> Started:
        """Begin. The browser goes to `url` in a window of its own: Entra renders in no frame.

        The answer comes as a form, so that its code stands in no address, history or log.

        Raises:
            GraphUnavailableError, GraphSetupError.

        """
        tenants = sorted(self._entra.registration.tenants)
        with translated():
            flow = self._entra.application(
                tenants[0] if len(tenants) == 1 else "organizations"
            ).initiate_auth_code_flow(
                self._entra.scopes(scopes),
                redirect_uri=redirect_uri,
                state=state,
                login_hint=login_hint,
                prompt="select_account" if choose_account else None,
                response_mode="form_post",
            )
        url = browser_url(self._entra.registration.profile, flow["auth_uri"])
        return Started(url, json.dumps(flow))

    def finish(self, flow: str, answer: Mapping[str, str]) -> SignedIn:
        """Turn the form that came back into an account and its tokens.

        Raises:
            GraphSignInNeededError: the answer does not belong to `flow`, or comes too late.
            GraphAccountRefusedError: not an account of a tenant served here.
            GraphForbiddenError: consent was declined, or is the administrator's to give.
            GraphUnavailableError, GraphSetupError.

        """
        kept = json.loads(flow)
        cache = self._entra.new_cache()
        with translated():
            result = self._entra.application(
                kept["auth_uri"]
                .removeprefix(self._entra.registration.profile.login_url)
                .split("/")[1],
                cache,
            ).acquire_token_by_auth_code_flow(kept, dict(answer))
        return self._signed_in(result, cache)

    def on_behalf_of(
        self, assertion: str, scopes: Sequence[str], *, entra_tenant_id: str
    ) -> SignedIn:
        """Exchange a token for our own API, checked before, for Graph tokens of the same person.

        Raises:
            As `finish`. Each call is a request; use `DelegatedTokens` from then on.

        """
        cache = self._entra.new_cache()
        with translated():
            result = self._entra.application(
                self._entra.served(entra_tenant_id), cache
            ).acquire_token_on_behalf_of(assertion, self._entra.scopes(scopes))
        return self._signed_in(result, cache)

    def _signed_in(self, result: Mapping[str, Any], cache: Any) -> SignedIn:
        if "error" in result:
            raise refusal(result)
        account = _account(result, self._entra.registration.profile.scope_prefix)
        self._entra.served(account.entra_tenant_id)
        if not holds_only(cache, account.object_id, account.entra_tenant_id):
            raise GraphAccountRefusedError(
                "a guest of this tenant, at home in another", kind="guest"
            )
        key = cache_key(self._entra, account)
        return SignedIn(account, key, cache.serialize())


def _account(result: Mapping[str, Any], prefix: str) -> Account:
    claims = result.get("id_token_claims") or {}
    tenant, person = claims.get("tid"), claims.get("oid")
    if not (isinstance(tenant, str) and isinstance(person, str)):
        raise GraphContractError("an id_token without tid and oid")
    granted = str(result.get("scope", "")).split()
    return Account(
        entra_tenant_id=tenant,
        object_id=person,
        address=str(claims.get("preferred_username") or ""),
        name=str(claims.get("name") or ""),
        scopes=frozenset(name.removeprefix(prefix) for name in granted),
    )
