"""Where links lead that were placed in a course: on to the page they stand for.

A link says what it is about and grants nothing: each page asks who is allowed. What a link names
may be gone, or stand in the course that this one was copied from.
"""

from dataclasses import replace

from flask import Blueprint
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, UnknownThingError, WrongStateError
from plugin.mentoring.formats import sides_of
from plugin.mentoring.programme import TAKES_PROFILES, Programme, ProgrammeId, Stage
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import SessionState
from plugin.mentoring.templates import template
from plugin.ports.reads import RelationshipLine
from plugin.web.current import actor, services
from plugin.web.errors import ActivityRemovedError
from plugin.web.forms import Form
from plugin.web.pages.programmes import LABELS
from plugin.web.pages.show import page, then
from plugin.web.pages.words import ZONES, cadences, capacities, lengths
from plugin.web.texts import gettext as _

bp = Blueprint("placed", __name__, url_prefix="/placed")


@bp.get("/start")
def start() -> Response:
    """Lead to the first page, where whoever teaches the course starts a programme."""
    return then("home.show")


@bp.get("/programmes/<programme_id>")
def programme(programme_id: str) -> Response:
    """Lead to a programme of this course, or offer what it was copied from.

    Raises:
        ActivityRemovedError: there is no such programme, or it is none of this LMS's.

    """
    try:
        found = services().programmes.placed(ProgrammeId(programme_id), actor=actor())
    except UnknownThingError as error:
        raise ActivityRemovedError from error
    if found.course_id != actor().course_id:
        return copied(found)
    if policy.may_start_programme(actor()) or policy.may_coordinate(actor(), found):
        return then("programmes.show", programme_id=programme_id)
    return then("home.show")


@bp.get("/mentor")
def mentor() -> Response:
    """Lead to common free time, or to what comes before it."""
    line = _only_one()
    if line is None:
        return then("home.show")
    endpoint = "times.show" if line.agreed else "relationships.show"
    return then(endpoint, relationship_id=line.relationship_id)


@bp.get("/circles/<relationship_id>")
def circle(relationship_id: str) -> Response:
    """Lead members to their circle, whoever seeks one to the free seats, and others home.

    Raises:
        ActivityRemovedError: there is no such circle any more, or it is none of this LMS's.

    """
    key = RelationshipId(relationship_id)
    try:
        found, mine = services().programmes.placed_circle(key, actor=actor())
    except UnknownThingError as error:
        raise ActivityRemovedError from error
    if mine:
        return then("relationships.show", relationship_id=relationship_id)
    if found.course_id != actor().course_id:
        return copied(found)
    if policy.may_start_programme(actor()) or policy.may_coordinate(actor(), found):
        return then("programmes.show", programme_id=found.programme_id)
    try:
        services().memberships.circles(found.programme_id, actor=actor())
    except (NotAllowedError, WrongStateError):
        return then("home.show")
    return then("circles.show_circles", programme_id=found.programme_id)


@bp.get("/reflection")
def reflection() -> Response:
    """Lead to the page of the latest session that has been, or to what comes before it."""
    line = _only_one()
    if line is None:
        return then("home.show")
    facts = services().relationships.page(line.relationship_id, actor=actor())
    been = [x.session for x in facts.past if x.session.state is SessionState.PLANNED]
    if not been:
        return then("relationships.show", relationship_id=line.relationship_id)
    return then("records.show", session_id=been[0].session_id)


@bp.get("/agreement")
def agreement() -> Response:
    """Lead to how two people work together."""
    line = _only_one()
    if line is None:
        return then("home.show")
    return then("agreements.show", relationship_id=line.relationship_id)


@bp.get("/profile")
def profile() -> Response:
    """Lead to the person's profile, where the course has one programme to send it to."""
    lines = services().overviews.home(actor=actor()).programmes
    open_ones = [line.programme for line in lines if _takes_profiles(line.programme)]
    if len(open_ones) != 1:
        return then("home.show")
    return then("profile.edit", programme_id=open_ones[0].programme_id)


@bp.get("/training")
def training() -> Response:
    """Lead to the mentors' training, where the course has one programme with mentors."""
    lines = services().overviews.home(actor=actor()).programmes
    mentored = [line.programme for line in lines if _trains_mentors(line.programme)]
    if len(mentored) != 1:
        return then("home.show")
    return then("training.side", programme_id=mentored[0].programme_id, side=Side.MENTOR.value)


def _only_one() -> RelationshipLine | None:
    """Return the relationship that is meant; None where home must ask which."""
    mine = services().overviews.mine(actor=actor())
    going_on = [one for one in mine if one.state is not RelationshipState.ENDED]
    return going_on[0] if len(going_on) == 1 else None


def _takes_profiles(found: Programme) -> bool:
    going_on = found.stage in TAKES_PROFILES and policy.is_listed(found)
    return going_on and policy.may_take_part(actor(), found)


def _trains_mentors(found: Programme) -> bool:
    going_on = found.stage not in (Stage.DRAFT, Stage.CLOSED) and policy.is_listed(found)
    return going_on and Side.MENTOR in sides_of(found.formats)


def copied(source: Programme) -> Response:
    """Offer the settings of the other course's programme; nobody of it is in them."""
    begun = services().overviews.home(actor=actor()).programmes
    if begun or not policy.may_start_programme(actor()):
        return then("home.show")
    base = template(source.template)
    if base is None:
        return then("programmes.choose")
    named = replace(
        base,
        name=_("Start the same programme in this course"),
        summary=_(
            "This course was copied. Here are the settings of the programme, and nobody yet."
        ),
    )
    return page(
        "programmes/new.html",
        template=named,
        form=Form.filled(_settings(source)),
        labels=LABELS,
        zones=[(zone, zone.replace("_", " ")) for zone in ZONES],
        cadences=cadences(),
        lengths=lengths(base.bounds.lengths_min),
        capacities=capacities(10),
    )


def _settings(source: Programme) -> dict[str, object]:
    """Return what a new programme may begin with: no people, and no dates of a past term."""
    goal = source.goals[0] if source.goals else None
    return {
        "title": source.title,
        "purpose": source.purpose,
        "goal": goal.text if goal else None,
        "measure": goal.measure if goal else None,
        "formal": "yes" if source.formal else "no",
        "zone": source.zone,
        "cadence_weeks": source.bounds.cadence_weeks,
        "length_min": source.bounds.length_min,
        "capacity": source.bounds.capacity,
    }
