"""From "Add from Alongside" in a course, through the picker, to links that lead to their pages."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import COURSE, Visitor
from tests.looks.looker import AXE, JUDGE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]

TITLE = "Careers, one to one"


def add_from_tool(visitor):
    """Open the tool's picker from the course page."""
    visitor.page.goto(f"{visitor.world.lms}/courses/{COURSE}")
    visitor.page.get_by_role("link", name=re.compile("Add from")).click()
    expect(visitor.tool.get_by_role("heading", level=1)).to_have_text("What would you like to add?")


def choose(visitor, *titles):
    """Leave exactly these ticked."""
    for box in visitor.tool.get_by_role("checkbox").all():
        box.uncheck()
    for title in titles:
        visitor.tool.get_by_label(title).check()


def back_in_course(visitor):
    """Wait until the LMS has taken the answer and shows the course page by itself."""
    visitor.page.wait_for_url(f"{visitor.world.lms}/courses/{COURSE}")
    return visitor.page.locator(".activities > li > a:first-child")


def open_activity(visitor, title):
    visitor.page.goto(f"{visitor.world.lms}/courses/{COURSE}")
    visitor.page.get_by_role("link", name=title, exact=True).click()


def judged(visitor):
    """Return what axe finds wrong in the tool's frame."""
    frame = visitor.page.frame(name="contentframe")
    frame.evaluate(AXE)
    return frame.evaluate(JUDGE, TAGS)


def overhang(visitor):
    """Return by how many pixels the frame must be scrolled sideways."""
    frame = visitor.page.frame(name="contentframe")
    return frame.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def teacher(hana, world, chromium):
    """The instructor in a browser; her course has a programme that is open for profiles."""
    teacher = Visitor(chromium, world, hana.who.name)
    teacher.launch()
    yield teacher
    teacher.close()


def test_what_is_chosen_is_added_and_leads_to_its_page(teacher, world, chromium):
    add_from_tool(teacher)
    choose(teacher, TITLE, "My mentoring profile")
    teacher.press("Add to the course")

    expect(back_in_course(teacher)).to_have_text(["Mentoring", TITLE, "My mentoring profile"])
    open_activity(teacher, TITLE)
    expect(teacher.tool.get_by_role("heading", level=1)).to_have_text(TITLE)

    leila = Visitor(chromium, world, "Leïla Haddad", width=390, height=844)
    leila.launch()
    open_activity(leila, "My mentoring profile")
    expect(leila.tool.get_by_role("button", name="Send my profile")).to_be_visible()
    assert teacher.trouble == leila.trouble == []
    leila.close()


def test_cancelling_adds_nothing(teacher):
    teacher.page.goto(f"{teacher.world.lms}/courses/{COURSE}")
    before = back_in_course(teacher).all_inner_texts()
    add_from_tool(teacher)
    teacher.press("Cancel")

    expect(back_in_course(teacher)).to_have_text(before)
    assert teacher.trouble == []


def test_u03_the_picker_is_accessible_and_whole_at_any_width(teacher):
    add_from_tool(teacher)

    for width in (1280, 360):
        teacher.page.set_viewport_size({"width": width, "height": 900})
        assert judged(teacher) == []
        assert overhang(teacher) <= 0


def test_without_the_script_a_press_takes_the_answer_home(teacher):
    teacher.context.route(re.compile(r"/static/send\.js"), lambda route: route.abort())
    add_from_tool(teacher)
    choose(teacher, "Book with my mentor")
    teacher.press("Add to the course")

    expect(teacher.tool.get_by_role("heading", level=1)).to_have_text("Back to your course")
    assert judged(teacher) == []
    teacher.press("Go on")
    expect(back_in_course(teacher).last).to_have_text("Book with my mentor")
