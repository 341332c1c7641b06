"""The server's clock is put forward or back (T08): nothing is sent or made twice."""

from datetime import timedelta

import pytest

from plugin.services.kinds import PUSH_SESSION, SEND_LETTER
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def claimed(world, ledger, owner, kind):
    """Claim jobs until one of that kind comes, and finish the others."""
    while job := ledger.claim(owner, [kind]):
        if job.kind == kind:
            return job
    raise AssertionError(f"no {kind} is due")


@on_both
@pytest.mark.parametrize("jump", [HOUR, -HOUR, -DAY], ids=["forward", "back", "a day back"])
def test_t08_a_clock_that_jumps_while_a_meeting_is_made_makes_one(world, at, clock, jump):
    world.connect()
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(3, 10), actor=world.ben)
    ledger = world.ledger()
    job = claimed(world, ledger, "one", PUSH_SESSION)
    clock.now += jump

    world.push(session)  # the first worker goes on
    world.run()  # and so does every other
    finished = ledger.done(job, "one")
    clock.now += HOUR
    world.run()

    assert finished is (jump < timedelta())  # put forward, the lease was over and taken on
    assert len(world.calendars.meetings()) == 1
    assert world.calendars.told == [("invited", session.session_id)]


@on_both
@pytest.mark.parametrize("jump", [HOUR, -HOUR, -DAY], ids=["forward", "back", "a day back"])
def test_t08_a_clock_that_jumps_after_a_letter_was_sent_sends_no_second(level0, at, clock, jump):
    pair = level0.pair(level0.programme())
    session = level0.services.sessions.book(pair, at(3, 10), actor=level0.ben)
    level0.push(session)
    ledger = level0.ledger()
    job = claimed(level0, ledger, "one", SEND_LETTER)
    level0.services.bookings.send_letter(NORTHMOOR, job.payload["letter"])
    clock.now += jump  # before the worker could say that it is done

    level0.run()
    clock.now += HOUR + DAY
    level0.run()

    sent = [one.key for one in level0.post.letters]
    assert len(sent) == len(set(sent)) == 2
