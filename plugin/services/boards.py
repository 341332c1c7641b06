"""Boards of ideas: asking, adding, putting into groups, voting, and closing one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plugin.mentoring.boards import (
    LONGEST_GROUP,
    LONGEST_IDEA,
    LONGEST_QUESTION,
    Board,
    BoardId,
    BoardState,
    Idea,
    IdeaId,
    require_room,
    require_vote_left,
)
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class BoardsPage:
    """The boards of a relationship, the newest first.

    Attributes:
        closed: boards are read once the reader has signed the agreement.

    """

    relationship: Relationship
    boards: tuple[Board, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One board with its ideas, in order of time."""

    relationship: Relationship
    people: Mapping[PersonId, Person]
    board: Board
    ideas: tuple[Idea, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """What members gather over days."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> BoardsPage:
        """Return the boards for a member; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            found = tuple(work.boards(relationship_id)) if open_ else ()
            return BoardsPage(relationship, found, not open_)

    def of(self, board_id: BoardId, *, actor: Actor) -> BoardPage:
        """Return one for a member who may read it; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            board, relationship = _board(work, board_id, actor)
            ideas = tuple(work.ideas(board_id))
            people = work.people(relationship.people | {one.author for one in ideas})
            return BoardPage(relationship, people, board, ideas)

    def ask(self, relationship_id: RelationshipId, question: str, *, actor: Actor) -> Board:
        """Put up a board, and tell the others that there is one.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            words = " ".join(_said(question).split())[:LONGEST_QUESTION]
            key = BoardId(self.new_id())
            made = Board(key, actor.tenant_id, relationship_id, me, now, words)
            work.save_board(made)
            thing = about("relationship", relationship_id, turn=key)
            tell(work, News.WRITTEN, relationship.people - {me}, thing=thing, now=now)
            work.note("board.begun", relationship=relationship_id)
        return made

    def add(self, board_id: BoardId, text: str, group: str, *, actor: Actor) -> Idea:
        """Put an idea on the board.

        Raises:
            UnknownThingError, AgreementMissingError.
            WrongStateError: the board is closed or full, or the relationship has ended.

        """
        with self.store.work(actor.tenant_id) as work:
            board = _open_board(work, board_id, actor)
            require_room(work.ideas(board_id))
            made = Idea(
                IdeaId(self.new_id()),
                actor.tenant_id,
                board.relationship_id,
                board_id,
                actor.person_id,
                self.clock(),
                _said(text)[:LONGEST_IDEA],
            ).put_into(_said(group)[:LONGEST_GROUP])
            work.save_idea(made)
        return made

    def put_into(self, idea_id: IdeaId, group: str, *, version: int, actor: Actor) -> Idea:
        """Put an idea into a group, or into none; any member may.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.
            ConflictError: somebody put it elsewhere meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            idea = _open_idea(work, idea_id, actor)
            moved = replace(idea, version=version).put_into(_said(group))
            work.save_idea(moved)
        return moved

    def vote(self, idea_id: IdeaId, *, given: bool, actor: Actor) -> Idea:
        """Give an idea the actor's vote, or take it back; repeatable.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.
            NoVoteLeftError: the actor has given all their votes on this board.

        """
        me = actor.person_id
        with self.store.work(actor.tenant_id) as work:
            idea = _open_idea(work, idea_id, actor)
            if given and me not in idea.voters:
                require_vote_left(work.ideas(idea.board_id), me)
            work.save_idea_vote(idea, me, given=given)
        return idea

    def take_away(self, idea_id: IdeaId, *, actor: Actor) -> Idea:
        """Take one's own idea off the board, with the votes for it.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, AgreementMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            idea = _open_idea(work, idea_id, actor)
            idea.require_own(actor.person_id)
            work.drop_idea(idea_id)
        return idea

    def settle(self, board_id: BoardId, state: BoardState, *, version: int, actor: Actor) -> Board:
        """Close the board, or open it again; any member may.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            board, relationship = _board(work, board_id, actor)
            require_may_write(work, relationship, actor)
            if board.version != version:
                raise ConflictError("board")
            settled = replace(board, state=state)
            work.save_board(settled)
        return settled


def _board(work: Work, board_id: BoardId, actor: Actor) -> tuple[Board, Relationship]:
    board = work.board(board_id)
    if board is None:
        raise UnknownThingError
    relationship = opened(work, board.relationship_id, actor=actor)
    if not reads_notes(work, relationship, actor):
        raise UnknownThingError
    return board, relationship


def _open_board(work: Work, board_id: BoardId, actor: Actor) -> Board:
    board, relationship = _board(work, board_id, actor)
    require_may_write(work, relationship, actor)
    board.require_open()
    return board


def _open_idea(work: Work, idea_id: IdeaId, actor: Actor) -> Idea:
    idea = work.idea(idea_id)
    if idea is None:
        raise UnknownThingError
    _open_board(work, idea.board_id, actor)
    return idea


def _said(text: str) -> str:
    return text.replace(UNREADABLE, "").strip()
