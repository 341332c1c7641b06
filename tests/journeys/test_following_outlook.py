"""What is done in Outlook shows in the tool, and the other way round, in real processes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.steps import BOOKED, make_pair
from tests.journeys.world import eventually

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

SOON_S = 10
SWEEP_S = 6 * 3600 + 300
SECOND_LOOK_S = 600
AGENDA = "The offer from Ravensworth, and what I am afraid of"


@pytest.fixture(scope="module")
def pair(world, hana):
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    pair.connect()
    return pair


@pytest.fixture
def booked(world, pair):
    """A session in both calendars, and Outlook's promise to tell of changes."""
    pair.book()
    pair.soon_shows(BOOKED)
    assert eventually(lambda: world.microsoft_state()["subscriptions"])
    yield pair
    if not pair.shows("No session is planned"):
        pair.soon_shows(BOOKED)
        pair.cancel()
        assert eventually(lambda: not pair.shows("being told"))


@pytest.fixture
def silence(world):
    """No notification is sent any more."""
    world.switch("notifications_sent", on=False)
    yield
    world.switch("notifications_sent", on=True)


@pytest.fixture
def later(world):
    """Run the worker so many seconds later by its clock."""

    def at(ahead_s):
        world.stop("worker")
        world.start_worker("--ahead-s", str(ahead_s))

    yield at
    at(0)


def move_in_outlook(world, pair, *, days=1):
    """Drag the meeting some days on, on the mentor's clock in London; returns its new start."""
    event, day, london = pair.live()[0], timedelta(days=days), ZoneInfo("Europe/London")
    kept = {name: datetime.fromisoformat(event[name][:19] + "+00:00") for name in ("start", "end")}
    moved = {name: moment.astimezone(london) + day for name, moment in kept.items()}
    body = {name: f"{moment:%Y-%m-%dT%H:%M}" for name, moment in moved.items()}
    world.control(f"events/{event['id']}/move", body)
    return moved["start"]


def shown(start):
    """Return the words of a moment on the mentee's page, which is on Berlin's clock."""
    local = start.astimezone(ZoneInfo("Europe/Berlin"))
    return rf"Next session, .*{local:%A}, {local.day} {local:%B}, {local:%H:%M}.* (Call off|Join)"


def test_a_meeting_moved_in_outlook_shows_its_new_time_within_ten_seconds(world, booked):
    start = move_in_outlook(world, booked)

    booked.soon_shows(shown(start), within_s=SOON_S)
    booked.soon_shows(BOOKED, within_s=SOON_S)


def test_a_meeting_called_off_in_outlook_is_called_off_here_within_ten_seconds(world, booked):
    world.control(f"events/{booked.live()[0]['id']}/cancel")

    booked.soon_shows("No session is planned.*Called off", within_s=SOON_S)
    assert not booked.shows("being told")


def test_w05_three_copies_of_every_notification_change_nothing_more(world, booked):
    world.switch("notifications_doubled", on=True)
    reads = sent(world, "GET /me/events/{event-id}")

    start = move_in_outlook(world, booked, days=2)

    booked.soon_shows(shown(start), within_s=SOON_S)
    world.switch("notifications_doubled", on=False)
    assert sent(world, "GET /me/events/{event-id}") == reads + 1
    assert len(booked.live()) == 1


def test_a_session_moved_here_moves_in_outlook_with_the_same_link(world, booked):
    before, patches = booked.live()[0], sent(world, "PATCH /me/events/{event-id}")

    start = booked.move()

    for who in (booked.mentor, booked.mentee):
        assert eventually(
            lambda who=who: [e["start"][:16] for e in booked.live(who)] == [start[:16]]
        )
    booked.soon_shows(BOOKED)
    after = booked.live()[0]
    assert (after["id"], after["join_url"]) == (before["id"], before["join_url"])
    assert sent(world, "PATCH /me/events/{event-id}") == patches + 1


def test_a_session_called_off_here_leaves_both_calendars(world, booked):
    booked.cancel()

    assert eventually(lambda: booked.live() == booked.live(booked.mentee) == [])
    assert sent(world, "POST /me/events/{event-id}/cancel") >= 1


def test_topics_never_reach_outlook(world, booked):
    booked.look()
    booked.mentee.press("Keep the topics", agenda=AGENDA)
    booked.mentee.must_see("Your topics are kept")
    start = booked.move(1)

    assert eventually(lambda: booked.live()[0]["start"][:16] == start[:16])
    assert booked.shows(AGENDA, booked.mentor)
    kept = (world.state / "sandbox").rglob("*")
    assert not any(AGENDA.encode() in path.read_bytes() for path in kept if path.is_file())


def test_g15_a_meeting_deleted_in_outlook_is_looked_for_twice_then_asked_about(
    world, booked, later
):
    made = sent(world, "POST /me/events")
    world.control(f"events/{booked.live()[0]['id']}/delete")

    booked.soon_shows("Not found in Outlook .*We look once more, then ask you", within_s=SOON_S)
    later(SECOND_LOOK_S + 60)
    booked.soon_shows("Make the meeting again")
    assert sent(world, "POST /me/events") == made
    booked.mentee.press("Make the meeting again")

    booked.soon_shows(BOOKED)
    assert len(booked.live()) == len(booked.live(booked.mentee)) == 1


def test_w17_a_move_that_nothing_told_of_is_found_by_the_sweep(world, booked, silence, later):
    start = move_in_outlook(world, booked, days=3)
    later(0)  # even a worker that begins anew hears nothing
    assert not eventually(lambda: booked.shows(shown(start)), within_s=4)

    later(SWEEP_S)

    booked.soon_shows(shown(start))


def sent(world, operation):
    return world.microsoft_state()["requests"].get(operation, 0)
