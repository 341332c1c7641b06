"""What taking something back needs: whether others may have seen it, and how it goes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.exchanges import Message, MessageId
from plugin.mentoring.notices import Notice
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId


class TakingBackWork(Protocol):
    """The part of a transaction that undoing uses."""

    def been_here_since(self, people: Iterable[PersonId], since: datetime) -> bool:
        """Whether one of them looked at any page of ours since then."""
        ...

    def notices_named(self, keys: Iterable[str]) -> Sequence[Notice]:
        """Return those of the notices that exist."""
        ...

    def forget_notices(self, keys: Iterable[str]) -> None:
        """Remove those that reached nobody; what happens again is told again."""
        ...

    def drop_signature(
        self, relationship_id: RelationshipId, number: int, person_id: PersonId
    ) -> None:
        """Remove one member's name from under one version."""
        ...

    def is_answered(self, written: Message) -> bool:
        """Whether another wrote in the same question or round since."""
        ...

    def drop_message(self, message_id: MessageId) -> None:
        """Remove it."""
        ...
