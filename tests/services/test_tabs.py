"""B5: what a host says of its chat or meeting shows nobody more than is theirs."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.hours import WeekHours
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

CHAT, OTHER_CHAT = "19:chat_a@thread.v2", "19:chat_b@thread.v2"


@pytest.fixture
def others(world):
    """Return a pair of Dora and Eve, of which Ada is no member."""
    return world.pair(world.programme(), world.arrive("dora"), world.arrive("eve"))


@pytest.fixture
def pair(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    return world.pair(programme)


def meet(world, pair, start, actor, thread):
    """Book a session whose meeting in Teams has that thread."""
    session = world.services.sessions.book(pair, start, actor=actor)
    address = f"https://teams.example/l/meetup-join/{thread.replace(':', '%3a')}/0"
    with world.store.work(NORTHMOOR) as work:
        work.save_link(replace(world.link(session), join_url=address))
    return session.session_id


def test_hours_of_somebody_without_a_profile_have_no_place(world):
    with pytest.raises(UnknownThingError):
        world.services.tabs.keep_hours(WeekHours.office(), actor=world.arrive("zoe"))


@on_both
def test_p01_a_chat_shows_its_page_to_members_and_is_unbound_for_everybody_else(world, others):
    tabs, dora = world.services.tabs, world.arrive("dora")
    tabs.bind_chat(CHAT, others, actor=dora)

    assert tabs.of_chat(CHAT, actor=world.arrive("eve")).relationship_id == others
    assert tabs.of_chat(CHAT, actor=world.ada) is None
    assert tabs.of_chat(None, actor=dora) is None


def test_p01_nobody_binds_what_they_are_no_member_of(world, pair, others):
    tabs, dora = world.services.tabs, world.arrive("dora")
    tabs.bind_chat(CHAT, others, actor=dora)

    for thread, key in ((OTHER_CHAT, others), (CHAT, pair), (None, pair)):
        with pytest.raises(UnknownThingError):
            tabs.bind_chat(thread, key, actor=world.ada)
    assert tabs.of_chat(CHAT, actor=dora).relationship_id == others


def test_p01_the_panel_knows_a_meeting_by_its_thread_for_its_own_people(world, pair, others, at):
    tabs, dora = world.services.tabs, world.arrive("dora")
    mine = meet(world, pair, at(1, 10), world.ada, CHAT)
    theirs = meet(world, others, at(1, 10), dora, OTHER_CHAT)

    assert tabs.of_meeting(CHAT, actor=world.ben).session_id == mine
    assert tabs.of_meeting(OTHER_CHAT, actor=dora).session_id == theirs
    assert tabs.of_meeting(OTHER_CHAT, actor=world.ada) is None


def test_a_meeting_that_is_not_known_by_its_thread_is_the_one_that_is_on(world, pair, at):
    mine = meet(world, pair, at(1, 10), world.ada, CHAT)
    before = world.services.tabs.of_meeting("19:unknown@thread.v2", actor=world.ada)
    world.clock.advance(seconds=(at(1, 10) - world.clock()).total_seconds())

    assert before is None
    assert world.services.tabs.of_meeting(None, actor=world.ada).session_id == mine
