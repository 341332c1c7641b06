"""How often calendars are looked through for meetings, and what that costs everybody else."""

from dataclasses import replace

import pytest

from plugin.ports.errors import ConsentMissingError, RefusedError, SignInNeededError
from tests.services.databases import on_both
from tests.services.test_adoption import look, makes, pair, sessions, wished
from tests.stores import NORTHMOOR

__all__ = ["makes", "pair", "wished"]


@on_both
@pytest.mark.parametrize("refusal", [SignInNeededError, ConsentMissingError, RefusedError])
def test_w13_a_calendar_that_refused_is_left_alone_for_six_hours(
    world, pair, wished, clock, refusal
):
    clock.advance(hours=6, minutes=1)
    world.calendars.trouble = refusal("no")
    queued = [world.services.adoption.queue_looks(NORTHMOOR)]
    look(world)
    for hours in (0, 5):
        clock.advance(hours=hours, minutes=5)
        queued.append(world.services.adoption.queue_looks(NORTHMOOR))
    clock.advance(hours=1)
    queued.append(world.services.adoption.queue_looks(NORTHMOOR))

    lapsed = refusal is SignInNeededError
    assert queued == [1, 0, 0, 0 if lapsed else 1]


def test_w13_whoever_has_to_sign_in_again_is_not_asked_until_they_have(
    world, pair, wished, makes, clock
):
    clock.advance(hours=7)
    makes()
    world.calendars.trouble = SignInNeededError("gone")
    look(world)
    world.calendars.trouble = AssertionError("a calendar was asked whose owner has to sign in")
    lapsed = look(world)
    world.calendars.trouble = None
    clock.advance(minutes=5)
    world.connect()

    assert (lapsed, world.services.adoption.queue_looks(NORTHMOOR)) == (0, 1)
    assert look(world) == 1


class Counting:
    """A store that counts who waits to write."""

    def __init__(self, store):
        self.store, self.written = store, 0

    def __getattr__(self, name):
        return getattr(self.store, name)

    def work(self, *given, **named):
        self.written += 1
        return self.store.work(*given, **named)


def test_w13_nobody_waits_to_write_for_what_is_no_session(world, pair, wished, makes):
    for day in range(1, 26):
        makes(when=(day, 10))
        makes("stranger", when=(day, 14))
    counting = Counting(world.store)
    adoption = replace(world.services.adoption, store=counting)

    made = adoption.look(NORTHMOOR, world.ada.person_id)

    assert (made, len(sessions(world, pair)), counting.written) == (25, 25, 25 + 1)


def test_w13_a_meeting_that_is_told_twice_becomes_one_session(world, pair, wished, makes):
    makes()
    mine = world.calendars.own[world.ada.person_id]
    mine.append(mine[0])

    assert look(world) == 1
    assert len(sessions(world, pair)) == 1
