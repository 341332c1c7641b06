"""What somebody said they would do: a promise becomes a dated action with an owner."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import NotAllowedError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId

PromiseId = NewType("PromiseId", str)
LONGEST_PROMISE: Final = 300


class PromiseState(StrEnum):
    """How a promise stands. Letting it go is a decision, not a failure."""

    OPEN = "open"
    DONE = "done"
    LET_GO = "let go"


@dataclass(frozen=True, slots=True)
class Promise:
    """One action of one member.

    Attributes:
        owner: who does it, who alone is reminded, and who alone says that it is done.
        made_by: who wrote it down.
        text: sealed where it is kept.
        settled_at: when it was done or let go; None while it is open.

    """

    promise_id: PromiseId
    tenant_id: TenantId
    relationship_id: RelationshipId
    session_id: SessionId | None
    owner: PersonId
    made_by: PersonId
    text: str
    due_on: date
    made_at: datetime
    state: PromiseState = PromiseState.OPEN
    settled_at: datetime | None = None
    version: int = 0

    def settled(self, state: PromiseState, *, by: PersonId, now: datetime) -> "Promise":
        """Return it done, let go, or open again.

        Raises:
            NotAllowedError: it is somebody else's.

        """
        if by != self.owner:
            raise NotAllowedError
        return replace(self, state=state, settled_at=None if state is PromiseState.OPEN else now)

    def put_off(self, due_on: date, *, by: PersonId) -> "Promise":
        """Return it with another date.

        Raises:
            NotAllowedError: it is somebody else's.
            WrongStateError: it is not open.

        """
        if by != self.owner:
            raise NotAllowedError
        if self.state is not PromiseState.OPEN:
            raise WrongStateError
        return replace(self, due_on=due_on)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promises were kept, and how many of them by their day."""

    done: int
    on_time: int


def kept_by(promises: Iterable[Promise], person: PersonId) -> Kept:
    """Return how a person kept what they promised. A day is counted generously, in UTC."""
    done = [p for p in promises if p.owner == person and p.state is PromiseState.DONE]
    on_time = [p for p in done if p.settled_at and p.settled_at.date() <= p.due_on]
    return Kept(len(done), len(on_time))
