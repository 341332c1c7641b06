"""Another time for a session, as one member suggests it; every suggestion stays in the history."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from plugin.mentoring.errors import NotAllowedError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span

TimeProposalId = NewType("TimeProposalId", str)


class TimeProposalState(StrEnum):
    """What became of a suggestion. OVERTAKEN: the session moved or was called off otherwise."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class TimeProposal:
    """One suggestion. `before` is when the session was to be when it was made."""

    time_proposal_id: TimeProposalId
    tenant_id: TenantId
    session_id: SessionId
    by: PersonId
    at: datetime
    span: Span
    before: Span
    state: TimeProposalState = TimeProposalState.OPEN
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    version: int = 0

    def standing(self, session: MentoringSession) -> "TimeProposal":
        """Return it as it stands: overtaken when the session has moved or is off."""
        passed = session.span != self.before or session.state is SessionState.CANCELLED
        if self.state is TimeProposalState.OPEN and passed:
            return replace(self, state=TimeProposalState.OVERTAKEN)
        return self

    def decided(self, state: TimeProposalState, *, by: PersonId, now: datetime) -> "TimeProposal":
        """Return the suggestion with what became of it.

        Raises:
            WrongStateError: it was decided already.
            NotAllowedError: one accepts or declines another's suggestion, and withdraws one's own.

        """
        if self.state is not TimeProposalState.OPEN:
            raise WrongStateError
        own = by == self.by
        if (
            own != (state is TimeProposalState.WITHDRAWN)
            and state is not TimeProposalState.OVERTAKEN
        ):
            raise NotAllowedError
        return replace(self, state=state, decided_by=by, decided_at=now)
