"""Deep Linking 2.0: what a platform wants to have placed in a course, and our signed answer.

https://www.imsglobal.org/spec/lti-dl/v2p0. The answer travels through the person's browser as a
form; the platform believes it for our signature.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lti import claims
from lti.errors import LaunchRefusedError
from lti.refusals import RefusalCode
from lti.services import CLOCK_MARGIN_S, Signer
from lti.storage import Registration

RESPONSE = "LtiDeepLinkingResponse"
RESOURCE_LINK = "ltiResourceLink"
MAX_DATA_BYTES = 65_536
MAX_RETURN_URL = 8_192
ANSWER_S = 300
_PORTS = {"https": 443, "http": 80}
# Nothing that could end an origin inside a header.
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinkingRequest:
    """What one platform wants to have placed, and where the answer goes.

    Attributes:
        return_url: on an origin of the platform's; the only address the answer may be sent to.
        accepts_several: whether more than one item is taken; otherwise it takes the first.
        accepts_line_item: whether an item may bring a column of the grade book with it.
        targets: where items may be shown ("iframe", "window", "embed").
        data: the platform's own, to be returned unchanged; None when it sent none.

    """

    issuer: str
    client_id: str
    deployment_id: str
    return_url: str
    accepts_several: bool
    accepts_line_item: bool
    targets: tuple[str, ...]
    data: str | None

    @property
    def return_origin(self) -> str:
        """Scheme, host and port of `return_url`."""
        return _origin(self.return_url) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """A column of the grade book that comes with an item."""

    score_maximum: int
    label: str
    resource_id: str
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    """One link to a page of this tool, as it will stand in the course.

    Attributes:
        custom: parameters of every launch of it; a value must be one line, which Moodle demands.
        height: in pixels, for platforms that let a frame be as high as it wants.

    """

    title: str
    text: str
    url: str
    custom: Mapping[str, str] = field(default_factory=dict)
    line_item: LineItem | None = None
    height: int = 900


def read_request(body: Mapping[str, Any], registration: Registration) -> DeepLinkingRequest:
    """Read the settings of a deep linking message.

    Args:
        body: claims whose signature and deployment have been checked.
        registration: of the platform they came from.

    Raises:
        LaunchRefusedError: DEEP_LINKING for settings that cannot be answered, RETURN_ADDRESS for
            an address that is not the platform's.

    """
    settings = _object(body.get(claims.DEEP_LINKING_SETTINGS))
    _require(RESOURCE_LINK in _strings(settings.get("accept_types")), "accept_types")
    data = settings.get("data")
    _require(data is None or _is_short_text(data), "data")
    return DeepLinkingRequest(
        issuer=registration.issuer,
        client_id=registration.client_id,
        deployment_id=body[claims.DEPLOYMENT_ID],
        return_url=_return_url(settings, body, registration),
        accepts_several=_is_true(settings.get("accept_multiple")),
        accepts_line_item=_is_true(settings.get("accept_lineitem")),
        targets=_strings(settings.get("accept_presentation_document_targets")),
        data=data,
    )


def answer(
    request: DeepLinkingRequest, items: Sequence[LinkItem], *, signer: Signer, now: datetime
) -> str:
    """Return the signed answer, to be posted as the field `JWT`; no items means "cancelled".

    Each call signs anew, with a nonce and an id of its own. `iat` lies a little back, since Moodle
    refuses an answer from its future.
    """
    taken = items if request.accepts_several else items[:1]
    now_s = int(now.timestamp())
    body: dict[str, Any] = {
        "iss": request.client_id,
        "aud": request.issuer,
        "iat": now_s - CLOCK_MARGIN_S,
        "exp": now_s + ANSWER_S,
        "nonce": secrets.token_urlsafe(24),
        "jti": secrets.token_urlsafe(24),
        claims.MESSAGE_TYPE: RESPONSE,
        claims.VERSION: "1.3.0",
        claims.DEPLOYMENT_ID: request.deployment_id,
        claims.CONTENT_ITEMS: [_item(request, item) for item in taken],
    }
    if request.data is not None:
        body[claims.DEEP_LINKING_DATA] = request.data
    return signer.sign(body)


def _item(request: DeepLinkingRequest, item: LinkItem) -> dict[str, Any]:
    found: dict[str, Any] = {"type": RESOURCE_LINK, "title": item.title, "text": item.text}
    found |= {"url": item.url, "custom": dict(item.custom)}
    if "iframe" in request.targets:
        found["iframe"] = {"height": item.height}
    elif "window" in request.targets:
        found["window"] = {"targetName": "_blank"}
    if item.line_item and request.accepts_line_item:
        found["lineItem"] = {
            "scoreMaximum": item.line_item.score_maximum,
            "label": item.line_item.label,
            "resourceId": item.line_item.resource_id,
            "tag": item.line_item.tag,
        }
    return found


def _return_url(
    settings: Mapping[str, Any], body: Mapping[str, Any], registration: Registration
) -> str:
    url = settings.get("deep_link_return_url")
    origin = _origin(url)
    known = _origins(body, registration)
    if not isinstance(url, str) or origin is None or origin not in known:
        raise LaunchRefusedError(RefusalCode.RETURN_ADDRESS)
    if origin.startswith("http://") and not _is_near(url, registration):
        raise LaunchRefusedError(RefusalCode.RETURN_ADDRESS, "not https")
    return url


def _is_near(url: str, registration: Registration) -> bool:
    """Whether a platform on this machine, registered without TLS, names this machine."""
    registered = registration.auth_url.startswith("http://")
    return registered and urlsplit(url).hostname in _LOOPBACK


def _origins(body: Mapping[str, Any], registration: Registration) -> set[str | None]:
    """Return where the platform is: as registered, and as its signed message says.

    A hosted platform's issuer is a name that all its customers share; a school's own host stands
    in the message only.
    """
    addresses = (
        registration.issuer,
        registration.auth_url,
        registration.token_url,
        registration.jwks_url,
        _object(body.get(claims.TOOL_PLATFORM)).get("url"),
        _object(body.get(claims.LAUNCH_PRESENTATION)).get("return_url"),
    )
    return {_origin(address) for address in addresses}


def _origin(url: Any) -> str | None:
    """Return scheme, host and port, each in one spelling; None for what is no plain web address."""
    if not isinstance(url, str) or len(url) > MAX_RETURN_URL or not _is_plain(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    named = f"[{host}]" if ":" in host else host
    shown = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{named}{shown}"


def _is_plain(url: str) -> bool:
    return url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')


def _is_true(value: Any) -> bool:
    # Some platforms send booleans as text.
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _is_short_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return len(value.encode("utf-8", "surrogatepass")) <= MAX_DATA_BYTES


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _require(holds: bool, detail: str) -> None:
    if not holds:
        raise LaunchRefusedError(RefusalCode.DEEP_LINKING, detail)
