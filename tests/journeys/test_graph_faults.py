"""G01 to G12: Graph misbehaves in the middle of a booking; one meeting, or an honest page."""

import pytest

from tests.journeys.steps import BOOKED, make_pair
from tests.journeys.world import eventually

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

EVENTS = "/me/events$"
AFTER_COMMIT = ("500-after", "reset-after", "cut-after", "html-after")
BEFORE = {
    "429": {"retry_after": "1"},
    "503": {"retry_after": "1"},
    "500-before": {},
    "html": {},
}


@pytest.fixture(scope="module")
def pair(world, hana):
    """A pair whose mentor is connected; every call needs a fresh token."""
    world.switch("tokens_last", on=False)
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    pair.connect()
    return pair


@pytest.fixture
def faults(world, pair):
    """The switchboard; whatever a test did, Graph behaves again and no session is left."""
    yield world
    world.behave()
    if not pair.shows("No session is planned"):
        pair.cancel()
        assert eventually(lambda: not pair.shows("being told"))


def assert_one_meeting(pair, start):
    for who in (pair.mentor, pair.mentee):
        assert [one["start"][:16] for one in pair.live(who)] == [start[:16]]


@pytest.mark.parametrize("kind", AFTER_COMMIT)
def test_g05_an_answer_lost_after_the_meeting_was_made_makes_no_second(faults, pair, kind):
    faults.misbehave(kind, "POST", EVENTS)

    start = pair.book()

    pair.soon_shows(BOOKED, within_s=40)
    assert_one_meeting(pair, start)
    assert faults.misbehaviour() == []


@pytest.mark.parametrize("kind", BEFORE)
def test_g01_a_busy_graph_is_asked_again_until_the_meeting_is_made(faults, pair, kind):
    faults.misbehave(kind, "POST", EVENTS, times=2, **BEFORE[kind])

    start = pair.book()

    pair.soon_shows(BOOKED, within_s=40)
    assert_one_meeting(pair, start)
    assert faults.misbehaviour() == []


def test_g12_a_revoked_consent_says_whom_it_waits_for_and_goes_on_once_granted(faults, pair):
    faults.control(
        "people/amara.okafor@northmoor.example/consent", {"revoke": "Calendars.ReadWrite"}
    )

    pair.book()

    pair.soon_shows("an administrator must grant a permission")
    assert pair.live() == []
    faults.control("admin-consent", {"grant": "Calendars.ReadWrite"})
    pair.look()
    pair.mentee.press("Try again")
    pair.soon_shows(BOOKED)
    assert len(pair.live()) == len(pair.live(pair.mentee)) == 1


def test_g11_a_revoked_sign_in_asks_the_mentor_and_goes_on_after_it(faults, pair):
    pair.book()
    pair.soon_shows(BOOKED)
    faults.control("people/amara.okafor@northmoor.example/revoke")

    start = pair.move()

    pair.soon_shows("waits for the organiser to connect Microsoft")
    assert pair.shows("Connect Microsoft", pair.mentor)
    assert not pair.shows("Connect Microsoft", pair.mentee)
    pair.connect_again()
    pair.soon_shows(BOOKED)
    assert_one_meeting(pair, start)
