"""Bookings that people, answers and workers cross: late, twice, or with something in between."""

import pytest

from plugin.mentoring.session import Channel, Sync
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    RefusedError,
    SignInNeededError,
)
from plugin.services.kinds import PUSH_SESSION
from plugin.services.watching import OVERLAPS
from tests.services.databases import on_both
from tests.services.steps import cancel, interrupted, invitation, move
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def planned(world, pair, at):
    """A session tomorrow at 10, of a mentor who has connected Outlook."""
    world.connect()
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


@pytest.fixture
def booked(world, planned):
    world.push(planned)
    return world.session(planned)


def test_g05_an_answer_that_was_lost_is_found_again(world, planned):
    world.calendars.book(invitation(world, planned))  # by a worker that was killed then

    world.push(planned)

    assert world.calendars.meetings() == [world.link(planned).event_id]


@on_both
def test_a_session_moved_while_outlook_is_asked_keeps_its_event_and_is_told_again(
    world, planned, at
):
    def move():
        now = world.session(planned)
        world.services.sessions.move(
            now.session_id, at(2, 11), version=now.version, actor=world.ben
        )

    interrupted(world, move).push(NORTHMOOR, planned.session_id)
    between = world.link(planned)
    world.run()

    link = world.link(planned)
    assert (between.sync, between.told) == (Sync.QUEUED, planned.span)
    assert between.event_id == link.event_id is not None
    assert (link.sync, link.told.starts_at) == (Sync.BOOKED, at(2, 11))
    assert world.calendars.events[link.event_id].seen.span == link.told


@on_both
def test_x10_two_workers_never_push_one_session_side_by_side(world, planned, at):
    """Both would look, find no meeting, and make one each where Graph forgets the key."""
    first = world.ledger().claim("one", {PUSH_SESSION})
    move(world, planned, at(2, 11))

    second = world.ledger().claim("another", {PUSH_SESSION})
    world.push(planned)
    world.ledger().done(first, "one")

    assert (first.payload, second) == ({"session": planned.session_id}, None)
    assert world.ledger().claim("another", {PUSH_SESSION}).payload == first.payload


def test_a_session_called_off_while_outlook_is_asked_is_called_off_there_too(world, planned):
    def cancel():
        now = world.session(planned)
        world.services.sessions.cancel(now.session_id, version=now.version, actor=world.ben)

    interrupted(world, cancel).push(NORTHMOOR, planned.session_id)
    world.run()

    assert world.calendars.meetings() == []
    assert world.link(planned).told_cancelled
    assert world.link(planned).sync is Sync.BOOKED


@on_both
def test_x08_a_worker_that_wakes_late_takes_no_later_decision_back(world, booked, at):
    """It told Outlook of one time and slept past its lease; another told Outlook of the next."""

    def meanwhile():
        world.calendars.meanwhile = lambda: None
        move(world, booked, at(3, 11))
        world.push(booked)

    move(world, booked, at(2, 11))
    world.calendars.meanwhile = meanwhile
    world.push(booked)
    move(world, booked, at(4, 11))
    world.run()
    world.clock.advance(minutes=10)
    world.run()

    link = world.link(booked)
    assert world.session(booked).span.starts_at == at(4, 11)
    assert (link.sync, link.told.starts_at) == (Sync.BOOKED, at(4, 11))
    assert world.calendars.events[link.event_id].seen.span == link.told


def test_a_topic_written_while_outlook_is_asked_changes_nothing_outside(world, planned):
    def write():
        now = world.session(planned)
        world.services.sessions.write_agenda(
            now.session_id, "Interviews", version=now.version, actor=world.ben
        )

    interrupted(world, write).push(NORTHMOOR, planned.session_id)

    assert world.link(planned).sync is Sync.BOOKED


@pytest.mark.parametrize(
    ("trouble", "sync", "problem"),
    [
        (SignInNeededError("gone"), Sync.NEEDS_SIGN_IN, None),
        (ConsentMissingError("403"), Sync.NEEDS_CONSENT, None),
        (RefusedError("no-mailbox"), Sync.FAILED, "no-mailbox"),
    ],
)
def test_g12_what_only_a_person_can_mend_is_shown_and_not_tried_again(
    world, planned, trouble, sync, problem
):
    world.calendars.trouble = trouble

    world.run()

    link = world.link(planned)
    assert (link.sync, link.problem, world.run()) == (sync, problem, 0)


def test_g09_who_must_sign_in_again_is_remembered_since_the_first_time(world, booked, at, clock):
    world.calendars.trouble = SignInNeededError("gone")
    first = clock()
    move(world, booked, at(2, 11))
    world.push(booked)
    clock.advance(minutes=5)

    world.push(booked)

    assert world.kept("account", world.ada.person_id).needs_sign_in_since == first
    assert world.link(booked).since == first


@on_both
def test_a_sign_in_while_outlook_refuses_the_old_one_is_not_missed(world, planned):
    refused = SignInNeededError("old token")
    interrupted(world, world.connect, refused).push(NORTHMOOR, planned.session_id)
    between = world.link(planned).sync

    world.run()

    assert (between, world.link(planned).sync) == (Sync.QUEUED, Sync.BOOKED)
    assert world.kept("account", world.ada.person_id).needs_sign_in_since is None


@on_both
def test_w17_a_move_in_outlook_while_a_sign_in_lapsed_is_read_once_it_is_mended(
    world, booked, span
):
    """The page was told that a sign-in is needed by a worker that came after the new sign-in."""
    link = world.link(booked)
    world.calendars.move(link.event_id, span(3, 14))
    world.save("link", link.at(Sync.NEEDS_SIGN_IN, now=world.clock()))

    world.push(booked)
    world.run()

    assert world.session(booked).span == span(3, 14)
    assert world.link(booked).sync is Sync.BOOKED


def test_g15_a_meeting_that_is_gone_when_it_is_to_be_moved_is_lost(world, booked, at):
    world.calendars.call_off(world.link(booked).event_id)
    move(world, booked, at(2, 11))

    world.run()

    assert world.link(booked).sync is Sync.LOST


@pytest.mark.parametrize("sync", [Sync.LOST, Sync.FAILED])
def test_a_late_push_does_not_call_booked_what_waits_for_people(world, booked, sync):
    link = world.link(booked)
    problem = OVERLAPS if sync is Sync.FAILED else None
    world.save("link", link.at(sync, now=world.clock(), problem=problem))

    world.push(booked)

    assert world.link(booked).sync is sync


def test_a_session_whose_meeting_is_lost_can_still_be_called_off(world, booked):
    world.save("link", world.link(booked).at(Sync.LOST, now=world.clock()))

    cancel(world, booked)
    world.run()

    assert world.link(booked).told_cancelled


def test_a_meeting_made_again_has_a_key_and_an_event_of_its_own(world, booked):
    lost = world.link(booked)
    world.calendars.call_off(lost.event_id)
    world.save("link", lost.at(Sync.LOST, now=world.clock()))

    anew = world.services.sessions.make_again(booked.session_id, actor=world.ben)
    world.run()

    link = world.link(booked)
    assert (anew.generation, link.generation) == (2, 2)
    assert link.sync is Sync.BOOKED
    assert world.calendars.meetings() == [link.event_id] != [lost.event_id]


def test_an_answer_about_the_meeting_before_does_not_touch_the_one_made_again(world, booked, at):
    def lose_and_make_again():
        world.save("link", world.link(booked).at(Sync.LOST, now=world.clock()))
        world.services.sessions.make_again(booked.session_id, actor=world.ben)

    move(world, booked, at(2, 11))
    interrupted(world, lose_and_make_again).push(NORTHMOOR, booked.session_id)

    link = world.link(booked)
    assert (link.generation, link.event_id, link.sync) == (2, None, Sync.QUEUED)


def test_a_refusal_is_tried_again_when_somebody_asks(world, planned):
    world.calendars.trouble = RefusedError("no-mailbox")
    world.run()
    world.calendars.trouble = None

    world.services.sessions.try_again(planned.session_id, actor=world.ada)
    world.run()

    assert (world.link(planned).sync, world.link(planned).problem) == (Sync.BOOKED, None)


def test_a_failed_session_that_is_moved_counts_as_queued_again(world, planned, at):
    world.calendars.trouble = RefusedError("no-mailbox")
    world.run()

    move(world, planned, at(2, 11))

    assert (world.link(planned).sync, world.link(planned).problem) == (Sync.QUEUED, None)


def test_g08_doubles_of_a_stalled_worker_are_swept_away(world, booked, clock):
    kept = world.link(booked).event_id
    world.calendars.double(kept)
    clock.advance(minutes=6)

    world.run()

    assert world.calendars.meetings() == [kept]


def test_g08_a_meeting_posted_after_its_session_was_called_off_is_swept_away(world, planned, clock):
    before = invitation(world, planned)
    cancel(world, planned)
    world.run()
    world.calendars.book(before)  # a stalled worker posts it, and dies before it can say so
    posted = world.calendars.meetings()
    clock.advance(minutes=6)

    world.run()

    assert (len(posted), world.calendars.meetings()) == (1, [])


def test_g11_a_sweep_that_nobody_lets_us_make_is_no_failed_job(world, planned):
    cancel(world, planned)
    world.run()
    world.calendars.trouble = SignInNeededError("gone")

    assert world.services.bookings.sweep(NORTHMOOR, planned.session_id) == 0


def test_a_sweep_without_an_event_or_an_account_looks_at_nothing(world, level0, planned, pair, at):
    bookings = world.services.bookings
    unconnected = world.services.sessions.book(
        world.pair(world.programme(), world.ben, world.ada), at(4, 10), actor=world.ben
    )

    assert bookings.sweep(NORTHMOOR, planned.session_id) == 0
    assert bookings.sweep(NORTHMOOR, unconnected.session_id) == 0
    assert level0.services.bookings.sweep(NORTHMOOR, planned.session_id) == 0


def test_g05_mail_chosen_while_outlook_is_asked_takes_the_meeting_back(world, planned):
    def by_mail():
        world.services.sessions.by_mail(planned.session_id, actor=world.ben)

    interrupted(world, by_mail).push(NORTHMOOR, planned.session_id)
    world.run()

    link = world.link(planned)
    assert (link.channel, link.sync, link.event_id) == (Channel.MAIL, Sync.BOOKED, None)
    assert len(world.post.letters) == 2
    assert world.calendars.meetings() == []


def test_g05_mail_chosen_after_an_answer_was_lost_takes_the_meeting_back(world, planned, clock):
    world.calendars.book(invitation(world, planned))

    world.services.sessions.by_mail(planned.session_id, actor=world.ben)
    clock.advance(minutes=6)
    world.run()

    assert world.calendars.meetings() == []
    assert len(world.post.letters) == 2


def test_gone_before_it_was_made_is_lost_and_said_so(world, planned):
    world.calendars.trouble = GoneError("mailbox")

    world.run()

    assert world.link(planned).sync is Sync.LOST


@on_both
def test_moved_twice_at_once_the_first_answer_lost_the_last_choice_stands(world, booked, at):
    """A to B, whose answer is lost, then to C: reading Outlook at B must not undo C."""
    lost = ConnectionError("the worker dies before the answer is saved")
    move(world, booked, at(2, 11))
    with pytest.raises(ConnectionError):
        interrupted(world, _raise(lost)).push(NORTHMOOR, booked.session_id)
    move(world, booked, at(3, 12))
    link = world.link(booked)

    world.services.watching.follow(link)
    between = world.session(booked).span.starts_at
    world.run()

    assert world.calendars.events[link.event_id].seen.span == world.session(booked).span
    assert between == world.session(booked).span.starts_at == at(3, 12)
    assert world.link(booked).asked == ()


def _raise(error):
    def act():
        raise error

    return act
