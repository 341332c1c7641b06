"""S2, S3: offering times that the other picks with one press, what waits for whom, and undoing."""

from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import OutOfBoundsError, UnknownThingError, WrongStateError
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.poll import Answer, PollState
from plugin.mentoring.session import SessionState, Sync
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.ports.between import AskKind
from plugin.services.undoing import BOOKED, MOVED, OFFERED
from tests.services.databases import on_both


@pytest.fixture
def pair(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    return world.pair(programme)


@pytest.fixture
def offered(world, pair, at):
    starts = [at(3, 14), at(4, 14), at(5, 14)]
    return world.services.polls.offer(pair, starts, actor=world.ada)


def waits(world, pair, who):
    _facts, found = world.services.tabs.people(actor=who)
    return [(one.kind, one.key) for one in found[pair].asks] if pair in found else []


@on_both
def test_one_press_of_the_other_books_a_time_that_was_offered(world, offered):
    done = world.services.polls.pick(offered.poll_id, offered.slots[1].starts_at, actor=world.ben)

    session = world.kept("session", done.session_id)
    assert done.state is PollState.BOOKED
    assert session.span == offered.slots[1]
    assert session.organiser == world.ada.person_id
    assert world.link(session).sync is Sync.QUEUED


def test_an_offer_stands_until_shortly_before_its_last_time(offered):
    assert offered.is_offer
    assert offered.deadline == offered.slots[2].starts_at - timedelta(hours=1)


def test_a_time_that_was_not_offered_is_not_picked_and_none_may_suit(world, offered, at):
    polls = world.services.polls
    with pytest.raises(OutOfBoundsError):
        polls.pick(offered.poll_id, at(6, 14), actor=world.ben)

    done = polls.vote(offered.poll_id, (Answer.NO,) * 3, actor=world.ben)

    assert done.state is PollState.UNMET


def test_one_time_or_none_is_no_offer_and_an_offer_stands_alone(world, pair, at):
    polls = world.services.polls
    for starts in ([], [at(3, 14)], [at(-1, 14), at(3, 14)]):
        with pytest.raises(OutOfBoundsError):
            polls.offer(pair, starts, actor=world.ada)
    polls.offer(pair, [at(3, 14), at(4, 14)], actor=world.ada)
    with pytest.raises(WrongStateError):
        polls.offer(pair, [at(3, 15), at(4, 15)], actor=world.ben)


@on_both
def test_what_was_asked_waits_for_the_other_and_the_longest_stands_first(world, pair, at):
    services = world.services
    poll = services.polls.offer(pair, [at(3, 14), at(4, 14)], actor=world.ada)
    world.clock.advance(minutes=5)
    session = services.sessions.book(pair, at(9, 10), actor=world.ben)
    other = services.open_times.suggest(session.session_id, at(9, 15), actor=world.ada)
    world.clock.advance(minutes=5)
    asked = services.exchanges.ask(
        pair, ExchangeKind.QUESTION, "Owls", "Do they?", urgent=False, actor=world.ada
    )

    assert waits(world, pair, world.ben) == [
        (AskKind.VOTE, poll.poll_id),
        (AskKind.SUGGESTION, other.time_proposal_id),
        (AskKind.QUESTION, asked.exchange_id),
    ]
    assert waits(world, pair, world.ada) == [(AskKind.OFFERED, poll.poll_id)]


def test_a_suggestion_waits_no_more_once_the_session_is_elsewhere_or_has_begun(world, pair, at):
    services = world.services
    session = services.sessions.book(pair, at(2, 10), actor=world.ben)
    services.open_times.suggest(session.session_id, at(3, 15), actor=world.ada)
    before = waits(world, pair, world.ben)
    services.sessions.move(
        session.session_id, at(2, 12), version=session.version + 1, actor=world.ben
    )

    assert [kind for kind, _key in before] == [AskKind.SUGGESTION]
    assert waits(world, pair, world.ben) == []


def test_a_booking_an_offer_and_a_move_are_taken_back(world, pair, offered, at):
    services, undo = world.services, world.services.undoing.undo
    undo(f"{OFFERED}:{offered.poll_id}", actor=world.ada)
    session = services.sessions.book(pair, at(2, 10), actor=world.ada)
    other = services.open_times.suggest(session.session_id, at(2, 15), actor=world.ben)
    key = other.time_proposal_id
    services.open_times.decide(key, TimeProposalState.TAKEN, actor=world.ada)

    for other_than_ada in (world.ben, world.arrive("dora")):
        with pytest.raises(WrongStateError):
            undo(f"{MOVED}:{key}", actor=other_than_ada)
    undo(f"{MOVED}:{key}", actor=world.ada)
    back = world.session(session)
    undo(f"{BOOKED}:{session.session_id}", actor=world.ada)

    assert world.kept("poll", offered.poll_id).state is PollState.WITHDRAWN
    assert back.span == session.span
    assert world.session(session).state is SessionState.CANCELLED


def test_p01_nobody_takes_back_what_is_anothers_or_has_gone_on(world, pair, offered, at):
    services, undoing = world.services, world.services.undoing
    session = services.sessions.book(pair, at(2, 10), actor=world.ada)
    booked = f"{BOOKED}:{session.session_id}"
    lies = [f"{OFFERED}:{offered.poll_id}", booked, "poll:none", "suggestion:none", "session:", "x"]
    stranger = world.arrive("dora")

    for said in lies:
        with pytest.raises(WrongStateError):
            undoing.undo(said, actor=stranger)
    with pytest.raises(WrongStateError):  # it is Ada's offer
        undoing.undo(lies[0], actor=world.ben)
    world.clock.advance(days=3)
    with pytest.raises(WrongStateError):  # it has been
        undoing.undo(booked, actor=world.ada)


def test_p01_an_offer_is_for_members_only(world, offered):
    with pytest.raises(UnknownThingError):
        world.services.polls.pick(
            offered.poll_id, offered.slots[0].starts_at, actor=world.arrive("dora")
        )
