"""Goals in a guided form, their steps, reviews, and what coordinators are shown of them."""

from datetime import date
from typing import Any

from flask import Blueprint, request
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.goals import (
    LONGEST_PART,
    LONGEST_STEP,
    PARTS,
    Course,
    Goal,
    GoalId,
    GoalState,
)
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.spans import on_wall_clock
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.services.goal_page import GoalsPage
from plugin.web.bank_words import text_of
from plugin.web.current import actor, now, remember_viewer, services, viewer_zone
from plugin.web.forms import Form, FormSchema, at_most, day, one_of, read_form, read_sent, version
from plugin.web.pages.show import form_page, page, then
from plugin.web.texts import gettext as _

bp = Blueprint("goals", __name__)

LABELS = {
    "specific": lazy_gettext("What will be different?"),
    "measurable": lazy_gettext("How will you see it?"),
    "achievable": lazy_gettext("What makes it possible?"),
    "relevant": lazy_gettext("Why does it matter to you?"),
    "due_on": lazy_gettext("By when?"),
    "skills": lazy_gettext("Skills"),
}


class GoalForm(FormSchema):
    """The five parts of a goal; a draft may leave all but the first out."""

    version = version(default=0)
    specific = fields.String(required=True, validate=at_most(LONGEST_PART))
    measurable = fields.String(load_default="", validate=at_most(LONGEST_PART))
    achievable = fields.String(load_default="", validate=at_most(LONGEST_PART))
    relevant = fields.String(load_default="", validate=at_most(LONGEST_PART))
    due_on = day(load_default=None)
    skills = fields.List(fields.String(validate=at_most(100)), load_default=list)
    firm = fields.Boolean(load_default=False)


class StateForm(FormSchema):
    """How a goal stands now."""

    version = version()
    state = fields.String(required=True, validate=one_of(("reached", "let go", "set")))


class StepForm(FormSchema):
    """A step on the way."""

    text = fields.String(required=True, validate=at_most(LONGEST_STEP))
    due_on = day(load_default=None)


class ReachForm(FormSchema):
    """Whether a step is reached."""

    number = fields.Integer(required=True, validate=validate.Range(0, 99))
    reached = fields.Boolean(load_default=False)


class CheerForm(FormSchema):
    """A word to a step, or to the goal without a number."""

    number = fields.Integer(load_default=None, validate=validate.Range(0, 99))
    words = fields.String(required=True, validate=at_most(LONGEST_PART))


class WordForm(FormSchema):
    """Yes or no."""

    word = fields.String(required=True, validate=one_of(("yes", "no")))


@bp.get("/relationships/<relationship_id>/goals/")
def show(relationship_id: str) -> Response:
    """Show every goal that the reader may read."""
    facts = _read(relationship_id)
    me = actor().person_id
    names = {one.key: text_of(one) for one in facts.skills}
    return page(
        "goals/show.html",
        page=facts,
        me=me,
        skills=names,
        today=_today(),
        review_is_due=facts.review_at <= now() and bool(facts.movements),
        writable=facts.relationship.state is not RelationshipState.ENDED,
        mine=[one for one in reversed(facts.goals) if one.owner == me],
        theirs=[one for one in reversed(facts.goals) if one.owner != me],
        silent=[facts.people[x] for x in facts.relationship.people if not facts.sharing.get(x)],
    )


@bp.get("/relationships/<relationship_id>/goals/new")
def new(relationship_id: str) -> Response:
    """Show the guided form, empty."""
    return _form(_read(relationship_id), Form.filled({"version": 0}), None)


@bp.post("/relationships/<relationship_id>/goals/")
def begin(relationship_id: str) -> Response:
    """Keep a new goal."""
    form = _checked(read_form(GoalForm()))
    if not form.ok:
        return _form(_read(relationship_id), form, None, status=422)
    services().goals.begin(_goal(relationship_id, form.data), firm=form.data["firm"], actor=actor())
    done = "goal-set" if form.data["firm"] else "goal-kept"
    return then("goals.show", done, relationship_id=relationship_id)


@bp.get("/goals/<goal_id>/")
def edit(goal_id: str) -> Response:
    """Show one's own goal in the guided form."""
    goal = services().goals.of(GoalId(goal_id), actor=actor())
    said = {name: getattr(goal, name).replace(UNREADABLE, "") for name in PARTS}
    due = goal.due_on.isoformat() if goal.due_on else None
    form = Form.filled({**said, "due_on": due, "skills": goal.skills, "version": goal.version})
    return _form(_read(goal.relationship_id), form, goal)


@bp.post("/goals/<goal_id>/")
def write(goal_id: str) -> Response:
    """Keep other words; where it was changed meanwhile, show the form with what was typed."""
    form = _checked(read_form(GoalForm()))
    goal = services().goals.of(GoalId(goal_id), actor=actor())
    if not form.ok:
        return _form(_read(goal.relationship_id), form, goal, status=422)
    said = _goal(goal.relationship_id, form.data)
    try:
        services().goals.write(goal.goal_id, said, firm=form.data["firm"], actor=actor())
    except ConflictError:
        sent = {**form.sent, "version": (str(goal.version),)}
        return _form(
            _read(goal.relationship_id), Form(sent), goal, status=409, changed_meanwhile=True
        )
    done = "goal-set" if form.data["firm"] else "goal-kept"
    return then("goals.show", done, relationship_id=goal.relationship_id)


@bp.post("/goals/<goal_id>/state")
def end(goal_id: str) -> Response:
    """Say that it is reached, let it go, or take it up again."""
    said = read_sent(StateForm())
    state = GoalState(said["state"])
    goal = services().goals.end(GoalId(goal_id), state, version=said["version"], actor=actor())
    return then("goals.show", f"goal-{state.name.lower()}", relationship_id=goal.relationship_id)


@bp.post("/goals/<goal_id>/steps")
def add_step(goal_id: str) -> Response:
    """Put a step on the way."""
    said = read_sent(StepForm())
    goal = services().goals.add_milestone(
        GoalId(goal_id), said["text"], due_on=said["due_on"], actor=actor()
    )
    return then("goals.show", relationship_id=goal.relationship_id)


@bp.post("/goals/<goal_id>/reached")
def reach(goal_id: str) -> Response:
    """Say that a step is reached, or not yet."""
    said = read_sent(ReachForm())
    on = _today() if said["reached"] else None
    goal = services().goals.reach(GoalId(goal_id), said["number"], on, actor=actor())
    done = "step-reached" if said["reached"] else ""
    return then("goals.show", done, relationship_id=goal.relationship_id)


@bp.post("/goals/<goal_id>/cheer")
def cheer(goal_id: str) -> Response:
    """Say a word to what a partner has reached."""
    said = read_sent(CheerForm())
    goal = services().goals.cheer(GoalId(goal_id), said["number"], said["words"], actor=actor())
    return then("goals.show", "cheered", relationship_id=goal.relationship_id)


@bp.get("/relationships/<relationship_id>/goals/review")
def look(relationship_id: str) -> Response:
    """Show what moved since the last review, and ask how each goal is going."""
    facts = _read(relationship_id)
    return form_page(
        facts.relationship,
        "goals/review.html",
        page=facts,
        me=actor().person_id,
        courses=_courses(),
    )


@bp.post("/relationships/<relationship_id>/goals/review")
def review(relationship_id: str) -> Response:
    """Keep a review."""
    words = {}
    for name in request.form:
        start, _dash, key = name.partition("-")
        value = request.form[name]
        if start == "course" and value in tuple(Course):
            note = request.form.get(f"note-{key}", "")
            words[GoalId(key)] = (Course(value), note[:LONGEST_PART])
    services().goals.review(RelationshipId(relationship_id), words, actor=actor())
    return then("goals.show", "reviewed", relationship_id=relationship_id)


@bp.post("/relationships/<relationship_id>/goals/share")
def share(relationship_id: str) -> Response:
    """Say whether coordinators may see the goals."""
    yes = read_sent(WordForm())["word"] == "yes"
    services().goals.share(RelationshipId(relationship_id), yes, actor=actor())
    return then("goals.show", "noted", relationship_id=relationship_id)


@bp.get("/programmes/<programme_id>/goals")
def shared(programme_id: str) -> Response:
    """Show a coordinator the goals that people let them see."""
    programme, goals, people = services().goals.shared(ProgrammeId(programme_id), actor=actor())
    return page("goals/shared.html", programme=programme, goals=goals, people=people)


def _read(relationship_id: str) -> GoalsPage:
    facts = services().goals.page(RelationshipId(relationship_id), actor=actor())
    remember_viewer(facts.people.get(actor().person_id))
    return facts


def _goal(relationship_id: str, data: Any) -> Goal:
    who = actor()
    parts = {name: data[name] for name in (*PARTS, "due_on", "version")}
    return Goal(
        GoalId(""),
        who.tenant_id,
        RelationshipId(relationship_id),
        who.person_id,
        **parts,
        skills=tuple(dict.fromkeys(data["skills"]))[:12],
        made_at=now(),
        changed_at=now(),
    )


def _checked(form: Form) -> Form:
    """Return the form with a word at each part that is missing before a goal can be set."""
    if form.ok and form.data["firm"]:
        missing = [name for name in (*PARTS, "due_on") if not form.data[name]]
        words = _("A goal is set once this is said. You can keep it as a draft meanwhile.")
        if missing:
            return Form(form.sent, dict.fromkeys(missing, str(words)), {})
    return form


def _form(
    facts: GoalsPage,
    form: Form,
    goal: Goal | None,
    *,
    status: int = 200,
    changed_meanwhile: bool = False,
) -> Response:
    return form_page(
        facts.relationship,
        "goals/edit.html",
        status=status,
        form=form,
        labels=LABELS,
        goal=goal,
        relationship=facts.relationship,
        closed=facts.closed,
        skills=[(one.key, text_of(one)) for one in facts.skills],
        changed_meanwhile=changed_meanwhile,
    )


def _courses() -> list[tuple[str, str]]:
    return [
        (Course.ON_TRACK, _("On track")),
        (Course.GAP, _("There is a gap")),
        (Course.CHANGE, _("We change it")),
    ]


def _today() -> date:
    return on_wall_clock(now(), viewer_zone()).date()
