"""The pretend Entra sign-in: choose an account, consent, and get tokens.

Addresses in the discovery document are those of `LOGIN_HOST`, because MSAL wants https; whoever
uses them maps that host to this server. PKCE (S256) is required, codes live ten minutes and once.
"""

import hashlib
import json
import secrets
from datetime import timedelta
from urllib.parse import urlencode

import jwt
from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from .accounts import PERSONAL, STRANGERS, Account
from .grants import OIDC_SCOPES, Grants, TokenProblem, short_scopes
from .keys import ISSUER, base64url
from .odata import Json, new_id, parse_stamp, stamp
from .world import CLIENT_ID, CLIENT_SECRET, LOGIN_HOST, TENANT_ID, World

_ASKED = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "nonce",
    "code_challenge", "code_challenge_method", "response_mode", "prompt", "login_hint",
)  # fmt: skip
_NO_PERSONAL = (
    "AADSTS50020: User account from identity provider 'live.com' does not exist in tenant "
    "'Northmoor' and cannot access the application."
)


def _met(claims: str | None) -> str:
    """Return the value of the challenge that a request repeats, "" for none."""
    try:
        wanted = json.loads(claims or "{}")["access_token"]["nbf"]["value"]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(wanted)


def signin_pages(world: World, grants: Grants) -> Blueprint:
    """Return everything under `/login/<tenant>`."""
    bp = Blueprint("signin", __name__, url_prefix="/login", template_folder="templates")
    desk = SignIn(world, grants)
    bp.add_url_rule("/<tenant>/v2.0/.well-known/openid-configuration", view_func=desk.discovery)
    bp.add_url_rule("/<tenant>/discovery/v2.0/keys", view_func=desk.keys)
    address = "/<tenant>/oauth2/v2.0"
    bp.add_url_rule(f"{address}/authorize", view_func=desk.authorize)
    bp.add_url_rule(f"{address}/consent", view_func=desk.consent, methods=["POST"])
    bp.add_url_rule(f"{address}/token", view_func=desk.token, methods=["POST"])
    bp.add_url_rule("/<tenant>/v2.0/adminconsent", view_func=desk.admin_consent)
    return bp


class SignIn:
    """The views of the sign-in."""

    def __init__(self, world: World, grants: Grants) -> None:
        self._world, self._grants = world, grants

    def discovery(self, tenant: str) -> ResponseReturnValue:
        """Return the openid-configuration."""
        root = f"{LOGIN_HOST}/{tenant}"
        shared = tenant in ("organizations", "common")
        return jsonify(
            issuer=f"{LOGIN_HOST}/{{tenantid}}/v2.0" if shared else ISSUER,
            authorization_endpoint=f"{root}/oauth2/v2.0/authorize",
            token_endpoint=f"{root}/oauth2/v2.0/token",
            jwks_uri=f"{root}/discovery/v2.0/keys",
            response_types_supported=["code", "id_token", "code id_token"],
            response_modes_supported=["query", "form_post"],
            subject_types_supported=["pairwise"],
            id_token_signing_alg_values_supported=["RS256"],
            token_endpoint_auth_methods_supported=["client_secret_post", "client_secret_basic"],
            scopes_supported=["openid", "profile", "email", "offline_access"],
        )

    def keys(self, tenant: str) -> ResponseReturnValue:
        """Return the public key."""
        del tenant
        return jsonify(self._grants.keys.published)

    def authorize(self, tenant: str) -> ResponseReturnValue:
        """Show the accounts, or the consent page of the chosen one, or go straight back."""
        asked = {name: request.args[name] for name in _ASKED if name in request.args}
        if refusal := self._refusal(tenant, asked):
            return render_template("m365_refused.html", words=refusal), 400
        account = self._world.accounts.who_signs_in(request.args.get("account"))
        if account is None:
            people = sorted((*self._world.accounts.all, *STRANGERS), key=lambda a: a.name)
            return render_template("m365_account.html", people=people, asked=asked)
        if account.home == PERSONAL:
            return render_template("m365_refused.html", words=_NO_PERSONAL), 400
        missing = self._grants.missing(account.oid, short_scopes(asked.get("scope", "")))
        if not missing and asked.get("prompt") != "consent":
            return self._sent_back(asked, code=self._code(account, asked))
        may = self._grants.may_consent(missing)
        return render_template(
            "m365_consent.html", account=account, asked=asked, scopes=sorted(missing), may=may
        )

    def consent(self, tenant: str) -> ResponseReturnValue:
        """Take the answer of the consent page and go back to the app."""
        asked = {name: request.form[name] for name in _ASKED if name in request.form}
        account = self._world.accounts.who_signs_in(request.form.get("account"))
        if self._refusal(tenant, asked) or account is None:
            return render_template("m365_refused.html", words="This page is out of date."), 400
        if request.form.get("answer") != "accept":
            words = "AADSTS65004: User declined to consent to access the app."
            return self._sent_back(asked, error="access_denied", error_description=words)
        scopes = short_scopes(asked.get("scope", "")) - OIDC_SCOPES
        if not self._grants.may_consent(self._grants.missing(account.oid, scopes)):
            words = "AADSTS90094: Admin consent is required for the permissions requested."
            return self._sent_back(asked, error="consent_required", error_description=words)
        self._grants.consent(account.oid, scopes)
        return self._sent_back(asked, code=self._code(account, asked))

    def admin_consent(self, tenant: str) -> ResponseReturnValue:
        """Grant, as the administrator would, the scopes that are asked, for everybody."""
        back = request.args.get("redirect_uri", "")
        if request.args.get("client_id") != CLIENT_ID or not self._registered(back):
            return render_template("m365_refused.html", words="This app is not known here."), 400
        self._grants.consent(None, short_scopes(request.args.get("scope", "")) - OIDC_SCOPES)
        answer = {"admin_consent": "True", "tenant": tenant, "state": request.args.get("state", "")}
        return redirect(f"{back}?{urlencode(answer)}")

    def token(self, tenant: str) -> ResponseReturnValue:
        """Answer the token endpoint."""
        try:
            self._check_client(tenant)
            return jsonify(self._tokens(request.form.get("grant_type", "")))
        except TokenProblem as problem:
            now = self._world.clock()
            body = {
                "error": problem.error,
                "error_description": f"AADSTS{problem.number}: {problem.words}",
                "error_codes": [problem.number],
                "timestamp": stamp(now)[:19].replace("T", " ") + "Z",
                "trace_id": new_id(),
                "correlation_id": request.headers.get("client-request-id", new_id()),
            }
            if problem.suberror:
                body["suberror"] = problem.suberror
            return jsonify(body), 401 if problem.error == "invalid_client" else 400

    def _tokens(self, grant_type: str) -> Json:
        scopes = short_scopes(request.form.get("scope", ""))
        if grant_type == "client_credentials":
            return self._for_app(scopes)
        if grant_type == "authorization_code":
            kept = self._redeemed()
            return self._grants.tokens_for(
                self._world.accounts.of(kept["oid"]),
                short_scopes(kept["scope"]),
                nonce=kept["nonce"],
            )
        if grant_type == "refresh_token":
            account = self._grants.renew(request.form.get("refresh_token", ""))
            asked = scopes | {"offline_access"}
            return self._grants.tokens_for(account, asked, met=_met(request.form.get("claims")))
        if grant_type == "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return self._grants.tokens_for(self._asserted(), scopes)
        raise TokenProblem("unsupported_grant_type", 70003, "The grant type is not supported.")

    def _for_app(self, scopes: frozenset[str]) -> Json:
        if scopes != {".default"}:
            words = "The provided value for scope is not valid; client credentials use /.default."
            raise TokenProblem("invalid_scope", 1002012, words)
        return self._grants.token_for_app()

    def _redeemed(self) -> Json:
        kept = self._world.state.remove("code", request.form.get("code", ""))
        now = self._world.clock()
        if kept is None or parse_stamp(kept["ends_at"]) <= now:
            raise TokenProblem("invalid_grant", 70008, "The code has expired or was used.")
        if kept["redirect_uri"] != request.form.get("redirect_uri"):
            raise TokenProblem("invalid_grant", 50011, "The redirect URI does not match.")
        verifier = request.form.get("code_verifier", "")
        hashed = base64url(hashlib.sha256(verifier.encode()).digest())
        if not secrets.compare_digest(hashed, kept["code_challenge"]):
            raise TokenProblem("invalid_grant", 501481, "The code_verifier does not match.")
        return kept

    def _asserted(self) -> Account:
        assertion, now_s = request.form.get("assertion", ""), self._world.clock().timestamp()
        try:
            claims = self._grants.keys.read(assertion, audience=CLIENT_ID, now_s=now_s)
            return self._world.accounts.of(claims["oid"])
        except (jwt.InvalidTokenError, KeyError):
            words = "Assertion failed signature or audience validation."
            raise TokenProblem("invalid_grant", 50013, words) from None

    def _check_client(self, tenant: str) -> None:
        given = request.authorization
        client_id = given.username if given else request.form.get("client_id")
        secret = (given.password if given else request.form.get("client_secret")) or ""
        if tenant not in (TENANT_ID, "organizations"):
            raise TokenProblem("invalid_request", 90002, f"Tenant '{tenant}' not found.")
        if client_id != CLIENT_ID:
            raise TokenProblem("unauthorized_client", 700016, "Application was not found.")
        if not secrets.compare_digest(secret.encode(), CLIENT_SECRET.encode()):
            raise TokenProblem("invalid_client", 7000215, "Invalid client secret provided.")

    def _refusal(self, tenant: str, asked: dict[str, str]) -> str:
        if tenant not in (TENANT_ID, "organizations", "common"):
            return f"AADSTS90002: Tenant '{tenant}' not found."
        if asked.get("client_id") != CLIENT_ID:
            return "AADSTS700016: Application was not found in the directory 'Northmoor'."
        if not self._registered(asked.get("redirect_uri", "")):
            return "AADSTS50011: The redirect URI does not match those of the application."
        if asked.get("response_type") != "code":
            return "AADSTS70005: Only response_type=code is offered."
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return "AADSTS9002325: Proof Key for Code Exchange (S256) is required."
        return ""

    def _registered(self, address: str) -> bool:
        return address == f"{self._world.tool_url}/ms/callback"

    def _code(self, account: Account, asked: dict[str, str]) -> str:
        code = f"0.{new_id()}"
        ends_at = self._world.clock() + timedelta(minutes=10)
        kept = {
            "oid": account.oid,
            "scope": asked.get("scope", ""),
            "nonce": asked.get("nonce", ""),
            "redirect_uri": asked["redirect_uri"],
            "code_challenge": asked["code_challenge"],
            "ends_at": stamp(ends_at),
        }
        self._world.state.put("code", code, kept, owner=account.oid)
        return code

    @staticmethod
    def _sent_back(asked: dict[str, str], **answer: str) -> ResponseReturnValue:
        answer["state"] = asked.get("state", "")
        if asked.get("response_mode") == "form_post":
            address = asked["redirect_uri"]
            return render_template("m365_form_post.html", address=address, answer=answer)
        return redirect(f"{asked['redirect_uri']}?{urlencode(answer)}", 303)
