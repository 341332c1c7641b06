"""The three formats as equals: what each takes to be formed, and what may never be broken.

* One-to-one: one mentee, and one mentor or, in co-mentoring, several with the same rights.
* Peer: two or three people, none of them the mentor.
* Circle: one or more facilitators and those they gather, within the programme's sizes.

A circle that people leave may become smaller than it had to be to begin; it never loses its last
facilitator to a slip of the hand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ShapeError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Bounds, Format

MOST_MENTORS = 4
"""Mentors of one mentee; more would be a panel."""
PEERS = (2, 3)
MOST_IN_CIRCLE = 20

SIDES: Mapping[Format, tuple[Side, ...]] = {
    Format.ONE_TO_ONE: (Side.MENTEE, Side.MENTOR),
    Format.PEER: (Side.PEER,),
    Format.CIRCLE: (Side.MENTEE, Side.MENTOR),
}
"""Who stands in each format; in a circle the mentors are called facilitators."""

Place = tuple[PersonId, Side]


def check_shape(kind: Format, places: Sequence[Place]) -> None:
    """Raise ShapeError, saying what is wrong, unless these people make up such a relationship."""
    if len({who for who, _side in places}) != len(places):
        raise ShapeError("twice")
    sides = Counter(side for _who, side in places)
    if set(sides) - set(SIDES[kind]):
        raise ShapeError(f"{kind.value}: side")
    wrong = _WRONG[kind](sides)
    if wrong:
        raise ShapeError(wrong)


def check_formed(kind: Format, places: Sequence[Place], bounds: Bounds) -> None:
    """Raise ShapeError unless the relationship may begin like this: a circle within its sizes."""
    check_shape(kind, places)
    if kind is Format.CIRCLE and not bounds.circle_least <= len(places) <= bounds.circle_most:
        few = len(places) < bounds.circle_least
        raise ShapeError("circle: too few" if few else "circle: too many")


def seats_left(kind: Format, people: int, bounds: Bounds) -> int:
    """Return how many more may join; nobody joins two people who work one to one."""
    if kind is Format.PEER:
        return max(PEERS[1] - people, 0)
    if kind is Format.CIRCLE:
        return max(min(bounds.circle_most, MOST_IN_CIRCLE) - people, 0)
    return 0


def sides_of(formats: Sequence[Format]) -> tuple[Side, ...]:
    """Return the sides that people may choose in a programme of these formats."""
    return tuple(dict.fromkeys(side for kind in formats for side in SIDES[kind]))


def _pair(sides: Counter[Side]) -> str | None:
    if sides[Side.MENTEE] != 1:
        return "one-to-one: mentee"
    return None if 1 <= sides[Side.MENTOR] <= MOST_MENTORS else "one-to-one: mentor"


def _peers(sides: Counter[Side]) -> str | None:
    return None if PEERS[0] <= sides[Side.PEER] <= PEERS[1] else "peer: size"


def _circle(sides: Counter[Side]) -> str | None:
    if not sides[Side.MENTOR]:
        return "circle: facilitator"
    if not sides[Side.MENTEE]:
        return "circle: too few"
    return "circle: too many" if sides.total() > MOST_IN_CIRCLE else None


_WRONG = {Format.ONE_TO_ONE: _pair, Format.PEER: _peers, Format.CIRCLE: _circle}
