"""Questions and rounds that are held in writing, with no meeting: what waits for whom, and when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import NotAllowedError, OutOfBoundsError, WrongStateError
from plugin.mentoring.evidence import MOST_NEEDED
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import SessionId

ExchangeId = NewType("ExchangeId", str)
MessageId = NewType("MessageId", str)
LONGEST_SUBJECT: Final = 120
LONGEST_CONTEXT: Final = 2000
LONGEST_MESSAGE: Final = 8000
LONGEST_SNOOZE: Final = timedelta(days=60)


class ExchangeKind(StrEnum):
    """A question wants an answer; a round is a session in writing, and wants everybody's."""

    QUESTION = "question"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question or round with what it is about.

    Attributes:
        subject, context: both asked for, since a line without its circumstances is easily
            misread; sealed where they are kept.
        urgent: the asker's word. It changes no date: what is urgent has a faster channel.
        expected_at: when an answer may be expected, counted in working hours.
        snoozed_until: whoever is asked has said that it takes longer; nobody is reminded before.
        answered_at: when somebody else wrote first; None before.
        session_id: the session that a round became once it was complete.
        closed_at: when it was settled.

    """

    exchange_id: ExchangeId
    tenant_id: TenantId
    relationship_id: RelationshipId
    kind: ExchangeKind
    author: PersonId
    subject: str
    context: str
    urgent: bool
    made_at: datetime
    expected_at: datetime
    snoozed_until: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    session_id: SessionId | None = None
    version: int = 0

    @property
    def due_at(self) -> datetime:
        """When an answer may be expected by now."""
        return self.snoozed_until or self.expected_at

    @property
    def waits(self) -> bool:
        """Whether nobody else has written yet."""
        return self.answered_at is None and self.closed_at is None

    def waits_for(self, person: PersonId) -> bool:
        """Whether this member could be the one to answer."""
        return self.waits and person != self.author

    def is_late(self, now: datetime) -> bool:
        """Whether a kind word to whoever is asked would help. They alone are told at first."""
        return self.waits and now >= self.due_at

    def may_ask_again(self, now: datetime) -> bool:
        """Whether the asker is told that it may have slipped by: after twice the time."""
        return self.waits and now >= self.due_at + (self.due_at - self.made_at)

    def snoozed(self, until: datetime, *, by: PersonId, now: datetime) -> "Exchange":
        """Return it with the day on which an answer comes.

        Raises:
            NotAllowedError: the asker answers nobody.
            WrongStateError: it was answered.
            OutOfBoundsError: a moment that has passed, or is too far away.

        """
        if by == self.author:
            raise NotAllowedError
        if not self.waits:
            raise WrongStateError
        if not now < until <= now + LONGEST_SNOOZE:
            raise OutOfBoundsError
        return replace(self, snoozed_until=until)

    def written_to(self, *, by: PersonId, now: datetime) -> "Exchange":
        """Return it after somebody wrote; raises WrongStateError once a round is complete."""
        if self.session_id is not None:
            raise WrongStateError
        if by == self.author or self.answered_at is not None:
            return self
        return replace(self, answered_at=now)

    def unwritten(self, writers: frozenset[PersonId]) -> "Exchange":
        """Return it after a message was taken back, with who has written in it still."""
        return self if writers - {self.author} else replace(self, answered_at=None)

    def settled(self, *, by: PersonId, now: datetime) -> "Exchange":
        """Return a question as answered well enough.

        Raises:
            NotAllowedError: not the asker's word.
            WrongStateError: it is settled, or a round.

        """
        if self.closed_at is not None or self.kind is ExchangeKind.ROUND:
            raise WrongStateError
        if by != self.author:
            raise NotAllowedError
        return replace(self, closed_at=now)

    def completed(self, session_id: SessionId, *, now: datetime) -> "Exchange":
        """Return a round that has become a session; raises WrongStateError for any other."""
        if self.kind is not ExchangeKind.ROUND or self.session_id is not None:
            raise WrongStateError
        return replace(self, session_id=session_id, closed_at=now)


@dataclass(frozen=True, slots=True)
class Message:
    """What one member wrote.

    Attributes:
        body: Markdown of a few marks; sealed where it is kept.
        link: to something spoken, drawn or annotated; empty for none. Sealed as well.

    """

    message_id: MessageId
    tenant_id: TenantId
    relationship_id: RelationshipId
    exchange_id: ExchangeId
    author: PersonId
    body: str
    link: str
    made_at: datetime


def is_complete(relationship: Relationship, writers: frozenset[PersonId]) -> bool:
    """Whether everybody who is in it has written in the round."""
    return relationship.people <= writers


def require_enough(writers: frozenset[PersonId]) -> None:
    """Raise WrongStateError for a round that too few have written in to call it a session."""
    if len(writers) < MOST_NEEDED:
        raise WrongStateError
