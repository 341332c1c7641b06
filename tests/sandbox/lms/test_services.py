"""The pretend LMS's services: token, roster, grades."""

import pytest

from plugin.sandbox.lms import names
from plugin.sandbox.people import PEOPLE, Role, person_named

COURSE = "research-careers"
ROSTER = f"/api/lti/courses/{COURSE}/memberships"
ITEMS = f"/api/lti/courses/{COURSE}/line_items"
AMARA = person_named("Amara Okafor").key
HANA = person_named("Hana Kováčová").key


@pytest.fixture
def roster(lms, tool, clock):
    session = tool.service(clock, names.ROSTER_SCOPE)
    session.headers["Accept"] = names.ROSTER_TYPE
    return lambda **params: session.get(lms.url + ROSTER, params=params, timeout=5)


class Grades:
    """A tool that may do everything with its columns."""

    def __init__(self, lms, session):
        self.url, self.session = lms.url + ITEMS, session

    def add(self, **changes):
        body = {"label": "Sessions held", "scoreMaximum": 10, **changes}
        headers = {"Content-Type": names.LINE_ITEM_TYPE}
        return self.session.post(self.url, json=body, headers=headers, timeout=5)

    def score(self, item, given=8, *, second=0, **changes):
        body = {
            "userId": AMARA,
            "scoreGiven": given,
            "scoreMaximum": 10,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "timestamp": f"2026-03-02T09:00:{second:02}.250Z",
            **changes,
        }
        headers = {"Content-Type": names.SCORE_TYPE}
        return self.session.post(f"{item}/scores", json=body, headers=headers, timeout=5)

    def results(self, item, **params):
        headers = {"Accept": names.RESULTS_TYPE}
        return self.session.get(f"{item}/results", params=params, headers=headers, timeout=5).json()


@pytest.fixture
def grades(lms, tool, clock):
    return Grades(lms, tool.service(clock, *names.GRADE_SCOPES))


@pytest.fixture
def item(grades):
    return grades.add().json()["id"]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "http://localhost:1/lti/token"},
        {"iss": "somebody"},
        {"sub": "somebody"},
        {"exp": 1},
        {"iat": 99999999999},
        {"jti": ""},
    ],
)
def test_an_assertion_that_is_not_quite_right_buys_no_token(tool, lms, clock, changes):
    answer = tool.ask_token(clock, names.ROSTER_SCOPE, **changes)

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_an_assertion_buys_one_token_only(tool, lms, clock):
    first = tool.ask_token(clock, names.ROSTER_SCOPE, jti="the-same")
    second = tool.ask_token(clock, names.ROSTER_SCOPE, jti="the-same")

    assert (first.status_code, second.status_code) == (200, 401)


def test_an_assertion_of_a_key_that_is_not_published_buys_no_token(tool, lms, clock):
    tool.kid, published = "another", tool.kid
    assertion = tool.assertion(clock)
    tool.kid = published
    tool.assertion = lambda *_, **__: assertion

    assert tool.ask_token(clock, names.ROSTER_SCOPE).status_code == 401


def test_only_scopes_of_the_tool_are_granted(tool, lms, clock):
    granted = tool.ask_token(clock, names.ROSTER_SCOPE, "https://other.example/scope").json()
    none = tool.ask_token(clock, "https://other.example/scope").json()

    assert granted["scope"] == names.ROSTER_SCOPE
    assert none["error"] == "invalid_scope"


def test_a_roster_comes_whole_without_the_test_user(roster):
    answer = roster()

    expected = {p.key for p in PEOPLE if p.courses.get(COURSE) not in (None, Role.TEST_USER)}
    members = answer.json()["members"]
    assert {m["user_id"] for m in members} == expected
    assert {m["status"] for m in members} == {"Active"}
    assert "next" not in answer.links


def test_a_roster_by_pages_is_the_same_roster(roster):
    whole = [m["user_id"] for m in roster().json()["members"]]

    pages, page = [], roster(limit=10)
    while True:
        pages.append([m["user_id"] for m in page.json()["members"]])
        if "next" not in page.links:
            break
        query = page.links["next"]["url"].partition("?")[2]
        page = roster(**dict(part.split("=") for part in query.split("&")))

    assert [len(p) for p in pages] == [10, 10, 10, 5]
    assert [key for page in pages for key in page] == whole


def test_the_platform_may_send_less_at_once_than_was_asked(lms, roster):
    lms.control("switches", {"roster_page_size": 20})

    page = roster()

    assert len(page.json()["members"]) == 20
    assert "limit=20&page=2" in page.links["next"]["url"]


@pytest.mark.parametrize("role", [names.INSTRUCTOR_ROLE, "Instructor"])
def test_a_roster_can_be_of_one_role(roster, role):
    members = roster(role=role).json()["members"]

    assert {m["user_id"] for m in members} == {HANA, person_named("João Figueira").key}


def test_a_roster_for_a_link_has_each_persons_message(roster):
    member = roster(rlid=f"mentoring-{COURSE}").json()["members"][0]

    assert member["message"][0][names.CUSTOM]["time_zone"] == "Europe/Berlin"
    assert roster(rlid="no-such-link").status_code == 404


def test_who_leaves_the_course_leaves_the_roster(lms, roster):
    lms.control("enrolments", {"person": AMARA, "course": COURSE, "role": None})

    assert AMARA not in {m["user_id"] for m in roster().json()["members"]}


def test_a_roster_needs_a_token_with_its_scope_that_is_not_too_old(lms, tool, clock, roster):
    wrong = tool.service(clock, names.SCORE_SCOPE).get(lms.url + ROSTER, timeout=5)
    clock.advance(hours=2)

    assert wrong.status_code == 403
    assert roster().status_code == 401


def test_a_roster_is_not_plain_json(lms, tool, clock):
    session = tool.service(clock, names.ROSTER_SCOPE)

    answer = session.get(lms.url + ROSTER, headers={"Accept": "application/json"}, timeout=5)

    assert answer.status_code == 406


def test_a_line_item_is_made_found_changed_and_removed(lms, grades):
    made = grades.add(tag="sessions", resourceId="p1").json()
    headers = {"Accept": names.LINE_ITEMS_TYPE}
    found = grades.session.get(
        grades.url, params={"tag": "sessions"}, headers=headers, timeout=5
    ).json()
    changed = grades.session.put(
        made["id"],
        json={"label": "Meetings", "scoreMaximum": 20},
        headers={"Content-Type": names.LINE_ITEM_TYPE},
        timeout=5,
    ).json()
    removed = grades.session.delete(made["id"], timeout=5)

    assert found == [made]
    assert (changed["label"], changed["scoreMaximum"]) == ("Meetings", 20)
    assert removed.status_code == 204
    assert lms.state()["line_item"] == {}


@pytest.mark.parametrize("bad", [{"label": ""}, {"scoreMaximum": 0}, {"scoreMaximum": "10"}])
def test_a_line_item_needs_a_label_and_a_maximum(grades, bad):
    assert grades.add(**bad).status_code == 400


def test_a_score_shows_in_the_grade_book_of_teacher_and_learner(grades, item, learner, teacher):
    grades.score(item, 8, comment="Four sessions")

    page = teacher.page(f"/courses/{COURSE}/grades").text
    own = learner.page(f"/courses/{COURSE}/grades").text
    assert "Sessions held" in page
    assert "Four sessions" in page
    assert "Leïla Haddad" in page
    assert "Leïla Haddad" not in own


def test_of_scores_the_newest_counts_and_an_older_one_is_refused(grades, item):
    answers = [grades.score(item, g, second=s) for g, s in ((5, 10), (9, 9), (7, 10), (8, 11))]

    assert [a.status_code for a in answers] == [204, 409, 409, 204]
    assert grades.results(item)[0]["resultScore"] == 8


def test_a_score_of_another_maximum_is_scaled(grades, item):
    grades.score(item, 90, scoreMaximum=100)

    assert grades.results(item, user_id=AMARA)[0]["resultScore"] == 9


def test_a_score_that_is_not_final_is_no_result_yet(grades, item):
    grades.score(item, 5, gradingProgress="Pending")

    assert "resultScore" not in grades.results(item)[0]


@pytest.mark.parametrize(
    "bad",
    [
        {"userId": HANA},
        {"userId": "nobody"},
        {"timestamp": "2026-03-02T09:00:00Z"},
        {"timestamp": "2026-03-02T09:00:00.000"},
        {"scoreMaximum": None},
        {"scoreGiven": -1},
        {"activityProgress": "Done"},
    ],
)
def test_a_score_that_breaks_a_rule_is_refused(grades, item, bad):
    assert grades.score(item, **bad).status_code == 400
    assert grades.results(item) == []


def test_scores_need_their_scope_and_their_media_type(grades, item, tool, clock):
    reader = Grades.__new__(Grades)
    reader.session = tool.service(clock, names.RESULT_SCOPE)

    plain = grades.session.post(f"{item}/scores", json={}, timeout=5)

    assert reader.score(item).status_code == 403
    assert plain.status_code == 415
