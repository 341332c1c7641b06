"""G24: an organiser who leaves leaves no meeting behind, and the others still meet."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.session import SessionState, Sync
from tests.services.databases import on_both
from tests.services.test_absences import member
from tests.services.test_circles import related

FILLERS = tuple(f"p{number}" for number in range(7))


@pytest.fixture
def dora(world):
    who = world.arrive("dora")
    world.connect(who, object_id="oid-dora", address="dora@northmoor.example")
    return who


def circle(world, dora):
    """Two facilitators, one mentee; ada organises."""
    programme = world.programme(template="first-year-circles")
    members = ((world.ada, Side.MENTOR), (dora, Side.MENTOR), (world.ben, Side.MENTEE))
    return related(world, programme, Format.CIRCLE, *members)


def booked(world, dora, when):
    world.connect()
    made = world.services.sessions.book(circle(world, dora), when, actor=world.ada)
    world.services.sessions.write_agenda(
        made.session_id, "The first owl", version=world.session(made).version, actor=world.ada
    )
    world.run()
    return world.session(made)


def planned(world, session):
    found = world.kept("sessions_of", [session.relationship_id])
    return [one for one in found if one.state is SessionState.PLANNED]


@on_both
def test_g24_a_leavers_meeting_is_made_again_under_a_co_mentor(world, dora, at):
    session = booked(world, dora, at(3, 10))
    world.services.memberships.leave(session.relationship_id, actor=world.ada)
    world.run()

    (again,) = planned(world, session)
    assert (again.organiser, again.span, again.agenda) == (
        dora.person_id, session.span, "The first owl",
    )  # fmt: skip
    assert again.people == {dora.person_id, world.ben.person_id}
    old, new = world.link(session), world.link(again)
    assert (old.told_cancelled, new.sync) == (True, Sync.BOOKED)
    assert world.calendars.meetings() == [new.event_id]
    assert len(world.calendars.events) == 2  # one cancellation and one invitation, no more


def test_g24_who_vanishes_from_the_course_hands_over_too(world, dora, at, clock):
    session = booked(world, dora, at(18, 10))
    for days in (0, 8):  # two lists, a week apart
        clock.advance(days=days)
        world.rosters.members = [member(who) for who in ("cleo", "dora", "ben", *FILLERS)]
        programme = world.kept("relationship", session.relationship_id).programme_id
        world.services.rosters.ask(programme, actor=world.cleo)
        world.run()

    (again,) = planned(world, session)
    assert (again.organiser, again.span) == (dora.person_id, session.span)
    assert again.people == {dora.person_id, world.ben.person_id}


def test_g24_without_another_mentor_it_is_called_off(world, at):
    world.connect()
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(3, 10), actor=world.ben)
    world.run()
    world.services.memberships.leave(pair, actor=world.ada)
    world.run()

    assert planned(world, session) == []
    assert world.calendars.meetings() == []


def test_g24_invitations_by_mail_stay_as_they_are_and_the_leaver_is_told(level0, at):
    world = level0
    dora = world.arrive("dora")
    key = circle(world, dora)
    session = world.services.sessions.book(key, at(3, 10), actor=world.ada)
    world.run()
    letters = {one.key for one in world.post.letters}
    world.services.memberships.leave(key, actor=world.ada)
    world.run()

    (same,) = planned(world, session)
    assert (same.session_id, same.organiser) == (session.session_id, dora.person_id)
    new = [one for one in world.post.letters if one.key not in letters]
    assert [(one.person_id, one.key.rpartition("/")[2]) for one in new] == [
        (world.ada.person_id, "CANCEL")
    ]


def test_g24_a_series_is_handed_over_as_one(world, dora, at):
    session = booked(world, dora, at(3, 10))
    world.services.series.make(session.session_id, 3, actor=world.ada)
    world.run()
    world.calendars.told.clear()
    world.services.memberships.leave(session.relationship_id, actor=world.ada)
    world.run()

    made = planned(world, session)
    assert {one.organiser for one in made} == {dora.person_id}
    assert [one.series_id is None for one in made] == [False] * 4
    # The series ends for all in one word; then the new one is invited to.
    assert sorted(kind for kind, _of in world.calendars.told) == ["ended", "invited"]
    assert {world.link(one).event_id for one in made} == set(world.calendars.meetings())
