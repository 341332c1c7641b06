"""What each person does in their browser, in the words of the pages."""

import re
import time
from contextlib import suppress

from playwright.sync_api import Error, expect

COURSE = "research-careers"
expect.set_options(timeout=15_000)  # the processes of a whole world may share one processor


class Visitor:
    """One person with a browser of their own, inside the LMS."""

    def __init__(self, chromium, world, name, *, course=COURSE, width=1280, height=900, **options):
        self.world, self.course = world, course
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.trouble = []
        self.page.on("console", self._note)
        self.name = name

    def _note(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.trouble.append(message.text)

    def launch(self):
        """Sign in to the LMS and open the mentoring activity of the course."""
        self.page.goto(self.world.lms)
        self.page.get_by_role("button", name=self.name).click()
        self.page.goto(f"{self.world.lms}/courses/{self.course}/activities/mentoring-{self.course}")
        expect(self.tool.get_by_role("heading", level=1)).to_be_visible()
        return self.tool

    @property
    def tool(self):
        return self.page.frame_locator("#contentframe")

    def press(self, name, **how):
        self.tool.get_by_role("button", name=name, **how).first.click()

    def follow(self, name, **how):
        self.tool.get_by_role("link", name=name, **how).first.click()

    def sees(self, text, **how):
        expect(self.tool.get_by_text(text, **how).first).to_be_visible()

    def sees_soon(self, text, *, within_ms=30_000):
        """Look at the page again and again, as somebody who waits does."""

        def there():
            if self.tool.get_by_text(text).first.is_visible():
                return True
            with suppress(Error):  # it may just be coming anew by itself
                self.page.frame(name="contentframe").evaluate("location.reload()")
            expect(self.tool.get_by_role("heading", level=1)).to_be_visible()
            return self.tool.get_by_text(text).first.is_visible()

        found = self.eventually(there, within_s=within_ms / 1000)
        assert found, self.tool.locator("main").inner_text()

    def eventually(self, check, *, within_s=20):
        """Return what `check` returns as soon as it is true, with the page alive meanwhile."""
        end = time.monotonic() + within_s
        while not (found := check()) and time.monotonic() < end:
            self.page.wait_for_timeout(250)
        return found

    def close(self):
        self.context.close()


def start_programme(hana):
    """As the instructor: from a template to a programme open for profiles."""
    hana.launch()
    hana.follow(re.compile("Use this ?: Careers, one to one"))
    hana.press("Make the draft")
    hana.press("Open for profiles")
    hana.sees("The programme is open.")


def read_roster(hana):
    hana.press("Read the course list")
    expect(hana.tool.get_by_text(re.compile(r"\d+ people, read"))).to_be_visible(timeout=30_000)


def send_profile(visitor, *, side, zone, seeks=(), offers=(), hours="09", days=range(5)):
    """As a learner: the form of two minutes."""
    visitor.launch()
    visitor.follow("Start my profile")
    visitor.tool.get_by_role("radio", name=re.compile(side)).check()
    for group, skills in (("What I am looking for", seeks), ("What I can offer", offers)):
        for skill in skills:
            visitor.tool.get_by_role("group", name=group).get_by_label(skill, exact=True).check()
    visitor.tool.get_by_label("My time zone").select_option(zone)
    visitor.tool.get_by_label("English").check()
    for hour in hours.split():
        for day in days:
            visitor.tool.locator(f"input[name=hours][value='{day}-{int(hour) * 2}']").check()
    visitor.press("Send my profile")
    visitor.sees("Your profile is sent.")


def publish_pairs(hana):
    hana.launch()
    hana.press("Suggest pairings")
    expect(hana.tool.get_by_role("heading", name="The pairs")).to_be_visible()
    hana.press(re.compile("Publish to"))
    hana.sees("The pairs are published.")


def agree(first, second):
    """As the pair: one writes the agreement down, the other reads and signs."""
    first.launch()
    first.follow("Agree how to work")
    first.tool.get_by_label("A sentence of our own").fill("What we say stays here.")
    first.tool.get_by_label("If the first channel fails").fill("We try the phone.")
    say_own_part(first)
    first.press("Keep and sign")
    first.sees("Kept, with your signature.")
    second.launch()
    second.follow("Read and sign")
    say_own_part(second)
    second.press(re.compile("^Sign as"))
    second.sees("Signed.")


def say_own_part(who):
    """Say what a formal programme asks of this side: a task of mentors, goals of the others."""
    who.tool.get_by_label(re.compile("What I see as my task|What I want to reach")).fill(
        "A next step"
    )


def book_best_time(visitor):
    """Press the first of the five buttons; returns its words."""
    visitor.follow("Choose a time")
    best = visitor.tool.locator(".best button").first
    words = best.inner_text()
    best.click()
    visitor.sees("Planned. The invitations")
    return words


def connect_microsoft(visitor, world, email):
    """In the popup: choose the account, consent, and let it close."""
    with visitor.page.expect_popup() as opened:
        visitor.press("Connect Microsoft")
    popup = opened.value
    popup.wait_for_url(re.compile(r"localhost"), timeout=15_000)
    popup.get_by_role("button", name=re.compile(email.split("@")[0], re.I)).first.click()
    try:
        # Asked for once per person: where consent stands already, the window closes by itself.
        popup.get_by_role("button", name="Accept").click(timeout=10_000)
        popup.wait_for_event("close", timeout=10_000)
    except Exception:  # noqa: BLE001 - a window that stays open shows what it says
        if not popup.is_closed():
            raise AssertionError(popup.inner_text("body")) from None
