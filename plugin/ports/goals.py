"""Goals and reviews, as the store keeps them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from plugin.mentoring.goals import Goal, GoalId, Review
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId


class GoalWork(Protocol):
    """The part of `Work` for goals. Texts that do not open are UNREADABLE."""

    def goal(self, goal_id: GoalId) -> Goal | None: ...
    def goals(self, relationship_id: RelationshipId) -> Sequence[Goal]: ...
    def save_goal(self, made: Goal) -> None: ...

    def goal_review(self, relationship_id: RelationshipId) -> Review | None:
        """Return the latest review."""
        ...

    def save_goal_review(self, review: Review) -> None: ...

    def goal_sharing(self, relationship_id: RelationshipId) -> Mapping[PersonId, bool]:
        """Return who has said what on whether coordinators see the goals."""
        ...

    def save_goal_sharing(
        self, relationship_id: RelationshipId, person_id: PersonId, shares: bool
    ) -> None: ...

    def shared_goals(self, programme_id: ProgrammeId) -> Sequence[Goal]:
        """Return the goals of relationships whose present members all let them be seen."""
        ...
