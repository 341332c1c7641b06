"""What people write between sessions, as the store keeps it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from plugin.mentoring.exchanges import Exchange, ExchangeId, Message, MessageId
from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import Promise
from plugin.mentoring.relationship import RelationshipId


class AskKind(StrEnum):
    """What somebody else waits for. OFFERED: one's own vote or offer, which others answer."""

    VOTE = "vote"
    OFFERED = "offered"
    SUGGESTION = "suggestion"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that was asked and not answered yet.

    Attributes:
        key: of the poll, the suggestion or the question.
        at: until when a vote lasts; the time that is suggested; when an answer is expected.

    """

    kind: AskKind
    key: str
    since: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person in one relationship.

    Attributes:
        questions: that nobody else has answered; `late`: those whose expected time has come.
        promises: their own that are open, by day.
        asks: everything that was asked, who waits longest first.

    """

    questions: int = 0
    late: int = 0
    promises: tuple[Promise, ...] = ()
    asks: tuple[Ask, ...] = ()

    def without_times(self) -> "Waiting":
        """Return it without the votes on times, of which nothing would come while it rests."""
        votes = (AskKind.VOTE, AskKind.OFFERED)
        return replace(self, asks=tuple(one for one in self.asks if one.kind not in votes))

    def first(self, kind: AskKind) -> Ask | None:
        """Return what has waited longest of a kind, or None."""
        return next((one for one in self.asks if one.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Between:
    """What goes on between sessions, for the page of a relationship.

    Attributes:
        open: how many questions and rounds are not settled; `exchanges`: the newest few of them.
        goals: how many are set; `reached`: how many were reached.

    """

    exchanges: tuple[Exchange, ...] = ()
    open: int = 0
    goals: int = 0
    reached: int = 0


NOTHING_OPEN = Between()
NOTHING_WAITS = Waiting()


class BetweenWork(Protocol):
    """The part of `Work` for what happens between sessions. Texts may be UNREADABLE."""

    def exchange(self, exchange_id: ExchangeId) -> Exchange | None: ...
    def exchanges(
        self, relationship_id: RelationshipId, *, most: int, start: int = 0
    ) -> Sequence[Exchange]:
        """Return the newest first, `most` of them from the one at `start`."""
        ...

    def save_exchange(self, made: Exchange) -> None: ...
    def message(self, message_id: MessageId) -> Message | None: ...
    def messages(self, exchange_id: ExchangeId, *, most: int) -> Sequence[Message]:
        """Return the latest messages, the oldest of them first."""
        ...

    def messages_of(self, relationship_id: RelationshipId, *, most: int) -> Sequence[Message]:
        """Return the latest messages of every exchange, the oldest of them first."""
        ...

    def save_message(self, written: Message) -> None:
        """Write a new message; one that was written is never changed."""
        ...

    def writers(self, exchange_id: ExchangeId) -> frozenset[PersonId]: ...

    def between(self, relationship_id: RelationshipId) -> Between:
        """Return what goes on, in one query."""
        ...

    def waiting(
        self, person_id: PersonId, relationship_ids: Iterable[RelationshipId], *, now: datetime
    ) -> Mapping[RelationshipId, Waiting]:
        """Return what waits for a person, where something does; two queries at most."""
        ...
