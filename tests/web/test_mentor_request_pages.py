"""The page of one request says what can come of it, and offers nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Life, SelfMatch
from tests.stores import NORTHMOOR

YES, WAIT = "Yes, I would like to", "A yes counts once it goes on"
CLOSED = "Not possible at present"


@pytest.fixture
def life(tool, things):
    """Write how the programme lives now."""

    def write(**said):
        now = tool.world.kept("programme", things.programme)
        life = Life(self_match=SelfMatch(), **said)
        tool.world.save("programme", replace(now, life=life))

    write()
    return write


@pytest.fixture
def pair(tool, things, life):
    """Gil, a mentor, and Hal, who looks for one."""
    world, ready = tool.world, Confided(checked=tuple(Ready))
    gil, hal = world.arrive("gil"), world.arrive("hal")
    programme = world.kept("programme", things.programme)
    world.answer(programme, gil, Side.MENTOR)
    world.answer(programme, hal, Side.MENTEE, confided=ready)
    return gil, hal


@pytest.fixture
def request_id(tool, things, pair):
    gil, hal = pair
    use = tool.world.services.mentor_requests
    return use.ask(things.programme, gil.person_id, "", actor=hal)


def seen_by(tool, who, request_id):
    return tool.visitor(who).enter().get(f"requests/{request_id}/").text


def test_p14_a_mentor_is_offered_no_yes_in_a_pause_and_told_why(tool, life, request_id):
    before = seen_by(tool, "gil", request_id)
    life(paused_until=(tool.world.clock() + timedelta(days=5)).date())
    after = seen_by(tool, "gil", request_id)

    assert (YES in before, WAIT in before) == (True, False)
    assert (YES in after, WAIT in after) == (False, True)


def test_t15_a_request_to_who_is_kept_away_stands_as_one_that_cannot_be(tool, pair, request_id):
    gil, hal = pair
    with tool.world.store.work(NORTHMOOR) as work:
        work.block(gil.person_id, hal.person_id, at=tool.world.clock())

    for who in ("gil", "hal"):
        page = seen_by(tool, who, request_id)
        assert (CLOSED in page, YES in page, "requests/say" in page) == (True, False, False)
