"""Level 3: what goes on without a sign-in, and what does not."""

from dataclasses import replace

import pytest

from plugin.mentoring.session import Sync
from plugin.ports.errors import ConsentMissingError, SignInNeededError, TryLaterError
from plugin.services.running import Running
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


class FakeReach:
    """Covers whom it was told; `trouble` is raised instead."""

    def __init__(self):
        self.people, self.trouble = set(), None

    def covers(self, account):
        if self.trouble:
            raise self.trouble
        return account.person_id in self.people


@pytest.fixture
def reach(world):
    reach = FakeReach()
    running, now = Running(reach), world.services
    world.services = replace(
        now,
        bookings=replace(now.bookings, running=running),
        accounts=replace(now.accounts, running=running),
        free_time=replace(now.free_time, running=running),
        adoption=replace(now.adoption, running=running),
    )
    return reach


@pytest.fixture
def session(world, at, reach):
    """A session whose mentor's sign-in has run out."""
    world.connect()
    pair = world.pair(world.programme())
    world.services.accounts.lapsed(world.kept("account", world.ada.person_id))
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


@on_both
def test_within_the_group_it_is_booked_and_nobody_is_asked_to_sign_in(world, reach, session):
    reach.people.add(world.ada.person_id)
    world.run()

    assert world.link(session).sync is Sync.BOOKED
    assert world.post.letters == []


def test_outside_of_it_the_mentor_has_to_sign_in_as_before(world, reach, session):
    world.run()

    assert world.link(session).sync is Sync.NEEDS_SIGN_IN
    assert world.calendars.meetings() == []


def test_who_never_linked_an_account_is_nobodys_mailbox(world, reach, at):
    reach.people |= {world.ada.person_id}
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()

    assert world.link(session).sync is Sync.NEEDS_SIGN_IN


@on_both
def test_a_sign_in_that_ends_at_this_moment_is_followed_by_the_tool_itself(world, reach, at):
    world.connect()
    reach.people.add(world.ada.person_id)
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.calendars.trouble = SignInNeededError("ended")
    with pytest.raises(TryLaterError):
        world.push(session)
    world.calendars.trouble = None
    world.push(session)

    assert world.kept("account", world.ada.person_id).needs_sign_in_since is not None
    assert world.link(session).sync is Sync.BOOKED


@on_both
def test_what_waited_goes_on_once_exchange_lets_the_tool_in(world, reach, session):
    world.run()
    reach.people.add(world.ada.person_id)

    assert world.services.accounts.go_on_without(NORTHMOOR) == 1
    world.run()
    assert world.link(session).sync is Sync.BOOKED


def test_while_nobody_can_say_it_is_asked_again(world, reach, session):
    reach.trouble = TryLaterError("silent")

    with pytest.raises(TryLaterError):
        world.push(session)
    assert world.link(session).sync is Sync.QUEUED


def test_where_the_tool_itself_is_refused_it_is_as_below_level_three(world, reach, session):
    reach.trouble = ConsentMissingError("secret")
    world.run()

    assert world.link(session).sync is Sync.NEEDS_SIGN_IN
