"""A meeting that somebody moves in Outlook onto another session of the same people."""

import pytest

from plugin.mentoring.session import Sync
from plugin.ports.errors import SignInNeededError
from plugin.services.watching import OVERLAPS
from tests.services.databases import on_both
from tests.services.steps import move
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    world.connect()
    return world.pair(world.programme())


@pytest.fixture
def booked(world, pair, at):
    """A session tomorrow at 10 that stands in Outlook, and nothing more to do."""
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()
    return world.session(session)


@pytest.fixture
def other(world, pair, at):
    """Another session of the same two, on day 3 at 14."""
    session = world.services.sessions.book(pair, at(3, 14), actor=world.ben)
    world.run()
    return session


@on_both
def test_a_move_onto_another_session_is_shown_and_not_followed(world, booked, other, span):
    overlapping(world, booked, span)

    link = world.link(booked)
    assert (link.sync, link.problem) == (Sync.FAILED, OVERLAPS)
    assert world.session(booked).span == span(1, 10)


def overlapping(world, booked, span):
    event_id = world.link(booked).event_id
    world.calendars.move(event_id, span(3, 14, 15))
    read(world, event_id)
    return event_id


def test_an_overlap_is_not_moved_back_behind_the_mentors_back(world, booked, other, span):
    event_id = overlapping(world, booked, span)

    read(world, event_id)
    world.push(booked)
    world.run()

    assert world.calendars.events[event_id].seen.span == span(3, 14, 15)
    assert world.link(booked).problem == OVERLAPS


def test_an_overlap_is_followed_once_the_other_session_is_gone(world, booked, other, span):
    overlapping(world, booked, span)
    world.services.sessions.cancel(other.session_id, version=1, actor=world.ben)

    world.services.sessions.try_again(booked.session_id, actor=world.ada)
    world.run()

    assert world.session(booked).span == span(3, 14, 15)
    assert (world.link(booked).sync, world.link(booked).problem) == (Sync.BOOKED, None)


def test_an_overlap_outlives_a_lapsed_sign_in_and_outlook_keeps_its_time(
    world, booked, other, span
):
    event_id = overlapping(world, booked, span)
    world.calendars.trouble = SignInNeededError("gone")
    read(world, event_id)
    world.calendars.trouble = None

    world.connect()
    world.services.sessions.cancel(other.session_id, version=1, actor=world.ben)
    world.run()
    read(world, event_id)
    world.run()

    assert world.calendars.events[event_id].seen.span == span(3, 14, 15)
    assert world.session(booked).span == span(3, 14, 15)


def test_an_overlap_ends_when_its_people_choose_another_time(world, booked, other, span, at):
    event_id = overlapping(world, booked, span)

    move(world, booked, at(4, 9))
    world.run()

    assert world.link(booked).sync is Sync.BOOKED
    assert world.calendars.events[event_id].seen.span == span(4, 9)


def read(world, event_id):
    world.services.watching.read(NORTHMOOR, world.ada.person_id, event_id)
