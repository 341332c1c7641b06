"""A vote on times: everybody says what would do, and the time that suits most is booked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, OutOfBoundsError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span

PollId = NewType("PollId", str)
MOST_SLOTS = 12


def usual_quorum(people: int) -> int:
    """Return how many of so many must be able to come, unless somebody says otherwise: most."""
    return max(2, -(-people * 2 // 3))


def offered_until(slots: Sequence[Span], *, now: datetime) -> datetime:
    """Return until when an offer stands: an hour before the last time, later if that is near."""
    last = max(slots).starts_at
    return max(last - timedelta(hours=1), now + (last - now) / 2)


class Answer(StrEnum):
    """What one person says to one time."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class PollState(StrEnum):
    """Where a poll stands. UNMET: the deadline passed and no time suited enough people."""

    OPEN = "open"
    BOOKED = "booked"
    UNMET = "unmet"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Poll:
    """One vote of one relationship.

    Attributes:
        slots: the times to choose from, in order.
        quorum: how many must be able to come, so that a time is booked at all.
        deadline: when the winner is booked, if not everybody has answered before.
        votes: by person, an answer for each slot.
        session_id: what was booked; None until then.

    """

    poll_id: PollId
    tenant_id: TenantId
    relationship_id: RelationshipId
    made_by: PersonId
    made_at: datetime
    slots: tuple[Span, ...]
    quorum: int
    deadline: datetime
    votes: Mapping[PersonId, tuple[Answer, ...]] = field(default_factory=dict)
    state: PollState = PollState.OPEN
    session_id: SessionId | None = None
    version: int = 0

    def checked(self, relationship: Relationship) -> "Poll":
        """Return it; raise OutOfBoundsError for a poll that could not end well."""
        if not 2 <= len(self.slots) <= MOST_SLOTS:
            raise OutOfBoundsError
        if not 2 <= self.quorum <= len(relationship.people):
            raise OutOfBoundsError
        if not self.made_at < self.deadline < max(self.slots).starts_at:
            raise OutOfBoundsError
        return self

    @property
    def is_offer(self) -> bool:
        """Whether its maker can come at each of the times, so that whoever picks one decides."""
        said = self.votes.get(self.made_by)
        return said is not None and set(said) == {Answer.YES}

    def picking(self, starts_at: datetime) -> tuple[Answer, ...]:
        """Return the answers of somebody who takes one of the times and none of the others.

        Raises:
            OutOfBoundsError: it is none of them.

        """
        if starts_at not in (one.starts_at for one in self.slots):
            raise OutOfBoundsError
        return tuple(Answer.YES if one.starts_at == starts_at else Answer.NO for one in self.slots)

    def require_open(self) -> None:
        """Raise WrongStateError for a poll that has ended."""
        if self.state is not PollState.OPEN:
            raise WrongStateError

    def voted(
        self, person: PersonId, answers: tuple[Answer, ...], *, relationship: Relationship
    ) -> "Poll":
        """Return the poll with the person's answers, which replace earlier ones.

        Raises:
            NotAllowedError: not a member.
            WrongStateError: the poll has ended.
            OutOfBoundsError: not one answer for each time.

        """
        if person not in relationship.people:
            raise NotAllowedError
        self.require_open()
        if len(answers) != len(self.slots):
            raise OutOfBoundsError
        return replace(self, votes={**self.votes, person: answers})

    def answered_by_all(self, relationship: Relationship) -> bool:
        """Whether nobody is waited for any more."""
        return relationship.people <= self.votes.keys()

    def able(self, slot: Span) -> frozenset[PersonId]:
        """Who said that they could come."""
        at = self.slots.index(slot)
        return frozenset(who for who, said in self.votes.items() if said[at] is not Answer.NO)

    def attending(self, slot: Span, relationship: Relationship) -> frozenset[PersonId]:
        """Who is invited: everybody who has not said no."""
        at = self.slots.index(slot)
        away = {who for who, said in self.votes.items() if said[at] is Answer.NO}
        return relationship.people - away

    def host(self, slot: Span, relationship: Relationship) -> PersonId | None:
        """Return in whose calendar it would be made: the organiser, else another who leads."""
        there = self.attending(slot, relationship)
        leaders = [m.person_id for m in relationship.members if m.side is Side.MENTOR]
        order = leaders or [m.person_id for m in relationship.members]
        return next((who for who in order if who in there), None)

    def winners(
        self, relationship: Relationship, closed: tuple[Span, ...], *, now: datetime
    ) -> list[Span]:
        """Return the times that may be booked, the best first.

        Args:
            relationship: whose members voted.
            closed: what somebody has meanwhile put off limits; it is passed over without a word.
            now: times that have begun are past.

        """
        possible = [
            slot
            for slot in self.slots
            if slot.starts_at > now
            and len(self.able(slot) & relationship.people) >= self.quorum
            and self.host(slot, relationship) is not None
            and not any(slot.touches(one) for one in closed)
        ]
        return sorted(possible, key=lambda slot: (*self._worth(slot), slot))

    def _worth(self, slot: Span) -> tuple[int, int]:
        at = self.slots.index(slot)
        gladly = sum(1 for said in self.votes.values() if said[at] is Answer.YES)
        return (-gladly, -len(self.able(slot)))
