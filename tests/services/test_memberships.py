"""Coming and going: seats, waiting, leaving, handing over, resting and ending, calendars too."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    AlreadyPairedError,
    FullError,
    LastFacilitatorError,
    NotAllowedError,
    TrainingMissingError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.programme import Bounds, Format, Stage
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.session import SessionState, Sync
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_training import desk, do
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    made = world.programme(template="first-year-circles")
    world.save("programme", replace(made, version=2, bounds=Bounds(circle_most=4)))
    return world.kept("programme", made.programme_id)


@pytest.fixture
def others(world, programme):
    found = [world.arrive(f"member{number}") for number in range(4)]
    for one in found:
        world.answer(programme, one, Side.MENTEE)
    return found


@pytest.fixture
def circle(world, programme, others):
    """Three of four seats are taken: ada facilitates ben and the first of the others."""
    members = ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE), (others[0], Side.MENTEE))
    return related(world, programme, Format.CIRCLE, *members, title="Owls")


def people(world, circle):
    return world.kept("relationship", circle).people


@on_both
def test_x06_the_last_seat_is_given_once_and_the_next_person_may_wait(world, circle, others):
    join, wait = world.services.memberships.join, world.services.memberships.wait
    join(circle, actor=others[1])
    with pytest.raises(FullError):
        join(circle, actor=others[2])
    for one in (others[2], others[3], others[2]):
        wait(circle, actor=one)
    assert world.kept("relationship", circle).waiting == (
        others[2].person_id,
        others[3].person_id,
    )

    world.services.memberships.leave(circle, actor=others[0])

    kept = world.kept("relationship", circle)
    assert others[2].person_id in kept.people
    assert others[0].person_id not in kept.people
    assert kept.waiting == (others[3].person_id,)


def test_who_found_another_circle_meanwhile_is_passed_over(world, programme, circle, others):
    world.services.memberships.join(circle, actor=others[1])
    for one in others[2:]:
        world.services.memberships.wait(circle, actor=one)
    related(world, programme, Format.CIRCLE, (world.cleo, Side.MENTOR), (others[2], Side.MENTEE))

    world.services.memberships.leave(circle, actor=others[0])

    assert others[3].person_id in people(world, circle)
    assert others[2].person_id not in people(world, circle)


def waiting(world, circle):
    return world.kept("relationship", circle).waiting


@on_both
def test_r1_a_free_seat_goes_past_whoever_is_to_be_trained_until_they_are(
    world, programme, circle, others
):
    memberships = world.services.memberships
    memberships.join(circle, actor=others[1])
    for one in others[2:]:
        memberships.wait(circle, actor=one)
    own = desk(world, programme, required=(Side.MENTEE,))
    do(world, programme, own.key, others[3], _1=1)

    memberships.leave(circle, actor=others[0])
    memberships.leave(circle, actor=world.ben)

    assert people(world, circle) == {world.ada.person_id, *(x.person_id for x in others[1::2])}
    assert waiting(world, circle) == (others[2].person_id,)
    with pytest.raises(TrainingMissingError):
        memberships.join(circle, actor=others[2])
    do(world, programme, own.key, others[2], _1=1)
    memberships.join(circle, actor=others[2])
    assert waiting(world, circle) == ()


def test_r1_nobody_begins_to_wait_who_is_to_be_trained(world, programme, circle, others):
    desk(world, programme, required=(Side.MENTEE,))

    with pytest.raises(TrainingMissingError):
        world.services.memberships.wait(circle, actor=others[1])
    assert waiting(world, circle) == ()


@pytest.mark.parametrize("since", ["training", "side", "review", "apart"])
def test_t11_whoever_waits_may_stop_whatever_has_changed_since(
    world, programme, circle, others, since
):
    who, wait = others[2], world.services.memberships.wait
    wait(circle, actor=who)
    if since == "training":
        desk(world, programme, required=(Side.MENTEE,))
    elif since == "side":
        world.answer(programme, who, Side.MENTOR)
    elif since == "review":
        world.save("programme", replace(programme, stage=Stage.REVIEW))
    else:
        with world.store.work(NORTHMOOR) as work:
            work.block(world.ben.person_id, who.person_id, at=world.clock())

    wait(circle, actor=who, waits=False)

    assert waiting(world, circle) == ()


def test_nobody_joins_two_or_without_a_profile(world, programme, circle, others):
    join = world.services.memberships.join
    other = related(
        world, programme, Format.CIRCLE, (world.cleo, Side.MENTOR), (others[3], Side.MENTEE)
    )
    with pytest.raises(AlreadyPairedError):
        join(circle, actor=others[3])
    with pytest.raises(NotAllowedError):
        join(other, actor=world.arrive("nobody"))


def test_p04_from_outside_a_circle_one_sees_who_gathers_it_and_nothing_more(
    world, programme, circle, others
):
    _programme, lines = world.services.memberships.circles(programme.programme_id, actor=others[1])

    assert [(line.facilitators[0].name, line.seats, line.waits) for line in lines] == [
        ("Ada", 1, False)
    ]
    with pytest.raises(UnknownThingError):
        world.services.relationships.page(circle, actor=others[1])


def test_calendars_follow_who_comes_and_who_goes(world, circle, others, at):
    for one in (world.ada, world.ben, *others):
        world.connect(one)
    session = world.services.sessions.book(circle, at(2, 10), actor=world.ada)
    world.push(session)

    world.services.memberships.join(circle, actor=others[1])
    world.services.memberships.leave(circle, actor=world.ben)
    assert world.link(session).sync is Sync.QUEUED
    world.push(session)

    [event] = world.calendars.events.values()
    assert event.people == people(world, circle)
    assert others[1].person_id in event.people
    assert world.ben.person_id not in event.people
    assert world.link(session).sync is Sync.BOOKED


def test_whoever_joins_with_another_session_then_is_not_in_two_places(
    world, programme, circle, others, at
):
    session = world.services.sessions.book(circle, at(2, 10), actor=world.ada)
    elsewhere = related(
        world, programme, Format.PEER, (others[1], Side.PEER), (world.arrive("x"), Side.PEER)
    )
    world.services.sessions.book(elsewhere, at(2, 10), actor=others[1])
    world.end(elsewhere)

    world.services.memberships.join(circle, actor=others[1])

    assert others[1].person_id in people(world, circle)
    assert others[1].person_id not in world.session(session).people


def test_the_last_facilitator_hands_over_and_their_meetings_are_called_off(
    world, circle, others, at
):
    memberships = world.services.memberships
    session = world.services.sessions.book(circle, at(2, 10), actor=world.ada)
    with pytest.raises(LastFacilitatorError):
        memberships.leave(circle, actor=world.ada)
    with pytest.raises(NotAllowedError):
        memberships.hand_over(circle, world.ben.person_id, actor=world.ben)

    memberships.hand_over(circle, world.ben.person_id, actor=world.ada)
    memberships.leave(circle, actor=world.ada)

    assert world.kept("relationship", circle).mentors == (world.ben.person_id,)
    assert world.session(session).state is SessionState.CANCELLED


def test_t11_either_of_two_ends_it_and_what_is_booked_is_called_off(world, at):
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(2, 10), actor=world.ada)

    world.services.memberships.end(pair, actor=world.ben)
    world.services.memberships.end(pair, actor=world.ada)

    assert world.kept("relationship", pair).state is RelationshipState.ENDED
    assert world.session(session).state is SessionState.CANCELLED


def test_t11_members_leave_a_circle_and_do_not_end_it_for_the_others(world, circle):
    with pytest.raises(NotAllowedError):
        world.services.memberships.end(circle, actor=world.ben)


def test_p14_a_relationship_rests_up_to_a_day_and_goes_on(world):
    pair = world.pair(world.programme())
    rest = world.services.memberships.rest
    rest(pair, date(2026, 3, 20), actor=world.ben)
    kept = world.kept("relationship", pair)
    assert (kept.state, kept.paused_until) == (RelationshipState.PAUSED, date(2026, 3, 20))

    rest(pair, None, actor=world.ada)
    assert world.kept("relationship", pair).state is RelationshipState.ACTIVE
    world.end(pair)
    with pytest.raises(WrongStateError):
        rest(pair, date(2026, 3, 20), actor=world.ada)


def test_a_facilitator_names_the_circle(world, circle):
    world.services.memberships.name(circle, " Bees ", actor=world.ada)

    assert world.kept("relationship", circle).title == "Bees"
    with pytest.raises(NotAllowedError):
        world.services.memberships.name(circle, "Cats", actor=world.ben)


def test_p14_it_goes_on_by_itself_on_the_day_named_where_the_programme_is(world, clock):
    pair = world.pair(world.programme())  # Berlin, where the day begins an hour earlier than in UTC
    other = world.pair(world.programme(), mentor=world.cleo)
    for one, day in ((pair, 4), (other, 5)):
        world.services.memberships.rest(one, date(2026, 3, day), actor=world.ben)
    states = []
    for moment in ((3, 22, 50), (3, 23, 10)):
        clock.now = datetime(2026, 3, *moment, tzinfo=UTC)
        world.services.reminders.go_on(NORTHMOOR)
        states.append([world.kept("relationship", one).state for one in (pair, other)])

    resting, going_on = RelationshipState.PAUSED, RelationshipState.ACTIVE
    assert states == [[resting, resting], [going_on, resting]]
    assert world.kept("relationship", pair).paused_until is None
