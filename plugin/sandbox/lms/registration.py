"""Dynamic Registration 1.0: a tool introduces itself, an administrator lets it in."""

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import Lms, lms
from plugin.sandbox.lms.seed import PERSON_CLAIMS
from plugin.sandbox.lms.tools import Tool, all_tools

TOKEN_LIFE_S = 3600
VARIABLES = (
    "User.id",
    "Context.id",
    "Context.id.history",
    "ResourceLink.id",
    "Message.locale",
    "Person.address.timezone",
)
bp = Blueprint("registration", __name__)


class BadRegistrationError(ValueError):
    """A tool's registration lacks something; the message says what."""


def invite(running: Lms) -> str:
    """Return a new registration token: good for one registration within the hour."""
    token = token_urlsafe(24)
    row = {"expires_s": running.now_s() + TOKEN_LIFE_S}
    running.state.put("registration_token", token, row)
    return token


@bp.get("/.well-known/openid-configuration")
def configuration() -> ResponseReturnValue:
    """Describe the platform."""
    running = lms()
    messages = (names.LINK_MESSAGE, names.DEEP_LINK_MESSAGE)
    body = {
        "issuer": running.issuer,
        "authorization_endpoint": running.url("/lti/authorize"),
        "token_endpoint": running.url("/lti/token"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": running.url("/lti/jwks"),
        "registration_endpoint": running.url("/lti/register"),
        "scopes_supported": ["openid", *names.SCOPES],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", *PERSON_CLAIMS],
        names.PLATFORM_CONFIGURATION: {
            "product_family_code": "northmoor",
            "version": "1.0",
            "messages_supported": [{"type": kind, "placements": []} for kind in messages],
            "variables": list(VARIABLES),
        },
    }
    return jsonify(body)


@bp.post("/lti/register")
def register() -> ResponseReturnValue:
    """Take a registration; the tool can be used once an administrator has activated it."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    sent = request.get_json(silent=True)
    body: Mapping[str, Any] = sent if isinstance(sent, dict) else {}
    row = lms().state.take("registration_token", token) if kind.lower() == "bearer" else None
    if row is None or row["expires_s"] <= lms().now_s():
        return _refused("invalid_token", "the registration token is unknown, old or used", 401)
    try:
        tool = _tool(lms(), body)
    except BadRegistrationError as error:
        return _refused("invalid_client_metadata", str(error), 400)
    tool.save(lms().state)
    return jsonify(_registered(tool, body))


def _refused(code: str, reason: str, status: int) -> ResponseReturnValue:
    return jsonify(error=code, error_description=reason), status


def _tool(running: Lms, body: Mapping[str, Any]) -> Tool:
    settings = body.get(names.TOOL_CONFIGURATION)
    if not isinstance(settings, dict):
        raise BadRegistrationError("lti-tool-configuration is needed")
    _check_metadata(body, settings)
    count = len(all_tools(running.state))
    deep = [m for m in settings.get("messages", []) if m.get("type") == names.DEEP_LINK_MESSAGE]
    target = settings["target_link_uri"]
    return Tool(
        client_id=f"northmoor-{token_urlsafe(8)}",
        deployment_id=str(count + 1),
        name=body["client_name"],
        login_url=body["initiate_login_uri"],
        target_link_uri=target,
        redirect_uris=list(body["redirect_uris"]),
        jwks_url=body["jwks_uri"],
        deep_link_url=str(deep[0].get("target_link_uri") or target) if deep else "",
        scopes=[s for s in str(body.get("scope", "")).split() if s in names.SCOPES],
        claims=[c for c in settings.get("claims", []) if c in PERSON_CLAIMS],
        custom={str(k): str(v) for k, v in settings.get("custom_parameters", {}).items()},
        active=False,
    )


def _check_metadata(body: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    for name in ("client_name", "initiate_login_uri", "jwks_uri"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise BadRegistrationError(f"{name} is needed")
    if not isinstance(body.get("redirect_uris"), list) or not body["redirect_uris"]:
        raise BadRegistrationError("redirect_uris must be a list")
    if "id_token" not in body.get("response_types", []):
        raise BadRegistrationError("response_types must have id_token")
    if body.get("token_endpoint_auth_method") != "private_key_jwt":
        raise BadRegistrationError("token_endpoint_auth_method must be private_key_jwt")
    target = str(settings.get("target_link_uri", ""))
    if not target or settings.get("domain") != urlsplit(target).netloc:
        raise BadRegistrationError("domain must be the host (and port) of target_link_uri")


def _registered(tool: Tool, body: Mapping[str, Any]) -> dict[str, Any]:
    """Echo what was registered, as it was granted, with our ids."""
    settings = {
        **body[names.TOOL_CONFIGURATION],
        "deployment_id": lms().deployment_of(tool),
        "claims": ["sub", "iss", *tool.claims],
    }
    granted = {"client_id": tool.client_id, "scope": " ".join(tool.scopes)}
    return {**body, **granted, names.TOOL_CONFIGURATION: settings}
