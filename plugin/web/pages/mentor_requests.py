"""Choosing a mentor oneself, and the page of one request, which both of its people open."""

from collections.abc import Mapping

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.mentor_requests import LONGEST, MentorRequestId, RequestState
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.services.mentor_requests import Obstacle
from plugin.web.current import actor, services, viewer
from plugin.web.forms import Form, FormSchema, at_most, read_form
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

mentors = Blueprint("mentors", __name__, url_prefix="/programmes/<programme_id>/mentors")
requests = Blueprint("requests", __name__, url_prefix="/requests/<request_id>")
LABELS = {"text": lazy_gettext("What brings you to them")}


class AskForm(FormSchema):
    """Whom, and a few words."""

    mentor = fields.String(required=True)
    text = fields.String(load_default="", validate=at_most(LONGEST))


class SayForm(FormSchema):
    """A question back, or its answer."""

    text = fields.String(required=True, validate=at_most(LONGEST))


@mentors.get("/")
def show(programme_id: str) -> Response:
    """Show who would suit, and what became of one's requests."""
    return _choices(programme_id, Form())


@mentors.post("/")
def ask(programme_id: str) -> Response:
    """Ask one of them."""
    form = read_form(AskForm())
    if not form.ok:
        return _choices(programme_id, form, status=422)
    key = services().mentor_requests.ask(
        ProgrammeId(programme_id),
        PersonId(form.data["mentor"]),
        form.data["text"],
        actor=actor(),
    )
    return then("requests.one", "mentor-asked", request_id=key)


@requests.get("/")
def one(request_id: str) -> Response:
    """Show one request."""
    return _one(request_id, Form())


@requests.post("/accept")
def accept(request_id: str) -> Response:
    """Say yes: the two work together from now on."""
    key = services().mentor_requests.accept(MentorRequestId(request_id), actor=actor())
    return then("relationships.show", "mentor-accepted", relationship_id=key)


@requests.post("/decline")
def decline(request_id: str) -> Response:
    """Say no, without a reason."""
    services().mentor_requests.decline(MentorRequestId(request_id), actor=actor())
    return then("requests.one", "mentor-declined", request_id=request_id)


@requests.post("/withdraw")
def withdraw(request_id: str) -> Response:
    """Take one's own request back."""
    services().mentor_requests.withdraw(MentorRequestId(request_id), actor=actor())
    return then("requests.one", "saved", request_id=request_id)


@requests.post("/say")
def say(request_id: str) -> Response:
    """Ask back, or answer."""
    form = read_form(SayForm())
    if not form.ok:
        return _one(request_id, form, status=422)
    services().mentor_requests.say(MentorRequestId(request_id), form.data["text"], actor=actor())
    return then("requests.one", "written", request_id=request_id)


def _choices(programme_id: str, form: Form, *, status: int = 200) -> Response:
    found = services().mentor_requests.page(ProgrammeId(programme_id), actor=actor())
    return page(
        "requests/choose.html",
        status=status,
        page=found,
        obstacle=obstacles().get(found.obstacle) if found.obstacle else None,
        kind=found.obstacle,
        standings=standings(),
        form=form,
        labels=LABELS,
        longest=LONGEST,
    )


def _one(request_id: str, form: Form, *, status: int = 200) -> Response:
    found = services().mentor_requests.of(MentorRequestId(request_id), actor=actor())
    return page(
        "requests/one.html",
        status=status,
        page=found,
        asks=viewer().person_id == found.request.mentor,
        me=viewer().person_id,
        standing=("wait", "wait", _("Waits for you"))
        if found.mine
        else standings()[found.standing],
        form=form,
        labels={"text": _("Your words")},
        longest=LONGEST,
    )


def standings() -> Mapping[RequestState, tuple[str, str, str]]:
    """Return how a request stands: the kind of its badge, its picture and its words."""
    return {
        RequestState.OPEN: ("calm", "wait", _("Waits for the mentor")),
        RequestState.ASKED_MORE: ("wait", "ask", _("The mentor would like to know more")),
        RequestState.ACCEPTED: ("ok", "check", _("Accepted")),
        RequestState.DECLINED: ("", "leaf", _("Not this time")),
        RequestState.WITHDRAWN: ("", "leaf", _("Taken back")),
        RequestState.CLOSED: ("", "leaf", _("Not possible at present")),
        RequestState.LAPSED: ("", "leaf", _("Ended without an answer")),
    }


def obstacles() -> Mapping[Obstacle, tuple[str, str]]:
    """Return what stands before asking anybody, and what helps."""
    return {
        Obstacle.NO_PROFILE: (
            _("Your profile comes first"),
            _("Send it, and you see here who would suit you."),
        ),
        Obstacle.NOT_READY: (
            _("Four questions to yourself come first"),
            _("They stand at the end of your profile. Nobody else sees your answers."),
        ),
        Obstacle.TRAINING: (
            _("Some training comes first"),
            _("Your page of training names what is left."),
        ),
        Obstacle.PLACED: (
            _("You have a mentor"),
            _("If it does not go well, your page together helps you to ask for another match."),
        ),
        Obstacle.TOO_MANY: (
            _("You have asked as many as may be asked at once"),
            _("Wait for an answer, or take one back; then you can ask somebody else."),
        ),
        Obstacle.RESTING: (
            _("The programme brings nobody together at present"),
            _("Look here again later; the coordinators know when it goes on."),
        ),
    }
