"""An administrator of the LMS finds out what is wrong with the connection, mends it, and sees so.

Each fault is made in the pretend LMS and mended there, as it would be in a real one.
"""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from plugin.sandbox.lms.links import Link
from plugin.sandbox.lms.state import State
from plugin.sandbox.lms.tools import find_tool
from tests.journeys.http_visitor import HttpVisitor
from tests.journeys.people import COURSE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(240)]
TOOL = "alongside-demo"


class Check:
    """Ruth's page, and what she and the pretend LMS can do."""

    def __init__(self, world, chromium):
        self.world = world
        self.state = State(world.state / "sandbox" / "lms.sqlite3")
        self.ruth = Visitor(chromium, world, "Ruth Ashby")
        self.ruth.launch()

    def lms(self, path, **body):
        self.world.control(path, body, side="lms")

    def asks(self):
        self.ruth.press("Check now")
        self.sees("The LMS was asked just now.")

    def launches(self, link=f"mentoring-{COURSE}"):
        """Let a learner open the activity; return the words of the page they get."""
        who = HttpVisitor(self.world, "Amara Okafor")
        who.sign_in()
        who.get(f"{self.world.lms}/courses/{COURSE}/activities/{link}")
        who.get(who.page.frame)
        who.press("Continue")
        for button in ("Go on", "Continue"):
            if who.sees("This link did not open"):
                break
            who.follow(button) if button == "Go on" else who.press(button)
        return who.page.text

    def looks(self):
        self.ruth.follow("Connection")

    def sees(self, words):
        expect(self.ruth.tool.get_by_text(words).first).to_be_visible()

    def sees_no_more(self, words):
        expect(self.ruth.tool.get_by_text(words)).to_have_count(0)

    def deployment(self, deployment_id):
        replace(find_tool(self.state, TOOL), deployment_id=deployment_id).save(self.state)


@pytest.fixture(scope="module")
def check(mail_world, chromium):
    check = Check(mail_world, chromium)
    yield check
    check.ruth.close()
    check.state.close()


@contextmanager
def fault(check, words, *, asked=True):
    """See the fault on the page, let the block mend it, and see that it is gone."""
    check.asks() if asked else check.looks()
    check.sees(words)
    yield
    check.asks() if asked else check.looks()
    check.sees_no_more(words)


def test_l39_an_administrator_sees_the_connection_and_no_programme(check):
    check.asks()

    for words in ("Launches are let in", "We can read the keys of the LMS", "Both clocks agree"):
        check.sees(words)
    check.sees("The LMS can read our keys and trusts them")
    check.sees_no_more("Research Careers")


def test_what_only_asking_shows_is_shown_and_mended(check):
    check.lms("bad-habits", token="invalid-client")
    with fault(check, "The LMS does not accept our key"):
        check.lms("bad-habits", token="scope-refused")
    with fault(check, "The list of people is not granted"):
        check.lms("bad-habits", token=None)
        check.lms("switches", clock_ahead_s=45)
    with fault(check, "The clock of the LMS is ahead"):
        check.lms("switches", clock_ahead_s=0)
        check.lms("faults", kind="500-before", match={"path": "/lti/jwks"}, times=9)
    with fault(check, "We cannot read the keys of the LMS"):
        check.world.control("faults/clear", side="lms")


def test_what_launches_show_is_shown_and_mended(check):
    check.launches()
    check.lms("switches", roster=False, emails=False)
    check.launches()
    with fault(check, "Launches do not offer the list of people", asked=False):
        check.sees("E-mail addresses are withheld")
        check.lms("switches", roster=True, emails=True)
        check.launches()


def test_l03_a_near_miss_is_named_and_mended(check):
    check.lms("switches", issuer_slash=True)
    assert "L-PLATFORM-UNKNOWN" in check.launches()
    with fault(check, "differs by a final slash", asked=False):
        check.sees(f"{check.world.lms}/ {TOOL}")
        check.lms("switches", issuer_slash=False)
        check.launches()
    check.sees("An earlier launch was refused; a later one went through")


def test_l03_a_second_entry_of_the_lms_is_named(check):
    second = replace(find_tool(check.state, TOOL), client_id="second-entry")
    second.save(check.state)
    values = {"title": "Mentoring", "text": "", "url": "", "custom": {}}
    twice = Link(id="twice", course_id=COURSE, client_id="second-entry", **values)
    twice.save(check.state)

    assert "L-PLATFORM-UNKNOWN" in check.launches("twice")

    with fault(check, "The issuer is right, and the client ID is another", asked=False):
        check.launches()


def test_l35_another_deployment_waits_and_is_approved(check):
    """S12: also one that was moved to another account, which then has another id."""
    check.deployment("2")
    try:
        assert "L-DEPLOYMENT-UNKNOWN" in check.launches()
        with fault(check, "A deployment waits for approval", asked=False):
            check.sees("L-DEPLOYMENT-UNKNOWN")
            check.world.command("platform", "approve", "sandbox-lms", "--deployment", "2")
            assert "did not open" not in check.launches()
    finally:
        check.deployment("1")


def test_the_operator_reads_the_same_on_a_terminal(check):
    said = check.world.command("platform", "check", "sandbox-lms", "--no-ask")

    assert "The LMS can read our keys and trusts them" in said
    assert check.ruth.trouble == []
