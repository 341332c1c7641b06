"""A launch from the pretend LMS, received by an honest miniature tool."""

import pytest
import requests

from plugin.sandbox.lms import names
from plugin.sandbox.people import PEOPLE, person_named

COURSE = "research-careers"
START = f"/courses/{COURSE}/activities/mentoring-{COURSE}/start"
ROLE_OF = {
    "Amara Okafor": {names.LEARNER_ROLE, names.STUDENT_ROLE},
    "Hana Kováčová": {names.INSTRUCTOR_ROLE, names.FACULTY_ROLE},
    "João Figueira": {names.ASSISTANT_ROLE, names.INSTRUCTOR_ROLE},
    "Ruth Ashby": {names.INSTITUTION_ADMIN_ROLE, names.SYSTEM_ADMIN_ROLE},
    "Test Student": {names.LEARNER_ROLE, names.TEST_USER_ROLE},
}


def launched(tool, browser, clock):
    posted = tool.authenticate(browser, browser.form(START).fields)
    return tool.verified(posted.fields["id_token"], clock)


def test_a_course_page_frames_the_tool_and_starts_its_login(learner, tool):
    page = learner.page(START.removesuffix("/start")).text
    login = learner.form(START)

    assert f'src="{START}"' in page
    assert login.action == f"{tool.url}/lti/login"
    assert login.fields["login_hint"] == person_named("Amara Okafor").key
    assert login.fields["target_link_uri"] == f"{tool.url}/lti/launch"
    assert login.fields["lti_storage_target"] == "_parent"


def test_an_honest_tool_gets_a_token_it_can_verify(learner, tool, clock):
    posted = tool.authenticate(learner, learner.form(START).fields)
    claims = tool.verified(posted.fields["id_token"], clock)

    assert posted.action == f"{tool.url}/lti/launch"
    assert posted.fields["state"] == "a-state"
    assert claims["nonce"] == "a-nonce"
    assert claims["name"] == "Amara Okafor"
    assert claims[names.CONTEXT]["title"] == "Research Careers 2026"
    assert claims[names.RESOURCE_LINK]["id"] == f"mentoring-{COURSE}"
    assert claims[names.CUSTOM] == {
        "time_zone": "Europe/London",
        "moodle_group_ids": "$Moodle.Person.userGroupIds",  # a variable that it does not know
    }
    assert set(claims[names.AGS_CLAIM]["scope"]) == set(names.GRADE_SCOPES)


@pytest.mark.parametrize("name", ROLE_OF)
def test_roles_are_full_addresses(lms, tool, clock, name):
    claims = launched(tool, lms.browser(name), clock)

    assert set(claims[names.ROLES]) == ROLE_OF[name]


def test_a_withheld_name_or_address_is_left_out(lms, tool, clock):
    nobody = next(p for p in PEOPLE if not p.name and not p.email and COURSE in p.courses)

    claims = launched(tool, lms.browser(nobody.slug), clock)

    assert {"name", "given_name", "family_name", "email"}.isdisjoint(claims)
    assert claims["sub"] == nobody.key


def test_the_privacy_switches_withhold_everybodys(lms, learner, tool, clock):
    lms.control("switches", {"names": False, "emails": False})

    claims = launched(tool, learner, clock)

    assert {"name", "given_name", "family_name", "email"}.isdisjoint(claims)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_mode": None}, "invalid_request"),
        ({"response_type": "code"}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"login_hint": "somebody-else"}, "login_required"),
        ({"lti_message_hint": "never-announced"}, "invalid_request"),
    ],
)
def test_a_wrong_request_is_posted_back_as_an_error(learner, tool, changes, error):
    posted = tool.authenticate(learner, learner.form(START).fields, **changes)

    assert posted.fields["error"] == error
    assert posted.fields["state"] == "a-state"
    assert "id_token" not in posted.fields


@pytest.mark.parametrize(
    "changes", [{"redirect_uri": "http://127.0.0.1:1/lti/launch"}, {"client_id": "nobody"}]
)
def test_an_unknown_address_or_client_is_told_to_nobody(learner, tool, changes):
    fields = tool.request_fields(learner.form(START).fields, **changes)

    answer = learner.page("/lti/authorize", **fields)

    assert answer.status_code == 400
    assert 'id="auto"' not in answer.text


def test_without_our_cookie_the_request_is_sent_once_more_by_our_own_page(lms, learner, tool):
    fields = tool.request_fields(learner.form(START).fields)

    first = requests.get(f"{lms.url}/lti/authorize", params=fields, timeout=5)
    again = learner.form("/lti/authorize", **fields, repost="1")
    stranger = requests.post(f"{lms.url}/lti/authorize", {**fields, "repost": "1"}, timeout=5)

    assert 'name="repost"' in first.text
    assert "id_token" in again.fields
    assert "login_required" in stranger.text


def test_a_hint_serves_twice_unless_hints_are_for_once(lms, learner, tool):
    login = learner.form(START).fields
    assert all("id_token" in tool.authenticate(learner, login).fields for _ in range(2))
    lms.control("switches", {"one_time_hints": True})

    first, second = tool.authenticate(learner, login), tool.authenticate(learner, login)

    assert "id_token" in first.fields
    assert second.fields["error"] == "invalid_request"


def test_a_hint_of_another_person_is_refused(learner, teacher, tool):
    login = {**teacher.form(START).fields, "login_hint": person_named("Amara Okafor").key}

    posted = tool.authenticate(learner, login)

    assert posted.fields["error"] == "invalid_request"


def test_a_rotated_key_signs_and_the_old_one_stays_only_with_overlap(lms, learner, tool, clock):
    before = lms.state()["kids"]

    lms.control("rotate-keys", {"overlap": True})
    overlapping = lms.state()["kids"]
    lms.control("rotate-keys", {"overlap": False})

    assert overlapping[:-1] == before
    assert set(lms.state()["kids"]).isdisjoint(overlapping)
    assert launched(tool, learner, clock)["name"] == "Amara Okafor"


def test_a_window_is_announced_and_offers_no_storage(learner, tool, clock):
    login = learner.form(START, window="1").fields
    posted = tool.authenticate(learner, login)

    claims = tool.verified(posted.fields["id_token"], clock)

    assert "lti_storage_target" not in login
    assert claims[names.LAUNCH_PRESENTATION]["document_target"] == "window"


def test_any_claims_can_be_signed_for_launches_that_must_be_refused(lms, tool, clock):
    now_s = int(clock().timestamp())
    bad = {"iss": lms.url, "aud": tool.client_id, "iat": now_s, "exp": now_s + 9, "odd": True}

    token = lms.control("id-token", {"claims": bad}).json()["id_token"]

    assert tool.verified(token, clock) == bad


def test_people_outside_a_course_are_not_let_in(lms):
    outsider = lms.browser("David Mwangi")

    assert outsider.page(f"/courses/{COURSE}").status_code == 403
    assert outsider.page(START).status_code == 403
    assert outsider.page("/admin/tools").status_code == 403
