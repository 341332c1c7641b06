"""X08: a worker killed at each named point; one meeting, one invitation, whatever happens."""

import signal

import pytest

from tests.journeys.steps import BOOKED, make_pair
from tests.journeys.world import eventually

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

PAST_THE_LEASE_S = 62
PUSH, SWEEP = "session.push", "session.sweep"
BOOKING = ("job.claimed", "book.looked", "book.created", "book.hardened", "job.handled")
CHANGE = ("job.claimed", "change.sent", "job.handled")
CANCEL = ("job.claimed", "cancel.sent", "job.handled")
MEMORIES = {"remembered": True, "forgotten": False}


@pytest.fixture(scope="module")
def pair(world, hana):
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    world.switch("notifications_sent", on=False)  # nothing but pushes is to be done
    pair.connect()
    pair.book()
    pair.soon_shows(BOOKED)
    call_off(world, pair)
    return pair


@pytest.fixture(params=MEMORIES)
def memory(world, request):
    """Whether Outlook remembers which transaction made which event; it does not for long."""
    world.switch("transactions_remembered", on=MEMORIES[request.param])
    yield
    world.switch("transactions_remembered", on=True)


def call_off(world, pair):
    pair.cancel()
    assert eventually(lambda: not pair.shows("being told"))
    assert pair.events() == [] or all(one["cancelled"] for one in pair.events())


def rest(world):
    """Stop the worker when it has done what is due, so that the next act is all there is."""
    assert eventually(lambda: {*world.work("queued"), *world.work("running")} <= {SWEEP})
    world.stop("worker")


def dies_then_goes_on(world, point):
    """Run a worker that is killed at the point, then one for whom its lease has run out."""
    died = world.start_worker("--die-at", point).wait(30)
    assert died == -signal.SIGKILL, f"{point} was never reached"
    assert world.work("running") == [PUSH]
    world.start_worker("--ahead-s", str(PAST_THE_LEASE_S))


def assert_one_meeting(pair, start):
    for who in (pair.mentor, pair.mentee):
        assert [one["start"][:16] for one in pair.live(who)] == [start[:16]]


def made_events(world):
    return world.microsoft_state()["requests"].get("POST /me/events", 0)


@pytest.mark.parametrize("point", BOOKING)
def test_x08_a_worker_killed_while_it_books_makes_one_meeting(world, pair, memory, point):
    rest(world)
    made = made_events(world)
    start = pair.book()

    dies_then_goes_on(world, point)

    pair.soon_shows(BOOKED)
    assert_one_meeting(pair, start)
    assert made_events(world) == made + 1
    call_off(world, pair)


@pytest.mark.parametrize("point", CHANGE)
def test_x08_a_worker_killed_while_it_moves_moves_the_one_meeting(world, pair, point):
    pair.book()
    pair.soon_shows(BOOKED)
    before = pair.live()[0]
    rest(world)
    start = pair.move()

    dies_then_goes_on(world, point)

    assert eventually(lambda: pair.live()[0]["start"][:16] == start[:16])
    pair.soon_shows(BOOKED)
    assert_one_meeting(pair, start)
    assert (pair.live()[0]["id"], pair.live()[0]["join_url"]) == (before["id"], before["join_url"])
    call_off(world, pair)


@pytest.mark.parametrize("point", CANCEL)
def test_x08_a_worker_killed_while_it_calls_off_leaves_no_meeting(world, pair, point):
    pair.book()
    pair.soon_shows(BOOKED)
    rest(world)
    pair.cancel()

    dies_then_goes_on(world, point)

    assert eventually(lambda: not pair.shows("being told"))
    assert pair.live() == pair.live(pair.mentee) == []
