"""Circles and co-mentoring over the whole house: agreeing, finding time and booking for many."""

from dataclasses import replace

import pytest

from plugin.mentoring.agreement import Terms
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import AgreementMissingError, NotAllowedError, ShapeError
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.programme import Bounds, Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.session import Sync
from tests.mentoring.test_parts import part
from tests.stores import NORTHMOOR


def related(world, programme, kind, *members, title=""):
    seats = tuple(Membership(who.person_id, side, world.clock()) for who, side in members)
    made = Relationship(
        RelationshipId(world.new_id()), NORTHMOOR, programme.programme_id, kind, seats,
        world.clock(), title=title,
    )  # fmt: skip
    world.save("relationship", made)
    return made.relationship_id


@pytest.fixture
def others(world):
    return [world.arrive(f"member{number}") for number in range(3)]


@pytest.fixture
def circle(world, others):
    programme = world.programme(template="first-year-circles", formal=True)
    members = ((world.ada, Side.MENTOR), *((one, Side.MENTEE) for one in (world.ben, *others)))
    return related(world, programme, Format.CIRCLE, *members, title="Owls")


def sign_all(world, relationship, people):
    first = part(relationship, people[0])
    world.services.agreements.propose(relationship, Terms(), version=0, actor=people[0], part=first)
    for one in people[1:]:
        own = part(relationship, one)
        world.services.agreements.sign(relationship, 1, actor=one, part=own)


def test_t1_a_circle_books_when_all_of_it_have_signed(world, circle, others, at):
    everybody = [world.ada, world.ben, *others]
    sign_all(world, circle, everybody[:-1])
    with pytest.raises(AgreementMissingError):
        world.services.sessions.book(circle, at(2, 10), actor=world.ben)

    last = part(circle, everybody[-1])
    world.services.agreements.sign(circle, 1, actor=everybody[-1], part=last)
    session = world.services.sessions.book(circle, at(2, 10), actor=world.ben)

    assert session.people == frozenset(one.person_id for one in everybody)
    assert session.organiser == world.ada.person_id


def test_a_circle_of_five_is_one_meeting_with_four_guests(world, circle, others, at):
    everybody = [world.ada, world.ben, *others]
    sign_all(world, circle, everybody)
    for one in everybody:
        world.connect(one)
    session = world.services.sessions.book(circle, at(2, 10), actor=world.ada)
    world.push(session)

    assert world.link(session).sync is Sync.BOOKED
    assert [len(one.people) for one in world.calendars.events.values()] == [5]


def test_common_time_of_a_circle_is_that_of_all_its_members(world, circle, others, at):
    programme = world.kept("programme", world.kept("relationship", circle).programme_id)
    starts = (8, 9, 10, 11, 12)  # the last begins when the first has one hour left
    for one, start in zip([world.ada, world.ben, *others], starts, strict=True):
        hours = WeekHours.office(start, start + 5, days=[2])
        side = Side.MENTOR if one == world.ada else Side.MENTEE
        world.answer(programme, one, side, zone="UTC", hours=hours)

    page = world.services.free_time.times(circle, actor=world.ben, week=0)

    suits = [one.span.starts_at for one in page.week if not one.outside]
    assert len(page.people) == 5
    assert suits == [at(2, 12)]


def test_m13_either_of_two_mentors_organises(world, others, at):
    programme = world.programme(template="research-co-mentoring")
    pair = related(
        world, programme, Format.ONE_TO_ONE,
        (world.ada, Side.MENTOR), (others[0], Side.MENTOR), (world.ben, Side.MENTEE),
    )  # fmt: skip

    second = world.services.sessions.book(pair, at(2, 10), actor=others[0])
    first = world.services.sessions.book(pair, at(3, 10), actor=world.ben)

    assert second.organiser == others[0].person_id
    assert first.organiser == world.ada.person_id


def test_facilitators_book_where_the_programme_says_so(world, circle, others, at):
    programme = world.kept("programme", world.kept("relationship", circle).programme_id)
    world.save("programme", replace(programme, bounds=Bounds(members_book=False)))
    sign_all(world, circle, [world.ada, world.ben, *others])

    with pytest.raises(NotAllowedError):
        world.services.sessions.book(circle, at(2, 10), actor=world.ben)
    world.services.sessions.book(circle, at(2, 10), actor=world.ada)


def test_nobody_is_a_peer_where_there_are_none(world):
    programme = world.programme()

    with pytest.raises(ShapeError, match="side"):
        world.answer(programme, world.ben, Side.PEER)


def test_t1_a_newcomer_holds_nobody_up_and_comes_once_they_have_signed(
    world, clock, circle, others, at
):
    programme = world.kept("programme", world.kept("relationship", circle).programme_id)
    sign_all(world, circle, [world.ada, world.ben, *others])
    before = world.services.sessions.book(circle, at(2, 10), actor=world.ada)
    clock.advance(minutes=5)
    new = world.arrive("newcomer")
    world.answer(programme, new, Side.MENTEE)

    world.services.memberships.join(circle, actor=new)
    after = world.services.sessions.book(circle, at(3, 10), actor=world.ben)
    with pytest.raises(AgreementMissingError):
        world.services.sessions.book(circle, at(4, 10), actor=new)
    unsigned = [world.session(one).people for one in (before, after)]
    world.services.agreements.sign(circle, 1, actor=new, part=part(circle, new))

    assert all(new.person_id not in people for people in unsigned)
    assert all(new.person_id in world.session(one).people for one in (before, after))
    assert world.services.sessions.book(circle, at(4, 10), actor=new).people == after.people | {
        new.person_id
    }
