"""Asking somebody to be one's mentor: the mentee chooses, the mentor answers, and it ends in time.

A no needs no reason. Nobody is asked by more people at once than the programme lets wait.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Format, Programme, ProgrammeId, SelfMatch

MentorRequestId = NewType("MentorRequestId", str)
LONGEST = 600


class RequestState(StrEnum):
    """How a request stands.

    OPEN waits for the mentor, ASKED_MORE for the mentee. CLOSED: one of the two has found somebody
    else, or left. LAPSED is never kept: it is what time makes of a request that nobody answers.
    """

    OPEN = "open"
    ASKED_MORE = "asked more"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    LAPSED = "lapsed"


WAITS = frozenset({RequestState.OPEN, RequestState.ASKED_MORE})


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


def rules_of(programme: Programme) -> SelfMatch | None:
    """Return how mentees choose for themselves in a programme; None where they do not."""
    return programme.life.self_match if Format.ONE_TO_ONE in programme.formats else None
