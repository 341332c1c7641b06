"""Access tokens of people and of the application: the only door to MSAL.

https://learn.microsoft.com/entra/msal/python and /entra/identity-platform/v2-oauth2-auth-code-flow

MSAL throttles and caches inside one application object; here an application is made for each use
around one person's cache, so no token of one person is in memory beside another's.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any

import msal
import requests

from graph._login_errors import refusal
from graph._login_http import LoginHttp, LoginUnavailableError, TenantUnknownError
from graph.accounts import Account, CacheKey, Certificate, Locks, Registration, TokenCaches
from graph.clouds import PERSONAL_TENANT
from graph.errors import (
    GraphAccountRefusedError,
    GraphContractError,
    GraphSetupError,
    GraphSignInNeededError,
    GraphUnavailableError,
)

REFRESH_BEFORE_S = 300


class Entra:
    """One app registration, ready to talk. Share it: it keeps connections and documents."""

    def __init__(self, registration: Registration, *, timeout_s: float = 10.0) -> None:
        self.registration = registration
        self._http = LoginHttp(registration.profile, timeout_s=timeout_s)

    def application(
        self, tenant: str, cache: msal.TokenCache | None = None
    ) -> msal.ConfidentialClientApplication:
        """Return MSAL's application for a tenant around one cache. Call inside `translated`."""
        registration = self.registration
        return msal.ConfidentialClientApplication(
            registration.client_id,
            client_credential=_credential(registration.credential),
            authority=f"{registration.profile.login_url}/{tenant}",
            token_cache=cache,
            http_client=self._http,
            # Continuous access evaluation: we understand claims challenges.
            client_capabilities=["CP1"],
            # The allow-list of tenants and the fixed login host are our discovery.
            instance_discovery=False,
        )

    def new_cache(self) -> msal.SerializableTokenCache:
        """Return an empty cache for one person."""
        return msal.SerializableTokenCache()

    def keys(self, tenant: str, *, fresh: bool = False) -> Mapping[str, Any]:
        """Return the keys that a tenant's tokens are signed with; `fresh` asks Entra again.

        Raises:
            GraphUnavailableError, GraphSetupError.

        """
        url = f"{self.registration.profile.login_url}/{tenant}/discovery/v2.0/keys"
        with translated():
            answer = self._http.get(url, fresh=fresh)
        found: Mapping[str, Any] = json.loads(answer.text)
        return found

    def served(self, tenant: str) -> str:
        """Return `tenant` if it is on the allow-list.

        Raises:
            GraphAccountRefusedError: it is not, or is the one of personal accounts.

        """
        if tenant == PERSONAL_TENANT:
            raise GraphAccountRefusedError("a personal Microsoft account", kind="personal")
        if tenant not in self.registration.tenants:
            raise GraphAccountRefusedError(
                "an account of a tenant that is not served", kind="elsewhere"
            )
        return tenant

    def scopes(self, names: Sequence[str]) -> list[str]:
        """Return Graph's short scope names as this cloud wants them."""
        return [self.registration.profile.scope_prefix + name for name in names]


class DelegatedTokens:
    """Access tokens of people who signed in, refreshed without them.

    Args:
        caches: their rows.
        locks: one refresh at a time for each person. The default holds within this process; across
            processes the versioned save decides, and a lost race costs one refresh.

    """

    def __init__(self, entra: Entra, caches: TokenCaches, *, locks: Locks | None = None) -> None:
        self._entra = entra
        self._caches = caches
        self._lock_of = locks or _ProcessLocks()

    def token(
        self,
        account: Account,
        scopes: Sequence[str],
        *,
        stale: str | None = None,
        claims: str | None = None,
    ) -> str:
        """Return an access token, from the row while it counts, else refreshed.

        With `functools.partial(tokens.token, account, scopes)` this is what a Transport wants.

        Args:
            account: whose.
            scopes: Graph's short names.
            stale: a token Graph refused; never returned again.
            claims: the challenge that came with the refusal.

        Raises:
            GraphSignInNeededError: no row, a damaged or a strange one, or Entra wants the person.
            GraphForbiddenError, GraphUnavailableError, GraphSetupError.

        """
        key = cache_key(self._entra, account)
        tenant = self._entra.served(account.entra_tenant_id)
        wanted = self._entra.scopes(scopes)
        if stale is None and claims is None:
            # No lock, and no request, for what is still good.
            lasting = _lasting(self._opened(key)[0], wanted)
            if lasting is not None:
                return lasting
        with self._lock_of(key):
            cache, version = self._opened(key)
            with translated():
                application = self._entra.application(tenant, cache)
                result = _silently(application, wanted, stale, claims)
            if cache.has_state_changed:
                self._caches.save(key, cache.serialize(), version)
        return _access_token(result)

    def _opened(self, key: CacheKey) -> tuple[msal.SerializableTokenCache, int]:
        row = self._caches.load(key)
        if row is None or not row[0]:
            raise GraphSignInNeededError("no tokens are kept")
        blob, version = row
        cache = msal.SerializableTokenCache()
        try:
            cache.deserialize(blob)
            sound = holds_only(cache, key.object_id, key.entra_tenant_id)
        except (ValueError, TypeError, AttributeError, KeyError):
            sound = False
        if not sound:
            self._caches.save(key, "", version)
            raise GraphSignInNeededError("the kept tokens are damaged or somebody else's")
        return cache, version


class AppTokens:
    """Access tokens of the application itself, in one tenant, kept until they run out."""

    def __init__(self, entra: Entra, *, entra_tenant_id: str) -> None:
        self._entra = entra
        self._tenant = entra.served(entra_tenant_id)
        self._lock = Lock()
        self._cache = msal.TokenCache()

    def token(self, *, stale: str | None = None, claims: str | None = None) -> str:
        """Return an access token with everything the administrator granted.

        Raises:
            GraphSetupError: secret, certificate or tenant is wrong.
            GraphForbiddenError, GraphUnavailableError.

        """
        everything = [f"{self._entra.registration.profile.app_resource}/.default"]
        with self._lock, translated():
            application = self._entra.application(self._tenant, self._cache)
            result = application.acquire_token_for_client(everything, claims_challenge=claims)
            if stale is not None and result.get("access_token") == stale:
                application.remove_tokens_for_client()
                result = application.acquire_token_for_client(everything)
        return _access_token(result)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what MSAL lets out into this package's errors."""
    try:
        yield
    except LoginUnavailableError as error:
        waiting = GraphUnavailableError("Entra did not answer")
        waiting.after_s = error.after_s
        raise waiting from error
    except requests.RequestException as error:
        raise GraphUnavailableError(f"Entra: {type(error).__name__}") from error
    except TenantUnknownError as error:
        raise GraphSetupError("Entra knows no such tenant", code="AADSTS90002") from error
    except (ValueError, RuntimeError) as error:
        # MSAL's words for a state that does not match and for an id_token that is not for us.
        raise GraphSignInNeededError("the answer does not belong to this sign-in") from error


class _ProcessLocks:
    """One lock a person for as long as the process lives; a lock is some hundred bytes."""

    def __init__(self) -> None:
        self._locks: dict[CacheKey, Lock] = {}
        self._guard = Lock()

    def __call__(self, key: CacheKey) -> AbstractContextManager[object]:
        with self._guard:
            return self._locks.setdefault(key, Lock())


def _silently(
    application: msal.ConfidentialClientApplication,
    scopes: list[str],
    stale: str | None,
    claims: str | None,
) -> Mapping[str, Any] | None:
    account = application.get_accounts()[0]
    ask: Callable[..., Mapping[str, Any] | None] = application.acquire_token_silent_with_error
    result = ask(scopes, account, claims_challenge=claims)
    if stale is not None and result and result.get("access_token") == stale:
        return ask(scopes, account, force_refresh=True)
    return result


def _lasting(cache: msal.SerializableTokenCache, scopes: list[str]) -> str | None:
    """Return a kept access token for these scopes that lasts a while yet; None when there is none.

    MSAL itself asks Entra anew five minutes before the end, and so does this.
    """
    kind = msal.TokenCache.CredentialType.ACCESS_TOKEN
    until = time.time() + REFRESH_BEFORE_S
    for each in cache.search(kind, target=scopes):
        if (
            int(each.get("expires_on", 0)) > until
            and int(each.get("refresh_on", until + 1)) > until
        ):
            return str(each["secret"])
    return None


def _access_token(result: Mapping[str, Any] | None) -> str:
    if not result:
        raise GraphSignInNeededError("nothing to refresh with")
    if "error" in result:
        raise refusal(result)
    token = result.get("access_token")
    if not isinstance(token, str):
        raise GraphContractError("a token answer without a token")
    return token


def holds_only(cache: msal.SerializableTokenCache, object_id: str, tenant: str) -> bool:
    """Say whether the cache holds this account, at home in this tenant, and no other."""
    accounts = list(cache.search(msal.TokenCache.CredentialType.ACCOUNT))
    return [each.get("home_account_id") for each in accounts] == [f"{object_id}.{tenant}"]


def cache_key(entra: Entra, account: Account) -> CacheKey:
    """Return the row of an account."""
    cloud = entra.registration.profile.name
    return CacheKey(cloud, account.entra_tenant_id, account.object_id)


def _credential(credential: str | Certificate) -> str | dict[str, str]:
    if isinstance(credential, str):
        return credential
    return {
        "private_key": credential.private_key,
        "thumbprint": credential.thumbprint,
        "public_certificate": credential.public_certificate,
    }
