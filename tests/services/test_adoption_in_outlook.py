"""Meetings that become sessions, against the pretend Microsoft 365."""

from dataclasses import replace

import pytest

from plugin.gateways.graph_calendars import GraphCalendars
from plugin.mentoring.session import Sync
from tests.gateways.conftest import AMARA, HANA, NOW, microsoft, running_microsoft
from tests.stores import NORTHMOOR

__all__ = ["microsoft", "running_microsoft"]
LEILA = "leila.haddad@northmoor.example"
TIMES = {"start": "2026-11-24T10:00:00Z", "end": "2026-11-24T10:45:00Z", "zone": "UTC"}


@pytest.fixture
def outlook(world, microsoft, clock):
    """Ada is Hana at Microsoft and mentors ben, who is Amara; she wishes to adopt."""
    clock.now = NOW
    for actor, mail in ((world.ada, HANA), (world.ben, AMARA)):
        world.connect(actor, object_id=microsoft.user(mail).oid, address=mail)
    world.pair(world.programme())
    world.services.adoption.choose(on=True, actor=world.ada)
    return microsoft


@pytest.fixture
def calendars(outlook):
    return GraphCalendars(
        transport_of=outlook.transport_of,
        notification_url="http://127.0.0.1/notify",
        lifecycle_url="http://127.0.0.1/lifecycle",
    )


@pytest.fixture
def look(world, calendars):
    def look():
        adoption = replace(world.services.adoption, calendars=calendars)
        return adoption.look(NORTHMOOR, world.ada.person_id)

    return look


def make(outlook, *guests, by=HANA, **more):
    asked = [
        {"emailAddress": {"address": one, "name": one}, "status": {"response": "none"}}
        for one in guests
    ]
    draft = {"subject": "Our talk", **TIMES, "attendees": asked, "online": True, **more}
    return outlook.parts.calendar.create(outlook.user(by), draft)


def kept(world):
    mine = world.kept("relationships_of", world.ada.person_id)
    return list(world.kept("sessions_of", [one.relationship_id for one in mine]))


def test_w13_a_teams_meeting_with_just_the_mentee_is_adopted_with_its_link(world, outlook, look):
    event = make(outlook, AMARA)

    assert look() == 1
    [session] = kept(world)
    link = world.link(session)
    assert (link.sync, link.join_url, link.adopted) == (Sync.BOOKED, event["join_url"], True)
    assert session.span.starts_at.hour == 10


def test_w13_what_is_read_has_no_subject_and_no_text(outlook, calendars, world):
    make(outlook, AMARA, body={"contentType": "html", "content": "Between us"})

    hana = world.account(object_id=outlook.user(HANA).oid, address=HANA)
    found = calendars.own_meetings(hana, since=NOW)

    assert [one.guests for one in found if one.guests] == [(AMARA,)]
    assert "Our talk" not in str(found)
    assert "Between us" not in str(found)


def test_w13_an_event_that_cannot_be_read_keeps_no_other_from_becoming_a_session(
    world, outlook, look, caplog
):
    make(outlook, LEILA, end="2026-11-24T09:00:00Z")
    make(outlook, AMARA)

    assert look() == 1
    assert "cannot be read" in caplog.text
    assert LEILA not in caplog.text


@pytest.mark.parametrize(
    "odd",
    [
        {"sensitivity": "private"},
        {"sensitivity": "confidential"},
        {"isAllDay": True},
        {"start": "2026-11-23T07:00:00Z", "end": "2026-11-23T09:00:00Z"},
        {
            "recurrence": {
                "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
                "range": {
                    "type": "numbered",
                    "startDate": "2026-11-24",
                    "numberOfOccurrences": 3,
                    "recurrenceTimeZone": "UTC",
                },
            }
        },
    ],
    ids=["private", "confidential", "all day", "begun", "series"],
)
def test_w13_what_is_no_session_stays_the_mentors(world, outlook, look, odd):
    make(outlook, AMARA, **odd)

    assert look() == 0
    assert kept(world) == []


def test_w13_a_meeting_with_somebody_else_too_is_left_alone(world, outlook, look):
    make(outlook, AMARA, LEILA)

    assert look() == 0


def test_w13_a_meeting_that_the_mentee_makes_is_left_alone(world, outlook, look):
    make(outlook, HANA, by=AMARA)

    assert look() == 0


def test_w13_a_meeting_of_ours_whose_answer_is_on_its_way_is_not_adopted(
    world, outlook, look, calendars, at
):
    bookings = replace(world.services.bookings, calendars=calendars)
    mine = world.kept("relationships_of", world.ada.person_id)[0].relationship_id
    session = world.services.sessions.book(mine, at(1, 10), actor=world.ben)
    before = world.link(session)
    bookings.push(NORTHMOOR, session.session_id)
    world.save("link", replace(before, version=world.link(session).version))  # a crash before that

    assert look() == 0
    assert len(kept(world)) == 1
