"""Makes the README's picture from the running product: `python -m tests.looks.pictures`."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.matching import Reason
from tests.journeys.world import World, free_ports
from tests.looks.backstage import Backstage
from tests.looks.looker import Looker
from tests.looks.scenes import LEARNER, MENTOR

FOLDER = Path(__file__).parents[2] / "deploy" / "pictures"
FRAME = 905  # what an LMS leaves a tool on a laptop
TOPICS = """How the first lab visit went
Reading the summary together: what would a hiring manager ask?
Saying no to a second project, kindly"""


def main():
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        world = World(Path(state), free_ports())
        try:
            world.begin()
            world.stop("worker")  # what is shown must not change while it is looked at
            stage = Backstage(world)
            _take(_pair(stage), FOLDER / "relationship.png")
            stage.close()
        finally:
            world.end()


def _pair(stage):
    """Two people in their seventh week; return the address of their page for one of them."""
    hana = stage.coordinator("pictures")
    ends_on = (stage.now + timedelta(weeks=9)).date()
    programme = stage.open_programme(hana, ends_on=ends_on)
    amara, leila = stage.arrives(MENTOR, "pictures"), stage.arrives(LEARNER, "pictures")
    hours = WeekHours.office()
    offers = ("Leading a team", "Moving from research to industry")
    stage.answers(programme, amara, Side.MENTOR, zone="Europe/London", hours=hours, offers=offers)
    offers = ("Data analysis", "Public speaking")
    stage.answers(programme, leila, Side.MENTEE, zone="Europe/Berlin", hours=hours, offers=offers)
    reasons = (Reason(Part.SKILLS, (programme.skills[2],)), Reason(Part.VALUES, ("Curiosity",)))
    pair = stage.pairs(programme, amara, leila, days_ago=47, reasons=reasons)
    stage.agrees(pair, programme, amara, leila)
    for days in (-40, -26, -12):
        past = stage.books(pair, days=days).session_id
        for who in (amara, leila):
            stage.services.records.say_held(past, True, actor=who)
    stage.books(pair, days=2, hour=15, agenda=TOPICS)
    stage.has_place(pair)
    return stage.address(leila, f"relationships/{pair.relationship_id}/")


def _take(address, file):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        looker = Looker(browser, width=FRAME, height=703)
        looker.goto(f"{address}?theme=light")
        panel = looker.page.locator(".panel.warm").bounding_box()
        seen = {"x": 0, "y": 0, "width": FRAME, "height": panel["y"] + panel["height"] + 24}
        looker.page.screenshot(path=file, clip=seen, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
