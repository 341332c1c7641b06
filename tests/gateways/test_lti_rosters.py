"""A course's list of people, against the pretend LMS and against the fake."""

import json
from dataclasses import replace

import pytest

import lti
from lti import errors
from lti.http import Answer
from plugin.gateways.lti_rosters import LtiRosters, course_role, translated
from plugin.mentoring.people import CourseId, CourseRole, TenantId
from plugin.ports import errors as ports
from plugin.ports.values import Course, RosterMember
from plugin.sandbox.lms.seed import enrol
from plugin.sandbox.people import Role, enrolled, person_named
from tests.contracts.rosters import AMARA, RostersContract, fetch
from tests.fakes.rosters import FakeRosters

COURSE = "research-careers"


@pytest.fixture
def rosters(sending, registration):
    return LtiRosters(services=sending, registration_of={"r1": registration}.get)


@pytest.fixture
def course(lms):
    return Course(
        CourseId("c1"),
        TenantId("t1"),
        "r1",
        COURSE,
        "Research careers",
        f"{lms.url}/api/lti/courses/{COURSE}/memberships",
    )


class TestLtiRosters(RostersContract):
    @pytest.fixture
    def assign(self, lms):
        return lambda subject, role: enrol(lms.running, subject, COURSE, role)

    @pytest.fixture
    def trouble(self, lms):
        def act(kind):
            if kind == "late":
                lms.misbehave("503", "GET", "/api/lti")
            else:
                lms.signer.known = False

        return act


class TestFakeRosters(RostersContract):
    @pytest.fixture
    def rosters(self):
        roles = {
            Role.LEARNER: CourseRole.LEARNER,
            Role.INSTRUCTOR: CourseRole.INSTRUCTOR,
            Role.TEACHING_ASSISTANT: CourseRole.ASSISTANT,
        }
        people = [one for one in enrolled(COURSE) if one.courses[COURSE] in roles]
        return FakeRosters(
            [RosterMember(p.key, p.name, p.email, roles[p.courses[COURSE]], True) for p in people]
        )

    @pytest.fixture
    def assign(self, rosters):
        known = {
            Role.LEARNER: CourseRole.LEARNER,
            Role.INSTRUCTOR: CourseRole.INSTRUCTOR,
            Role.TEACHING_ASSISTANT: CourseRole.ASSISTANT,
        }

        def act(subject, role):
            rosters.members = [one for one in rosters.members if one.subject != subject]
            if role is not None:
                rosters.members.append(RosterMember(subject, None, None, known[role], True))

        return act

    @pytest.fixture
    def trouble(self, rosters):
        late, denied = ports.TryLaterError("503"), ports.ConsentMissingError("401")

        def act(kind):
            rosters.trouble = late if kind == "late" else denied

        return act


def test_names_and_addresses_come_as_the_lms_tells_them(rosters, course):
    by_subject = {one.subject: one for one in fetch(rosters, course)}

    amara, nobody = by_subject[AMARA], by_subject[person_named("r.kamau").key]
    assert (amara.name, amara.email) == ("Amara Okafor", "amara.okafor@northmoor.example")
    assert (nobody.name, nobody.email) == (None, None)


def test_n12_a_platform_may_keep_all_names_to_itself(rosters, course, lms):
    lms.switch("names", False)
    lms.switch("emails", False)

    assert {(one.name, one.email) for one in fetch(rosters, course)} == {(None, None)}


def test_many_pages_are_one_list(rosters, course, lms):
    whole = fetch(rosters, course)

    lms.switch("roster_page_size", 7)

    assert fetch(rosters, course) == whole


def test_n07_a_list_that_is_cut_is_no_list(rosters, course, lms):
    lms.switch("roster_page_size", 7)
    fetch(rosters, course)
    lms.control.faults.add(
        {"kind": "cut-after", "match": {"method": "GET", "path": "/api/lti"}, "times": None}
    )

    with pytest.raises(ports.TryLaterError):
        fetch(rosters, course)


def test_a_list_that_does_not_exist_is_not_offered(rosters, course, lms):
    nowhere = replace(course, memberships_url=f"{lms.url}/api/lti/courses/other/memberships")

    with pytest.raises(ports.RefusedError, match="not-offered"):
        fetch(rosters, nowhere)


class Canned:
    """Answers with a token, then with one page of members."""

    def __init__(self, *members):
        self.members = members

    def send(self, method, url, **_):
        token = {"access_token": "t", "token_type": "Bearer", "expires_in": 3600}
        body = token if method == "POST" else {"members": self.members}
        return Answer(200, {}, json.dumps(body).encode())


def test_l59_preview_users_and_the_inactive_are_marked(rosters, course):
    test_user = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
    canned = Canned(
        {"user_id": "t1", "roles": ["Learner", test_user], "name": "Student View"},
        {"user_id": "p1", "roles": ["Learner"], "status": "Inactive", "given_name": "Kim"},
        {"user_id": "p2", "roles": ["Learner"], "given_name": "Ada", "family_name": "Byron"},
    )
    services = replace(rosters.services, http=canned, _tokens={})

    assert fetch(replace(rosters, services=services), course) == (
        RosterMember("p1", "Kim", None, CourseRole.LEARNER, active=False),
        RosterMember("p2", "Ada Byron", None, CourseRole.LEARNER, active=True),
        RosterMember("t1", None, None, CourseRole.LEARNER, active=True, is_test=True),
    )


def test_n04_lines_that_cannot_be_read_only_say_that_somebody_is_there(rosters, course):
    readable = ({"user_id": f"p{number}", "roles": ["Learner"]} for number in range(40))
    canned = Canned(*readable, {"user_id": "odd", "roles": 7}, {"roles": ["Learner"]})
    services = replace(rosters.services, http=canned, _tokens={})

    *_, odd, nameless = fetch(replace(rosters, services=services), course)

    assert (odd.subject, nameless.subject, odd.unread, nameless.unread) == ("odd", "", True, True)


R = lti.Role


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({R.LEARNER}, CourseRole.LEARNER),
        ({R.INSTRUCTOR}, CourseRole.INSTRUCTOR),
        ({R.INSTRUCTOR, R.LEARNER}, CourseRole.INSTRUCTOR),
        ({R.TEACHING_ASSISTANT}, CourseRole.ASSISTANT),
        ({R.TEACHING_ASSISTANT, R.INSTRUCTOR}, CourseRole.ASSISTANT),
        ({R.TEACHING_ASSISTANT, R.LEARNER}, CourseRole.ASSISTANT),
        ({R.ADMINISTRATOR}, CourseRole.NONE),
        ({R.CONTENT_DEVELOPER}, CourseRole.NONE),
        ({R.MENTOR}, CourseRole.NONE),
        (set(), CourseRole.NONE),
    ],
)
def test_l41_roles_of_the_course_by_table(roles, expected):
    assert course_role(frozenset(roles)) is expected


MEANS = [
    (errors.PlatformUnavailableError("timeout"), ports.TryLaterError),
    (errors.UnsafeAddressError("private"), ports.RefusedError),
    (errors.IncompleteRosterError("cut", received=7, pages=1), ports.RefusedError),
    (errors.AccessDeniedError(401, "invalid_client"), ports.ConsentMissingError),
    (errors.AccessDeniedError(403), ports.ConsentMissingError),
    (errors.AccessDeniedError(404), ports.RefusedError),
    (errors.LaunchRefusedError(next(iter(lti.RefusalCode))), ports.RefusedError),
    (errors.RegistrationRefusedError(next(iter(errors.RegistrationCode))), ports.RefusedError),
]


@pytest.mark.parametrize(("error", "meaning"), MEANS, ids=lambda one: repr(one)[:40])
def test_every_lti_error_has_a_meaning(error, meaning):
    with pytest.raises(ports.OutsideError) as caught, translated():
        raise error

    assert type(caught.value) is meaning
    assert caught.value.__cause__ is error


def test_every_kind_of_lti_error_was_thought_of():
    def kinds(base):
        return {base, *(one for kind in base.__subclasses__() for one in kinds(kind))}

    assert kinds(errors.LtiError) - {errors.LtiError} == {type(error) for error, _ in MEANS}


def test_n17_the_wait_that_was_asked_for_is_kept():
    with pytest.raises(ports.TryLaterError) as caught, translated():
        raise errors.PlatformUnavailableError("status 503", retry_after_s=90)

    assert caught.value.after_s == 90
