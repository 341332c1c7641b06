"""P1: each format has its shape, and what breaks it is refused with words."""

from datetime import UTC, datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    FullError,
    LastFacilitatorError,
    NotAllowedError,
    ShapeError,
    WrongStateError,
)
from plugin.mentoring.formats import MOST_IN_CIRCLE, MOST_MENTORS, sides_of
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Bounds, Format, ProgrammeId
from plugin.mentoring.relationship import (
    Membership,
    Relationship,
    RelationshipId,
    RelationshipState,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 9, tzinfo=UTC)
BOUNDS = Bounds(circle_least=3, circle_most=4)
OFF = {"o": Side.MENTOR, "e": Side.MENTEE, "p": Side.PEER}


def made(kind, letters):
    """A relationship of mentors (o), mentees (e) and peers (p), named from a on."""
    seats = tuple(
        Membership(PersonId(chr(97 + at)), OFF[letter], NOW) for at, letter in enumerate(letters)
    )
    return Relationship(RelationshipId("r1"), TenantId("t1"), ProgrammeId("p1"), kind, seats, NOW)


def people(relationship):
    return "".join(member.person_id for member in relationship.members)


@pytest.mark.parametrize(
    ("kind", "letters"),
    [
        (Format.ONE_TO_ONE, "oe"),
        (Format.ONE_TO_ONE, "ooe"),
        (Format.PEER, "pp"),
        (Format.PEER, "ppp"),
        (Format.CIRCLE, "oe"),
        (Format.CIRCLE, "ooeee"),
    ],
)
def test_p1_m13_every_format_has_its_shapes(kind, letters):
    assert len(made(kind, letters).people) == len(letters)


@pytest.mark.parametrize(
    ("kind", "letters", "why"),
    [
        (Format.ONE_TO_ONE, "oee", "one-to-one: mentee"),
        (Format.ONE_TO_ONE, "e", "one-to-one: mentor"),
        (Format.ONE_TO_ONE, "o" * (MOST_MENTORS + 1) + "e", "one-to-one: mentor"),
        (Format.PEER, "p", "peer: size"),
        (Format.PEER, "pppp", "peer: size"),
        (Format.PEER, "op", "peer: side"),
        (Format.CIRCLE, "eee", "circle: facilitator"),
        (Format.CIRCLE, "ooo", "circle: too few"),
        (Format.CIRCLE, "ope", "circle: side"),
        (Format.CIRCLE, "o" + "e" * MOST_IN_CIRCLE, "circle: too many"),
    ],
)
def test_p1_what_breaks_the_shape_is_refused_and_says_why(kind, letters, why):
    with pytest.raises(ShapeError, match=why):
        made(kind, letters)


@pytest.mark.parametrize(("letters", "why"), [("oe", "too few"), ("oeeee", "too many")])
def test_p1_a_circle_begins_within_the_programmes_sizes(letters, why):
    with pytest.raises(ShapeError, match=why):
        made(Format.CIRCLE, letters).check_formed(BOUNDS)


def test_p1_a_circle_of_the_right_size_is_formed():
    circle = made(Format.CIRCLE, "oee")

    assert circle.check_formed(BOUNDS) is circle
    assert circle.seats_left(BOUNDS) == 1


def test_a_newcomer_stands_after_those_before_and_a_facilitator_among_the_first():
    circle = made(Format.CIRCLE, "oe").joined_by(
        PersonId("x"), Side.MENTEE, bounds=BOUNDS, now=LATER
    )
    circle = circle.joined_by(PersonId("y"), Side.MENTOR, bounds=BOUNDS, now=LATER)

    assert people(circle) == "aybx"
    assert circle.mentors == ("a", "y")
    again = circle.joined_by(PersonId("x"), Side.MENTEE, bounds=BOUNDS, now=LATER)
    assert again is circle


def test_x06_the_last_seat_is_given_once():
    full = made(Format.CIRCLE, "oeee")

    with pytest.raises(FullError):
        full.joined_by(PersonId("x"), Side.MENTEE, bounds=BOUNDS, now=LATER)


def test_nobody_joins_two_who_work_one_to_one_or_what_has_ended():
    for one in (made(Format.ONE_TO_ONE, "oe"), made(Format.CIRCLE, "oee").ended()):
        with pytest.raises(WrongStateError):
            one.joined_by(PersonId("x"), Side.MENTEE, bounds=BOUNDS, now=LATER)


def test_t11_who_leaves_a_circle_leaves_the_others_together():
    circle = made(Format.CIRCLE, "oeee").left_by(PersonId("c"))

    assert (people(circle), circle.state) == ("abd", RelationshipState.ACTIVE)


@pytest.mark.parametrize(
    ("kind", "letters", "who"),
    [
        (Format.ONE_TO_ONE, "oe", "a"),
        (Format.ONE_TO_ONE, "oe", "b"),
        (Format.ONE_TO_ONE, "ooe", "c"),
        (Format.PEER, "pp", "a"),
        (Format.CIRCLE, "oe", "a"),
        (Format.CIRCLE, "oe", "b"),
    ],
)
def test_t11_where_it_cannot_go_on_leaving_ends_it(kind, letters, who):
    left = made(kind, letters).left_by(PersonId(who))

    assert left.state is RelationshipState.ENDED
    assert people(left) == people(made(kind, letters))


@pytest.mark.parametrize(("kind", "letters"), [(Format.ONE_TO_ONE, "ooe"), (Format.PEER, "ppp")])
def test_m13_the_others_go_on_without_one_of_several(kind, letters):
    left = made(kind, letters).left_by(PersonId("a"))

    assert (people(left), left.state) == ("bc", RelationshipState.ACTIVE)


def test_the_last_facilitator_hands_over_before_leaving():
    circle = made(Format.CIRCLE, "oee")
    with pytest.raises(LastFacilitatorError):
        circle.left_by(PersonId("a"))

    handed = circle.handed_to(PersonId("c"))

    assert handed.mentors == ("a", "c")
    assert people(handed.left_by(PersonId("a"))) == "cb"


def test_only_members_of_a_circle_are_handed_it():
    with pytest.raises(NotAllowedError):
        made(Format.CIRCLE, "oee").handed_to(PersonId("x"))
    with pytest.raises(WrongStateError):
        made(Format.PEER, "pp").handed_to(PersonId("a"))


@pytest.mark.parametrize(
    ("kind", "letters", "booker", "organiser"),
    [
        (Format.ONE_TO_ONE, "oe", "b", "a"),
        (Format.ONE_TO_ONE, "ooe", "b", "b"),
        (Format.ONE_TO_ONE, "ooe", "c", "a"),
        (Format.PEER, "ppp", "c", "c"),
        (Format.CIRCLE, "ooee", "b", "b"),
        (Format.CIRCLE, "ooee", "d", "a"),
        (Format.PEER, "pp", "x", "a"),
    ],
)
def test_m13_whoever_may_organise_does_it_in_their_own_calendar(kind, letters, booker, organiser):
    assert made(kind, letters).organiser_for(PersonId(booker)) == organiser


@pytest.mark.parametrize(
    ("formats", "sides"),
    [
        ((Format.ONE_TO_ONE,), (Side.MENTEE, Side.MENTOR)),
        ((Format.PEER,), (Side.PEER,)),
        ((Format.CIRCLE, Format.PEER), (Side.MENTEE, Side.MENTOR, Side.PEER)),
    ],
)
def test_people_choose_among_the_sides_of_a_programmes_formats(formats, sides):
    assert sides_of(formats) == sides


def test_a_circles_name_is_one_short_line():
    assert made(Format.CIRCLE, "oe").named("  First \n year ").title == "First year"
