"""Reporting participation to the course: what counts, who said yes, and how each score stands.

Only sessions are counted, and only of people who agreed. What was said in them is nowhere here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from plugin.mentoring.errors import OutOfBoundsError, TargetFixedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId

MOST_SESSIONS: Final = 60
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Reporting:
    """Whether a programme reports participation, and where to. Off until a coordinator says so.

    Attributes:
        target: so many sessions are full participation; a column's maximum is never changed.
        column: the address of the grade book's column; None until it was found or made.
        problem: what stops reporting, as a code that pages have words for; None when nothing does.

    """

    programme_id: ProgrammeId
    tenant_id: TenantId
    on: bool
    target: int
    changed_by: PersonId
    changed_at: datetime
    column: str | None = None
    problem: str | None = None
    version: int = 0

    def switched_on(self, target: int, *, by: PersonId, now: datetime) -> "Reporting":
        """Return it reporting from now on; repeatable.

        Raises:
            OutOfBoundsError: no such number of sessions.
            TargetFixedError: the column is there already, with another maximum.

        """
        if not 1 <= target <= MOST_SESSIONS:
            raise OutOfBoundsError
        if self.column is not None and target != self.target:
            raise TargetFixedError
        return replace(self, on=True, target=target, changed_by=by, changed_at=now, problem=None)

    def switched_off(self, *, by: PersonId, now: datetime) -> "Reporting":
        """Return it sending nothing more; what was sent stays in the grade book."""
        return replace(self, on=False, changed_by=by, changed_at=now, problem=None)

    def counted(self, held: int) -> int:
        """Return how many of the sessions held count: the first `target` of them."""
        return min(held, self.target)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What a person said about their participation being reported.

    Attributes:
        given_at: None while they have not said yes.
        withdrawn_at: when they took it back; None while it holds.

    """

    programme_id: ProgrammeId
    tenant_id: TenantId
    person_id: PersonId
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 0

    @property
    def holds(self) -> bool:
        """Whether it may be reported."""
        return self.given_at is not None and self.withdrawn_at is None

    def given(self, *, now: datetime) -> "Sharing":
        """Return it given; the first moment of a yes that holds stays."""
        return self if self.holds else replace(self, given_at=now, withdrawn_at=None)

    def withdrawn(self, *, now: datetime) -> "Sharing":
        """Return it taken back; repeatable."""
        return replace(self, withdrawn_at=now) if self.holds else self


class ScoreState(StrEnum):
    """How far the grade book agrees. An attempt is never called sent."""

    SENDING = "sending"
    SENT = "sent"
    NEWER = "newer"
    """The grade book has a later entry, which stays until there is more to report."""
    NOBODY = "nobody"
    """The grade book does not take a score for this person."""


@dataclass(frozen=True, slots=True)
class SentScore:
    """The latest score of one person that left, or was about to.

    Attributes:
        stamped_at: a whole second, later than that of every score before.
        attempts: how often this very score was posted.
        since: when `state` became what it is.

    """

    programme_id: ProgrammeId
    tenant_id: TenantId
    person_id: PersonId
    given: int
    stamped_at: datetime
    state: ScoreState
    since: datetime
    attempts: int = 1
    version: int = 0

    def again(self, *, now: datetime) -> "SentScore":
        """Return the same score for one more try: the platform tells it by its stamp."""
        return replace(self, attempts=self.attempts + 1, state=ScoreState.SENDING, since=now)

    def at(self, state: ScoreState, *, now: datetime) -> "SentScore":
        """Return it as the grade book answered."""
        return replace(self, state=state, since=now)


def is_due(last: SentScore | None, given: int) -> bool:
    """Whether something is to be sent. Nobody is given a zero: nothing held yet is no score."""
    if last is None:
        return given > 0
    if last.state is ScoreState.SENDING:
        return True
    return given != last.given


def next_score(last: SentScore | None, fresh: SentScore) -> SentScore:
    """Return the score to post now.

    One whose answer never came is posted again as it was, before anything newer: then it does not
    matter whether it had arrived.

    Args:
        last: what left before; None for nothing.
        fresh: what would be sent, stamped with the present moment.

    """
    if last is not None and last.state is ScoreState.SENDING:
        return last.again(now=fresh.since)
    stamp = fresh.stamped_at.replace(microsecond=0)
    if last is not None:
        stamp = max(stamp, last.stamped_at + _SECOND)
    return replace(fresh, stamped_at=stamp, version=last.version if last else 0)
