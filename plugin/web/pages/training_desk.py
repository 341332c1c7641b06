"""What a coordinator offers and asks of training and surveys, and what their answers say."""

from flask import Blueprint
from flask_babel import format_decimal, lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.course_text import LONGEST_TEXT
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError, UnusableLinkError
from plugin.mentoring.formats import sides_of
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import TAKES_PROFILES, ProgrammeId, Stage
from plugin.mentoring.surveys import LEAST
from plugin.mentoring.training import (
    LONGEST_REASON,
    LONGEST_TITLE,
    REQUIRABLE,
    ROUNDS,
    Kind,
    Module,
)
from plugin.services.training_desk import Desk
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
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.pages.stage_panel import names
from plugin.web.pages.training_words import KINDS, SIDES
from plugin.web.pages.training_words import ROUNDS as ROUND_NAMES
from plugin.web.texts import gettext as _

bp = Blueprint("training_desk", __name__, url_prefix="/programmes/<programme_id>/training-desk")
NEW = "new"
LABELS = {
    "title": lazy_gettext("Title"),
    "kind": lazy_gettext("What it is"),
    "text": lazy_gettext("Text"),
    "link": lazy_gettext("Link to a course elsewhere"),
    "minutes": lazy_gettext("Minutes"),
    "sides": lazy_gettext("For whom"),
    "required": lazy_gettext("Before the first match, asked of"),
    "stage": lazy_gettext("Shown from"),
    "reason": lazy_gettext("Why"),
}


class ModuleForm(FormSchema):
    """A module as a coordinator writes it."""

    version = version(default=0)
    title = fields.String(required=True, validate=at_most(LONGEST_TITLE))
    kind = fields.String(load_default=Kind.TRAINING.value, validate=one_of(tuple(Kind)))
    text = fields.String(load_default="", validate=at_most(LONGEST_TEXT))
    link = fields.String(load_default="", validate=at_most(2000))
    minutes = fields.Integer(load_default=5, validate=between(1, 240))
    sides = fields.List(fields.String(validate=one_of(tuple(Side))), load_default=list)
    required = fields.List(fields.String(validate=one_of(tuple(Side))), load_default=list)
    stage = fields.String(load_default=None, validate=one_of(tuple(Stage)))
    hidden = fields.Boolean(load_default=False)


class AskForm(FormSchema):
    """Which side is asked for its training before the first match, or not any more."""

    side = fields.String(required=True, validate=one_of(tuple(Side)))
    wanted = fields.Boolean(load_default=False)


class WaiverForm(FormSchema):
    """Who may be matched without it, and why."""

    person = fields.String(required=True)
    reason = fields.String(required=True, validate=at_most(LONGEST_REASON))


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show every module, who is held back, and who was let pass."""
    return _desk(_read(programme_id))


@bp.post("/ask")
def ask(programme_id: str) -> Response:
    """Ask a side for its training before the first match, or not any more."""
    said = read_sent(AskForm())
    services().training_desk.ask(
        ProgrammeId(programme_id),
        Side(said["side"]),
        said["wanted"],
        language=language(),
        actor=actor(),
    )
    return then("training_desk.show", "saved", programme_id=programme_id)


@bp.post("/waive")
def waive(programme_id: str) -> Response:
    """Let somebody be matched without the training."""
    form = read_form(WaiverForm())
    if not form.ok:
        return _desk(_read(programme_id), form, status=422)
    said = form.data
    services().training_desk.waive(
        ProgrammeId(programme_id), PersonId(said["person"]), said["reason"], actor=actor()
    )
    return then("training_desk.show", "waived", programme_id=programme_id)


@bp.post("/mentors")
def gather(programme_id: str) -> Response:
    """Give the mentors a circle of their own, or bring in who is new."""
    title = _("Mentors among themselves")
    services().mentor_circles.gather(ProgrammeId(programme_id), title, actor=actor())
    return then("training_desk.show", "gathered", programme_id=programme_id)


@bp.get("/modules/<key>")
def edit(programme_id: str, key: str) -> Response:
    """Show one module to be changed, or an empty one."""
    desk = _read(programme_id)
    if key == NEW:
        kept = {"kind": Kind.TRAINING, "minutes": 5, "version": 0}
        return _edit(desk, Form.filled(kept), None)
    one = _found(desk, key)
    values = {name: getattr(one, name) for name in ModuleForm().fields}
    values["hidden"] = "true" if one.hidden else None
    return _edit(desk, Form.filled(values), one)


@bp.post("/modules/<key>")
def save(programme_id: str, key: str) -> Response:
    """Keep a module."""
    form, desk = read_form(ModuleForm()), _read(programme_id)
    one = None if key == NEW else _found(desk, key)
    if form.ok and not form.data["text"] and not form.data["link"]:
        form = form.with_error("text", lazy_gettext("Please fill in a text, or a link."))
    if not form.ok:
        return _edit(desk, form, one, status=422)
    try:
        services().training_desk.save(
            ProgrammeId(programme_id), _module(form, one), language=language(), actor=actor()
        )
    except UnusableLinkError:
        words = lazy_gettext("Please give an address that begins with https://.")
        return _edit(desk, form.with_error("link", words), one, status=422)
    return then("training_desk.show", "saved", programme_id=programme_id)


@bp.get("/figures/<key>")
def figures(programme_id: str, key: str) -> Response:
    """Show what a survey says of this cohort and of those before it."""
    module, cohorts = services().training_desk.figures(
        ProgrammeId(programme_id), key, language=language(), actor=actor()
    )
    programme = cohorts[0].programme
    return page(
        "training/figures.html",
        nav=places(programme, here_is="overview"),
        programme=programme,
        module=module,
        cohorts=cohorts,
        rounds=ROUNDS,
        names=ROUND_NAMES,
        least=LEAST,
        number=lambda value: format_decimal(value, format="0.0"),
        change=lambda value: format_decimal(value, format="+0.0;-0.0"),
    )


def _read(programme_id: str) -> Desk:
    return services().training_desk.page(
        ProgrammeId(programme_id), language=language(), actor=actor()
    )


def _found(desk: Desk, key: str) -> Module:
    found = next((one for one in desk.modules if one.key == key), None)
    if found is None:
        raise UnknownThingError
    return found


def _module(form: Form, before: Module | None) -> Module:
    said = dict(form.data)
    stage = said.pop("stage")
    return Module(
        before.key if before else "",
        before.kind if before else Kind(said.pop("kind")),
        said["title"],
        said["text"],
        tuple(Side(one) for one in said["sides"]),
        said["minutes"],
        said["link"],
        tuple(Side(one) for one in said["required"]),
        said["hidden"],
        Stage(stage) if stage else None,
        version=said["version"],
    )


def _desk(desk: Desk, form: Form | None = None, *, status: int = 200) -> Response:
    sides = sides_of(desk.programme.formats)
    training = [one for one in desk.modules if one.kind is Kind.TRAINING and not one.hidden]
    asked = [
        (one, SIDES[one], any(one in x.required for x in training))
        for one in sides
        if any(x.is_for(one) for x in training)
    ]
    return page(
        "training/desk.html",
        status=status,
        nav=places(desk.programme, here_is="overview"),
        programme=desk.programme,
        desk=desk,
        kinds=[
            (words, [x for x in desk.modules if x.kind is kind]) for kind, words in KINDS.items()
        ],
        asked=asked,
        sides=SIDES,
        has_mentors=Side.MENTOR in sides and desk.programme.stage in TAKES_PROFILES,
        form=form or Form(),
        labels=LABELS,
    )


def _edit(desk: Desk, form: Form, one: Module | None, *, status: int = 200) -> Response:
    return page(
        "training/edit.html",
        status=status,
        nav=places(desk.programme, here_is="overview"),
        programme=desk.programme,
        module=one,
        key=one.key if one else NEW,
        form=form,
        labels=LABELS,
        kinds=[(kind.value, words) for kind, words in KINDS.items()],
        sides=[(side.value, words) for side, words in SIDES.items()],
        stages=[("", lazy_gettext("The beginning")), *_stages()],
        may_require=one is None or one.kind in REQUIRABLE,
    )


def _stages() -> list[tuple[str, str]]:
    found = names()
    return [(one.value, found[one]) for one in Stage if one not in (Stage.DRAFT, Stage.PILOT)]
