"""Pages of circles: leaving one and coming back, waiting and waiting no more."""

from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from tests.mentoring.test_parts import part
from tests.security.house import TERMS
from tests.security.talk import been
from tests.services.test_circles import related
from tests.stores import NORTHMOOR

COME_BACK = "Come back to the mentors"


def test_r7_who_left_the_mentors_circle_comes_back_from_their_own_page(tool, things):
    world = tool.world
    gil = world.arrive("gil")
    world.clock.advance(minutes=1)  # whoever sent their profile first gathers the circle
    world.answer(world.kept("programme", things.programme), gil, Side.MENTOR)
    (key,) = world.services.mentor_circles.gather(things.programme, "Mentors", actor=world.cleo)
    people = world.kept("relationship", key).people
    visitor = tool.visitor("gil").enter()
    before = visitor.get("mine").text
    visitor.post(f"relationships/{key}/members/leave")

    after = visitor.get("mine").text
    home = world.kept("relationship", key).programme_id
    reply = visitor.post(f"programmes/{home}/circles/back", follow_redirects=True)

    assert (COME_BACK in before, COME_BACK in after) == (False, True)
    assert f"programmes/{home}/circles/back" in after
    assert reply.request.path == f"{visitor.home}relationships/{key}/"
    assert world.kept("relationship", key).people == people


@pytest.fixture
def circles(tool):
    """The path of a circle of ada and ben with free seats, and of hal, who looks for one."""
    world = tool.world
    programme = world.programme(template="first-year-circles")
    world.answer(programme, world.arrive("hal"), Side.MENTEE)
    key = related(
        world, programme, Format.CIRCLE, (world.ada, Side.MENTOR), (world.ben, Side.MENTEE)
    )
    return f"programmes/{programme.programme_id}/circles/", key


def test_t15_who_is_kept_from_a_circle_is_offered_none_and_may_press_too_late(tool, circles):
    path, key = circles
    hal, world = tool.visitor("hal").enter(), tool.world
    before, kept = hal.get(path).text, world.arrive("hal")
    with world.store.work(NORTHMOOR) as work:
        work.block(world.ben.person_id, kept.person_id, at=world.clock())

    after, reply = hal.get(path).text, hal.post(path, {"circle": key, "wish": "join"})

    assert f'value="{key}"' in before
    assert "There is no circle to join at present" in after
    assert reply.status_code == 409
    assert "The last seat was taken a moment ago" in reply.text
    wishes = [wish for wish in ("join", "wait", "stop") if f'value="{wish}"' in reply.text]
    assert wishes == ["wait"]


def test_three_peers_are_spoken_to_as_three(tool):
    world = tool.world
    programme = world.programme(template="returning-peers")
    three = [(who, Side.PEER) for who in (world.ada, world.ben, world.arrive("hal"))]
    key = related(world, programme, Format.PEER, *three)
    visitor = tool.visitor("ben").enter()
    home = visitor.get("mine").text
    world.services.agreements.propose(
        key, TERMS, version=0, actor=world.ben, part=part(key, world.ben)
    )
    booked = world.services.sessions.book(
        key, world.clock() + timedelta(days=5, hours=6), actor=world.ada
    )
    past = been(world, booked.session_id, days=12)
    for who in (world.ada, world.ben):
        world.services.records.say_held(past, held=True, actor=who)

    agreement = visitor.get(f"relationships/{key}/agreement/").text
    session = visitor.get(f"sessions/{past}/").text
    closing = visitor.get(f"relationships/{key}/closing/").text

    assert "You, Ada and Hal" in home
    assert "What you bring" in agreement
    assert "You, Ada and Hal read and write this." in session
    assert "One session took place, as at least two of you say." in closing
