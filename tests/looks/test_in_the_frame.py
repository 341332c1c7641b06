"""The tool as people meet it: launched from the LMS, in a frame on its course page."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.world import eventually
from tests.looks.looker import AXE, JUDGE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.processes]
COURSE = "data-science"


@pytest.fixture
def frame(open_looker, stage, request):
    """Return the tool's frame for an instructor whose window is so wide."""
    looker = open_looker(width=request.param)
    page, lms = looker.page, stage.world.lms
    page.goto(lms)
    page.get_by_role("button", name="David Mwangi").click()
    page.goto(f"{lms}/courses/{COURSE}/activities/mentoring-{COURSE}")
    tool = page.frame_locator("#contentframe")
    expect(tool.get_by_role("heading", name="Bring people together")).to_be_visible()
    yield page.locator("#contentframe").element_handle().content_frame()
    assert looker.complaints == []
    looker.close()


@pytest.mark.parametrize("frame", [1280, 360], indirect=True)
def test_u03_the_first_page_fits_its_frame(frame):
    frame.evaluate(AXE)

    assert frame.evaluate(JUDGE, TAGS) == []
    assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("frame", [1280], indirect=True)
def test_the_frame_grows_until_nothing_is_cut_off(frame):
    frame.get_by_role("link", name=re.compile("Use this ?: Careers, one to one")).click()
    expect(frame.get_by_role("button", name="Make the draft")).to_be_visible()
    whole = "innerHeight >= document.documentElement.scrollHeight - 1"

    assert eventually(lambda: frame.evaluate(whole))
    assert frame.evaluate("document.documentElement.scrollHeight") > 900
