"""Registering with a platform that asks us to (Dynamic Registration 1.0).

Two requests, both to addresses that come from outside: the platform's configuration is read, and,
after an administrator has agreed, our registration is sent with their one-time token. The token
goes to the platform and nowhere else: no error, log line or page repeats it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lti.errors import PlatformUnavailableError, RegistrationRefusedError, UnsafeAddressError
from lti.http import Answer, Http
from lti.platform_configuration import (
    MAX_BYTES,
    PlatformConfiguration,
    parse_configuration,
    read_object,
    words,
)
from lti.registration_profiles import host_of, may_serve
from lti.registration_refusals import RegistrationCode as Code
from lti.text import MAX_URL, is_identifier, is_word
from lti.tool_configuration import TOOL_CONFIGURATION

MAX_TOKEN = 8_192
_NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What the platform made of our registration.

    Attributes:
        deployment_id: None when the platform makes deployments later.
        scopes: granted; all that were asked for when the answer does not say.
        claims: it will send; likewise.

    """

    client_id: str
    deployment_id: str | None
    scopes: frozenset[str]
    claims: frozenset[str]


def read_configuration(
    http: Http, address: str, *, confirmed: str | None = None
) -> PlatformConfiguration:
    """Return what the platform says of itself at `address`.

    Args:
        http: the one way out.
        address: from the query of a request, so from anyone.
        confirmed: the kind of platform the operator expects; see `may_serve`.

    Raises:
        RegistrationRefusedError: any code but TOKEN, REFUSED and ANSWER.

    """
    _check_address(address)
    answer = _send(http, "GET", address, headers={"Accept": "application/json"})
    if answer.status != 200:
        raise RegistrationRefusedError(Code.UNAVAILABLE, f"status {answer.status}")
    if not _is_json(answer):
        raise RegistrationRefusedError(Code.DOCUMENT, "content type")
    plain = address.startswith("http://")
    configuration = parse_configuration(answer.body, plain_http=plain)
    if not may_serve(host_of(address), configuration.issuer, confirmed=confirmed):
        raise RegistrationRefusedError(Code.HOST)
    return configuration


def register(
    http: Http, platform: PlatformConfiguration, request: Mapping[str, Any], token: str | None
) -> Granted:
    """Send `request` to the platform; return what was granted.

    Not repeatable: the token is good for one registration.

    Args:
        http: the one way out.
        platform: where to.
        request: made by `registration_request`.
        token: the platform's one-time token; None where it gave none.

    Raises:
        RegistrationRefusedError: REQUEST, ADDRESS, UNAVAILABLE, TOKEN, REFUSED or ANSWER.

    """
    check_token(token)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps(request).encode()
    answer = _send(http, "POST", platform.registration_url, headers=headers, body=body)
    if answer.status not in (200, 201):  # Moodle says 200, the specification's example 201
        raise _refusal(answer)
    return _granted(answer, request)


def check_token(token: str | None) -> None:
    """Refuse a token that could not stand in a header.

    Raises:
        RegistrationRefusedError: REQUEST.

    """
    if token and not (is_identifier(token, limit=MAX_TOKEN) and token.isascii()):
        raise RegistrationRefusedError(Code.REQUEST, "registration_token")


def _check_address(address: str) -> None:
    if not address:
        raise RegistrationRefusedError(Code.REQUEST, "openid_configuration")
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise RegistrationRefusedError(Code.ADDRESS) from error
    # Looked at before any name is looked up; SafeHttp then decides whether loopback is permitted.
    near = parts.scheme == "http" and parts.hostname in _NEAR
    if len(address) > MAX_URL or not (parts.scheme == "https" or near):
        raise RegistrationRefusedError(Code.ADDRESS)


def _send(
    http: Http,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Answer:
    try:
        return http.send(method, url, headers=headers, body=body, max_bytes=MAX_BYTES)
    except UnsafeAddressError as error:
        raise RegistrationRefusedError(Code.ADDRESS) from error
    except PlatformUnavailableError as error:
        raise RegistrationRefusedError(Code.UNAVAILABLE, error.reason) from error


def _is_json(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


def _refusal(answer: Answer) -> RegistrationRefusedError:
    if answer.status >= 500:
        return RegistrationRefusedError(Code.UNAVAILABLE, f"status {answer.status}")
    code = Code.TOKEN if answer.status in (401, 403) else Code.REFUSED
    return RegistrationRefusedError(code, _reason(answer))


def _reason(answer: Answer) -> str:
    """Return the platform's error code; its sentences might repeat the token."""
    try:
        error = read_object(answer.body).get("error")
    except RegistrationRefusedError:
        error = None
    return error if is_word(error) else f"status {answer.status}"


def _granted(answer: Answer, request: Mapping[str, Any]) -> Granted:
    try:
        body = read_object(answer.body)
    except RegistrationRefusedError as error:
        raise RegistrationRefusedError(Code.ANSWER, "JSON") from error
    client_id = body.get("client_id")
    if not is_identifier(client_id):
        raise RegistrationRefusedError(Code.ANSWER, "client_id")
    settings = body.get(TOOL_CONFIGURATION)
    settings = settings if isinstance(settings, dict) else {}
    asked = request[TOOL_CONFIGURATION]["claims"]
    return Granted(
        client_id=client_id,
        deployment_id=_deployment(settings.get("deployment_id", body.get("deployment_id"))),
        scopes=_scopes(body.get("scope", request["scope"])),
        claims=words(settings.get("claims", asked)),
    )


def _deployment(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value if is_identifier(value) else None


def _scopes(value: Any) -> frozenset[str]:
    return words(value.split() if isinstance(value, str) else value)
