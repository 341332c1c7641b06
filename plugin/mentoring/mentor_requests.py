"""Asking somebody to be one's mentor: the mentee chooses, the mentor answers, and it ends in time.

A no needs no reason. Nobody is asked by more people at once than the programme lets wait.

Who may come together is said once, by `Choosing`: it decides who is shown, who may be asked, whose
yes counts, and what still stands as waiting. Whatever places two people elsewhere, parts them or
takes one of them away closes their requests by that, without knowing of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.matching import fit
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import TAKES_PROFILES, Format, Programme, ProgrammeId, SelfMatch
from plugin.mentoring.stages import is_paused

MentorRequestId = NewType("MentorRequestId", str)
LONGEST = 600


class RequestState(StrEnum):
    """How a request stands.

    OPEN waits for the mentor, ASKED_MORE for the mentee. CLOSED: the two cannot come together; it
    is kept where a yes to somebody else made it so, and else said by `Choosing.standing`. LAPSED is
    never kept: it is what time makes of a request that nobody answers.
    """

    OPEN = "open"
    ASKED_MORE = "asked more"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    LAPSED = "lapsed"


WAITS = frozenset({RequestState.OPEN, RequestState.ASKED_MORE})
AGAIN = frozenset({RequestState.WITHDRAWN, RequestState.CLOSED})
"""After these the same mentor may be asked once more; after a no, or silence, not."""


@dataclass(frozen=True, slots=True)
class RequestWord:
    """What one of the two wrote; `number` counts from 1."""

    request_id: MentorRequestId
    number: int
    author: PersonId
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class MentorRequest:
    """One mentee asks one mentor.

    Attributes:
        until: when it ends unless somebody says the next word.
        settled_at: when it was accepted, declined, taken back or closed.

    """

    request_id: MentorRequestId
    tenant_id: TenantId
    programme_id: ProgrammeId
    mentee: PersonId
    mentor: PersonId
    made_at: datetime
    until: datetime
    state: RequestState = RequestState.OPEN
    settled_at: datetime | None = None
    version: int = 0

    @property
    def people(self) -> frozenset[PersonId]:
        """Both, and nobody else opens it."""
        return frozenset((self.mentee, self.mentor))

    def standing(self, now: datetime) -> RequestState:
        """Return how it stands now."""
        return RequestState.LAPSED if self.state in WAITS and now >= self.until else self.state

    def waits(self, now: datetime) -> bool:
        """Whether somebody's word is still waited for."""
        return self.standing(now) in WAITS

    def waits_for(self, now: datetime) -> PersonId | None:
        """Return whose word is waited for; None when nobody's."""
        whose = {RequestState.OPEN: self.mentor, RequestState.ASKED_MORE: self.mentee}
        return whose.get(self.standing(now))

    def passed_on(self, rules: SelfMatch, now: datetime) -> "MentorRequest":
        """Return it waiting for the other one, for as long as at the beginning.

        Raises:
            WrongStateError: it waits for nobody any more.

        """
        turn = {RequestState.OPEN: RequestState.ASKED_MORE}
        state = turn.get(self._open(now), RequestState.OPEN)
        return replace(self, state=state, until=now + timedelta(days=rules.days))

    def settled(self, state: RequestState, now: datetime) -> "MentorRequest":
        """Return it at its end.

        Raises:
            WrongStateError: it has come to one already, or time has passed over it.

        """
        self._open(now)
        return replace(self, state=state, settled_at=now)

    def _open(self, now: datetime) -> RequestState:
        if not self.waits(now):
            raise WrongStateError
        return self.state


@dataclass(frozen=True, slots=True)
class Choosing:
    """The people of one programme at one moment, for those of them who choose.

    Attributes:
        ready: who may be matched.
        taken: how many partners people have.
        apart: pairs of whom one keeps the other away.
        requests: all of the programme, the latest first.

    """

    programme: Programme
    rules: SelfMatch
    now: datetime
    ready: Mapping[PersonId, Enrolment]
    taken: Mapping[PersonId, int]
    apart: frozenset[frozenset[PersonId]]
    requests: Sequence[MentorRequest]

    @property
    def is_over(self) -> bool:
        """Whether the programme brings nobody together any more."""
        return self.programme.stage not in TAKES_PROFILES

    @property
    def rests(self) -> bool:
        """Whether nobody is asked and no yes counts now; what waits in a pause goes on waiting."""
        return self.is_over or is_paused(self.programme, now=self.now)

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

    def may_work(self, mentee: PersonId, mentor: PersonId) -> bool:
        """Whether they may meet, and share an hour and a language as far as they have said.

        The hours take some milliseconds: it is asked of a few, not of everybody.
        """
        if not self.may_meet(mentee, mentor):
            return False
        both = self.ready[mentee].profile, self.ready[mentor].profile
        return fit(*both, now=self.now).barrier is None

    def open_to(self, mentee: Enrolment) -> dict[PersonId, Profile]:
        """Return the mentors with a place whom few ask, and whom the mentee has not asked yet.

        Of these `matching.ranked` shows those with whom the mentee `may_work`.
        """
        me, waiting = mentee.person_id, self._waiting()
        before = {
            one.mentor for one in self.requests if one.mentee == me and one.state not in AGAIN
        }
        return {
            who: one.profile
            for who, one in self.ready.items()
            if who not in before
            and self.may_meet(me, who)
            and waiting[who] < self.rules.most_waiting
        }

    def may_ask(self, mentee: Enrolment, mentor: PersonId) -> bool:
        """Whether the mentor is one of those who can be shown to the mentee."""
        return mentor in self.open_to(mentee) and self.may_work(mentee.person_id, mentor)

    def standing(self, request: MentorRequest) -> RequestState:
        """Return how a request stands: closed, too, where the two may not work together now."""
        found = self.roughly(request)
        if found in WAITS and not self.may_work(request.mentee, request.mentor):
            return RequestState.CLOSED
        return found

    def roughly(self, request: MentorRequest) -> RequestState:
        """Return the same for one of many: whether two share an hour is not looked at.

        Who has training to do before a match is not among the `ready`, so it counts here;
        `Work.mentor_requests_for`, which reads no programme, does not know of it.
        """
        found = request.standing(self.now)
        possible = not self.is_over and self.may_meet(request.mentee, request.mentor)
        return RequestState.CLOSED if found in WAITS and not possible else found

    def _waiting(self) -> Counter[PersonId]:
        """Count the requests that wait, by mentor."""
        return Counter(x.mentor for x in self.requests if self.roughly(x) in WAITS)


def rules_of(programme: Programme) -> SelfMatch | None:
    """Return how mentees choose for themselves in a programme; None where they do not."""
    return programme.life.self_match if Format.ONE_TO_ONE in programme.formats else None
