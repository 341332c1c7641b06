"""Changing a programme after it was made, its team, and how a participant sees it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validate, validates_schema
from werkzeug.wrappers import Response

from plugin.mentoring.eligibility import entries_for
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.formats import MOST_IN_CIRCLE
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import (
    CHOOSING,
    LENGTHS,
    Bounds,
    Entry,
    Format,
    Programme,
    ProgrammeGoal,
    ProgrammeId,
    SelfMatch,
)
from plugin.services.editing import MOST_GOALS, Change
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
from plugin.web.pages.entries import eligible_of, who_takes_part
from plugin.web.pages.overview import places
from plugin.web.pages.programme_words import entry_options, format_options
from plugin.web.pages.show import page, then
from plugin.web.pages.sides import sides
from plugin.web.pages.words import ZONES, cadences, capacities, lengths
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("settings", __name__, url_prefix="/programmes/<programme_id>/settings")

USUAL = SelfMatch()
LABELS = {
    "title": lazy_gettext("Name of the programme"),
    "purpose": lazy_gettext("Purpose"),
    "goal1": lazy_gettext("Goal"),
    "measure1": lazy_gettext("How we will see it"),
    "formats": lazy_gettext("How people work together"),
    "skills": lazy_gettext("What people can seek and offer"),
    "circle_least": lazy_gettext("A circle begins with"),
    "circle_most": lazy_gettext("A circle holds at most"),
    "most_open": lazy_gettext("Mentors whom one may ask at once"),
    "most_waiting": lazy_gettext("Requests that may wait for one mentor"),
    "days": lazy_gettext("Days until a request ends by itself"),
    "ends_on": lazy_gettext("Ends"),
    "cadence_weeks": lazy_gettext("Usual rhythm"),
    "length_min": lazy_gettext("Usual length"),
    "cadence_most": lazy_gettext("and as seldom as"),
    "lengths": lazy_gettext("Lengths that people may choose"),
}


class ChangeForm(FormSchema):
    """Everything of a programme that can be changed."""

    version = version()
    title = fields.String(required=True, validate=at_most(120))
    purpose = fields.String(required=True, validate=at_most(400))
    goal1 = fields.String(required=True, validate=at_most(300))
    measure1 = fields.String(required=True, validate=at_most(300))
    goal2 = fields.String(load_default="", validate=at_most(300))
    measure2 = fields.String(load_default="", validate=at_most(300))
    goal3 = fields.String(load_default="", validate=at_most(300))
    measure3 = fields.String(load_default="", validate=at_most(300))
    formats = fields.List(
        fields.String(validate=one_of(tuple(Format))),
        load_default=(),
        validate=validate.Length(min=1, error=lazy_gettext("Please choose at least one.")),
    )
    skills = fields.String(load_default="", validate=at_most(2000))
    entries = fields.List(fields.String(validate=one_of(tuple(Entry))), load_default=())
    mentor_for = fields.List(fields.String(validate=one_of(tuple(Entry))), load_default=())
    mentee_for = fields.List(fields.String(validate=one_of(tuple(Entry))), load_default=())
    places = fields.String(load_default="", validate=at_most(1000))
    peer_for = fields.List(fields.String(validate=one_of(tuple(Entry))), load_default=())
    formal = fields.String(load_default="yes", validate=one_of(("yes", "no")))
    zone = fields.String(required=True, validate=one_of(ZONES))
    cadence_weeks = fields.Integer(required=True, validate=between(1, 8))
    cadence_least = fields.Integer(load_default=1, validate=between(1, 8))
    cadence_most = fields.Integer(load_default=8, validate=between(1, 8))
    length_min = fields.Integer(required=True)
    lengths = fields.List(fields.Integer(validate=between(5, 240)), load_default=())
    capacity = fields.Integer(required=True, validate=between(1, 10))
    circle_least = fields.Integer(load_default=4, validate=between(3, MOST_IN_CIRCLE))
    circle_most = fields.Integer(load_default=8, validate=between(3, MOST_IN_CIRCLE))
    writing_weeks = fields.Integer(load_default=4, validate=between(1, 4))
    book = fields.String(load_default="all", validate=one_of(("all", "facilitators")))
    choose = fields.String(load_default="no", validate=one_of(("yes", "no")))
    wishes = fields.String(load_default="", validate=one_of(("", "yes")))
    reports = fields.String(load_default="", validate=one_of(("", "yes")))
    documents = fields.String(load_default="site", validate=one_of(("site", "drives")))
    most_open = fields.Integer(
        load_default=USUAL.most_open, validate=between(1, CHOOSING["most_open"])
    )
    most_waiting = fields.Integer(
        load_default=USUAL.most_waiting, validate=between(1, CHOOSING["most_waiting"])
    )
    days = fields.Integer(load_default=USUAL.days, validate=between(1, CHOOSING["days"]))
    starts_on = fields.Date(load_default=None)
    ends_on = fields.Date(load_default=None)

    @validates_schema
    def in_bounds(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Refuse a usual rhythm or length that people could not choose."""
        usual, least, most = (data.get(f"cadence_{x}", 0) for x in ("weeks", "least", "most"))
        if most < least:
            raise ValidationError(_("This is more often than the other end."), "cadence_most")
        if not least <= usual <= most:
            raise ValidationError(_("This is outside of what people may choose."), "cadence_weeks")
        if not data.get("lengths"):
            raise ValidationError(_("Please choose at least one."), "lengths")
        if data.get("length_min") not in data["lengths"]:
            raise ValidationError(_("This is outside of what people may choose."), "length_min")

    @validates_schema
    def in_order(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Refuse an end before the beginning, and a circle larger than itself."""
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            raise ValidationError(_("This is before it begins."), "ends_on")
        least, most = data.get("circle_least"), data.get("circle_most")
        if least and most and most < least:
            raise ValidationError(_("This is fewer than a circle begins with."), "circle_most")


class PersonForm(FormSchema):
    """Somebody who comes to the team or leaves it."""

    version = version()
    person = fields.String(required=True)


@bp.get("/")
def edit(programme_id: str) -> Response:
    """Show the settings as they are."""
    return _page(programme_id)


@bp.post("/")
def save(programme_id: str) -> Response:
    """Keep the settings."""
    form = read_form(ChangeForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    services().editing.change(
        ProgrammeId(programme_id), _change(form.data), version=form.data["version"], actor=actor()
    )
    return then("programmes.show", "saved", programme_id=programme_id)


@bp.post("/appoint")
def appoint(programme_id: str) -> Response:
    """Add somebody to the team."""
    said = read_sent(PersonForm())
    services().editing.appoint(
        ProgrammeId(programme_id), PersonId(said["person"]), version=said["version"], actor=actor()
    )
    return then("settings.edit", "saved", programme_id=programme_id)


@bp.post("/release")
def release(programme_id: str) -> Response:
    """Take somebody out of the team."""
    said = read_sent(PersonForm())
    services().editing.release(
        ProgrammeId(programme_id), PersonId(said["person"]), version=said["version"], actor=actor()
    )
    if said["person"] == actor().person_id:
        return then("home.show")
    return then("settings.edit", "saved", programme_id=programme_id)


@bp.get("/preview/<side>")
def preview(programme_id: str, side: str) -> Response:
    """Show what a participant of that side sees, with nobody's data in it."""
    programme = services().editing.team(ProgrammeId(programme_id), actor=actor()).programme
    offered = sides(programme.formats)
    chosen = next((one for one in offered if one[0] == side), None)
    if chosen is None and side in tuple(Side):
        chosen = offered[0]
    if chosen is None:
        raise UnknownThingError
    return page(
        "programmes/preview.html",
        nav=places(programme, here_is="overview"),
        programme=programme,
        sides=offered,
        chosen=chosen,
    )


def _change(data: Mapping[str, Any]) -> Change:
    goals = (
        ProgrammeGoal(data[f"goal{number}"], data[f"measure{number}"])
        for number in range(1, MOST_GOALS + 1)
    )
    bounds = ("cadence_weeks", "length_min", "capacity", "circle_least", "circle_most",
              "writing_weeks", "cadence_least", "cadence_most")  # fmt: skip
    return Change(
        **{name: data[name] for name in ("title", "purpose", "zone", "starts_on", "ends_on")},
        goals=tuple(goals),
        skills=tuple(data["skills"].splitlines()),
        formats=tuple(kind for kind in Format if kind in data["formats"]),
        formal=data["formal"] == "yes",
        bounds=Bounds(
            **{name: data[name] for name in bounds},
            lengths_min=tuple(data["lengths"]),
            members_book=data["book"] == "all",
        ),
        entries=tuple(Entry(one) for one in data["entries"]),
        self_match=SelfMatch(**{name: data[name] for name in CHOOSING})
        if data["choose"] == "yes"
        else None,
        wishes=data["wishes"] == "yes",
        own_drives=data["documents"] == "drives",
        meeting_reports=data["reports"] == "yes",
        eligible=eligible_of(data),
        places=tuple(data["places"].splitlines()),
    )


def _filled(programme: Programme) -> Form:
    bounds, choosing = programme.bounds, programme.life.self_match
    goals: dict[str, str] = {}
    for number, goal in enumerate(programme.goals, 1):
        goals |= {f"goal{number}": goal.text, f"measure{number}": goal.measure}
    return Form.filled(
        {
            **goals,
            **{name: getattr(programme, name) for name in ("title", "purpose", "formats", "zone")},
            "skills": "\n".join(programme.skills),
            "entries": programme.life.entries,
            "places": "\n".join(programme.life.places),
            **{f"{side}_for": entries_for(programme.life, side) for side in Side},
            "formal": "yes" if programme.formal else "no",
            "cadence_weeks": bounds.cadence_weeks,
            "cadence_least": bounds.cadence_least,
            "cadence_most": bounds.cadence_most,
            "length_min": bounds.length_min,
            "lengths": bounds.lengths_min,
            "capacity": bounds.capacity,
            "circle_least": bounds.circle_least,
            "circle_most": bounds.circle_most,
            "writing_weeks": bounds.writing_weeks,
            "book": "all" if bounds.members_book else "facilitators",
            "choose": "yes" if choosing else "no",
            **asdict(choosing or USUAL),
            "wishes": "yes" if programme.life.wishes else None,
            "documents": "drives" if programme.life.own_drives else "site",
            "reports": "yes" if programme.life.meeting_reports else None,
            "starts_on": programme.starts_on,
            "ends_on": programme.ends_on,
        }
    )


def _page(programme_id: str, form: Form | None = None, *, status: int = 200) -> Response:
    team = services().editing.team(ProgrammeId(programme_id), actor=actor())
    programme = team.programme
    return page(
        "programmes/settings.html",
        status=status,
        nav=places(programme, here_is="overview"),
        programme=programme,
        team=team,
        form=form or _filled(programme),
        labels=LABELS,
        formats=format_options(),
        entries=entry_options(),
        who=who_takes_part(programme),
        zones=[(zone, zone.replace("_", " ")) for zone in ZONES],
        cadences=cadences(),
        lengths=lengths(sorted({*LENGTHS, *programme.bounds.lengths_min})),
        capacities=capacities(10),
        choosing=CHOOSING.items(),
        shelves=services().places.shelves,
        reports=services().presences.offered,
        writing=[(n, ngettext("after one week", "after %(num)s weeks", n)) for n in range(1, 5)],
    )
