"""Leading a programme through its life: on, back, trial, pause, looking back, the next cohort."""

from flask import Blueprint
from flask_babel import format_decimal
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.feedback import LEAST_TOLD
from plugin.mentoring.programme import ProgrammeId, Stage
from plugin.mentoring.stages import MOST_IN_PILOT
from plugin.web.bank_words import THEMES
from plugin.web.current import actor, services
from plugin.web.forms import (
    Form,
    FormSchema,
    at_most,
    between,
    one_of,
    read_form,
    read_sent,
    version,
)
from plugin.web.languages import language
from plugin.web.pages.overview import overview, places, steps
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("stages", __name__, url_prefix="/programmes/<programme_id>/stage")


class StepForm(FormSchema):
    """The version on the coordinator's page, and where to go."""

    version = version()
    to = fields.String(required=True, validate=one_of(tuple(Stage)))


class PilotForm(FormSchema):
    """How many people try it, and when it is looked back at."""

    version = version()
    cap = fields.Integer(required=True, validate=between(2, MOST_IN_PILOT))
    review_due = fields.Date(required=True)


class NotesForm(FormSchema):
    """What was learnt."""

    version = version()
    notes = fields.String(load_default="", validate=at_most(4000))


class PauseForm(FormSchema):
    """The first day on which it goes on; none ends the pause."""

    version = version()
    until = fields.Date(load_default=None)


@bp.post("/step")
def step(programme_id: str) -> Response:
    """Go one step on."""
    said = read_sent(StepForm())
    services().stages.step(
        ProgrammeId(programme_id), Stage(said["to"]), version=said["version"], actor=actor()
    )
    return then("programmes.show", "stepped", programme_id=programme_id)


@bp.post("/undo")
def undo(programme_id: str) -> Response:
    """Take the last step back."""
    said = read_sent(StepForm(exclude=("to",)))
    services().stages.undo(ProgrammeId(programme_id), version=said["version"], actor=actor())
    return then("programmes.show", "undone", programme_id=programme_id)


@bp.post("/pilot")
def pilot(programme_id: str) -> Response:
    """Open to a few people first."""
    form = read_form(PilotForm())
    if not form.ok:
        facts = services().overviews.of(ProgrammeId(programme_id), actor=actor())
        return overview(facts, form=form, status=422)
    services().stages.pilot(ProgrammeId(programme_id), actor=actor(), **form.data)
    return then("programmes.show", "opened", programme_id=programme_id)


@bp.post("/pause")
def pause(programme_id: str) -> Response:
    """Let the programme rest up to a day, or go on."""
    form = read_form(PauseForm())
    if not form.ok:
        facts = services().overviews.of(ProgrammeId(programme_id), actor=actor())
        return overview(facts, form=form, status=422)
    said = form.data
    services().stages.pause(
        ProgrammeId(programme_id), said["until"], version=said["version"], actor=actor()
    )
    return then(
        "programmes.show", "paused" if said["until"] else "resumed", programme_id=programme_id
    )


@bp.get("/retrospective")
def retrospective(programme_id: str) -> Response:
    """Show what the cohort's data say, and what its coordinators write down."""
    return _retrospective(programme_id)


@bp.post("/retrospective")
def look_back(programme_id: str) -> Response:
    """Keep what was learnt."""
    form = read_form(NotesForm())
    if not form.ok:
        return _retrospective(programme_id, form, status=422)
    said = form.data
    services().stages.look_back(
        ProgrammeId(programme_id), said["notes"], version=said["version"], actor=actor()
    )
    return then("stages.retrospective", "saved", programme_id=programme_id)


@bp.post("/next")
def begin_next(programme_id: str) -> Response:
    """Begin the draft of the next cohort, or find the one that was begun."""
    made = services().stages.begin_next(ProgrammeId(programme_id), actor=actor())
    return then("programmes.show", "saved", programme_id=made.programme_id)


def _retrospective(programme_id: str, form: Form | None = None, *, status: int = 200) -> Response:
    facts = services().overviews.of(ProgrammeId(programme_id), actor=actor())
    programme = facts.programme
    policy.require(policy.may_coordinate(actor(), programme))
    life = programme.life
    themes = services().contents.page(programme.programme_id, actor=actor())[2]
    notes = life.pilot_review if programme.stage is Stage.PILOT else life.lessons
    return page(
        "programmes/retrospective.html",
        status=status,
        nav=places(programme, here_is="overview"),
        programme=programme,
        form=form or Form.filled({"notes": notes}),
        labels={"notes": _("What we learnt")},
        counts=facts.counts,
        steps=steps(facts.counts),
        ways=services().overviews.ways_met(programme.programme_id, actor=actor()),
        themes=[(THEMES[theme], n) for theme, n in themes.counts],
        people=themes.people,
        least=LEAST_TOLD,
        surveys=services().training_desk.surveys(
            programme.programme_id, language=language(), actor=actor()
        ),
        change=lambda value: format_decimal(value, format="+0.0;-0.0"),
    )
