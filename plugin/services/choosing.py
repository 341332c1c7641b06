"""What every step of a mentee's request reads first: who is ready, has a place, and may meet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.mentor_requests import MentorRequest, RequestState
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Programme, SelfMatch
from plugin.ports.store import Work
from plugin.services.drafts import partners
from plugin.services.standing_drafts import ready_people

AGAIN = frozenset({RequestState.WITHDRAWN, RequestState.CLOSED})
"""After these the same mentor may be asked once more; after a no, or silence, not."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """The people of one programme, for those of them who choose.

    Attributes:
        ready: who may be matched.
        taken: how many partners people have.
        apart: pairs of whom one keeps the other away.
        requests: all of the programme, the latest first.
        waiting: how many requests wait, by mentor.

    """

    programme: Programme
    rules: SelfMatch
    ready: Mapping[PersonId, Enrolment]
    taken: Mapping[PersonId, int]
    apart: frozenset[frozenset[PersonId]]
    requests: Sequence[MentorRequest]
    waiting: Mapping[PersonId, int]

    def left(self, who: PersonId) -> int:
        """Return how many more partners the person takes."""
        one = self.ready.get(who)
        return max(one.capacity - self.taken.get(who, 0), 0) if one else 0

    def may_meet(self, mentee: PersonId, mentor: PersonId) -> bool:
        """Whether both have a place, stand on their sides, and neither keeps the other away."""
        sides = ((mentee, Side.MENTEE), (mentor, Side.MENTOR))
        there = all(who in self.ready and self.ready[who].side is side for who, side in sides)
        free = bool(self.left(mentee) and self.left(mentor))
        return there and free and frozenset((mentee, mentor)) not in self.apart

    def open_to(self, mentee: Enrolment) -> dict[PersonId, Profile]:
        """Return the mentors with a place whom few ask, and whom the mentee has not asked yet."""
        me = mentee.person_id
        before = {
            one.mentor for one in self.requests if one.mentee == me and one.state not in AGAIN
        }
        return {
            who: one.profile
            for who, one in self.ready.items()
            if who not in before
            and self.may_meet(me, who)
            and self.waiting.get(who, 0) < self.rules.most_waiting
        }


def choosing(work: Work, programme: Programme, rules: SelfMatch, now: datetime) -> Choosing:
    """Read it."""
    ready = ready_people(work, programme)
    requests = work.mentor_requests(programme.programme_id)
    return Choosing(
        programme,
        rules,
        ready,
        partners(work.relationships_in(programme.programme_id)),
        work.apart(ready),
        requests,
        Counter(one.mentor for one in requests if one.waits(now)),
    )
