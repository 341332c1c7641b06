"""Asking a platform for notices: what it keeps must be what was asked for."""

import pytest

from lti import PlatformUnavailableError, claims
from lti.notices import ask_for_copies
from lti.services import PlatformServices
from tests.fakes.lti_platform import REGISTRATION, Clock, FakeHttp, RsaSigner, json_answer

HANDLER = "https://tool.example/lti/notices"
SERVICE = "https://lms.example/notices"


def ask(answer):
    token = json_answer({"access_token": "t", "expires_in": 3600})
    http = FakeHttp({REGISTRATION.token_url: token, SERVICE: answer})
    ask_for_copies(PlatformServices(http, RsaSigner(), Clock()), REGISTRATION, SERVICE, HANDLER)
    return http.asked[-1]


@pytest.mark.parametrize("kept", [{}, {"handler": HANDLER}])
def test_s15_copies_are_asked_for_at_our_own_address(kept):
    method, url, _headers, body = ask(json_answer(kept))

    assert (method, url) == ("PUT", SERVICE)
    assert claims.CONTEXT_COPY.encode() in body
    assert HANDLER.encode() in body


@pytest.mark.parametrize("kept", [[], {"handler": "https://evil.example/lti/notices"}])
def test_s15_a_platform_that_keeps_another_address_has_not_answered(kept):
    with pytest.raises(PlatformUnavailableError):
        ask(json_answer(kept))
