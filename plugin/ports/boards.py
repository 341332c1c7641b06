"""Boards and the ideas on them, as the store keeps them."""

from collections.abc import Sequence
from typing import Protocol

from plugin.mentoring.boards import Board, BoardId, Idea, IdeaId
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId


class BoardWork(Protocol):
    """The part of `Work` for boards. Texts that do not open are UNREADABLE."""

    def board(self, board_id: BoardId) -> Board | None: ...
    def boards(self, relationship_id: RelationshipId) -> Sequence[Board]:
        """Return every board, the newest first."""
        ...

    def save_board(self, made: Board) -> None: ...
    def idea(self, idea_id: IdeaId) -> Idea | None: ...
    def ideas(self, board_id: BoardId) -> Sequence[Idea]:
        """Return every idea with its votes, in order of time."""
        ...

    def save_idea(self, made: Idea) -> None:
        """Write it; its votes are written one by one."""
        ...

    def drop_idea(self, idea_id: IdeaId) -> None:
        """Delete it with its votes."""
        ...

    def save_idea_vote(self, idea: Idea, person_id: PersonId, *, given: bool) -> None:
        """Write a member's vote, or take it away; repeatable."""
        ...
