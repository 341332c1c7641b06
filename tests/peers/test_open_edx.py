"""Open edX's own platform code and the tool, both in processes of their own, over HTTP."""

import re
from dataclasses import replace
from time import monotonic, sleep

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from lti.storage import DeploymentStatus
from plugin.mentoring.participation import Reporting
from plugin.mentoring.people import CourseRole
from plugin.ports.participation import Answer
from plugin.services.rosters import DONE, NOT_ALLOWED
from plugin.wiring.services import build_services
from tests.conftest import MONDAY_NINE
from tests.contracts.scores import PROGRAMME, a_score
from tests.journeys.world import free_ports
from tests.peers.browser import Browser
from tests.peers.openedx import set_up
from tests.peers.openedx.peer import REASON, OpenEdx

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not set_up.is_there(), reason=REASON),
]
TEACHER, ASSISTANT, LEARNER, ADMINISTRATOR = 1, 2, 3, 4
PEOPLE = 2_300
COURSE = "course-v1:Northmoor+Mentoring+2026"


def subject(user):
    return f"5a4d0c7e-0000-4000-8000-{user:012d}"


@pytest.fixture(scope="module")
def open_edx(tool, tmp_path_factory):
    platform = OpenEdx(free_ports(1), tool.tool, tmp_path_factory.mktemp("openedx"))
    platform.begin()
    yield platform
    platform.end()


@pytest.fixture
def registration(tool, open_edx):
    return tool.register("open-edx", **open_edx.registration())


@pytest.fixture
def launched(browser, open_edx, registration):
    """A teacher has opened the block once, so the tool knows the course."""
    return browser.open(open_edx.start(TEACHER))


def test_a_person_arrives_in_the_course_with_name_and_role(
    tool, open_edx, registration, launched, browser
):
    page = browser.open(open_edx.start(LEARNER))

    learner = tool.members(registration)[subject(LEARNER)]
    assert page.status_code == 200
    assert page.url.startswith(f"{tool.tool}/l/")
    assert (learner.person.name, learner.role) == ("Person 3", CourseRole.LEARNER)
    assert learner.person.email == "person3@northmoor.example"
    assert tool.course(registration).context_id == COURSE
    assert tool.course(registration).title == "Mentoring 2026"


def test_each_role_arrives_as_itself(tool, open_edx, registration, launched):
    """Its "staff" are a course's teachers; it has no role for those who help them."""
    for user in (ASSISTANT, LEARNER):
        with Browser() as browser:
            browser.open(open_edx.start(user))

    members = tool.members(registration)
    roles = [members[subject(user)].role for user in (TEACHER, ASSISTANT, LEARNER)]
    assert roles == [CourseRole.INSTRUCTOR, CourseRole.INSTRUCTOR, CourseRole.LEARNER]


def test_an_administrator_of_the_platform_comes_to_its_connection(
    tool, open_edx, registration, launched, browser
):
    """It says of them that they administer the course as well, as it says of who teaches it."""
    page = browser.open(open_edx.start(ADMINISTRATOR))
    connection = browser.get(re.sub(r"(/l/[^/]+/).*", r"\1connection/", page.url))

    with Browser() as another:
        theirs = another.open(open_edx.start(TEACHER))
        refused = another.get(re.sub(r"(/l/[^/]+/).*", r"\1connection/", theirs.url))
    assert tool.members(registration)[subject(ADMINISTRATOR)].role is CourseRole.INSTRUCTOR
    assert (page.status_code, connection.status_code) == (200, 200)
    assert refused.status_code in {403, 404}


def test_a_launch_is_taken_once(tool, open_edx, registration, browser):
    browser.open(open_edx.start(LEARNER))
    address, fields = browser.sent[-1]

    again = browser.submit(address, fields)

    assert address == f"{tool.tool}/lti/launch"
    assert again.status_code == 400
    assert "L-STATE-USED" in again.text


def test_a_launch_is_taken_from_the_browser_that_asked_for_it(
    tool, open_edx, registration, browser
):
    answer = browser.get(open_edx.start(TEACHER), allow_redirects=False)
    fields = browser.follow(answer, until=f"{tool.tool}/lti/launch")

    # Another person's browser, which has begun a launch of its own.
    with type(browser)() as other:
        other.get(open_edx.start(LEARNER), allow_redirects=False)
        refused = other.submit(f"{tool.tool}/lti/launch", fields)

    assert refused.status_code == 403
    assert "L-BROWSER" in refused.text


def test_a_changed_token_is_refused(tool, open_edx, registration, browser):
    answer = browser.get(open_edx.start(LEARNER), allow_redirects=False)
    fields = browser.follow(answer, until=f"{tool.tool}/lti/launch")
    head, body, signature = fields["id_token"].split(".")
    changed = "A" if signature[0] != "A" else "B"

    token = ".".join((head, body, changed + signature[1:]))
    refused = browser.submit(f"{tool.tool}/lti/launch", {**fields, "id_token": token})

    assert refused.status_code == 403
    assert "L-SIGNATURE" in refused.text


def test_a_launch_for_another_client_is_refused(tool, open_edx, registration, browser):
    start = open_edx.start(LEARNER)

    refused = browser.open(start.replace(registration.client_id, "somebody-else"))

    assert refused.status_code == 403
    assert "L-PLATFORM-UNKNOWN" in refused.text


def test_a_launch_of_a_deployment_that_is_switched_off_is_refused(
    tool, open_edx, registration, browser
):
    tool.house.book.decide_deployment(registration, "1", DeploymentStatus.DISABLED)

    # The web process keeps what it knows of a deployment for five seconds.
    until = monotonic() + 15
    while (refused := browser.open(open_edx.start(LEARNER))).status_code == 200:
        assert monotonic() < until
        sleep(0.5)

    tool.house.book.approve_deployment(registration, "1")
    assert refused.status_code == 403
    assert "L-DEPLOYMENT-DISABLED" in refused.text


def test_the_list_of_people_comes_whole_in_pages_of_a_thousand(tool, registration, launched):
    change = tool.read_roster(registration)

    members = tool.members(registration)
    assert change.total == len(members) == PEOPLE
    assert members[subject(PEOPLE)].person.name == f"Person {PEOPLE}"
    assert members[subject(TEACHER)].role is CourseRole.INSTRUCTOR
    assert members[subject(LEARNER)].role is CourseRole.LEARNER
    assert tool.course(registration).roster_state == DONE


def test_the_list_comes_whole_in_pages_of_the_platforms_choice(tool, registration, launched):
    course = tool.course(registration)
    tool.save_course(replace(course, memberships_url=f"{course.memberships_url}?limit=250"))

    change = tool.read_roster(registration)

    assert change.total == PEOPLE


class Stranger:
    """Signs as the tool does, with a key that the tool does not publish."""

    def sign(self, claims):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return jwt.encode(dict(claims), key, "RS256", headers={"kid": "unknown"})


def test_n01_a_key_that_the_platform_does_not_know_is_for_the_administrator(
    tool, registration, launched
):
    tool.read_roster(registration)

    change = tool.read_roster(registration, signer=Stranger())

    assert change is None
    assert tool.course(registration).roster_state == NOT_ALLOWED
    assert len(tool.members(registration)) == PEOPLE


def test_what_a_teacher_chose_stands_in_the_course(open_edx, registration, browser):
    picker = browser.open(open_edx.start(TEACHER, message="LtiDeepLinkingRequest"))

    saved = browser.choose(picker, place="mentor")

    [chosen] = open_edx.chosen()
    assert saved.url.startswith(open_edx.address)
    assert chosen["title"] == "Book with my mentor"


def test_a_link_that_was_chosen_opens_what_it_names(tool, open_edx, registration, browser):
    picker = browser.open(open_edx.start(TEACHER, message="LtiDeepLinkingRequest"))
    browser.choose(picker, place="mentor")
    [chosen] = open_edx.chosen()

    page = browser.open(open_edx.start(LEARNER, item=chosen["id"]))

    assert page.status_code == 200, page.text
    assert [url for url in browser.seen if url.endswith("/placed/mentor")] != []


def test_n23_a_score_is_in_its_grade_service_once(tool, open_edx, registration, launched):
    course = tool.course(registration)
    scores = build_services(tool.house, None).reports.scores
    column = scores.column(course, PROGRAMME, "Mentoring", 4)
    reporting = Reporting(PROGRAMME, "open-edx", True, 4, "teacher", MONDAY_NINE, column)
    who = subject(LEARNER)

    answers = [scores.post(course, reporting, who, a_score(2)) for _ in range(2)]

    assert answers[0] is Answer.TAKEN
    assert answers[1] is not Answer.TAKEN
    assert scores.shows(course, reporting, who, a_score(2))
    assert scores.column(course, PROGRAMME, "Mentoring", 4) == column
    assert scores.post(course, reporting, who, a_score(3, after_s=1)) is Answer.TAKEN
