"""Groups of the pretend LMS, over HTTP, become circles."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.programme import Format
from plugin.sandbox.lms.habits_table import HABITS
from plugin.wiring.services import build_services
from tests.peers.browser import Browser
from tests.peers.lms import AMARA, COURSE, HANA, SandboxLms
from tests.services.world import PLAN

pytestmark = pytest.mark.processes
SERVICE = [name for name, row in HABITS.items() if row.groups == "service"]


@pytest.fixture
def lms(tool, tmp_path):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        yield lms


def opened(lms, habit):
    registration = lms.behave_like(habit)
    with Browser() as browser:
        lms.launch(browser, HANA)
    return registration


class Term:
    """A programme of circles in the course; its learners have all sent profiles."""

    def __init__(self, tool, registration):
        self.services = build_services(tool.house, None)
        tool.read_roster(registration)
        self.course = tool.course(registration)
        self.members = tool.members(registration)
        self.teacher = next(
            self.actor(one) for one in self.members.values() if one.role is CourseRole.INSTRUCTOR
        )
        plan = replace(PLAN, template="first-year-circles", capacity=1)
        made = self.services.programmes.start(plan, actor=self.teacher)
        self.key = self.services.programmes.open(made.programme_id, actor=self.teacher).programme_id

    def actor(self, member):
        key = self.course.course_id
        return Actor(self.course.tenant_id, member.person.person_id, key, member.role, False)

    def answers(self, subject, side):
        who = self.actor(self.members[subject])
        self.services.enrolments.answer(self.key, side, Profile(), capacity=1, actor=who)

    def read(self):
        groups = self.services.course_groups
        groups.ask(self.key, actor=self.teacher)
        return groups.read(self.course.tenant_id, self.course.course_id)

    def page(self):
        return self.services.course_groups.page(self.key, actor=self.teacher)


@pytest.mark.parametrize("habit", SERVICE)
def test_groups_of_the_course_become_circles(tool, lms, habit):
    registration = opened(lms, habit)
    lms.control("groups", course=COURSE, groups=None)
    lms.control("switches", groups_page_size=2)
    term = Term(tool, registration)
    assert term.read() == 3
    first = term.page().reading.groups[0]
    subjects = {one.person.person_id: subject for subject, one in term.members.items()}
    for number, who in enumerate(first.people[:5]):
        term.answers(subjects[who], Side.MENTEE if number else Side.MENTOR)

    [made] = term.services.course_groups.make(term.key, {first.group_id: None}, actor=term.teacher)

    with tool.house.store.look(registration.tenant_id) as work:
        circle = work.relationship(made)
    assert (circle.format, circle.title) == (Format.CIRCLE, "Tutorial A")
    assert circle.mentors == first.people[:1]
    assert circle.people == set(first.people[:5])


def test_moodles_launches_name_the_groups_of_whoever_comes(tool, lms):
    registration = lms.behave_like("moodle")
    lms.control("groups", course=COURSE, groups=None)
    with Browser() as browser:
        lms.launch(browser, AMARA)

    course = tool.course(registration)
    with tool.house.store.look(registration.tenant_id) as work:
        [group] = work.said_groups(course.course_id)

    assert group.name in ("Group 1", "Group 2", "Group 3")
    assert len(group.people) == 1


@pytest.mark.parametrize("habit", [name for name in HABITS if name not in SERVICE])
def test_an_lms_without_the_service_is_not_asked(tool, lms, habit):
    registration = opened(lms, habit)

    assert {one.groups_url for one in tool.courses(registration)} == {None}


def test_an_lms_that_refuses_leaves_what_was_read(tool, lms):
    registration = opened(lms, "plain")
    lms.control("groups", course=COURSE, groups=None)
    term = Term(tool, registration)
    term.read()
    lms.control("habits", like="canvas")  # an upgrade took the service away

    assert term.read() == 0

    page = term.page()
    assert (page.reading.state, len(page.reading.groups)) == ("not-offered", 3)
