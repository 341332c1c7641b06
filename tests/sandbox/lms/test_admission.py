"""How tools and activities come in: dynamic registration, deep linking."""

import re
from uuid import uuid4

import pytest
import requests

from plugin.sandbox.lms import names

COURSE = "research-careers"
ADD = f"/courses/{COURSE}/add/alongside-demo"


def metadata(tool, **changes):
    settings = {
        "domain": tool.url.removeprefix("http://"),
        "target_link_uri": f"{tool.url}/lti/launch",
        "claims": ["sub", "iss", "name", "given_name", "family_name"],
        "messages": [{"type": "LtiDeepLinkingRequest"}],
    }
    body = {
        "application_type": "web",
        "client_name": "A second tool",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": f"{tool.url}/lti/login",
        "redirect_uris": [f"{tool.url}/lti/launch"],
        "jwks_uri": f"{tool.url}/lti/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{names.ROSTER_SCOPE} https://other.example/scope",
        names.TOOL_CONFIGURATION: settings,
    }
    return {**body, **changes}


@pytest.fixture
def invited(lms, admin, tool):
    """Return the address of the registration endpoint, and a token for it."""
    page = admin.post(
        f"{lms.url}/admin/tools/register", data={"url": f"{tool.url}/lti/register"}, timeout=5
    )
    token = re.search(r"registration_token=([\w-]+)", page.text)[1]
    configuration = requests.get(f"{lms.url}/.well-known/openid-configuration", timeout=5).json()
    return configuration["registration_endpoint"], token


def send(invited, body):
    address, token = invited
    headers = {"Authorization": f"Bearer {token}"}
    return requests.post(address, json=body, headers=headers, timeout=5)


def test_a_registered_tool_waits_until_an_administrator_activates_it(lms, admin, invited, tool):
    registered = send(invited, metadata(tool)).json()
    client_id = registered["client_id"]
    waiting = lms.state()["tool"][client_id]["active"]

    admin.post(f"{lms.url}/admin/tools/{client_id}/activate", data={"active": "yes"}, timeout=5)

    assert waiting is False
    assert lms.state()["tool"][client_id]["active"] is True
    assert registered["scope"] == names.ROSTER_SCOPE
    assert registered[names.TOOL_CONFIGURATION]["deployment_id"] == "2"


def test_a_waiting_tool_gets_no_tokens(lms, invited, tool, clock):
    tool.client_id = send(invited, metadata(tool)).json()["client_id"]

    assert tool.ask_token(clock, names.ROSTER_SCOPE).status_code == 401


def test_a_registration_token_is_good_once_and_for_an_hour(lms, invited, tool, clock):
    clock.advance(minutes=59)
    first, second = send(invited, metadata(tool)), send(invited, metadata(tool))

    assert (first.status_code, second.status_code) == (200, 401)


def test_an_old_registration_token_is_refused(lms, invited, tool, clock):
    clock.advance(minutes=61)

    assert send(invited, metadata(tool)).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"client_name": None},
        {"redirect_uris": "http://127.0.0.1/one"},
        {"jwks_uri": None},
        {"response_types": ["code"]},
        {"token_endpoint_auth_method": "client_secret_basic"},
        {names.TOOL_CONFIGURATION: {"domain": "a.example", "target_link_uri": "http://b.example"}},
    ],
)
def test_a_registration_that_lacks_something_is_refused(lms, invited, tool, changes):
    answer = send(invited, metadata(tool, **changes))

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_client_metadata"
    assert len(lms.state()["tool"]) == 1


@pytest.fixture
def asked(teacher, tool, clock):
    """Return the claims of a deep linking request that the teacher's button has sent."""
    posted = tool.authenticate(teacher, teacher.form(f"{ADD}/start").fields)
    return tool.verified(posted.fields["id_token"], clock)


def response(lms, tool, clock, asked, **changes):
    now_s = int(clock().timestamp())
    item = {
        "type": "ltiResourceLink",
        "title": "Circles",
        "text": "Meet in eights",
        "url": f"{tool.url}/lti/launch?circle",
        "custom": {"format": "circle"},
        "lineItem": {"scoreMaximum": 5, "tag": "circle"},
    }
    claims = {
        "iss": tool.client_id,
        "aud": lms.url,
        "iat": now_s,
        "exp": now_s + 60,
        "nonce": str(uuid4()),
        names.DEPLOYMENT_ID: "1",
        names.MESSAGE_TYPE: "LtiDeepLinkingResponse",
        names.VERSION: "1.3.0",
        names.DL_DATA: asked[names.DL_SETTINGS]["data"],
        names.DL_ITEMS: [item, {"type": "html", "html": "<p>ignored</p>"}],
        **changes,
    }
    address = asked[names.DL_SETTINGS]["deep_link_return_url"]
    return requests.post(address, data={"JWT": tool.signed(claims)}, timeout=5)


def test_what_a_teacher_chose_in_the_tool_becomes_an_activity(
    lms, tool, clock, asked, teacher, learner
):
    answer = response(lms, tool, clock, asked)

    link_id = next(i for i, row in lms.state()["link"].items() if row["title"] == "Circles")
    start = f"/courses/{COURSE}/activities/{link_id}/start"
    posted = tool.authenticate(learner, learner.form(start).fields)
    claims = tool.verified(posted.fields["id_token"], clock)
    assert answer.status_code == 200
    assert "Circles" in teacher.page(f"/courses/{COURSE}").text
    assert claims[names.TARGET_LINK_URI] == f"{tool.url}/lti/launch?circle"
    assert claims[names.CUSTOM]["format"] == "circle"
    assert claims[names.AGS_CLAIM]["lineitem"].startswith(f"{lms.url}/api/lti/courses/{COURSE}/")


def test_an_answer_counts_once(lms, tool, clock, asked):
    statuses = [response(lms, tool, clock, asked).status_code for _ in range(2)]

    assert statuses == [200, 400]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "http://localhost:1"},
        {"nonce": ""},
        {names.DEPLOYMENT_ID: "2"},
        {names.MESSAGE_TYPE: "LtiResourceLinkRequest"},
        {names.VERSION: "1.1"},
        {names.DL_DATA: "something else"},
        {"exp": 1},
    ],
)
def test_an_answer_that_is_not_quite_right_adds_nothing(lms, tool, clock, asked, changes):
    answer = response(lms, tool, clock, asked, **changes)

    assert answer.status_code == 400
    assert len(lms.state()["link"]) == 2


def test_learners_cannot_add_activities(learner):
    assert learner.page(ADD).status_code == 403
    assert learner.page(f"{ADD}/start").status_code == 403
