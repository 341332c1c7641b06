"""What the page of goals holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.goals import Goal, Movement, Review
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.questions import Item
from plugin.mentoring.relationship import Relationship


@dataclass(frozen=True, slots=True)
class GoalsPage:
    """The goals of a relationship.

    Attributes:
        people: members, and whoever has left and is named in a goal.
        goals: what the reader may read; drafts are their owner's alone.
        skills: the programme's list.
        sharing: who lets the coordinators see them.
        review_at: when the members meant to look at them next.
        closed: others' goals are read once the reader has signed the agreement.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    goals: tuple[Goal, ...]
    skills: tuple[Item, ...]
    movements: tuple[Movement, ...]
    last: Review | None
    review_at: datetime
    sharing: Mapping[PersonId, bool]
    closed: bool

    @property
    def shared(self) -> bool:
        """Whether coordinators see them: once every present member has said yes."""
        return all(self.sharing.get(who) for who in self.relationship.people)
