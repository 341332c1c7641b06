"""S15: an LMS is asked once to tell of copied courses, and left in peace where it will not."""

import pytest

from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.services.copies import ask_for_copies
from plugin.services.kinds import ASK_FOR_COPIES
from tests.stores import NORTHMOOR

URL = "https://lms.example/api/lti/notice-handlers/5"


def ask(world, url=URL):
    with world.store.work(NORTHMOOR) as work:
        return ask_for_copies(work, "lms", url, now=world.clock())


def test_s15_each_address_is_asked_once_and_again_after_a_month(world):
    assert [ask(world), ask(world), ask(world, URL + "1")] == [True, False, True]
    world.run()
    assert world.copy_notices.asked == [("lms", URL), ("lms", URL + "1")]

    world.clock.advance(days=30)
    assert ask(world)
    world.run()
    assert len(world.copy_notices.asked) == 3


@pytest.mark.parametrize("trouble", [ConsentMissingError("403"), RefusedError("not-offered")])
def test_s15_an_lms_that_will_not_is_left_in_peace(world, trouble):
    world.copy_notices.trouble = trouble

    assert not world.services.copies.subscribe(NORTHMOOR, "lms", URL)


def test_s15_an_lms_that_is_away_is_asked_again(world):
    world.copy_notices.trouble = TryLaterError("503")

    with pytest.raises(TryLaterError):
        world.services.copies.subscribe(NORTHMOOR, "lms", URL)


def test_s15_the_work_is_known_to_workers(world):
    ask(world)

    assert ASK_FOR_COPIES in [job.kind for job in world.due()]
