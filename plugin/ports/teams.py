"""What the tab in Teams needs kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.taking_back import TakingBackWork


class TeamsWork(TakingBackWork, Protocol):
    """The part of a transaction that chats and one person's own tabs use."""

    def chat_of(self, thread: str) -> RelationshipId | None:
        """Return the relationship that a member said the chat belongs to."""
        ...

    def save_chat(
        self, thread: str, relationship_id: RelationshipId, *, by: PersonId, at: datetime
    ) -> None:
        """Say which relationship the chat belongs to, from now on."""
        ...

    def own_enrolments(self, person_id: PersonId) -> Sequence[Enrolment]:
        """Return the person's parts in every programme."""
        ...
