"""What the page of times says and shows before anything is pressed."""

import re
from datetime import datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from tests.conftest import FixedClock
from tests.security.house import Tool, copied

ALWAYS = WeekHours.office(0, 24, days=range(7))
BEST = re.compile(r'name="start" value="([^"]+)".*?class="why">([^<]+)<')
DAYS = re.compile(r'class="day-pick"[^>]* value="([^"]+)"[^>]*?( checked)?>')


@pytest.fixture
def shown(sqlite_template, tmp_path):
    """The page as Ben sees it, who is free with Ada at any hour, from today on."""
    tool = Tool(copied(sqlite_template, tmp_path), clock=FixedClock())
    world, ben = tool.world, tool.visitor("ben").enter()
    programme = world.programme()
    world.arrive("ada")
    for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
        world.answer(programme, who, side, zone="Europe/Paris", hours=ALWAYS)
        world.services.accounts.choose_zone("Europe/Paris", actor=who)
    yield ben.get(f"relationships/{world.pair(programme)}/times/").text
    tool.close()


def test_only_the_soonest_of_the_five_is_called_soon(shown):
    five = [(datetime.fromisoformat(start), why) for start, why in BEST.findall(shown)]

    assert len(five) == 5
    assert [start for start, why in five if why.startswith("Soon")] == [min(five)[0]]


def test_the_day_of_the_chosen_time_is_the_one_that_is_open(shown):
    chosen = re.search(r'name="time" value="([^"]+)"[^>]*? checked', shown)
    best = BEST.search(shown)

    assert chosen[1] == best[1]
    assert [day for day, opened in DAYS.findall(shown) if opened] == [chosen[1][:10]]
