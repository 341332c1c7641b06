"""N08, N11: people leave the course in the LMS, and the coordinator decides in the browser."""

import re

import pytest
from playwright.sync_api import expect

from plugin.sandbox.people import Role, enrolled
from tests.journeys.people import COURSE, Visitor, read_roster, start_programme

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]


def leave(world, count):
    """Take so many learners out of the course; returns their names."""
    learners = [one for one in enrolled(COURSE) if one.courses[COURSE] is Role.LEARNER]
    for one in learners[:count]:
        body = {"person": one.key, "course": COURSE, "role": None}
        world.control("enrolments", body, side="lms")
    return [one.name for one in learners[:count]]


def test_n08_nobody_is_removed_before_the_coordinator_has_looked(mail_world, chromium):
    hana = Visitor(chromium, mail_world, "Hana Kováčová")
    start_programme(hana)
    read_roster(hana)
    names = leave(mail_world, 11)

    hana.follow("Compare with the LMS")
    hana.press("Read the course list")

    question = hana.tool.get_by_role("heading", name="The list would remove 11 people")
    expect(question).to_be_visible(timeout=30_000)
    hana.follow("See who it is")
    hana.sees(names[0])
    hana.sees("Missing from the list, you decide")
    hana.press("Remove 11 people")
    expect(question).to_have_count(0)
    hana.follow(re.compile("Not on the list any more"))
    hana.sees(names[0])
    hana.sees("Hidden from new pairs.")
    assert hana.trouble == []
