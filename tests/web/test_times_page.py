"""What the page of times says and shows before anything is pressed."""

import re
from datetime import datetime

import pytest

BEST = re.compile(r'name="start" value="([^"]+)".*?class="why">([^<]+)<')
DAYS = re.compile(r'class="day-pick"[^>]* value="([^"]+)"[^>]*?( checked)?>')


@pytest.fixture
def shown(free_in_paris):
    return free_in_paris.get("times/").text


def test_only_the_soonest_of_the_five_is_called_soon(shown):
    five = [(datetime.fromisoformat(start), why) for start, why in BEST.findall(shown)]

    assert len(five) == 5
    assert [start for start, why in five if why.startswith("Soon")] == [min(five)[0]]


def test_the_day_of_the_chosen_time_is_the_one_that_is_open(shown):
    chosen = re.search(r'name="time" value="([^"]+)"[^>]*? checked', shown)
    best = BEST.search(shown)

    assert chosen[1] == best[1]
    assert [day for day, opened in DAYS.findall(shown) if opened] == [chosen[1][:10]]
