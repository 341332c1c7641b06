"""What meeting needs of a transaction: ways, numbers, who has tried the technology."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.ways import Reach, Switch, Ways


class WaysWork(Protocol):
    """Part of `plugin.ports.store.Work`."""

    def ways(self, relationship_id: RelationshipId) -> Ways | None:
        """Return what its members have said, or None."""
        ...

    def save_ways(self, ways: Ways) -> None: ...

    def reach(self, people: Iterable[PersonId]) -> Mapping[PersonId, Reach]:
        """Return by person how they are reached; nothing for those who said nothing."""
        ...

    def save_reach(self, reach: Reach) -> None: ...

    def switch(self, session_id: SessionId) -> Switch | None: ...
    def save_switch(self, switch: Switch) -> None: ...

    def tried(self, relationship_id: RelationshipId) -> Mapping[PersonId, datetime]:
        """Return who says that the technology works for them, and since when."""
        ...

    def save_tried(
        self, relationship_id: RelationshipId, person_id: PersonId, at: datetime | None
    ) -> None:
        """Keep a member's word; None takes it back."""
        ...
