"""S2, S5: from a vote to a booked session, on both databases."""

from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import OutOfBoundsError, UnknownThingError, WrongStateError
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.poll import Answer, PollState
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.session import Sync
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

Y, M, N = Answer.YES, Answer.MAYBE, Answer.NO
ZONES = ["America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Africa/Nairobi"]


@pytest.fixture
def members(world):
    return [world.ada, world.ben, *(world.arrive(name) for name in ("cy", "dee", "eli"))]


@pytest.fixture
def circle(world, members):
    """Five people in five zones; ada gathers them."""
    programme = world.programme()
    for at, (who, zone) in enumerate(zip(members, ZONES, strict=True)):
        world.answer(programme, who, Side.MENTEE if at else Side.MENTOR, zone=zone)
    sides = [Side.MENTOR, *[Side.MENTEE] * 4]
    places = tuple(
        Membership(who.person_id, side, world.clock())
        for who, side in zip(members, sides, strict=True)
    )
    made = Relationship(RelationshipId("circle-1"), NORTHMOOR, programme.programme_id,
                        Format.CIRCLE, places, world.clock())  # fmt: skip
    world.save("relationship", made)
    return made.relationship_id


@pytest.fixture
def poll(world, circle, at):
    starts = [at(3, 14), at(4, 14), at(5, 14)]
    within = timedelta(days=2)
    return world.services.polls.start(
        circle, starts, quorum=3, answer_within=within, actor=world.ada
    )


def vote(world, poll, who, *answers):
    return world.services.polls.vote(poll.poll_id, answers, actor=who)


@on_both
def test_the_last_answer_books_the_winner_for_those_who_come(world, members, poll):
    ada, ben, cy, dee, eli = members
    vote(world, poll, ada, Y, Y, Y)
    vote(world, poll, ben, Y, Y, N)
    vote(world, poll, cy, N, Y, N)
    vote(world, poll, dee, N, M, Y)
    done = vote(world, poll, eli, N, N, Y)

    session = world.kept("session", done.session_id)

    assert done.state is PollState.BOOKED
    assert session.span == poll.slots[1]
    assert session.people == {one.person_id for one in (ada, ben, cy, dee)}
    assert world.link(session).sync is Sync.QUEUED


def test_at_the_deadline_a_worker_books_what_the_quorum_reaches(world, clock, members, poll):
    for who in members[:3]:
        vote(world, poll, who, N, N, Y)
    early = world.kept("poll", poll.poll_id).state
    clock.advance(days=2, minutes=1)
    world.run()

    done = world.kept("poll", poll.poll_id)

    assert early is PollState.OPEN
    assert world.kept("session", done.session_id).span == poll.slots[2]
    assert len(world.kept("session", done.session_id).people) == 5  # two said neither


def test_without_a_quorum_the_poll_ends_and_says_so(world, clock, members, poll):
    vote(world, poll, members[1], Y, N, N)
    clock.advance(days=2, minutes=1)
    world.run()

    assert world.kept("poll", poll.poll_id).state is PollState.UNMET


@on_both
def test_a_winner_that_was_taken_meanwhile_gives_way_to_the_next(world, members, circle, poll):
    other = world.pair(world.programme())
    world.services.sessions.book(other, poll.slots[0].starts_at, actor=world.ben)
    for who in members:
        done = vote(world, poll, who, Y, M, N)

    assert world.kept("session", done.session_id).span == poll.slots[1]


def test_s5_a_day_somebody_closes_is_neither_shown_nor_booked(world, members, poll):
    day = poll.slots[0].starts_at.date()
    mine = OwnTime(world.ben.person_id, NORTHMOOR, days=((day, day),))
    world.services.own_times.keep(mine, version=0, actor=world.ben)
    shown = world.services.polls.page(poll.poll_id, actor=world.ada).shown
    for who in members:
        done = vote(world, poll, who, Y, M, N)

    assert shown == (1, 2)
    assert world.kept("session", done.session_id).span == poll.slots[1]


def test_two_workers_at_the_deadline_book_once(world, members, poll):
    for who in members[:3]:
        vote(world, poll, who, Y, N, N)
    settle = world.services.polls.settle
    one, two = settle(NORTHMOOR, poll.poll_id), settle(NORTHMOOR, poll.poll_id)

    assert one.session_id == two.session_id
    assert len(world.kept("sessions_of", [poll.relationship_id])) == 1


def test_a_poll_is_withdrawn_by_any_member_and_seen_by_nobody_else(world, members, poll):
    polls = world.services.polls
    for act in (polls.page, polls.withdraw, polls.settle_now):
        with pytest.raises(UnknownThingError):
            act(poll.poll_id, actor=world.cleo)
    with pytest.raises(WrongStateError):  # the quorum is not reached
        polls.settle_now(poll.poll_id, actor=world.ben)
    polls.withdraw(poll.poll_id, actor=members[4])

    assert world.kept("poll", poll.poll_id).state is PollState.WITHDRAWN


def test_one_poll_at_a_time(world, circle, poll, at):
    def again(starts):
        within = timedelta(days=1)
        world.services.polls.start(circle, starts, quorum=3, answer_within=within, actor=world.ada)

    with pytest.raises(WrongStateError):
        again([at(6, 14), at(7, 14)])
    world.services.polls.withdraw(poll.poll_id, actor=world.ada)
    with pytest.raises(OutOfBoundsError):
        again([at(6, 14)])


def test_a_vote_offers_times_at_which_the_quorum_can_come(world, circle, members, span):
    """G: one question to Outlook for all; the busy one may be away, an off-limit day may not."""
    world.connect()
    taken = {f"{one.person_id}@northmoor.example": [] for one in members[:1]}
    taken |= {f"{name}@northmoor.example": [] for name in ("ben", "cy", "dee", "eli")}
    taken["eli@northmoor.example"] = [span(0, 0, minutes=28 * 24 * 60)]
    world.free_busy.taken = taken

    none = world.services.free_time.times(circle, actor=world.ada)
    _facts, found = world.services.free_time.for_a_vote(circle, actor=world.ada, quorum=4, count=8)

    assert none.best == ()
    assert len(found) == 8
    assert {one.away for one in found} == {(members[4].person_id,)}
