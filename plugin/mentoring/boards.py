"""A board on which members gather ideas over days, put them into groups, and vote (A6).

Ideas are weighed, never people: a vote counts and has no name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import NotAllowedError, NoVoteLeftError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId

BoardId = NewType("BoardId", str)
IdeaId = NewType("IdeaId", str)
LONGEST_QUESTION: Final = 200
LONGEST_IDEA: Final = 500
LONGEST_GROUP: Final = 60
MOST_IDEAS: Final = 200
VOTES: Final = 3
"""How many ideas of a board one member may vote for."""


class BoardState(StrEnum):
    """Whether ideas and votes are still taken."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Board:
    """A question to everybody, and whether it is still open."""

    board_id: BoardId
    tenant_id: TenantId
    relationship_id: RelationshipId
    made_by: PersonId
    made_at: datetime
    question: str
    state: BoardState = BoardState.OPEN
    version: int = 0

    def require_open(self) -> None:
        """Raise WrongStateError once it is closed."""
        if self.state is not BoardState.OPEN:
            raise WrongStateError


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea on a board.

    Attributes:
        group: what members call the heap that it lies on; empty for none.
        voters: whose vote it has; members see how many.

    """

    idea_id: IdeaId
    tenant_id: TenantId
    relationship_id: RelationshipId
    board_id: BoardId
    author: PersonId
    made_at: datetime
    text: str
    group: str = ""
    voters: frozenset[PersonId] = frozenset()
    version: int = 0

    def put_into(self, group: str) -> "Idea":
        """Return it on another heap; any member tidies the board."""
        return replace(self, group=" ".join(group.split())[:LONGEST_GROUP])

    def require_own(self, person: PersonId) -> None:
        """Raise NotAllowedError for whoever did not write it."""
        if person != self.author:
            raise NotAllowedError


def votes_left(ideas: Iterable[Idea], person: PersonId) -> int:
    """Return how many votes the member has left on the board of these ideas."""
    return VOTES - sum(person in one.voters for one in ideas)


def require_vote_left(ideas: Iterable[Idea], person: PersonId) -> None:
    """Raise NoVoteLeftError where the member has given all their votes."""
    if votes_left(ideas, person) <= 0:
        raise NoVoteLeftError


def require_room(ideas: Sequence[Idea]) -> None:
    """Raise WrongStateError where no more ideas fit."""
    if len(ideas) >= MOST_IDEAS:
        raise WrongStateError


def heaps(ideas: Iterable[Idea]) -> tuple[tuple[str, tuple[Idea, ...]], ...]:
    """Return the ideas by group, as the groups appeared; those of none come last.

    Within a group they stand in order of time: the order tells nobody whose idea is better.
    """
    found: dict[str, list[Idea]] = {}
    for one in sorted(ideas, key=lambda one: (one.made_at, one.idea_id)):
        found.setdefault(one.group, []).append(one)
    loose = found.pop("", [])
    named = [(group, tuple(some)) for group, some in found.items()]
    return (*named, *([("", tuple(loose))] if loose else []))
