"""Boards, ideas and votes; every text is sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select

from plugin.mentoring.boards import Board, BoardId, BoardState, Idea, IdeaId
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import board, idea, idea_vote
from plugin.store.upserts import insert


class Boards(Rows):
    """Reads and writes boards."""

    def board(self, board_id: BoardId) -> Board | None:
        """Return the board, or None."""
        row = self._one(select(board).where(self._mine(board, board_id=board_id)))
        return self._board(row) if row else None

    def boards(self, relationship_id: RelationshipId) -> Sequence[Board]:
        """Return every board, the newest first."""
        query = select(board).where(self._mine(board, relationship_id=relationship_id))
        rows = self._all(query.order_by(board.c.made_at.desc(), board.c.board_id))
        return [self._board(row) for row in rows]

    def save_board(self, made: Board) -> None:
        """Write it; a text that did not open is left as it is."""
        self._own(made.tenant_id)
        names = ("relationship_id", "made_by", "made_at", "state")
        values: dict[str, Any] = {name: getattr(made, name) for name in names}
        if made.question != UNREADABLE:
            values["body"] = self._sealed_json(
                board,
                made.board_id,
                {"question": made.question},
                of=made.relationship_id,
                by=made.made_by,
            )
        self._save(board, {"board_id": made.board_id}, values, made.version)

    def idea(self, idea_id: IdeaId) -> Idea | None:
        """Return the idea, or None."""
        return next(iter(self._ideas(self._mine(idea, idea_id=idea_id))), None)

    def ideas(self, board_id: BoardId) -> Sequence[Idea]:
        """Return every idea with its votes, in order of time."""
        return self._ideas(self._mine(idea, board_id=board_id))

    def save_idea(self, made: Idea) -> None:
        """Write it; its votes are written one by one."""
        self._own(made.tenant_id)
        names = ("relationship_id", "board_id", "author", "made_at")
        values: dict[str, Any] = {name: getattr(made, name) for name in names}
        if made.text != UNREADABLE:
            text = {"text": made.text, "group": made.group}
            values["body"] = self._sealed_json(
                idea, made.idea_id, text, of=made.relationship_id, by=made.author
            )
        self._save(idea, {"idea_id": made.idea_id}, values, made.version)

    def drop_idea(self, idea_id: IdeaId) -> None:
        """Delete it with its votes."""
        for table in (idea_vote, idea):
            self._connection.execute(delete(table).where(self._mine(table, idea_id=idea_id)))

    def save_idea_vote(self, voted: Idea, person_id: PersonId, *, given: bool) -> None:
        """Write a member's vote, or take it away; repeatable."""
        key = {"idea_id": voted.idea_id, "person_id": person_id}
        if not given:
            self._connection.execute(delete(idea_vote).where(self._mine(idea_vote, **key)))
            return
        row = {"tenant_id": self.tenant_id, **key, "relationship_id": voted.relationship_id}
        new = insert(self._connection, idea_vote).values(row)
        self._connection.execute(new.on_conflict_do_nothing())

    def _ideas(self, wanted: ColumnElement[bool]) -> list[Idea]:
        rows = self._all(select(idea).where(wanted).order_by(idea.c.made_at, idea.c.idea_id))
        same = and_(
            idea_vote.c.tenant_id == idea.c.tenant_id, idea_vote.c.idea_id == idea.c.idea_id
        )
        query = select(idea_vote.c.idea_id, idea_vote.c.person_id).join(idea, same).where(wanted)
        voters: dict[str, set[PersonId]] = {}
        for vote in self._all(query):
            voters.setdefault(vote.idea_id, set()).add(vote.person_id)
        return [self._idea(row, frozenset(voters.get(row.idea_id, ()))) for row in rows]

    def _board(self, row: Row[Any]) -> Board:
        text = self._opened_json(board, row.board_id, row.body, of=row.relationship_id) or {
            "question": UNREADABLE
        }
        who = (row.board_id, row.tenant_id, row.relationship_id, row.made_by, row.made_at)
        return Board(*who, text["question"], BoardState(row.state), row.version)

    def _idea(self, row: Row[Any], voters: frozenset[PersonId]) -> Idea:
        text = self._opened_json(idea, row.idea_id, row.body, of=row.relationship_id) or {
            "text": UNREADABLE,
            "group": "",
        }
        where = (row.idea_id, row.tenant_id, row.relationship_id, row.board_id)
        said = (text["text"], text["group"])
        return Idea(*where, row.author, row.made_at, *said, voters, row.version)
