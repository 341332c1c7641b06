"""Launch and roster under the habits of seven LMSs (`plugin/sandbox/lms/habits_table.py`)."""

import re
from dataclasses import replace

import pytest

from plugin.mentoring.people import CourseRole
from plugin.sandbox.lms.habits_table import HABITS
from plugin.services.rosters import DONE, NOT_ALLOWED
from tests.peers.browser import Browser, Page
from tests.peers.lms import AMARA, HANA, JOAO, LINK, MEMBERS, SandboxLms

pytestmark = pytest.mark.processes
STORAGE = {
    "plain": "_parent",
    "canvas": "post_message_forwarding",
    "brightspace": "_parent",
    "blackboard": "lti_storage_frame",
    "sakai": "_parent",
    "schoology": "_parent",
}


@pytest.fixture(scope="module", params=HABITS)
def habit(request):
    return request.param


@pytest.fixture(scope="module")
def lms(tool, habit, tmp_path_factory):
    lms = SandboxLms(tool, tmp_path_factory.mktemp("lms"))
    with lms.server:
        yield lms


@pytest.fixture
def registration(lms, habit):
    lms.control("reset")
    return lms.behave_like(habit)


def test_each_role_arrives_as_itself(tool, lms, habit, registration):
    for name in (AMARA, HANA, JOAO):
        with Browser() as browser:
            page = lms.launch(browser, name)
            assert page.url.startswith(f"{tool.tool}/l/"), page.text

    members = tool.members(registration)
    roles = {name: members[lms.subject(name)].role for name in (AMARA, HANA, JOAO)}
    # Moodle sends no other role for a teacher without editing rights.
    helper = CourseRole.INSTRUCTOR if habit == "moodle" else CourseRole.ASSISTANT
    assert roles == {AMARA: CourseRole.LEARNER, HANA: CourseRole.INSTRUCTOR, JOAO: helper}
    assert members[lms.subject(AMARA)].person.name == AMARA


def test_an_administrator_of_the_lms_is_nobody_in_the_course(
    tool, lms, habit, registration, browser
):
    page = lms.launch(browser, "Ruth Ashby")

    role = tool.members(registration)[lms.subject("ruth.ashby")].role
    # Moodle's says that they teach every course.
    assert role is (CourseRole.INSTRUCTOR if habit == "moodle" else CourseRole.NONE)
    assert page.status_code == 200


@pytest.mark.parametrize("most", [7, len(MEMBERS), None], ids=["pages", "one-full-page", "whole"])
def test_the_whole_list_comes_under_the_names_of_launches(
    tool, lms, habit, registration, browser, most
):
    lms.launch(browser, AMARA)
    lms.control("switches", roster_page_size=most)

    change = tool.read_roster(registration)

    members = tool.members(registration)
    helper = (
        {CourseRole.LEARNER, CourseRole.INSTRUCTOR} if habit == "moodle" else {CourseRole.ASSISTANT}
    )
    assert tool.course(registration).roster_state == DONE
    assert change.total - change.waiting == len(MEMBERS)
    assert {lms.subject(who.slug) for who in MEMBERS} <= members.keys()
    assert members[lms.subject(HANA)].role is CourseRole.INSTRUCTOR
    # A launch of the helper's own, in Moodle, may have said more than the list does.
    assert members[lms.subject(JOAO)].role in helper
    assert members[lms.subject(AMARA)].role is CourseRole.LEARNER


def test_storage_is_asked_for_where_the_platform_keeps_it(lms, habit, registration, browser):
    lms.sign_in(browser, AMARA)
    start = browser.get(lms.address + LINK)

    login = browser.submit(*_form(start.text))

    frame = re.search(r'data-frame="([^"]*)"', login.text)
    assert (frame[1] if frame else None) == STORAGE.get(habit)


def test_a_launch_that_is_late_finds_its_token_too_old(tool, lms, registration, browser):
    """Every LMS's token, Moodle's sixty seconds included, is refused once it has run out."""
    lms.control("switches", id_token_life_s=-600)

    page = lms.launch(browser, AMARA)

    assert "L-TIMES" in page.text or "L-EXPIRED" in page.text


def test_a_link_that_a_teacher_chose_opens_what_it_promised(tool, lms, registration, browser):
    picker = lms.add(browser, HANA)

    browser.choose(picker, place="mentor")

    [link] = lms.links()
    page = lms.launch(browser, AMARA, link["id"])
    assert link["title"] == "Book with my mentor"
    assert page.url.startswith(f"{tool.tool}/l/")
    assert page.status_code == 200


def test_brightspace_gives_tokens_for_its_own_audience_only(tool, tmp_path, browser):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        registration = lms.behave_like("brightspace")
        lms.launch(browser, AMARA)
        tool.house.book.add_registration(replace(registration, token_audience=None))

        change = tool.read_roster(registration)

    assert change is None
    assert tool.course(registration).roster_state == NOT_ALLOWED


def test_schoologys_app_areas_have_no_course_and_the_page_says_so(tool, tmp_path, browser):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        lms.behave_like("schoology")
        lms.control("switches", course_in_launch=False)

        page = lms.launch(browser, AMARA)

    assert page.status_code == 400
    assert "course" in page.text


def test_moodle_takes_each_hint_once(tool, tmp_path, browser):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        lms.behave_like("moodle")
        lms.launch(browser, AMARA)
        answer_of_the_platform = next(
            sent for sent in browser.sent if sent[0].endswith("/lti/login")
        )
        again = browser.follow(browser.submit(*answer_of_the_platform))

    assert again.status_code == 400
    assert "invalid_request" in again.text or "L-PLATFORM-ERROR" in again.text


def _form(text):
    page = Page(text)
    return page.action, page.fields, page.method
