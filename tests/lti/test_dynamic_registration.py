"""Registering with a platform: what is read, what is sent, and what is refused (faults R02-R15)."""

import json
import logging

import pytest

from lti import claims
from lti.dynamic_registration import read_configuration, register
from lti.errors import (
    PlatformUnavailableError,
    RegistrationRefusedError,
    UnsafeAddressError,
)
from lti.http import SafeHttp
from lti.registration_refusals import REGISTRATION_SENTENCES, RegistrationCode
from lti.tool_configuration import TOOL_CONFIGURATION, registration_request
from tests.fakes.lti_platform import FakeHttp
from tests.lti.registrations import (
    CANARY,
    CONFIGURATION_URL,
    ISSUER,
    PLATFORM_CONFIGURATION,
    REGISTER_URL,
    TOOL,
    a_configuration,
    granting,
    platform,
    read,
    sent,
    served,
)

CANVAS = "https://canvas.instructure.com"


def refused(**how):
    with pytest.raises(RegistrationRefusedError) as caught:
        read(**how)
    return caught.value.code


def refused_answer(answer, *, token=CANARY):
    with pytest.raises(RegistrationRefusedError) as caught:
        sent(answer, token=token)
    return caught.value


def test_every_code_has_a_sentence():
    assert set(REGISTRATION_SENTENCES) == set(RegistrationCode)


def test_a_platform_is_known_by_what_it_says_of_itself():
    found = read()

    assert (found.issuer, found.family, found.version) == (ISSUER, "example", "4.1")
    assert found.registration_url == REGISTER_URL
    assert found.algorithms == ("RS256",)
    assert found.messages == {"LtiResourceLinkRequest": frozenset()}


def test_messages_may_be_plain_strings_as_in_moodle_3_11():
    found = platform(messages_supported=["LtiResourceLinkRequest", "LtiDeepLinkingRequest"])

    assert found.offers_message("LtiDeepLinkingRequest")


@pytest.mark.parametrize(
    "address",
    [
        "http://lms.example/c",
        "ftp://lms.example/c",
        "file:///etc/passwd",
        "gopher://lms.example/c",
        "data:application/json,{}",
        "//lms.example/c",
        "https",
        "https://[",
        "https://lms.example/" + "x" * 3000,
    ],
)
def test_r02_only_https_is_asked_and_nothing_else_is_even_looked_up(address):
    http = FakeHttp()

    with pytest.raises(RegistrationRefusedError) as caught:
        read_configuration(http, address)

    assert caught.value.code is RegistrationCode.ADDRESS
    assert http.asked == []


def test_r02_a_missing_address_is_a_broken_request():
    assert refused(address="") is RegistrationCode.REQUEST


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/.well-known/openid-configuration",
        "https://lms.example.evil.example/c",
        "https://lms.example:8443/c",
        "https://sub.lms.example/c",
    ],
)
def test_r03_another_host_may_not_speak_for_the_issuer(address):
    assert refused(address=address) is RegistrationCode.HOST


def test_r03_a_shared_issuer_is_described_by_its_vendor_when_the_operator_expects_it():
    document = a_configuration(issuer=CANVAS)
    address = "https://sso.canvaslms.com/api/lti/security/openid-configuration"

    assert read(document, address=address, confirmed="canvas").issuer == CANVAS


@pytest.mark.parametrize("confirmed", [None, "moodle"])
def test_r03_the_vendor_is_no_exception_unless_the_operator_said_so(confirmed):
    address = "https://sso.canvaslms.com/api/lti/security/openid-configuration"
    document = a_configuration(issuer=CANVAS)

    assert refused(document=document, address=address, confirmed=confirmed) is RegistrationCode.HOST


@pytest.mark.parametrize(
    "host", ["evil.example", "notinstructure.com", "canvaslms.com.evil.example"]
)
def test_r03_expecting_canvas_opens_no_other_host(host):
    document = a_configuration(issuer=CANVAS)

    code = refused(document=document, address=f"https://{host}/c", confirmed="canvas")

    assert code is RegistrationCode.HOST


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("::1",),
        ("10.0.0.1",),
        ("169.254.169.254",),
        ("100.64.0.1",),
        ("fc00::1",),
        ("fe80::1",),
        ("0.0.0.0",),  # noqa: S104 - an answer of a name server
        ("::ffff:10.0.0.1",),
        ("64:ff9b::a00:1",),
        ("93.184.216.34", "10.0.0.1"),
    ],
)
def test_r05_r07_one_address_inside_a_network_is_enough_to_refuse(addresses):
    http = SafeHttp(look_up=lambda _host, _port: addresses)

    with pytest.raises(RegistrationRefusedError) as caught:
        read_configuration(http, CONFIGURATION_URL)

    assert caught.value.code is RegistrationCode.ADDRESS


@pytest.mark.parametrize("port", [22, 25, 6379])
def test_r09_other_ports_are_not_asked(port):
    http = SafeHttp(look_up=lambda _host, _port: ("93.184.216.34",))

    with pytest.raises(RegistrationRefusedError) as caught:
        read_configuration(http, f"https://lms.example:{port}/c")

    assert caught.value.code is RegistrationCode.ADDRESS


def test_r10_the_answer_may_have_64_kb():
    asked = []

    class Http:
        def send(self, *_args, max_bytes, **_kwargs):
            asked.append(max_bytes)
            raise PlatformUnavailableError("too large")

    with pytest.raises(RegistrationRefusedError) as caught:
        read_configuration(Http(), CONFIGURATION_URL)

    assert (asked, caught.value.code) == ([65_536], RegistrationCode.UNAVAILABLE)


@pytest.mark.parametrize("kind", ["text/html", "", "application/javascript", "text/json"])
def test_r11_only_json_is_read(kind):
    assert refused(headers={"content-type": kind}) is RegistrationCode.DOCUMENT


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + json.dumps(a_configuration()).encode(),
        json.dumps({**a_configuration(), "x": float("nan")}).encode(),
        json.dumps({**a_configuration(), **{f"k{n}": n for n in range(600)}}).encode(),
        json.dumps(a_configuration()).replace("{", '{"issuer": "x",', 1).encode(),
        json.dumps(a_configuration()).encode("utf-16"),
        b"[" * 60_000,
        b"[]",
        b"",
        b"null",
    ],
    ids=["BOM", "NaN", "keys", "twice", "UTF-16", "deep", "list", "empty", "null"],
)
def test_r11_json_is_read_strictly(body):
    assert refused(document=body) is RegistrationCode.DOCUMENT


def test_r11_a_platform_must_say_what_it_is():
    document = a_configuration(**{PLATFORM_CONFIGURATION: "moodle"})

    assert refused(document=document) is RegistrationCode.DOCUMENT


@pytest.mark.parametrize(
    "name",
    ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"],
)
@pytest.mark.parametrize(
    "value", [None, 7, "", "http://lms.example/x", "javascript:alert(1)", "https://a b/"]
)
def test_r02_every_endpoint_is_https(name, value):
    assert refused(document=a_configuration(**{name: value})) is RegistrationCode.ENDPOINT


@pytest.mark.parametrize(
    "changed",
    [
        {"token_endpoint_auth_methods_supported": ["client_secret_basic"]},
        {"response_types_supported": ["code"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
)
def test_a_platform_that_cannot_do_what_lti_requires_is_refused(changed):
    assert refused(document=a_configuration(**changed)) is RegistrationCode.SUPPORT


@pytest.mark.parametrize("status", [204, 302, 404, 500])
def test_a_configuration_that_does_not_come_is_unavailable(status):
    assert refused(status=status) is RegistrationCode.UNAVAILABLE


def test_what_is_sent_is_what_moodle_requires():
    http, _ = sent(granting())

    (method, url, headers, body), request = http.asked[0], json.loads(http.asked[0][3])
    assert (method, url) == ("POST", REGISTER_URL)
    assert headers["Authorization"] == f"Bearer {CANARY}"
    assert headers["Content-Type"] == "application/json"
    assert CANARY.encode() not in body
    assert request["redirect_uris"] == ["https://tool.example/lti/launch"]
    assert request["initiate_login_uri"] == "https://tool.example/lti/login"
    assert request["jwks_uri"] == "https://tool.example/lti/jwks"
    assert request["token_endpoint_auth_method"] == "private_key_jwt"
    assert request["response_types"] == ["id_token"]
    assert isinstance(request["scope"], str)


@pytest.mark.parametrize("status", [200, 201])
def test_what_was_granted_is_read(status):
    def answer(*asked):
        return served(granting()(*asked).body, status=status)

    _, granted = sent(answer)

    assert (granted.client_id, granted.deployment_id) == ("client-9", "7")
    assert granted.scopes == {claims.SCOPE_MEMBERSHIPS, claims.SCOPE_SCORE}


@pytest.mark.parametrize("settings_", [{}, {"deployment_id": None}, {"deployment_id": ""}, "x"])
def test_r13_a_deployment_may_be_absent(settings_):
    _, granted = sent(granting(**{TOOL_CONFIGURATION: settings_}))

    assert granted.deployment_id is None


def test_a_deployment_may_be_a_number():
    assert sent(granting(**{TOOL_CONFIGURATION: {"deployment_id": 4}}))[1].deployment_id == "4"


@pytest.mark.parametrize("client_id", [None, "", 7, "a\nb", "x" * 256])
def test_r13_an_answer_without_a_usable_client_id_is_refused(client_id):
    assert refused_answer(granting(client_id=client_id)).code is RegistrationCode.ANSWER


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff"])
def test_r13_an_answer_that_is_no_object_is_refused(body):
    assert refused_answer(served(body)).code is RegistrationCode.ANSWER


def test_r15_scopes_that_were_not_granted_are_not_believed():
    _, granted = sent(granting(scope=claims.SCOPE_MEMBERSHIPS))

    assert granted.scopes == {claims.SCOPE_MEMBERSHIPS}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, RegistrationCode.TOKEN),
        (403, RegistrationCode.TOKEN),
        (400, RegistrationCode.REFUSED),
        (404, RegistrationCode.REFUSED),
        (302, RegistrationCode.REFUSED),
        (500, RegistrationCode.UNAVAILABLE),
    ],
)
def test_a_refusal_of_the_platform_is_told_apart(status, code):
    assert refused_answer(served({"error": "missing_domain"}, status=status)).code is code


def test_the_platforms_own_code_is_told_and_its_sentence_is_not():
    answer = served({"error": "missing_domain", "error_description": CANARY}, status=400)

    assert refused_answer(answer).detail == "missing_domain"


@pytest.mark.parametrize("status", [200, 302, 400, 401, 500])
def test_r14_the_token_stands_in_no_error_and_no_log(status, caplog):
    caplog.set_level(logging.DEBUG)
    echo = served({"error": CANARY, "message": CANARY}, status=status)

    error = refused_answer(echo)

    chain = [error, error.__cause__, error.__context__]
    assert not any(CANARY in f"{one!r} {one}" for one in chain if one)
    assert CANARY not in caplog.text


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "é", "x" * 9000])
def test_a_token_that_could_not_be_a_header_is_not_sent(token):
    http = FakeHttp({REGISTER_URL: granting()})
    described = read()

    with pytest.raises(RegistrationRefusedError) as caught:
        register(http, described, registration_request(TOOL, described, ()), token)

    assert (caught.value.code, http.asked) == (RegistrationCode.REQUEST, [])


def test_r05_the_token_is_not_sent_into_a_network():
    error = refused_answer(UnsafeAddressError("inside a network"))

    assert error.code is RegistrationCode.ADDRESS
