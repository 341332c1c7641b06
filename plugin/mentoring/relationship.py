"""People who work together: what pairings, peers and circles share."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    FullError,
    LastFacilitatorError,
    NotAllowedError,
    OutOfBoundsError,
    ShapeError,
    WrongStateError,
)
from plugin.mentoring.formats import check_formed, check_shape, seats_left
from plugin.mentoring.matching import Reason
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Bounds, Format, ProgrammeId

RelationshipId = NewType("RelationshipId", str)
LONGEST_TITLE = 80
LONGEST_PAUSE = timedelta(days=366)


class RelationshipState(StrEnum):
    """How a relationship stands. An end carries no reason and no fault."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Membership:
    """One person's place in a relationship."""

    person_id: PersonId
    side: Side
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Relationship:
    """A pairing, peers or a circle; its shape is right from the first moment to the last.

    Attributes:
        members: mentors first, then by time of joining.
        reasons: why these people were brought together, for their own page.
        title: what a circle calls itself; others of the course see it. Empty for none.
        paused_until: the first day on which a paused one goes on.
        waiting: who would like the next free seat, the longest waiting first.

    """

    relationship_id: RelationshipId
    tenant_id: TenantId
    programme_id: ProgrammeId
    format: Format
    members: tuple[Membership, ...]
    created_at: datetime
    reasons: tuple[Reason, ...] = ()
    state: RelationshipState = RelationshipState.ACTIVE
    version: int = 0
    title: str = ""
    paused_until: date | None = None
    waiting: tuple[PersonId, ...] = ()

    def __post_init__(self) -> None:
        check_shape(self.format, self._places())

    def _places(self) -> tuple[tuple[PersonId, Side], ...]:
        return tuple((member.person_id, member.side) for member in self.members)

    @property
    def people(self) -> frozenset[PersonId]:
        """Everybody in it."""
        return frozenset(member.person_id for member in self.members)

    @property
    def mentors(self) -> tuple[PersonId, ...]:
        """The mentors, or a circle's facilitators, who have the same rights; peers have none."""
        return tuple(m.person_id for m in self.members if m.side is Side.MENTOR)

    @property
    def organiser(self) -> PersonId:
        """Whose calendar the sessions are made in: the first mentor, else the first member."""
        return next(iter(self.mentors), self.members[0].person_id)

    def organiser_for(self, booker: PersonId) -> PersonId:
        """Return in whose calendar a session is made that `booker` books.

        Every mentor, facilitator and peer may organise in their own; a mentee books with the first
        mentor.
        """
        own = self.format is Format.PEER or booker in self.mentors
        return booker if own and booker in self.people else self.organiser

    def require_member(self, person: PersonId) -> None:
        """Raise NotAllowedError unless `person` is in it."""
        if person not in self.people:
            raise NotAllowedError

    def partners_of(self, person: PersonId) -> tuple[PersonId, ...]:
        """Everybody but `person`, in the order of `members`."""
        return tuple(m.person_id for m in self.members if m.person_id != person)

    def check_formed(self, bounds: Bounds) -> "Relationship":
        """Return it; raise ShapeError unless it may begin like this in such a programme."""
        check_formed(self.format, self._places(), bounds)
        return self

    def seats_left(self, bounds: Bounds) -> int:
        """Return how many more people may join."""
        return seats_left(self.format, len(self.members), bounds)

    def joined_by(
        self, person: PersonId, side: Side, *, bounds: Bounds, now: datetime
    ) -> "Relationship":
        """Return it with one person more; repeatable.

        Raises:
            WrongStateError: it has ended, or two people work one to one.
            FullError: no seat is left.
            ShapeError: nobody stands on that side of this format.

        """
        if person in self.people:
            return self
        if self.state is RelationshipState.ENDED or self.format is Format.ONE_TO_ONE:
            raise WrongStateError
        if not self.seats_left(bounds):
            raise FullError
        waiting = tuple(one for one in self.waiting if one != person)
        return replace(self._with(Membership(person, side, now)), waiting=waiting)

    def mentored_by(self, person: PersonId, *, now: datetime) -> "Relationship":
        """Return a pairing with one mentor more, who has the same rights (M13); repeatable.

        Raises:
            WrongStateError: it has ended, or nobody works one to one in it.
            ShapeError: there are as many mentors as one mentee may have.

        """
        if person in self.mentors:
            return self
        if self.state is RelationshipState.ENDED or self.format is not Format.ONE_TO_ONE:
            raise WrongStateError
        return self._with(Membership(person, Side.MENTOR, now))

    def _with(self, new: Membership) -> "Relationship":
        first = [m for m in self.members if m.side is Side.MENTOR]
        rest = [m for m in self.members if m.side is not Side.MENTOR]
        mentor = new.side is Side.MENTOR
        first, rest = ([*first, new], rest) if mentor else (first, [*rest, new])
        return replace(self, members=(*first, *rest))

    def waited_for_by(self, person: PersonId) -> "Relationship":
        """Return the circle with one person more who waits for a seat; repeatable.

        Raises:
            WrongStateError: it is no circle, has ended, or the person is in it.

        """
        gone = self.state is RelationshipState.ENDED or self.format is not Format.CIRCLE
        if gone or person in self.people:
            raise WrongStateError
        if person in self.waiting:
            return self
        return replace(self, waiting=(*self.waiting, person))

    def given_up_by(self, person: PersonId) -> "Relationship":
        """Return the circle without `person` among those who wait; repeatable."""
        return replace(self, waiting=tuple(one for one in self.waiting if one != person))

    def left_by(self, person: PersonId) -> "Relationship":
        """Return it without `person`, who gives no reason; where it cannot go on, it is at its end.

        Raises:
            NotAllowedError: not a member.
            LastFacilitatorError: somebody else has to gather the circle first.

        """
        self.require_member(person)
        if self.format is Format.ONE_TO_ONE and self.mentors[:1] == self.mentors:
            return self.ended()
        if self.format is Format.CIRCLE and self.mentors == (person,) and len(self.members) > 2:
            raise LastFacilitatorError
        try:
            return replace(self, members=tuple(m for m in self.members if m.person_id != person))
        except ShapeError:
            return self.ended()

    def named(self, title: str) -> "Relationship":
        """Return it under another name."""
        return replace(self, title=" ".join(title.split())[:LONGEST_TITLE].rstrip())

    def handed_to(self, person: PersonId) -> "Relationship":
        """Return the circle with a member as one of its facilitators.

        Raises:
            NotAllowedError: not a member.
            WrongStateError: it is no circle, or has ended.

        """
        self.require_member(person)
        if self.format is not Format.CIRCLE or self.state is RelationshipState.ENDED:
            raise WrongStateError
        sides = [replace(m, side=Side.MENTOR) if m.person_id == person else m for m in self.members]
        sides.sort(key=lambda m: m.side is not Side.MENTOR)
        return replace(self, members=tuple(sides))

    def paused(self, until: date, *, today: date) -> "Relationship":
        """Return it at rest up to a day; nothing is expected meanwhile, and nobody to blame (P14).

        Raises:
            WrongStateError: it has ended.
            OutOfBoundsError: the day is not still to come, or more than a year away.

        """
        if self.state is RelationshipState.ENDED:
            raise WrongStateError
        if not today < until <= today + LONGEST_PAUSE:
            raise OutOfBoundsError
        return replace(self, state=RelationshipState.PAUSED, paused_until=until)

    def is_resting(self, today: date) -> bool:
        """Whether it rests on that day; on the day named it goes on by itself (P14)."""
        until = self.paused_until
        return self.state is RelationshipState.PAUSED and until is not None and today < until

    def resumed(self) -> "Relationship":
        """Return it going on; repeatable.

        Raises:
            WrongStateError: it has ended.

        """
        if self.state is RelationshipState.ENDED:
            raise WrongStateError
        return replace(self, state=RelationshipState.ACTIVE, paused_until=None)

    def ended(self) -> "Relationship":
        """Return the relationship at its end; either side may, with no reason given."""
        return replace(self, state=RelationshipState.ENDED)
