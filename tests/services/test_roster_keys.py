"""K02: an LMS that does not know our newest key yet is asked again soon, and not for ever."""

import pytest

from plugin.ports.errors import ConsentMissingError
from plugin.services.rosters import DONE, NOT_ALLOWED
from tests.services.databases import on_both


@pytest.fixture
def refused(world):
    """The list was asked for, and the LMS did not know the key."""
    world.rosters.trouble = ConsentMissingError("400 invalid_client")
    world.services.rosters.ask(world.programme().programme_id, actor=world.cleo)
    world.run()
    return world


def state(world):
    return world.kept("course", world.cleo.course_id).roster_state


@on_both
def test_k02_a_list_refused_for_our_key_comes_once_the_key_is_known(refused, clock):
    before = state(refused)
    refused.rosters.trouble = None
    clock.advance(minutes=14)
    early = refused.run()
    clock.advance(minutes=1)

    refused.run()

    assert (before, early, state(refused)) == (NOT_ALLOWED, 0, DONE)


def test_k02_after_two_hours_it_is_a_matter_for_the_day(refused, clock):
    tries = 0
    for _quarter in range(24):
        clock.advance(minutes=15)
        tries += refused.run()

    assert tries == 8


def test_n01_a_scope_that_is_not_granted_is_not_asked_for_again_soon(world, clock):
    world.rosters.trouble = ConsentMissingError("403 invalid_scope")
    world.services.rosters.ask(world.programme().programme_id, actor=world.cleo)
    world.run()
    clock.advance(hours=1)

    assert world.run() == 0
