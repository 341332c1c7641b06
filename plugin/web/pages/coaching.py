"""Walking a session along a coaching model, and what one says after it."""

from typing import Any

from flask import Blueprint, request
from marshmallow import fields, validate
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from plugin.mentoring.coaching import LONGEST_ANSWER, MOST_STEPS, SCALE_TOP, Model, own_model
from plugin.mentoring.enrolment import Side
from plugin.mentoring.feedback import LONGEST_FEEDBACK, THEMES, Feedback
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.ports.errors import ConflictError
from plugin.services.coaching import CoachingPage, as_text
from plugin.web import bank_words
from plugin.web.current import actor, now, page_url, services, viewer
from plugin.web.forms import FormSchema, at_most, one_of, read_sent, version
from plugin.web.pages.notes import both
from plugin.web.pages.show import form_page, page, then

bp = Blueprint("coaching", __name__, url_prefix="/sessions/<session_id>")


class ModelForm(FormSchema):
    """A model by key, or one of one's own: its name, then a line for each step."""

    key = fields.String(load_default="")
    text = fields.String(load_default="", validate=at_most(2000))


class WalkForm(FormSchema):
    """The answers of every step, and the scale."""

    version = version()
    scale = fields.Integer(load_default=None, validate=validate.Range(0, SCALE_TOP))


class FeedbackForm(FormSchema):
    """Three questions; each may be left out."""

    good = fields.String(load_default="", validate=at_most(LONGEST_FEEDBACK))
    other = fields.String(load_default="", validate=at_most(LONGEST_FEEDBACK))
    themes = fields.List(fields.String(validate=one_of(THEMES)))
    shared = fields.Boolean(load_default=False)


@bp.get("/coaching")
def show(session_id: str) -> Response:
    """Show the way along a model, or the models to choose from."""
    facts = services().coaching.page(SessionId(session_id), actor=actor())
    scales = [(one, one.scale) for one in facts.earlier if one.scale is not None]
    return page(
        "coaching/show.html",
        page=facts,
        models=_models(facts),
        scales=scales,
        top=SCALE_TOP,
        back=page_url("records.show", session_id=session_id),
    )


@bp.post("/coaching/model")
def choose(session_id: str) -> Response:
    """Begin along a model; what was written along another one goes into the record."""
    said = read_sent(ModelForm())
    services().coaching.choose(SessionId(session_id), _model(session_id, said), actor=actor())
    return then("coaching.show", session_id=session_id)


@bp.post("/coaching")
def write(session_id: str) -> Response:
    """Keep the answers; where somebody wrote meanwhile, show both."""
    said = read_sent(WalkForm())
    answers = tuple(text[:LONGEST_ANSWER] for text in request.form.getlist("answer")[:MOST_STEPS])
    key = SessionId(session_id)
    try:
        services().coaching.write(
            key, answers, said["scale"], version=said["version"], actor=actor()
        )
    except ConflictError:
        walk = services().coaching.page(key, actor=actor()).walk
        theirs = as_text(walk) if walk else ""
        back = page_url("coaching.show", session_id=session_id)
        action = page_url("records.write", session_id=session_id)
        mine = "\n\n".join(filter(None, answers))
        return both(theirs=theirs, mine=mine, version=0, name="body", action=action, back=back)
    return then("records.show", "noted", session_id=session_id)


@bp.get("/feedback")
def feedback(session_id: str) -> Response:
    """Show three questions about the session."""
    own = services().coaching.mine(SessionId(session_id), actor=actor())
    me = viewer().person_id
    side = next(one.side for one in own.relationship.members if one.person_id == me)
    return form_page(
        own.relationship,
        "coaching/feedback.html",
        session=own.session,
        mine=own.given,
        may_share=own.may_share,
        mentors=side is Side.MENTOR,
        themes=bank_words.THEMES.items(),
        back=page_url("records.show", session_id=session_id),
    )


@bp.post("/feedback")
def give(session_id: str) -> Response:
    """Keep what one says after the session."""
    said = read_sent(FeedbackForm())
    services().coaching.give(_feedback(session_id, said), actor=actor())
    return then("records.show", "thanks", session_id=session_id)


def _feedback(session_id: str, said: Any) -> Feedback:
    who = actor()
    return Feedback(
        SessionId(session_id),
        who.tenant_id,
        RelationshipId(""),  # the session knows
        PersonId(who.person_id),
        said["good"],
        said["other"],
        tuple(said.get("themes", ())),
        said["shared"],
        now(),
    )


def _models(facts: CoachingPage) -> tuple[Model, ...]:
    """Return the models to choose from: the tool's that nobody has replaced or left out first."""
    ours = (one for one in bank_words.models() if one.key in facts.ours)
    return (*ours, *facts.own)


def _model(session_id: str, said: Any) -> Model:
    if said["text"]:
        model = own_model("own", said["text"])
    else:
        facts = services().coaching.page(SessionId(session_id), actor=actor())
        model = {one.key: one for one in _models(facts)}.get(said["key"])
    if model is None:
        raise BadRequest
    return model
