"""What a platform says of itself: its OpenID configuration (Dynamic Registration 1.0, 3.4)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lti.errors import RegistrationRefusedError
from lti.public_keys import ALGORITHMS
from lti.registration_refusals import RegistrationCode as Code
from lti.text import clean, is_identifier, web_address

MAX_BYTES = 65_536
MAX_KEYS = 500
MAX_WORDS = 300
_LTI = "https://purl.imsglobal.org/spec/lti-platform-configuration"
_WANTED = {
    "token_endpoint_auth_methods_supported": "private_key_jwt",
    "response_types_supported": "id_token",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformConfiguration:
    """A platform, as it describes itself. Only the addresses are believed, and only after checks.

    Attributes:
        token_audience: `aud` of our client assertions; None means `token_url`.
        algorithms: those it signs with and we can verify; never empty.
        scopes, claims, variables: what it offers; empty when it does not say.
        messages: placements by message type; empty when it does not say.

    """

    issuer: str
    auth_url: str
    token_url: str
    jwks_url: str
    registration_url: str
    token_audience: str | None
    algorithms: tuple[str, ...]
    scopes: frozenset[str]
    claims: frozenset[str]
    family: str | None
    version: str | None
    messages: Mapping[str, frozenset[str]]
    variables: frozenset[str]

    def offers_scope(self, scope: str) -> bool:
        """Say whether the platform may grant `scope`: one that lists none may grant any."""
        return not self.scopes or scope in self.scopes

    def offers_claim(self, claim: str) -> bool:
        """Say whether the platform may send `claim`."""
        return not self.claims or claim in self.claims

    def offers_message(self, message_type: str) -> bool:
        """Say whether the platform may send messages of this type."""
        return not self.messages or message_type in self.messages


def read_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object, read strictly.

    Raises:
        RegistrationRefusedError: DOCUMENT: other encodings than UTF-8, a byte order mark, NaN, a
            key twice, too many keys, anything but an object.

    """
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise RegistrationRefusedError(Code.DOCUMENT, "JSON") from error
    if not isinstance(value, dict):
        raise RegistrationRefusedError(Code.DOCUMENT, "not an object")
    return value


def parse_configuration(body: bytes, *, plain_http: bool) -> PlatformConfiguration:
    """Return the configuration.

    Args:
        body: of at most MAX_BYTES.
        plain_http: whether endpoints may be http; only for a document that came so itself.

    Raises:
        RegistrationRefusedError: DOCUMENT, ENDPOINT or SUPPORT.

    """
    document = read_object(body)
    lti = document.get(_LTI)
    if not isinstance(lti, dict):
        raise RegistrationRefusedError(Code.DOCUMENT, "lti-platform-configuration")
    audience = document.get("authorization_server")
    address = _endpoints(document, plain_http)
    _require_support(document)
    return PlatformConfiguration(
        issuer=address("issuer"),
        auth_url=address("authorization_endpoint"),
        token_url=address("token_endpoint"),
        jwks_url=address("jwks_uri"),
        registration_url=address("registration_endpoint"),
        token_audience=audience if is_identifier(audience, limit=2048) else None,
        algorithms=_algorithms(document),
        scopes=words(document.get("scopes_supported")),
        claims=words(document.get("claims_supported")),
        family=clean(lti.get("product_family_code"), limit=64),
        version=clean(lti.get("version"), limit=64),
        messages=_messages(lti.get("messages_supported")),
        variables=words(lti.get("variables")),
    )


def words(value: Any) -> frozenset[str]:
    """Return the usable strings of a list; none for what is no list."""
    if not isinstance(value, list):
        return frozenset()
    return frozenset(one for one in value[:MAX_WORDS] if is_identifier(one))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs) or len(found) > MAX_KEYS:
        raise ValueError("keys")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _endpoints(document: Mapping[str, Any], plain_http: bool) -> Callable[[str], str]:
    def address(name: str) -> str:
        value = web_address(document.get(name))
        if value is None or not (plain_http or value.startswith("https://")):
            raise RegistrationRefusedError(Code.ENDPOINT, name)
        return value

    return address


def _require_support(document: Mapping[str, Any]) -> None:
    for name, wanted in _WANTED.items():
        if name in document and wanted not in words(document[name]):
            raise RegistrationRefusedError(Code.SUPPORT, wanted)


def _algorithms(document: Mapping[str, Any]) -> tuple[str, ...]:
    named = words(document.get("id_token_signing_alg_values_supported")) or {"RS256"}
    known = tuple(one for one in ALGORITHMS if one in named)
    if not known:
        raise RegistrationRefusedError(Code.SUPPORT, "RS256")
    return known


def _messages(value: Any) -> dict[str, frozenset[str]]:
    """Read objects as the specification has them, and the plain strings of Moodle 3.11."""
    found: dict[str, frozenset[str]] = {}
    for one in value[:MAX_WORDS] if isinstance(value, list) else ():
        kind = one.get("type") if isinstance(one, dict) else one
        if is_identifier(kind):
            places = words(one.get("placements")) if isinstance(one, dict) else frozenset()
            found[kind] = places
    return found
