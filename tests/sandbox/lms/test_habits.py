"""Behaving like other LMSs, and badly, as a program or a person at `/_control` asks."""

import re

import jwt
import pytest
import requests

from plugin.sandbox.lms import names
from plugin.sandbox.lms.habits_table import HABITS
from tests.sandbox.lms.conftest import COURSE, LINK

ITEMS = f"/api/lti/courses/{COURSE}/line_items"


def like(lms, name):
    answer = lms.control("habits", {"like": name})
    assert answer.ok, answer.text
    return answer.json()


def launch_claims(tool, person):
    form = person.form(f"/courses/{COURSE}/activities/{LINK}/start")
    answer = tool.authenticate(person, form.fields)
    return _decoded(answer.fields["id_token"])


def _decoded(token):
    return jwt.decode(token, options={"verify_signature": False})


def test_every_row_says_where_it_is_from_and_since_when():
    for row in HABITS.values():
        assert row.source
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.as_of)


def test_a_change_of_habits_is_answered_with_what_a_tool_must_know(lms):
    assert like(lms, "schoology") == {
        "like": "schoology",
        "issuer": "https://schoology.schoology.com",
        "client_id": "alongside-demo",
        "deployment_id": "alongside-demo-1380426679",
        "token_audience": None,
    }


def test_a_reset_ends_all_habits(lms):
    like(lms, "moodle")
    lms.control("bad-habits", {"roster": "empty"})

    lms.control("reset")

    state = requests.get(f"{lms.url}/_control/habits", timeout=5).json()
    bad = requests.get(f"{lms.url}/_control/bad-habits", timeout=5).json()
    assert (state["like"], bad["now"]) == ("plain", {"token": None, "roster": None})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("habits", {"like": "webct"}),
        ("habits", {}),
        ("bad-habits", {"roster": "unheard-of"}),
        ("bad-habits", {"chat": "empty"}),
    ],
)
def test_what_nobody_knows_is_refused(lms, path, body):
    assert lms.control(path, body).status_code == 400


def test_the_control_page_offers_them_all(lms):
    page = requests.get(f"{lms.url}/_control", timeout=5).text

    assert all(f'value="{name}"' in page for name in HABITS)
    assert "N05: Each page leads to itself" in page


def test_schoology_lists_its_audience_and_lowers_custom_names(lms, tool, learner):
    like(lms, "schoology")

    claims = launch_claims(tool, learner)

    assert claims["aud"] == ["alongside-demo"]
    assert claims[names.CUSTOM].keys() == {"time_zone", "moodle_group_ids"}
    assert claims["sub"].startswith("63778725::")


def test_canvas_leaves_variables_as_they_are_and_names_its_storage_twice(lms, tool, learner, clock):
    like(lms, "canvas")
    login = learner.form(f"/courses/{COURSE}/activities/{LINK}/start").fields

    sent = tool.authenticate(learner, login).fields

    claims = _decoded(sent["id_token"])
    assert login["lti_storage_target"] == sent["lti_storage_target"] == "post_message_forwarding"
    assert claims[names.LIS]["person_sourcedid"] == "$Person.sourcedId"
    assert claims["https://www.instructure.com/placement"] is None


def test_moodles_tokens_live_a_minute_and_its_course_type_is_a_bare_word(lms, tool, learner, clock):
    like(lms, "moodle")

    claims = launch_claims(tool, learner)

    assert claims["exp"] - claims["iat"] == 60
    assert claims[names.CONTEXT]["type"] == ["CourseSection"]


def test_canvas_bookmarks_are_lost_in_small_letters(lms, tool, clock):
    like(lms, "canvas")
    lms.control("switches", {"roster_page_size": 5})
    session = tool.service(clock, names.ROSTER_SCOPE)
    address = f"{lms.url}/api/lti/courses/{COURSE}/memberships"

    links = session.get(address, headers={"Accept": names.ROSTER_TYPE}, timeout=5).links

    assert links.keys() == {"current", "next", "first"}
    assert session.get(links["next"]["url"], timeout=5).ok
    assert session.get(links["next"]["url"].lower(), timeout=5).status_code == 400


def test_moodles_line_items_have_curly_quotes_in_their_header(lms, tool, clock):
    like(lms, "moodle")
    session = tool.service(clock, names.LINE_ITEM_SCOPE)
    for label in ("One", "Two"):
        _item(lms, session, label)

    answer = session.get(f"{lms.url}{ITEMS}?limit=1", timeout=5)

    header = answer.headers["Link"].encode("latin-1").decode()
    assert header == f"<{lms.url}{ITEMS}?limit=1&amp;page=2>; rel=“next”"


@pytest.mark.parametrize(
    ("habit", "taken", "again"),
    [("plain", 204, 204), ("moodle", 200, 409), ("open-edx", 201, 201)],
)
def test_a_second_score_in_one_second_is_moodles_trouble(
    lms, tool, learner, clock, habit, taken, again
):
    like(lms, habit)
    subject = learner.form(f"/courses/{COURSE}/activities/{LINK}/start").fields["login_hint"]
    session = tool.service(clock, names.LINE_ITEM_SCOPE, names.SCORE_SCOPE)
    item = _item(lms, session, "Participation")

    first = _score(session, item, subject, "2026-03-02T09:00:00.100Z")
    second = _score(session, item, subject, "2026-03-02T09:00:00.900Z")

    assert (first, second) == (taken, again)


def test_open_edx_calls_a_stale_score_a_bad_request(lms, tool, learner, clock):
    like(lms, "open-edx")
    subject = learner.form(f"/courses/{COURSE}/activities/{LINK}/start").fields["login_hint"]
    session = tool.service(clock, names.LINE_ITEM_SCOPE, names.SCORE_SCOPE)
    item = _item(lms, session, "Participation")
    _score(session, item, subject, "2026-03-02T09:00:00.100Z")

    assert _score(session, item, subject, "2026-03-02T09:00:00.100Z") == 400


@pytest.mark.parametrize(
    ("habit", "refusals"), [("plain", (401, 403, 406)), ("sakai", (403, 400, 406))]
)
def test_a_refusal_has_the_status_the_lms_gives_it(lms, tool, clock, habit, refusals):
    like(lms, habit)
    address = f"{lms.url}/api/lti/courses/{COURSE}/memberships"
    grades, roster = (
        tool.service(clock, scope) for scope in (names.SCORE_SCOPE, names.ROSTER_SCOPE)
    )
    asked = {"Accept": "text/plain"}

    answers = (
        requests.get(address, timeout=5),
        grades.get(address, timeout=5),
        roster.get(address, headers=asked, timeout=5),
    )

    assert tuple(answer.status_code for answer in answers) == refusals


def test_moodle_calls_its_tokens_a_page(lms, tool, clock):
    like(lms, "moodle")

    answer = tool.ask_token(clock, names.ROSTER_SCOPE)

    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.json()["token_type"] == "Bearer"


def _item(lms, session, label):
    answer = session.post(
        f"{lms.url}{ITEMS}",
        json={"label": label, "scoreMaximum": 10},
        headers={"Content-Type": names.LINE_ITEM_TYPE},
        timeout=5,
    )
    return answer.json()["id"]


def _score(session, item, subject, timestamp):
    score = {
        "userId": subject,
        "timestamp": timestamp,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 7,
        "scoreMaximum": 10,
    }
    headers = {"Content-Type": names.SCORE_TYPE}
    return session.post(f"{item}/scores", json=score, headers=headers, timeout=5).status_code
