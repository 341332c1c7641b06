"""Meetings that a mentor makes in Outlook become sessions, if they wish it; others are nobody's."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from plugin.mentoring.adoption import OwnMeeting
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.merge import Seen
from plugin.mentoring.session import SessionState, Sync
from plugin.ports.errors import ConsentMissingError, SignInNeededError, TryLaterError
from plugin.services.kinds import ADOPT
from plugin.services.watching import Notice
from plugin.store.tables import metadata
from tests.fakes.calendars import Kept
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    """Ada mentors ben; both have linked Outlook, and nothing more is to do."""
    world.connect()
    world.connect(world.ben)
    key = world.pair(world.programme())
    world.run()
    return key


@pytest.fixture
def wished(world, pair):
    """Ada wishes that meetings of that kind become sessions."""
    world.services.adoption.choose(on=True, actor=world.ada)


@pytest.fixture
def makes(world, span):
    """Ada makes a meeting in Outlook; returns its identifier."""

    def makes(*guests, when=(1, 10), **odd):
        event_id = f"outlook-{len(world.calendars.events)}"
        addresses = tuple(f"{who}@northmoor.example" for who in guests or [world.ben.person_id])
        url = f"https://teams.example/{event_id}"
        said = {"join_url": url, "guests": addresses} | odd
        meeting = OwnMeeting(
            event_id=event_id, etag="1", ical_uid=f"uid-{event_id}", span=span(*when), **said
        )
        people = frozenset({world.ada.person_id})
        seen = Seen(meeting.span, False, "1", meeting.join_url)
        world.calendars.events[event_id] = Kept((event_id,), seen, people)
        world.calendars.own.setdefault(world.ada.person_id, []).append((world.clock(), meeting))
        return event_id

    return makes


def look(world):
    return world.services.adoption.look(NORTHMOOR, world.ada.person_id)


def sessions(world, pair):
    return list(world.kept("sessions_of", [pair]))


def everything(world):
    """All that stands in any table, as text."""
    with world.store.database.transaction("*", write=False) as connection:
        tables = metadata.sorted_tables
        return str([row for one in tables for row in connection.execute(select(one)).all()])


@on_both
def test_w13_a_meeting_with_just_the_mentee_becomes_a_session(world, pair, wished, makes, span):
    event_id = makes()

    made = look(world)

    [session] = sessions(world, pair)
    link = world.link(session)
    assert (made, session.span, session.medium) == (1, span(1, 10), Medium.VIDEO)
    assert session.people == {world.ada.person_id, world.ben.person_id}
    assert (link.sync, link.adopted, link.event_id) == (Sync.BOOKED, True, event_id)
    assert (link.join_url, link.told) == (f"https://teams.example/{event_id}", session.span)
    assert link.agrees_with(session)


def test_w13_nobody_is_invited_again_and_recording_is_switched_off(world, pair, wished, makes):
    event_id = makes()
    look(world)

    world.run()

    [session] = sessions(world, pair)
    assert world.calendars.told == []
    assert world.calendars.meetings() == [event_id]
    assert world.calendars.recording == {event_id: False}
    assert ("recording", "off") in world.link(session).settings


def test_w13_an_adopted_session_follows_outlook_and_outlook_follows_it(
    world, pair, wished, makes, span, at
):
    event_id = makes()
    look(world)
    world.calendars.move(event_id, span(2, 14))
    world.services.watching.read(NORTHMOOR, world.ada.person_id, event_id)
    [session] = sessions(world, pair)
    followed = session.span

    world.services.sessions.move(
        session.session_id, at(3, 9), version=session.version, actor=world.ben
    )
    world.run()

    assert followed == span(2, 14)
    assert world.calendars.events[event_id].seen.span == span(3, 9)


def test_w13_a_meeting_in_a_room_is_a_session_in_person(world, pair, wished, makes):
    makes(join_url=None)
    look(world)

    [session] = sessions(world, pair)
    assert (session.medium, world.link(session).join_url) == (Medium.IN_PERSON, None)


def test_w13_looking_again_adopts_nothing_twice(world, pair, wished, makes, clock):
    makes()
    look(world)
    clock.advance(minutes=5)

    assert look(world) == 0
    assert len(sessions(world, pair)) == 1


def test_w13_without_the_wish_nobody_looks(world, pair, makes):
    makes()
    world.calendars.trouble = AssertionError("a private calendar was read")

    assert look(world) == 0
    assert sessions(world, pair) == []


def test_w13_with_somebody_else_invited_nothing_of_it_is_kept(world, pair, wished, makes):
    event_id = makes(world.ben.person_id, "stranger")

    assert look(world) == 0
    assert sessions(world, pair) == []
    kept = everything(world)
    assert event_id not in kept
    assert "stranger" not in kept


@pytest.mark.parametrize("odd", ["private", "all_day", "repeats", "cancelled"])
def test_w13_what_is_plainly_no_session_is_left_alone(world, pair, wished, makes, odd):
    event_id = makes(**{odd: True})

    assert look(world) == 0
    assert event_id not in everything(world)


def test_w13_who_has_not_linked_an_account_is_nobody_by_an_address(world, pair, wished, makes):
    world.services.accounts.forget(NORTHMOOR, world.ben.person_id)
    makes()

    assert look(world) == 0


def test_w13_what_was_made_before_the_wish_stays_the_mentors(world, pair, makes, clock):
    makes()
    clock.advance(minutes=1)
    world.services.adoption.choose(on=True, actor=world.ada)

    assert look(world) == 0


def test_w13_a_wish_taken_back_while_outlook_answers_adopts_nothing(world, pair, wished, makes):
    makes()

    class TakenBack:
        def own_meetings(self, account, *, since):
            found = world.calendars.own_meetings(account, since=since)
            world.services.adoption.choose(on=False, actor=world.ada)
            return found

    adoption = replace(world.services.adoption, calendars=TakenBack())

    assert adoption.look(NORTHMOOR, world.ada.person_id) == 0
    assert sessions(world, pair) == []


@on_both
def test_w13_a_time_that_somebody_has_taken_is_a_meeting_like_any_other(
    world, pair, wished, makes, at
):
    world.services.sessions.book(pair, at(1, 10, 15), actor=world.ben)
    makes()
    makes(when=(2, 10))

    assert look(world) == 1
    assert [one.span.starts_at for one in sessions(world, pair)] == [at(1, 10, 15), at(2, 10)]


def test_w13_before_the_agreement_is_signed_nothing_is_a_session(world, wished, makes):
    world.end(world.kept("relationships_of", world.ada.person_id)[0].relationship_id)
    formal = world.pair(world.programme(formal=True))
    makes()

    assert look(world) == 0
    assert sessions(world, formal) == []


def subscribed(world):
    return world.kept("subscription_of", world.ada.person_id)


def test_w13_a_notice_of_an_unknown_event_has_the_calendar_looked_through_and_names_no_event(
    world, pair, wished, makes, clock
):
    event_id = makes()
    kept = subscribed(world)
    world.services.watching.heard([Notice(kept.subscription_id, kept.secret, event_id)] * 3)
    named = event_id in everything(world)
    clock.advance(seconds=2)

    world.run()

    assert not named
    assert [one.state for one in sessions(world, pair)] == [SessionState.PLANNED]


@pytest.mark.parametrize("lifecycle", ["missed", "subscriptionRemoved"])
def test_w10_where_notices_were_missed_the_calendar_is_looked_through(
    world, pair, wished, makes, lifecycle
):
    kept = subscribed(world)
    makes()

    world.services.watching.heard([Notice(kept.subscription_id, kept.secret, None, lifecycle)])
    world.run()

    assert len(sessions(world, pair)) == 1


def test_w13_a_calendar_of_which_nothing_was_told_is_looked_through_four_times_a_day(
    world, pair, wished, makes, clock
):
    clock.advance(hours=1)
    makes()
    early = world.services.adoption.queue_looks(NORTHMOOR)
    clock.advance(hours=5, minutes=1)

    queued = world.services.adoption.queue_looks(NORTHMOOR)

    assert (early, queued, [job.kind for job in world.due()].count(ADOPT)) == (0, 1, 1)
    assert look(world) == 1
    assert world.services.adoption.queue_looks(NORTHMOOR) == 0


def test_g35_a_look_goes_back_an_hour_as_outlooks_clock_may_be_behind(
    world, pair, wished, makes, clock
):
    clock.advance(hours=2)
    makes()  # ten minutes ago by Outlook's clock
    clock.advance(minutes=10)
    look_again = replace(world.services.adoption, calendars=NothingYet())
    look_again.look(NORTHMOOR, world.ada.person_id)

    assert look(world) == 1


class NothingYet:
    def own_meetings(self, account, *, since):
        return []


def test_w13_a_calendar_that_may_not_be_read_waits_for_its_person(world, pair, wished, clock):
    world.calendars.trouble = SignInNeededError("gone")

    assert look(world) == 0
    assert world.kept("account", world.ada.person_id).needs_sign_in_since == clock()


def test_w13_a_calendar_that_does_not_answer_is_asked_again_from_where_it_was(
    world, pair, wished, makes
):
    makes()
    world.calendars.trouble = TryLaterError("503")
    with pytest.raises(TryLaterError):
        look(world)
    world.calendars.trouble = ConsentMissingError("403")
    refused = look(world)
    world.calendars.trouble = None

    assert (refused, look(world)) == (0, 1)


def test_w13_only_a_mentor_with_a_linked_account_is_asked(world, pair):
    wished = [world.services.adoption.wished(actor=who) for who in (world.ada, world.ben)]
    world.services.accounts.forget(NORTHMOOR, world.ada.person_id)

    assert wished == [False, None]
    assert world.services.adoption.wished(actor=world.ada) is None


@pytest.mark.parametrize("who", ["ada", "ben", "cleo"])
def test_p01_without_a_linked_account_or_a_mentee_nobody_may_wish_it(world, pair, who):
    world.services.accounts.forget(NORTHMOOR, world.ada.person_id)
    actor = getattr(world, who)
    with pytest.raises(NotAllowedError):
        world.services.adoption.choose(on=True, actor=actor)

    world.services.adoption.choose(on=False, actor=actor)

    assert world.kept("adopting", actor.person_id) is None


@on_both
def test_w13_the_wish_goes_with_the_account(world, pair, wished, clock):
    again = world.services.adoption.wished(actor=world.ada)
    clock.advance(days=1)
    world.connect()
    same = world.services.adoption.wished(actor=world.ada)
    world.connect(object_id="another")
    other = world.services.adoption.wished(actor=world.ada)
    world.services.adoption.choose(on=True, actor=world.ada)
    world.services.accounts.forget(NORTHMOOR, world.ada.person_id)

    assert (again, same, other) == (True, True, False)
    assert world.kept("adopting", world.ada.person_id) is None
