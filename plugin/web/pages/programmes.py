"""Starting and opening a programme, and its people."""

from flask import Blueprint, request
from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validates_schema
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.templates import TEMPLATES, Template, template
from plugin.ports.reads import PAGE_SIZE, PersonLine
from plugin.services.programmes import Plan
from plugin.services.rosters import QUEUED
from plugin.web.current import actor, services, viewer_zone
from plugin.web.forms import Form, FormSchema, at_most, between, one_of, read_form
from plugin.web.pages.overview import overview, places, roster
from plugin.web.pages.show import page, then
from plugin.web.pages.words import ZONES, cadences, capacities, lengths
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("programmes", __name__, url_prefix="/programmes")

MOST_PAGES = 10_000
LABELS = {
    "title": lazy_gettext("Name of the programme"),
    "purpose": lazy_gettext("Purpose"),
    "goal": lazy_gettext("Goal"),
    "measure": lazy_gettext("How we will see it"),
    "ends_on": lazy_gettext("Ends"),
}


class PlanForm(FormSchema):
    """What a coordinator says about a new programme."""

    template = fields.String(required=True)
    title = fields.String(required=True, validate=at_most(120))
    purpose = fields.String(required=True, validate=at_most(400))
    goal = fields.String(required=True, validate=at_most(300))
    measure = fields.String(required=True, validate=at_most(300))
    formal = fields.String(load_default="yes", validate=one_of(("yes", "no")))
    zone = fields.String(required=True, validate=one_of(ZONES))
    cadence_weeks = fields.Integer(required=True, validate=between(1, 8))
    length_min = fields.Integer(required=True)
    capacity = fields.Integer(required=True, validate=between(1, 10))
    starts_on = fields.Date(load_default=None)
    ends_on = fields.Date(load_default=None)

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """Refuse an end before the beginning."""
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and str(ends) < str(starts):  # ISO dates sort as text
            raise ValidationError(_("This is before it begins."), "ends_on")


@bp.get("/choose")
def choose() -> Response:
    """Show what a programme can begin from."""
    policy.require(policy.may_start_programme(actor()))
    return page("home/start.html", templates=TEMPLATES)


@bp.get("/new/<template>")
def new(template: str) -> Response:
    """Show the form, filled in from a template."""
    policy.require(policy.may_start_programme(actor()))
    base = _base(template)
    return _form(
        base,
        Form.filled(
            {
                "title": base.name,
                "purpose": base.purpose,
                "goal": base.goal.text,
                "measure": base.goal.measure,
                "formal": "yes" if base.formal else "no",
                "zone": viewer_zone(),
                "cadence_weeks": base.bounds.cadence_weeks,
                "length_min": base.bounds.length_min,
                "capacity": base.bounds.capacity,
            }
        ),
    )


@bp.post("/")
def create() -> Response:
    """Make the draft, then show it."""
    form = read_form(PlanForm())
    if not form.ok:
        return _form(_base(form.value("template")), form, status=422)
    plan = Plan(**{**form.data, "formal": form.data["formal"] == "yes"})
    made = services().programmes.start(plan, actor=actor())
    return then("programmes.show", "saved", programme_id=made.programme_id)


@bp.get("/<programme_id>")
def show(programme_id: str) -> Response:
    """Show one programme to its coordinators."""
    number = _number(request.args)
    facts = services().overviews.of(ProgrammeId(programme_id), actor=actor(), page=number)
    return overview(facts, number=number)


@bp.post("/<programme_id>/open")
def open(programme_id: str) -> Response:
    """Let people send profiles."""
    services().programmes.open(ProgrammeId(programme_id), actor=actor())
    return then("programmes.show", "opened", programme_id=programme_id)


@bp.post("/<programme_id>/coordinators")
def join(programme_id: str) -> Response:
    """Become one of the coordinators."""
    services().programmes.join_coordinators(ProgrammeId(programme_id), actor=actor())
    return then("programmes.show", "joined", programme_id=programme_id)


@bp.post("/<programme_id>/roster")
def read_roster(programme_id: str) -> Response:
    """Ask for the course list to be read."""
    services().rosters.ask(ProgrammeId(programme_id), actor=actor())
    return then("programmes.show", programme_id=programme_id)


@bp.get("/<programme_id>/roster/state")
def roster_state(programme_id: str) -> Response:
    """Show how the reading stands; the page asks for this part again while it goes on."""
    facts = services().overviews.of(ProgrammeId(programme_id), actor=actor())
    response = roster(facts)
    if facts.course.roster_state != QUEUED:
        response.headers["HX-Refresh"] = "true"  # every figure of the page may have changed
    return response


@bp.get("/<programme_id>/people")
def people(programme_id: str) -> Response:
    """List the people of the course, fifty at a time."""
    return _people(programme_id, "", _number(request.args))


@bp.post("/<programme_id>/people")
def find(programme_id: str) -> Response:
    """List the people with this in their names: a name stands in no address, so it is sent."""
    return _people(programme_id, request.form.get("q", "").strip()[:80], _number(request.form))


def _people(programme_id: str, search: str, number: int) -> Response:
    programme, found = services().overviews.people(
        ProgrammeId(programme_id), actor=actor(), page=number, search=search
    )
    return page(
        "programmes/people.html",
        nav=places(programme, here_is="people"),
        programme=programme,
        coordinates=policy.may_coordinate(actor(), programme),
        people=found,
        search=search,
        standing=_standing,
        before=number - 1 if number > 1 else None,
        after=number + 1 if len(found) == PAGE_SIZE else None,
        place=_("Page %(n)s", n=number),
    )


def _standing(line: PersonLine) -> str:
    """Return the person's side, and how many partners they have."""
    sides = {Side.MENTOR: _("Mentor"), Side.MENTEE: _("Mentee"), Side.PEER: _("Peer")}
    words = [sides[line.side]] if line.side else []
    if line.partners:
        words.append(ngettext("one partner", "%(num)s partners", line.partners))
    if not line.active:
        words.append(_("not in the course now"))
    return " · ".join(words)


def _number(sent: MultiDict[str, str]) -> int:
    """Return which page of a list is asked for."""
    return min(max(sent.get("page", 1, int), 1), MOST_PAGES)


def _base(key: str) -> Template:
    base = template(key)
    if base is None:
        raise UnknownThingError
    return base


def _form(base: Template, form: Form, *, status: int = 200) -> Response:
    return page(
        "programmes/new.html",
        status=status,
        template=base,
        form=form,
        labels=LABELS,
        zones=[(zone, zone.replace("_", " ")) for zone in ZONES],
        cadences=cadences(),
        lengths=lengths(base.bounds.lengths_min),
        capacities=capacities(10),
    )
