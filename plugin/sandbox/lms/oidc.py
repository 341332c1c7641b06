"""The platform's OpenID side: authorisation, key set, and access tokens for services."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import jwt
from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms.claims import message_claims
from plugin.sandbox.lms.current import Lms, lms, signed_in, storage_frame
from plugin.sandbox.lms.habits_bad import spoil_token
from plugin.sandbox.lms.hints import Hint, redeem
from plugin.sandbox.lms.keys import key_set, sign
from plugin.sandbox.lms.tools import LEEWAY_S, Tool, ToolTokenError, checked_claims, find_tool
from plugin.sandbox.people import SandboxPerson

TOKEN_LIFE_S = 3600
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
bp = Blueprint("oidc", __name__, url_prefix="/lti")


@bp.after_request
def _spoil(response: Response) -> Response:
    return spoil_token(response) if request.endpoint == "oidc.token" else response


@dataclass(frozen=True, slots=True)
class Refusal(Exception):  # noqa: N818 - the words of the specification: an error response
    """The tool must be told: an OpenID error code for its redirect URI, with a reason."""

    code: str
    reason: str


@bp.get("/jwks")
def jwks() -> ResponseReturnValue:
    """Publish the keys."""
    return jsonify(key_set(lms().state)), 200, {"Cache-Control": "max-age=60"}


@bp.route("/authorize", methods=["GET", "POST"])
def authorize() -> ResponseReturnValue:
    """Answer the tool's authentication request with a form that the browser posts to it.

    A wrong client or redirect URI is shown here, since nobody can be told; everything else is
    posted back as an error.
    """
    asked = request.values
    tool = find_tool(lms().state, asked.get("client_id", ""))
    if tool is None or not tool.active:
        return _invalid("No active tool has this client_id.")
    if asked.get("redirect_uri") not in tool.redirect_uris:
        return _invalid("The redirect_uri is not registered for this tool.")
    if signed_in() is None and "repost" not in asked:
        return render_template("repost.html", fields=asked)
    try:
        fields = {"id_token": _id_token(lms(), tool, asked)}
    except Refusal as refusal:
        fields = {"error": refusal.code, "error_description": refusal.reason}
    if lms().habits.repeats_storage_target and (frame := storage_frame(lms())):
        fields["lti_storage_target"] = frame
    if "state" in asked:
        fields["state"] = asked["state"]
    return render_template("post.html", action=asked["redirect_uri"], fields=fields)


def _invalid(reason: str) -> ResponseReturnValue:
    return render_template("problem.html", title="Invalid request", words=reason), 400


def _id_token(running: Lms, tool: Tool, asked: Mapping[str, str]) -> str:
    _check_request(asked)
    person, hint = _meant(running, tool, asked)
    now_s, life_s = running.now_s(), running.switch("id_token_life_s") or 300
    times = {"nonce": asked["nonce"], "iat": now_s, "exp": now_s + int(life_s)}
    if running.habits.not_before:
        times["nbf"] = now_s
    return sign(running.state, {**times, **message_claims(running, tool, person, hint)})


def _check_request(asked: Mapping[str, str]) -> None:
    fixed = {"response_type": "id_token", "response_mode": "form_post", "prompt": "none"}
    for name, value in fixed.items():
        if asked.get(name) != value:
            raise Refusal("invalid_request", f"{name} must be {value}")
    if "openid" not in asked.get("scope", "").split():
        raise Refusal("invalid_scope", "scope must have openid")
    if not asked.get("nonce"):
        raise Refusal("invalid_request", "a nonce is needed")


def _meant(running: Lms, tool: Tool, asked: Mapping[str, str]) -> tuple[SandboxPerson, Hint]:
    person = signed_in()
    if person is None:
        raise Refusal("login_required", "nobody is signed in here")
    if asked.get("login_hint") != running.subject(person):
        raise Refusal("login_required", "somebody else is signed in now")
    hint = redeem(running, asked.get("lti_message_hint", ""))
    if hint is None or (hint.person, hint.client_id) != (person.key, tool.client_id):
        raise Refusal("invalid_request", "lti_message_hint is unknown, used or somebody else's")
    return person, hint


@bp.post("/token")
def token() -> ResponseReturnValue:
    """Give an access token for services to whoever proves to be a tool."""
    form = request.form
    if form.get("grant_type") != "client_credentials":
        return _no_token("unsupported_grant_type")
    try:
        tool = _authenticated(lms(), form)
    except ToolTokenError as error:
        return _no_token("invalid_client", str(error), status=401)
    granted = [s for s in form.get("scope", "").split() if s in tool.scopes]
    if not granted:
        return _no_token("invalid_scope")
    access_token = token_urlsafe(32)
    row = {
        "client_id": tool.client_id,
        "scopes": granted,
        "expires_s": lms().now_s() + TOKEN_LIFE_S,
    }
    for kind in ("access_token", "jti"):
        lms().state.forget_expired(kind, lms().now_s())
    lms().state.put("access_token", access_token, row)
    body: dict[str, Any] = {"access_token": access_token, "token_type": "Bearer"}
    answer = jsonify(body | {"expires_in": TOKEN_LIFE_S, "scope": " ".join(granted)})
    answer.content_type = lms().habits.token_type
    return answer


def _authenticated(running: Lms, form: Mapping[str, str]) -> Tool:
    """Return the tool that signed the assertion (RFC 7523, narrowed by the security framework)."""
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise ToolTokenError("client_assertion_type is not the JWT bearer one")
    assertion = form.get("client_assertion", "")
    tool = find_tool(running.state, _claimed_subject(assertion))
    if tool is None or not tool.active:
        raise ToolTokenError("no active tool has this client id")
    claims = checked_claims(
        tool,
        assertion,
        audience=running.habits.token_audience or running.url("/lti/token"),
        now_s=running.now_s(),
    )
    jti = f"{tool.client_id}/{claims.get('jti', '')}"
    if not claims.get("jti") or not running.state.add(
        "jti", jti, {"expires_s": int(claims["exp"]) + LEEWAY_S}
    ):
        raise ToolTokenError("jti is missing or was used before")
    return tool


def _claimed_subject(assertion: str) -> str:
    try:
        return str(jwt.decode(assertion, options={"verify_signature": False}).get("sub"))
    except jwt.PyJWTError as error:
        raise ToolTokenError(str(error)) from error


def _no_token(code: str, reason: str = "", *, status: int = 400) -> ResponseReturnValue:
    return jsonify(error=code, error_description=reason), status
