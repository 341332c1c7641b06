"""Who is in a relationship: circles to join, and resting, leaving, handing over and ending."""

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.errors import FullError, OutOfBoundsError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.mentoring.relationship import LONGEST_TITLE, RelationshipId
from plugin.web.current import actor, services, viewer
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("members", __name__, url_prefix="/relationships/<relationship_id>/members")
circles = Blueprint("circles", __name__, url_prefix="/programmes/<programme_id>/circles")
LABELS = {"until": lazy_gettext("Goes on again on"), "title": lazy_gettext("Name of the circle")}


class RestForm(FormSchema):
    """The first day on which it goes on."""

    until = fields.Date(required=True)


class NameForm(FormSchema):
    """A circle's name."""

    title = fields.String(required=True, validate=at_most(LONGEST_TITLE))


class PersonForm(FormSchema):
    """A member."""

    person = fields.String(required=True)


class SeatForm(FormSchema):
    """A circle, and what somebody would like there."""

    circle = fields.String(required=True)
    wish = fields.String(required=True, validate=one_of(("join", "wait", "stop")))


@circles.get("/")
def show_circles(programme_id: str) -> Response:
    """Show the circles that one could join."""
    return _circles(programme_id)


@circles.post("/")
def seat(programme_id: str) -> Response:
    """Join a circle, wait for a seat in it, or wait no more."""
    said = read_sent(SeatForm())
    circle, wish = RelationshipId(said["circle"]), said["wish"]
    if wish == "join":
        try:
            services().memberships.join(circle, actor=actor())
        except FullError:
            return _circles(programme_id, full=circle)
        return then("relationships.show", "joined-circle", relationship_id=circle)
    services().memberships.wait(circle, actor=actor(), waits=wish == "wait")
    return then(
        "circles.show_circles",
        "waiting" if wish == "wait" else "saved",
        programme_id=programme_id,
    )


@circles.post("/back")
def come_back(programme_id: str) -> Response:
    """Come back to what the mentors have among themselves."""
    circle = services().mentor_circles.come_back(ProgrammeId(programme_id), actor=actor())
    if circle is None:
        return then("home.mine", "back-soon")
    return then("relationships.show", "joined-circle", relationship_id=circle)


def _circles(programme_id: str, *, full: RelationshipId | None = None) -> Response:
    programme, lines = services().memberships.circles(
        ProgrammeId(programme_id), actor=actor(), full=full
    )
    return page(
        "members/circles.html",
        status=409 if full else 200,
        programme=programme,
        lines=lines,
        full=full,
    )


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show who is in it, and how to rest, leave or end."""
    return _page(relationship_id)


@bp.post("/name")
def name(relationship_id: str) -> Response:
    """Give the circle a name."""
    form = read_form(NameForm())
    if not form.ok:
        return _page(relationship_id, form, status=422)
    services().memberships.name(RelationshipId(relationship_id), form.data["title"], actor=actor())
    return then("members.show", "saved", relationship_id=relationship_id)


@bp.post("/rest")
def rest(relationship_id: str) -> Response:
    """Let it rest up to a day."""
    form = read_form(RestForm())
    if form.ok:
        try:
            services().memberships.rest(
                RelationshipId(relationship_id), form.data["until"], actor=actor()
            )
            return then("relationships.show", "resting", relationship_id=relationship_id)
        except OutOfBoundsError:
            form = form.with_error("until", _("Please choose a day to come, within a year."))
    return _page(relationship_id, form, status=422)


@bp.post("/go-on")
def go_on(relationship_id: str) -> Response:
    """Go on after a rest."""
    services().memberships.rest(RelationshipId(relationship_id), None, actor=actor())
    return then("relationships.show", "going-on", relationship_id=relationship_id)


@bp.post("/hand-over")
def hand_over(relationship_id: str) -> Response:
    """Make a member a facilitator too."""
    person = PersonId(read_sent(PersonForm())["person"])
    services().memberships.hand_over(RelationshipId(relationship_id), person, actor=actor())
    return then("members.show", "saved", relationship_id=relationship_id)


@bp.post("/leave")
def leave(relationship_id: str) -> Response:
    """Leave; nobody asks why."""
    services().memberships.leave(RelationshipId(relationship_id), actor=actor())
    return then("home.mine", "left")


@bp.post("/end")
def end(relationship_id: str) -> Response:
    """End it for everybody."""
    services().memberships.end(RelationshipId(relationship_id), actor=actor())
    return then("takeaways.closing", "ended", relationship_id=relationship_id)


def _page(relationship_id: str, form: Form | None = None, *, status: int = 200) -> Response:
    facts = services().relationships.page(RelationshipId(relationship_id), actor=actor())
    one, me = facts.relationship, viewer().person_id
    circle = one.format is Format.CIRCLE
    return page(
        "members/show.html",
        status=status,
        relationship=one,
        people=facts.people,
        me=me,
        circle=circle,
        facilitates=circle and me in one.mentors,
        seats=one.seats_left(facts.programme.bounds),
        form=form or Form.filled({"title": one.title}),
        labels=LABELS,
    )
