"""Everything is stopped and started in the middle of a journey; nothing is lost or doubled."""

import pytest

from tests.journeys.steps import BOOKED, make_pair

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_a_journey_goes_on_after_every_process_was_killed(world, hana):
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    pair.connect()
    world.kill("worker")
    start = pair.book()
    for name in ("web", "sandbox"):
        world.kill(name)

    world.start_sandbox()
    world.start_web()
    world.await_all()
    world.start_worker("--ahead-s", "62")

    pair.soon_shows(BOOKED)  # the same visit, the same sign-in to Microsoft
    for who in (pair.mentor, pair.mentee):
        assert [one["start"][:16] for one in pair.live(who)] == [start[:16]]
    pair.cancel()
    pair.soon_shows("No session is planned")
