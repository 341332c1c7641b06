"""Boards of ideas: all of them, and one with its heaps and votes."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.boards import (
    LONGEST_GROUP,
    LONGEST_IDEA,
    LONGEST_QUESTION,
    VOTES,
    BoardId,
    BoardState,
    IdeaId,
    heaps,
    votes_left,
)
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.web.current import actor, remember_viewer, services
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent, version
from plugin.web.pages.show import page, then

bp = Blueprint("boards", __name__)

LABELS = {
    "question": _l("What do you want ideas for?"),
    "text": _l("An idea"),
    "group": _l("Which group does it belong to?"),
}


class QuestionForm(FormSchema):
    """What a board asks."""

    question = fields.String(required=True, validate=at_most(LONGEST_QUESTION))


class IdeaForm(FormSchema):
    """An idea, and its group if it has one already."""

    text = fields.String(required=True, validate=at_most(LONGEST_IDEA))
    group = fields.String(load_default="", validate=at_most(LONGEST_GROUP))


class GroupForm(FormSchema):
    """Into which group an idea goes; none takes it out of its group."""

    version = version()
    group = fields.String(load_default="", validate=at_most(LONGEST_GROUP))


class VoteForm(FormSchema):
    """Whether the idea has one's vote."""

    given = fields.Boolean(load_default=False)


class StateForm(FormSchema):
    """Whether the board is open."""

    version = version()
    state = fields.String(required=True, validate=one_of(tuple(BoardState)))


@bp.get("/relationships/<relationship_id>/boards/")
def show(relationship_id: str) -> Response:
    """Show every board, and a form for a new one."""
    return _list(relationship_id, Form())


@bp.post("/relationships/<relationship_id>/boards/")
def ask(relationship_id: str) -> Response:
    """Put up a board."""
    form = read_form(QuestionForm())
    if not form.ok:
        return _list(relationship_id, form, status=422)
    key = RelationshipId(relationship_id)
    made = services().boards.ask(key, form.data["question"], actor=actor())
    return then("boards.one", "board-begun", board_id=made.board_id)


@bp.get("/boards/<board_id>/")
def one(board_id: str) -> Response:
    """Show one board."""
    return _one(board_id, Form())


@bp.post("/boards/<board_id>/ideas")
def add(board_id: str) -> Response:
    """Put an idea on it."""
    form = read_form(IdeaForm())
    if not form.ok:
        return _one(board_id, form, status=422)
    said = form.data
    services().boards.add(BoardId(board_id), said["text"], said["group"], actor=actor())
    return then("boards.one", "idea-added", board_id=board_id)


@bp.post("/boards/<board_id>/state")
def settle(board_id: str) -> Response:
    """Close it, or open it again."""
    said = read_sent(StateForm())
    state = BoardState(said["state"])
    services().boards.settle(BoardId(board_id), state, version=said["version"], actor=actor())
    return then("boards.one", f"board-{state}", board_id=board_id)


@bp.post("/ideas/<idea_id>/group")
def put_into(idea_id: str) -> Response:
    """Put an idea into a group."""
    said = read_sent(GroupForm())
    idea = services().boards.put_into(
        IdeaId(idea_id), said["group"], version=said["version"], actor=actor()
    )
    return then("boards.one", "noted", board_id=idea.board_id)


@bp.post("/ideas/<idea_id>/vote")
def vote(idea_id: str) -> Response:
    """Give it one's vote, or take it back."""
    given = read_sent(VoteForm())["given"]
    idea = services().boards.vote(IdeaId(idea_id), given=given, actor=actor())
    return then("boards.one", "noted", board_id=idea.board_id)


@bp.post("/ideas/<idea_id>/remove")
def take_away(idea_id: str) -> Response:
    """Take one's own idea away."""
    idea = services().boards.take_away(IdeaId(idea_id), actor=actor())
    return then("boards.one", "saved", board_id=idea.board_id)


def _list(relationship_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().boards.page(RelationshipId(relationship_id), actor=actor())
    writable = facts.relationship.state is not RelationshipState.ENDED and not facts.closed
    return page(
        "boards/show.html", status=status, page=facts, form=form, labels=LABELS, writable=writable
    )


def _one(board_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().boards.of(BoardId(board_id), actor=actor())
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    going_on = facts.relationship.state is not RelationshipState.ENDED
    return page(
        "boards/one.html",
        status=status,
        page=facts,
        me=me,
        form=form,
        labels=LABELS,
        heaps=heaps(facts.ideas),
        groups=sorted({one.group for one in facts.ideas if one.group}),
        left=votes_left(facts.ideas, me),
        votes=VOTES,
        going_on=going_on,
        writable=going_on and facts.board.state is BoardState.OPEN,
    )
