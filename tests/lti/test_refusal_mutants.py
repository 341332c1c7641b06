"""Each refusal of a registration (R), a deep linking request (D) or an address is needed.

Beside `test_guard_mutants.py`, which does so for launches (L): here every condition that refuses is
found in the source, and must have a bad input that passes it once the condition is gone.
"""

import json
from dataclasses import replace

import pytest

from lti import addresses, claims, deep_linking, dynamic_registration, platform_configuration
from lti.errors import LaunchRefusedError, RegistrationRefusedError, UnsafeAddressError
from lti.tool_configuration import registration_request
from tests.fakes.lti_platform import DEPLOYMENT, REGISTRATION, FakeHttp
from tests.lti.registrations import (
    CANARY,
    CONFIGURATION_URL,
    EVERYTHING,
    ISSUER,
    PLATFORM_CONFIGURATION,
    REGISTER_URL,
    TOOL,
    a_configuration,
    granting,
    read,
    served,
)
from tests.lti.weakened import refusals, without

REFUSED = (RegistrationRefusedError, LaunchRefusedError, UnsafeAddressError)
NEAR = {"issuer": "http://localhost:8001", "auth_url": "https://localhost:8001/authorize"}


def reading(document=None, *, address=CONFIGURATION_URL, **how):
    """Read what is served at the address, without any check of where it is."""
    answer = served(a_configuration() if document is None else document, **how)
    return lambda module: module.read_configuration(FakeHttp({address: answer}), address)


def registering(answer, *, token=CANARY):
    def attack(module):
        described = read()
        request = registration_request(TOOL, described, EVERYTHING)
        return module.register(FakeHttp({REGISTER_URL: answer}), described, request, token)

    return attack


def parsing(body=None, **changed):
    body = json.dumps(a_configuration(**changed)) if body is None else body
    return lambda module: module.parse_configuration(body.encode(), plain_http=False)


def asking(registration=REGISTRATION, **settings):
    asked = {
        "accept_types": ["ltiResourceLink"],
        "deep_link_return_url": f"{REGISTRATION.issuer}/return",
        **settings,
    }
    body = {claims.DEPLOYMENT_ID: DEPLOYMENT, claims.DEEP_LINKING_SETTINGS: asked}
    return lambda module: module.read_request(body, registration)


def going(url, *, to="93.184.215.14"):
    return lambda module: module.check_target(
        url, allow_loopback=False, look_up=lambda host, port: (to,)
    )


R, P, D, A = dynamic_registration, platform_configuration, deep_linking, addresses
NEEDED = [
    # R01, R02: nothing is asked of what is no address.
    (R, "not address", reading(address="")),
    (
        R,
        "len(address) > MAX_URL or not (parts.scheme == 'https' or near)",
        reading(address="http://lms.example/.well-known/openid-configuration"),
    ),
    # R03
    (
        R,
        "not may_serve(host_of(address), configuration.issuer, confirmed=confirmed)",
        reading(a_configuration(issuer="https://elsewhere.example")),
    ),
    # R10, R11
    (R, "answer.status != 200", reading(status=206)),
    (R, "not _is_json(answer)", reading(headers={"content-type": "text/html"})),
    # R13, R14
    (
        R,
        "token and (not (is_identifier(token, limit=MAX_TOKEN) and token.isascii()))",
        registering(granting(), token="t" * 9_000),
    ),
    (R, "answer.status not in (200, 201)", registering(served({"client_id": "c"}, status=202))),
    (R, "not is_identifier(client_id)", registering(granting(client_id=["c"]))),
    # R11
    (P, "not isinstance(value, dict)", parsing("[]")),
    (P, "not isinstance(lti, dict)", parsing(**{PLATFORM_CONFIGURATION: []})),
    (
        P,
        "len(found) != len(pairs) or len(found) > MAX_KEYS",
        parsing(json.dumps(a_configuration()).replace("{", f'{{"issuer": "{ISSUER}/", ', 1)),
    ),
    (P, "not known", parsing(id_token_signing_alg_values_supported=["HS256"])),
    (
        P,
        "value is None or not (plain_http or value.startswith('https://'))",
        parsing(jwks_uri="http://lms.example/jwks"),
    ),
    (
        P,
        "name in document and wanted not in words(document[name])",
        parsing(response_types_supported=["code"]),
    ),
    # D01, D03, D05
    (D, "RESOURCE_LINK in _strings(settings.get('accept_types'))", asking(accept_types=["file"])),
    (D, "data is None or _is_short_text(data)", asking(data="x" * 65_537)),
    (
        D,
        "not isinstance(url, str) or origin is None or origin not in known",
        asking(deep_link_return_url="https://evil.example/return"),
    ),
    (
        D,
        "origin.startswith('http://') and (not _is_near(url, registration))",
        asking(replace(REGISTRATION, **NEAR), deep_link_return_url="http://localhost:8001/back"),
    ),
    # R02, R05, R07, R09, L06
    (A, "url.isascii() and url.isprintable()", going("https://lms.example/ä")),
    (
        A,
        "not any((character in url for character in ' \\\\\"<>'))",
        going("https://lms.example/a b"),
    ),
    (A, "parts.scheme in _DEFAULT_PORTS", going("gopher://lms.example:443/")),
    (A, "bool(parts.hostname) and '@' not in parts.netloc", going("https://us@lms.example/")),
    (A, "parts.scheme == 'https'", going("http://lms.example:443/")),
    (A, "port in PORTS", going("https://lms.example:22/")),
    (
        A,
        "all((_is_public(address) for address in addresses))",
        going("https://lms.example/", to="169.254.169.254"),
    ),
]


def name_of(value):
    return value if isinstance(value, str) else getattr(value, "__name__", "")


def test_every_refusal_has_a_bad_input_here():
    """A check that is added without one, or changed, fails here."""
    found = {(module, text) for module in (R, P, D, A) for text in refusals(module)}

    assert found == {(module, text) for module, text, _ in NEEDED}


@pytest.mark.parametrize(("module", "condition", "attack"), NEEDED, ids=name_of)
def test_a_refusal_is_needed(module, condition, attack):
    with pytest.raises(REFUSED) as refusal:
        attack(module)

    assert said(attack, without(module, condition)) != str(refusal.value)


def said(attack, weakened):
    """Return how the attack is refused without the check; "" when it gets through."""
    try:
        attack(weakened)
    except (*REFUSED, TypeError, AttributeError) as error:
        return str(error)
    return ""
