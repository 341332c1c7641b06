"""Booking, moving and calling off."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from plugin.mentoring.agreement import Terms
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import (
    AgreementMissingError,
    SessionOverError,
    SlotPassedError,
    SlotTakenError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.session import Channel, SessionState, Sync
from plugin.ports.errors import ConflictError
from plugin.services.kinds import PUSH_SESSION, READ_EVENT
from plugin.services.sessions import LONGEST_AGENDA, OVERLAPS
from tests.mentoring.test_parts import part
from tests.services.databases import on_both


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def plan(world, pair):
    def plan(start, *, of=None, actor=None, **more):
        return world.services.sessions.book(of or pair, start, actor=actor or world.ben, **more)

    return plan


@pytest.fixture
def session(world, plan, at):
    return world.session(plan(at(1, 10)))


@pytest.fixture
def change(world, session):
    """Call a use case on the session as ben, at the version that is kept."""

    def change(verb, *args, **more):
        method = getattr(world.services.sessions, verb)
        return method(session.session_id, *args, actor=world.ben, **more)

    return change


@on_both
def test_a_booked_session_is_queued_with_its_push_in_one_step(world, plan, at):
    session = plan(at(1, 10))

    assert world.session(session) == replace(session, version=1, clock=session.wall_clock)
    assert session.span.length == timedelta(minutes=45)
    assert session.organiser == world.ada.person_id
    assert (world.link(session).sync, world.link(session).channel) == (Sync.QUEUED, Channel.OUTLOOK)
    assert [job.kind for job in world.due()] == [PUSH_SESSION]


def test_the_agreement_says_how_long_and_by_which_medium(world, pair, plan, at):
    terms = Terms(length_min=60, medium=Medium.PHONE)
    world.services.agreements.propose(
        pair, terms, version=0, actor=world.ben, part=part(pair, world.ben)
    )

    session = plan(at(1, 10))

    assert (session.span.length, session.medium) == (timedelta(minutes=60), Medium.PHONE)
    assert plan(at(2, 10), medium=Medium.IN_PERSON).medium is Medium.IN_PERSON


def test_seconds_are_left_out_since_not_every_calendar_keeps_them(plan, at):
    session = plan(at(1, 10).replace(second=42, microsecond=7))

    assert session.span.starts_at == at(1, 10)


@pytest.mark.parametrize("minutes", [0, -1, -100000])
def test_a_time_that_has_begun_is_not_booked(plan, clock, minutes):
    with pytest.raises(SlotPassedError):
        plan(clock() + timedelta(minutes=minutes))


@on_both
def test_x02_of_two_people_who_book_one_mentor_at_once_one_gets_the_time(world, pair, plan, at):
    dan = world.arrive("dan")
    other = world.pair(world.programme(title="Another"), world.ada, dan)
    outcomes, together = [], Barrier(2)

    def try_to_book(of, actor):
        together.wait()
        try:
            outcomes.append(plan(at(1, 10), of=of, actor=actor))
        except SlotTakenError as error:
            outcomes.append(error)

    threads = [Thread(target=try_to_book, args=one) for one in ((pair, world.ben), (other, dan))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(isinstance(one, SlotTakenError) for one in outcomes) == [False, True]
    assert [job.kind for job in world.due()] == [PUSH_SESSION]


def test_x02_overlapping_times_are_taken_and_adjacent_ones_are_free(session, plan, at):
    with pytest.raises(SlotTakenError):
        plan(at(1, 10, 30))

    assert plan(at(1, 10, 45)).span.starts_at == session.span.ends_at


def test_the_same_click_twice_books_once(world, session, pair, plan, at):
    with pytest.raises(SlotTakenError):
        plan(at(1, 10))

    assert len(world.kept("sessions_of", [pair])) == 1


def test_a_time_that_was_called_off_is_free_again(session, change, plan, at):
    change("cancel", version=1)

    assert plan(at(1, 10)).session_id != session.session_id


def test_nothing_is_booked_after_the_end_of_a_relationship(world, pair, plan, at):
    world.end(pair)

    with pytest.raises(WrongStateError):
        plan(at(1, 10))


def propose(world, pair):
    own = part(pair, world.ben)
    world.services.agreements.propose(pair, Terms(), version=0, actor=world.ben, part=own)


@pytest.mark.parametrize("signed", ["nobody", "one"])
def test_a_formal_programme_wants_the_agreement_first(world, plan, at, signed):
    formal = world.pair(world.programme(formal=True))
    if signed == "one":
        propose(world, formal)

    with pytest.raises(AgreementMissingError):
        plan(at(1, 10), of=formal)


def test_a_formal_programme_books_when_both_have_signed(world, plan, at):
    formal = world.pair(world.programme(formal=True))
    propose(world, formal)
    world.services.agreements.sign(formal, 1, actor=world.ada, part=part(formal, world.ada))

    assert plan(at(1, 10), of=formal).state is SessionState.PLANNED


def test_a_moved_session_is_queued_again(world, session, change, at):
    world.connect()
    world.run()

    moved = change("move", at(2, 11), version=1)

    assert (moved.span.starts_at, moved.sequence) == (at(2, 11), 1)
    assert world.link(session).sync is Sync.QUEUED
    assert PUSH_SESSION in [job.kind for job in world.due()]


def test_moving_to_where_it_is_tells_nobody(world, session, change, at):
    world.due()

    change("move", at(1, 10), version=1)

    assert (world.due(), world.session(session)) == ([], session)


def test_a_session_is_not_moved_onto_another(world, session, change, plan, at):
    plan(at(2, 11))

    with pytest.raises(SlotTakenError):
        change("move", at(2, 11, 30), version=1)

    assert world.session(session) == session


def test_nothing_is_moved_after_the_end_of_a_relationship_but_it_can_be_called_off(
    world, pair, change, at
):
    world.end(pair)

    with pytest.raises(WrongStateError):
        change("move", at(2, 11), version=1)

    assert change("cancel", version=1).state is SessionState.CANCELLED


@on_both
def test_x03_of_a_move_and_a_calling_off_at_once_one_is_told(world, session, change, at):
    change("cancel", version=1)

    with pytest.raises((ConflictError, SessionOverError)):
        world.services.sessions.move(session.session_id, at(2, 11), version=1, actor=world.ada)

    assert world.session(session).state is SessionState.CANCELLED


@on_both
def test_x03_of_a_calling_off_after_a_move_one_is_told(world, session, change, at):
    change("move", at(2, 11), version=1)

    with pytest.raises(ConflictError):
        world.services.sessions.cancel(session.session_id, version=1, actor=world.ada)

    kept = world.session(session)
    assert (kept.state, kept.span.starts_at) == (SessionState.PLANNED, at(2, 11))


@pytest.mark.parametrize(
    ("verb", "args"), [("move", "to"), ("cancel", ""), ("write_agenda", "text")]
)
def test_a_change_from_an_old_page_is_refused(session, change, at, verb, args):
    change("write_agenda", "Interviews", version=1)
    given = {"to": [at(2, 11)], "text": ["Something else"], "": []}[args]

    with pytest.raises(ConflictError):
        change(verb, *given, version=1)


def test_what_is_over_is_neither_moved_nor_called_off(session, change, at, clock):
    clock.advance(days=2)

    for verb, args in (("move", [at(3, 10)]), ("cancel", [])):
        with pytest.raises(SessionOverError):
            change(verb, *args, version=1)


def test_topics_are_kept_and_no_calendar_is_told(world, session, change):
    world.due()

    change("write_agenda", "  Interviews\n" + "x" * LONGEST_AGENDA, version=1)

    kept = world.services.sessions.of(session.session_id, actor=world.ada).agenda
    assert kept.startswith("Interviews\n")
    assert len(kept) == LONGEST_AGENDA
    assert world.due() == []


def test_mail_takes_the_place_of_an_outlook_that_waits(world, session, change):
    world.run()

    change("by_mail")

    assert (world.link(session).channel, world.link(session).sync) == (Channel.MAIL, Sync.QUEUED)


def test_what_outlook_has_is_not_sent_by_mail_as_well(world, session, change):
    world.connect()
    world.run()

    with pytest.raises(WrongStateError):
        change("by_mail")


def test_what_is_over_or_off_is_not_sent_by_mail(session, change):
    change("cancel", version=1)

    with pytest.raises(SessionOverError):
        change("by_mail")


def test_only_a_lost_meeting_is_made_again(session, change):
    with pytest.raises(WrongStateError):
        change("make_again")


def test_a_lost_meeting_of_the_past_is_not_made_again(world, session, change, clock):
    world.save("link", world.link(session).at(Sync.LOST, now=clock()))
    clock.advance(days=2)

    with pytest.raises(SessionOverError):
        change("make_again")


def test_trying_again_does_not_make_a_lost_meeting_anew(world, session, change, clock):
    lost = world.link(session).at(Sync.LOST, now=clock())
    world.save("link", lost)

    with pytest.raises(WrongStateError):
        change("try_again")

    assert world.link(session).sync is Sync.LOST


def test_trying_again_what_is_booked_changes_nothing(world, session, change):
    world.connect()
    world.run()
    before = world.link(session)

    change("try_again")

    assert (world.link(session), world.due()) == (before, [])


def test_trying_again_after_an_overlap_reads_outlook_again(world, session, change):
    world.connect()
    world.run()
    failed = world.link(session).at(Sync.FAILED, now=world.clock(), problem=OVERLAPS)
    world.save("link", failed)

    change("try_again")

    assert [job.kind for job in world.due()] == [READ_EVENT]


def test_a_session_without_a_link_has_nothing_to_try_again(world, session, pair, at):
    alone = replace(session, session_id="alone", version=0, span=replace(session.span))
    alone = replace(alone, state=SessionState.CANCELLED)
    world.save("session", alone)

    with pytest.raises(UnknownThingError):
        world.services.sessions.try_again("alone", actor=world.ben)
