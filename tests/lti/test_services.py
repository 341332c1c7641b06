"""Requests to a platform's services carry a token that is fetched rarely."""

from dataclasses import replace
from urllib.parse import parse_qs

import jwt
import pytest

from lti import AccessDeniedError, PlatformUnavailableError
from lti.http import Answer
from lti.keys import KeyUse, ToolKey
from lti.services import Call, PlatformServices
from tests.fakes.lti_platform import (
    NOW_S,
    REGISTRATION,
    Clock,
    FakeHttp,
    RsaSigner,
    json_answer,
    private_key,
)

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
URL = "https://lms.example/items"
CALL = Call(method="GET", url=URL, accept="application/json")


class Service:
    """A platform's token endpoint and one service behind it."""

    def __init__(self):
        self.clock, self.http = Clock(), FakeHttp()
        self.services = PlatformServices(self.http, RsaSigner(), self.clock)
        self.number, self.token_answer = 0, None
        self.http.answers[REGISTRATION.token_url] = self.give_token
        self.http.answers[URL] = json_answer({"ok": True})

    def give_token(self, method, url, headers, body):
        self.number += 1
        token = {"access_token": f"token-{self.number}", "token_type": "Bearer", "expires_in": 3600}
        return self.token_answer or json_answer(token)

    def send(self, registration=REGISTRATION, scopes=(SCOPE,), call=CALL):
        return self.services.send(registration, scopes, call)

    def used(self):
        return [headers["Authorization"] for _, url, headers, _ in self.http.asked if url == URL]

    def assertion(self):
        form = parse_qs(self.http.asked[0][3].decode())
        key = private_key().public_key()
        return form, jwt.decode(
            form["client_assertion"][0],
            key,
            ["RS256"],
            options={
                "verify_signature": True,
                "verify_aud": False,
                "verify_exp": False,
                "verify_iat": False,
            },
        )


@pytest.fixture
def service():
    return Service()


def test_a_request_carries_the_platforms_token(service):
    answer = service.send()

    assert (answer.json(), service.used()) == ({"ok": True}, ["Bearer token-1"])


def test_a_token_is_asked_for_with_a_signed_assertion(service):
    service.send()

    form, assertion = service.assertion()
    assert form["grant_type"] == ["client_credentials"]
    assert form["scope"] == [SCOPE]
    assert (assertion["iss"], assertion["sub"]) == ("client-1", "client-1")
    assert assertion["aud"] == REGISTRATION.token_url
    assert assertion["iat"] < NOW_S < assertion["exp"]


def test_a_platform_may_want_another_audience(service):
    service.send(replace(REGISTRATION, token_audience="https://api.brightspace.com/auth/token"))

    assert service.assertion()[1]["aud"] == "https://api.brightspace.com/auth/token"


def test_a_token_serves_until_a_minute_before_its_end(service):
    service.send()
    service.clock.forward(seconds=3539)
    service.send()
    service.clock.forward(seconds=1)
    service.send()

    assert service.used() == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


def test_other_scopes_and_registrations_have_their_own_tokens(service):
    service.send()
    service.send(scopes=[SCOPE, "another"])
    service.send(replace(REGISTRATION, registration_id="r2"))

    assert len(set(service.used())) == 3


@pytest.mark.parametrize("status", [401, 403])
def test_n03_a_forgotten_token_is_replaced_once(service, status):
    service.send()
    service.http.answers[URL] = lambda method, url, headers, body: (
        json_answer({}) if headers["Authorization"] == "Bearer token-2" else Answer(status, {}, b"")
    )

    service.send()

    assert service.used() == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_service_that_keeps_refusing_is_left_after_two_tries(service, status):
    service.http.answers[URL] = Answer(status, {}, b"")

    with pytest.raises(AccessDeniedError) as error:
        service.send()

    assert (error.value.status, service.used()) == (status, ["Bearer token-1", "Bearer token-2"])


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, {}, b"<html>"),
        json_answer([]),
        json_answer({}),
        json_answer({"access_token": ""}),
        json_answer({"access_token": "x\r\nX-Evil: 1"}),
        json_answer({"access_token": "x", "token_type": "MAC"}),
        json_answer({}, 500),
        json_answer({}, 302),
        PlatformUnavailableError("too large"),
    ],
    ids=range(9),
)
def test_n01_an_unusable_token_answer_is_no_answer(service, answer):
    service.token_answer = answer

    with pytest.raises(PlatformUnavailableError):
        service.send()

    assert service.used() == []


def test_n01_a_refusal_names_its_oauth_code_and_nothing_else(service):
    service.token_answer = json_answer(
        {"error": "invalid_client", "error_description": "internal-secret"}, 400
    )

    with pytest.raises(AccessDeniedError) as error:
        service.send()

    assert (error.value.status, error.value.reason) == (400, "invalid_client")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("lifetime", [b"null", b'"soon"', b"-1", b"0", b"1e400", b"[]"])
def test_n01_a_token_without_a_sensible_lifetime_serves_once(service, lifetime):
    service.token_answer = Answer(200, {}, b'{"access_token": "x", "expires_in": %s}' % lifetime)

    service.send()
    service.send()

    assert service.number == 2


@pytest.mark.parametrize(
    ("value", "wait_s"), [("30", 30), ("99999999", 3600), ("-1", None), ("", None), ("soon", None)]
)
def test_a_platform_that_asks_for_patience_gets_it(service, value, wait_s):
    service.http.answers[URL] = Answer(429, {"retry-after": value}, b"")

    with pytest.raises(PlatformUnavailableError) as error:
        service.send()

    assert error.value.retry_after_s == wait_s


def test_a_body_goes_with_its_media_type(service):
    service.send(call=Call(method="POST", url=URL, accept="a/a", body={"x": 1}, content_type="b/b"))

    _, _, headers, body = service.http.asked[-1]
    assert (headers["Accept"], headers["Content-Type"], body) == ("a/a", "b/b", b'{"x": 1}')


def test_a_keys_text_does_not_show_its_secret():
    key = ToolKey("k1", "-----SECRET-----", KeyUse.ACTIVE, Clock()())

    assert "SECRET" not in repr(key)
