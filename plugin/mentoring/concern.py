"""A worry told in confidence: to whom it goes, until when, and to whom it never does (T15, P13)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import NobodyToTellError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId

ConcernId = NewType("ConcernId", str)
ANSWER_WITHIN: Final = timedelta(days=3)
LONGEST: Final = 4000


class ConcernState(StrEnum):
    """How far a concern is. An answer does not close the matter, it says that somebody acts."""

    OPEN = "open"
    SEEN = "seen"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Concern:
    """What one person told somebody they trust.

    Attributes:
        about: whom it is about; none of them ever reads it.
        told: who may read it; grows when it is passed on, never shrinks.
        passed_on_at: when it went on to others because nobody had looked in time.

    """

    concern_id: ConcernId
    tenant_id: TenantId
    programme_id: ProgrammeId
    relationship_id: RelationshipId
    raised_by: PersonId
    about: frozenset[PersonId]
    text: str
    told: tuple[PersonId, ...]
    raised_at: datetime
    answer_by: datetime
    state: ConcernState = ConcernState.OPEN
    passed_on_at: datetime | None = None
    answer: str = ""
    version: int = 0

    def is_open_to(self, person: PersonId) -> bool:
        """Whether this person reads it: who raised it, and who was told."""
        return person == self.raised_by or (person in self.told and person not in self.about)

    def seen(self) -> "Concern":
        """Return it as somebody who was told has opened it; repeatable."""
        if self.state is not ConcernState.OPEN:
            return self
        return replace(self, state=ConcernState.SEEN)

    def answered(self, text: str, *, by: PersonId) -> "Concern":
        """Return it with what is going to be done.

        Raises:
            WrongStateError: there is nothing in the answer, or `by` is who raised it.

        """
        if by == self.raised_by or not text.strip():
            raise WrongStateError
        return replace(self, answer=text.strip()[:LONGEST], state=ConcernState.ANSWERED)

    def passed_on(self, others: Iterable[PersonId], *, now: datetime) -> "Concern":
        """Return it with everybody told who may be, once nobody looked in time; else as it is."""
        if self.state is not ConcernState.OPEN or now < self.answer_by:
            return self
        more = may_be_told(others, about=self.about, raised_by=self.raised_by)
        told = (*self.told, *(one for one in more if one not in self.told))
        return replace(self, told=told, passed_on_at=now, answer_by=now + ANSWER_WITHIN)


def may_be_told(
    people: Iterable[PersonId], *, about: frozenset[PersonId], raised_by: PersonId
) -> tuple[PersonId, ...]:
    """Return who of `people` may be told: nobody that it names, and not who raises it."""
    return tuple(dict.fromkeys(x for x in people if x not in about and x != raised_by))


def require_reader(
    reader: PersonId, people: Iterable[PersonId], *, about: frozenset[PersonId], by: PersonId
) -> None:
    """Raise NobodyToTellError unless `reader` is one of `people` whom it does not name."""
    if reader not in may_be_told(people, about=about, raised_by=by):
        raise NobodyToTellError
