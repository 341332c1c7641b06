"""Opening sealed pages for a grave reason: two people, one day, and all are told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import (
    NotAllowedError,
    NotFreshError,
    ReasonMissingError,
    WrongStateError,
)
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId

OpeningId = NewType("OpeningId", str)
OPEN_FOR: Final = timedelta(hours=24)
DECIDED_WITHIN: Final = timedelta(days=7)
TOLD_WITHIN: Final = timedelta(days=90)
FRESH_FOR: Final = timedelta(minutes=15)
"""How long after a launch or a sign-in sealed pages open; then who reads comes in anew."""


class Category(StrEnum):
    """For what sealed pages may be opened at all."""

    SAFETY = "safety"
    COMPLAINT = "complaint"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Opening:
    """A wish to read what two people wrote, and what became of it.

    Attributes:
        reason, legal_reason: sealed where they are kept; the second says why the members are told
            later than at once.
        tell_at: from when the members see that, by whom and for which category it was opened.
        until: until when who asked may read; None before somebody else agreed.
        concerned: the members of the day it was decided, who are told.

    """

    opening_id: OpeningId
    tenant_id: TenantId
    relationship_id: RelationshipId
    programme_id: ProgrammeId
    category: Category
    reason: str
    asked_by: PersonId
    asked_at: datetime
    tell_at: datetime
    legal_reason: str = ""
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    agreed: bool | None = None
    until: datetime | None = None
    concerned: frozenset[PersonId] = frozenset()
    version: int = 0

    def checked(self, relationship: Relationship) -> "Opening":
        """Return it, if it may be asked for.

        Raises:
            ReasonMissingError: without a reason, or told later without a legal one.
            NotAllowedError: who asks is a member, and needs no such thing.

        """
        late = self.tell_at > self.asked_at
        if not self.reason.strip() or (late and not self.legal_reason.strip()):
            raise ReasonMissingError
        if self.tell_at > self.asked_at + TOLD_WITHIN:
            raise ReasonMissingError
        if self.asked_by in relationship.people:
            raise NotAllowedError
        return self

    def decided(
        self, agreed: bool, *, by: PersonId, relationship: Relationship, now: datetime
    ) -> "Opening":
        """Return it with somebody else's word; a yes opens it for a day.

        Raises:
            NotAllowedError: `by` asked for it, or is a member.
            WrongStateError: it was decided already, or asked for too long ago.

        """
        if by == self.asked_by or by in relationship.people:
            raise NotAllowedError
        if self.agreed is not None or now > self.asked_at + DECIDED_WITHIN:
            raise WrongStateError
        until = now + OPEN_FOR if agreed else None
        said = replace(self, agreed=agreed, decided_by=by, decided_at=now, until=until)
        return replace(said, concerned=relationship.people)

    def require_open_to(self, person: PersonId, *, entered_at: datetime, now: datetime) -> None:
        """Let this person read now.

        Args:
            person: who reads.
            entered_at: when they last showed who they are, by a launch or a sign-in.
            now: the moment.

        Raises:
            NotAllowedError: it is not open to them.
            NotFreshError: they came in too long ago.

        """
        if not self.is_open_to(person, now):
            raise NotAllowedError
        if now >= entered_at + FRESH_FOR:
            raise NotFreshError

    def is_open_to(self, person: PersonId, now: datetime) -> bool:
        """Whether this person may read now."""
        return person == self.asked_by and self.until is not None and now < self.until
