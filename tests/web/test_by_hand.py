"""Registering by hand: the values of each LMS's form, and what comes back from it."""

import html
import json
import re

import pytest

from plugin.web.protocol.lms_forms import FORMS
from tests.web.conftest import FROM_LMS, TOOL
from tests.web.registering import code_of


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_each_lms_has_its_values_with_a_copy_button(client, secret, form):
    page = client("GET", f"/register/{secret}/{form.key}")

    assert page.status_code == 200
    assert f'data-copy="{TOOL}/lti/login"' in page.text or form.key == "canvas"
    for label, _ in form.fields:
        assert f"<dt>{html.escape(label)}</dt>" in page.text


def test_canvas_has_a_json(client, secret):
    page = html.unescape(client("GET", f"/register/{secret}/canvas").text)

    found = json.loads(re.search(r'aria-label="LTI 1.3 Configuration">(.*?)</pre>', page, re.S)[1])
    assert found["oidc_initiation_url"] == f"{TOOL}/lti/login"
    places = found["extensions"][0]["settings"]["placements"]
    assert [(one["placement"], one["message_type"]) for one in places] == [
        ("course_navigation", "LtiResourceLinkRequest"),
        ("link_selection", "LtiDeepLinkingRequest"),
    ]


def test_moodle_is_asked_for_the_groups_of_whoever_launches(client, secret):
    page = html.unescape(client("GET", f"/register/{secret}/moodle").text)

    assert "moodle_group_ids=$Moodle.Person.userGroupIds" in page


BACK = {
    "moodle": ({"issuer": "https://moodle.example/"}, "https://moodle.example/mod/lti/certs.php"),
    "canvas": ({}, "https://sso.canvaslms.com/api/lti/security/jwks"),
    "brightspace": ({"issuer": "https://d2l.example"}, "https://d2l.example/d2l/.well-known/jwks"),
    "blackboard": (
        {},
        "https://developer.blackboard.com/api/v1/management/applications/c-1/jwks.json",
    ),
    "sakai": (
        {
            "issuer": "https://sakai.example",
            "token_url": "https://sakai.example/t",
            "jwks_url": "https://sakai.example/k",
        },
        "https://sakai.example/k",
    ),
    "openedx": (
        {
            "issuer": "https://edx.example",
            "token_url": "https://edx.example/t",
            "jwks_url": "https://edx.example/k",
        },
        "https://edx.example/k",
    ),
    "schoology": (
        {},
        "https://lti-service.svc.schoology.com/lti-service/.well-known/jwks",
    ),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_what_comes_back_is_kept_and_its_known_addresses_filled_in(
    client, secret, registrations, form
):
    given, jwks_url = BACK[form.key]

    reply = client("POST", f"/register/{secret}/{form.key}", data={"client_id": "c-1", **given})

    assert reply.status_code == 200, reply.text
    (kept,) = registrations.platforms.all()
    assert (kept.client_id, kept.jwks_url, kept.state) == ("c-1", jwks_url, "active")
    assert not kept.issuer.endswith("/")
    code = client("GET", f"/register/{secret}")
    assert code_of(code) == "R-INVITATION-USED"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"client_id": ""}, "client_id"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": ""}, "jwks_url"),
        ({"issuer": "", "client_id": ""}, "issuer"),
        ({"issuer": "http://moodle.example"}, "issuer"),
        ({"issuer": "moodle.example"}, "issuer"),
        ({"jwks_url": "javascript:alert(1)"}, "jwks_url"),
        ({"token_url": "https://a b"}, "token_url"),
    ],
)
def test_r02_what_cannot_be_right_is_shown_at_its_field(
    client, secret, registrations, changed, field
):
    given = {"issuer": "https://moodle.example", "client_id": "c-1", **changed}

    reply = client("POST", f"/register/{secret}/moodle", data=given)

    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert registrations.platforms.all() == []


def test_by_hand_another_sites_form_keeps_nothing(client, secret, registrations):
    given = {"issuer": "https://moodle.example", "client_id": "c-1"}

    reply = client("POST", f"/register/{secret}/moodle", data=given, headers=FROM_LMS)

    assert reply.status_code == 403
    assert registrations.platforms.all() == []
