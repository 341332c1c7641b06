"""The grade book of a course, against the pretend LMS with each habit and against the fake."""

from dataclasses import replace

import pytest

from plugin.gateways.lti_scores import LtiScores, comment
from plugin.mentoring.participation import Reporting
from plugin.mentoring.people import CourseId, TenantId
from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.ports.participation import Answer
from plugin.ports.values import Course
from plugin.sandbox.lms.habits_table import HABITS
from plugin.sandbox.people import person_named
from tests.conftest import MONDAY_NINE
from tests.contracts.scores import PROGRAMME, ScoresContract, a_score
from tests.fakes.scores import FakeScores

COURSE = "research-careers"
ALL = "items results scores"


def a_course(base):
    items = f"{base}/api/lti/courses/{COURSE}/line_items"
    course = Course(CourseId("c1"), TenantId("t1"), "r1", COURSE, "Research careers")
    return replace(course, line_items_url=items, grade_scopes=ALL)


@pytest.fixture(params=["plain", "moodle", "open-edx"])
def habit(request, lms):
    """The habits in which grade books differ most."""
    lms.running.state.put("habits", "like", {"name": request.param})
    return request.param


@pytest.fixture
def scores(sending, registration):
    return LtiScores(services=sending, registration_of={"r1": registration}.get)


@pytest.fixture
def course(lms):
    return a_course(lms.url)


class TestLtiScores(ScoresContract):
    @pytest.fixture(autouse=True)
    def like(self, habit, registration, scores):
        """Take on the habits before anything is asked."""

    @pytest.fixture
    def learner(self, lms, habit):
        return lms.running.subject(person_named("amara.okafor"))

    @pytest.fixture
    def stranger(self):
        return "nobody-here"

    @pytest.fixture
    def trouble(self, lms):
        def act(kind):
            if kind == "late":
                lms.misbehave("503", "POST", "/api/lti")
            else:
                lms.signer.known = False

        return act


class TestFakeScores(ScoresContract):
    @pytest.fixture
    def scores(self):
        return FakeScores(nobody={"nobody-here"})

    @pytest.fixture
    def course(self):
        return a_course("https://lms.example")

    @pytest.fixture
    def learner(self):
        return "p1"

    @pytest.fixture
    def stranger(self):
        return "nobody-here"

    @pytest.fixture
    def trouble(self, scores):
        def act(kind):
            scores.trouble = TryLaterError("x") if kind == "late" else ConsentMissingError("403")

        return act


def test_an_lms_that_is_not_connected_any_more_has_no_grade_book(sending, course):
    scores = LtiScores(services=sending, registration_of={}.get)
    with pytest.raises(RefusedError, match="not-connected"):
        scores.column(course, PROGRAMME, "Mentoring", 4)


def test_nothing_is_posted_where_no_column_was_made(scores, course):
    reporting = Reporting(PROGRAMME, "t1", True, 4, "cleo", MONDAY_NINE, None)
    with pytest.raises(RefusedError, match="not-offered"):
        scores.post(course, reporting, "p1", a_score(3))


@pytest.mark.parametrize("like", sorted(HABITS))
def test_n23_every_grade_book_shows_what_was_posted_once(lms, sending, registration, course, like):
    registration = replace(registration, token_audience=HABITS[like].token_audience)
    scores = LtiScores(services=sending, registration_of={"r1": registration}.get)
    lms.running.state.put("habits", "like", {"name": like})
    amara = lms.running.subject(person_named("amara.okafor"))
    column = scores.column(course, PROGRAMME, "Mentoring", 4)
    reporting = Reporting(PROGRAMME, "t1", True, 4, "cleo", MONDAY_NINE, column)

    answers = [scores.post(course, reporting, amara, a_score(3)) for _ in range(2)]

    [kept] = lms.running.state.all("score").values()
    assert answers[0] is Answer.TAKEN
    assert answers[1] is not Answer.TAKEN
    assert (kept["scoreGiven"], kept["scoreMaximum"], kept["comment"]) == (3, 4, comment(3, 4))
    assert scores.shows(course, reporting, amara, a_score(3))
    assert len(lms.running.state.all("line_item")) == 1


def test_a_maximum_that_somebody_changed_is_not_changed_back(lms, scores, course):
    column = scores.column(course, PROGRAMME, "Mentoring", 4)

    with pytest.raises(RefusedError, match="changed"):
        scores.column(course, PROGRAMME, "Mentoring", 6)

    [kept] = lms.running.state.all("line_item").values()
    assert kept["scoreMaximum"] == 4
    assert column


@pytest.mark.parametrize("granted", ["", "results", "scores", "items results"])
def test_a_scope_that_is_not_granted_is_not_asked_for(lms, scores, course, granted):
    with pytest.raises(RefusedError, match="not-granted"):
        scores.column(replace(course, grade_scopes=granted), PROGRAMME, "Mentoring", 4)

    assert lms.running.state.all("access_token") == {}


def test_n20_a_column_of_another_course_gets_no_score(lms, scores, course):
    other = f"{lms.url}/api/lti/courses/other/line_items/item-1"
    reporting = Reporting(PROGRAMME, "t1", True, 4, "cleo", MONDAY_NINE, other)

    with pytest.raises(RefusedError, match="unsafe-address"):
        scores.post(course, reporting, "p1", a_score(1))
