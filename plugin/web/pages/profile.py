"""Saying what one seeks and offers: a form of two minutes, on a phone as well."""

from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import format_date
from flask import Blueprint, request
from flask_babel import get_locale, lazy_gettext
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.background import Background
from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.eligibility import may_stand_with
from plugin.mentoring.enrolment import LANGUAGES, Enrolment, Learn, Medium, Profile, Side, Talk
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.mentor_requests import rules_of
from plugin.mentoring.programme import Entry, Programme, ProgrammeId
from plugin.mentoring.templates import AIMS, VALUES
from plugin.web.current import actor, page_url, services, viewer
from plugin.web.forms import Form, FormSchema, at_most, between, one_of, read_form
from plugin.web.pages.background_words import asked_background
from plugin.web.pages.entries import who_may
from plugin.web.pages.profile_words import more_choices
from plugin.web.pages.show import page, then
from plugin.web.pages.sides import sides
from plugin.web.pages.words import ZONES, capacities, languages, media
from plugin.web.texts import gettext as _

bp = Blueprint("profile", __name__, url_prefix="/programmes/<programme_id>/profile")

HOURS = range(7, 21)
_HALVES = frozenset(map(str, range(48)))
LABELS = {
    "side": lazy_gettext("I would like to"),
    "values": lazy_gettext("What matters most to me"),
    "more_seeks": lazy_gettext("Something else that I am looking for"),
    "zone": lazy_gettext("My time zone"),
    "capacity": lazy_gettext("As a mentor, I can take"),
    "aims": lazy_gettext("Where I would like to go"),
    "entry": lazy_gettext("What brings me"),
    "places": lazy_gettext("Where I can be in person"),
    "hopes": lazy_gettext("One day"),
    "access": lazy_gettext("What helps me take part"),
    "about": lazy_gettext("Something about me"),
}
_MANY = validate.Length(max=40)


class ProfileForm(FormSchema):
    """A profile; nothing but the side must be answered."""

    side = fields.String(
        required=True,
        validate=one_of(tuple(Side)),
        metadata={"messages": {"required": lazy_gettext("Please choose how you take part.")}},
    )
    seeks = fields.List(fields.String(validate=at_most(80)), load_default=(), validate=_MANY)
    offers = fields.List(fields.String(validate=at_most(80)), load_default=(), validate=_MANY)
    more_seeks = fields.String(load_default="", validate=at_most(80))
    values = fields.List(
        fields.String(validate=one_of(VALUES)),
        load_default=(),
        validate=validate.Length(max=3, error=lazy_gettext("Please keep the three that count.")),
    )
    languages = fields.List(fields.String(validate=one_of(LANGUAGES)), load_default=())
    medium = fields.String(load_default="", validate=one_of(("", *Medium)))
    medium2 = fields.String(load_default="", validate=one_of(("", *Medium)))
    medium3 = fields.String(load_default="", validate=one_of(("", *Medium)))
    aims = fields.List(
        fields.String(validate=one_of(AIMS)),
        load_default=(),
        validate=validate.Length(max=3, error=lazy_gettext("Please keep the three that count.")),
    )
    talks = fields.List(fields.String(validate=one_of(tuple(Talk))), load_default=())
    learns = fields.List(fields.String(validate=one_of(tuple(Learn))), load_default=())
    places = fields.List(fields.String(validate=at_most(80)), load_default=(), validate=_MANY)
    entry = fields.String(load_default="", validate=one_of(("", *Entry)))
    hopes = fields.String(load_default="", validate=at_most(600))
    access = fields.String(load_default="", validate=at_most(600))
    virtual = fields.String(load_default="", validate=one_of(("", "yes")))
    checked = fields.List(fields.String(validate=one_of(tuple(Ready))), load_default=())
    background_gender = fields.String(load_default="")
    background_age = fields.String(load_default="")
    background_first = fields.String(load_default="")
    background_origin = fields.String(load_default="")
    zone = fields.String(load_default=None, validate=one_of(ZONES))
    hours = fields.List(fields.String(), load_default=(), validate=validate.Length(max=336))
    capacity = fields.Integer(load_default=1, validate=between(1, 10))
    about = fields.String(load_default="", validate=at_most(600))


@bp.get("/")
def edit(programme_id: str) -> Response:
    """Show the form with what was said before."""
    programme, mine = services().enrolments.mine(ProgrammeId(programme_id), actor=actor())
    return _page(
        programme,
        _filled(programme, mine),
        sent=bool(mine and mine.ready_at),
        from_list=bool(mine and mine.from_list),
    )


@bp.post("/")
def save(programme_id: str) -> Response:
    """Keep the profile, then go home."""
    form = read_form(ProfileForm())
    if not form.ok:
        programme, mine = services().enrolments.mine(ProgrammeId(programme_id), actor=actor())
        return _page(programme, form, sent=bool(mine and mine.ready_at), status=422)
    later = request.form.get("later") == "yes"
    if not later and (refused := _refused(programme_id, form)) is not None:
        return refused
    keep = services().enrolments.begin if later else services().enrolments.answer
    keep(
        ProgrammeId(programme_id),
        Side(form.data["side"]),
        _profile(form.data),
        capacity=form.data["capacity"],
        actor=actor(),
    )
    return then("home.mine", "begun" if later else "profile")


def _refused(programme_id: str, form: Form) -> Response | None:
    """Show the form again to whom the side is not open, with who may stand on it (P10)."""
    programme, mine = services().enrolments.mine(ProgrammeId(programme_id), actor=actor())
    side, entry = Side(form.data["side"]), form.data["entry"]
    if programme.life.places and not set(form.data["places"]) & set(programme.life.places):
        said = form.with_error("places", _("Please choose at least one place."))
        return _page(programme, said, sent=bool(mine and mine.ready_at), status=422)
    stays = mine is not None and mine.ready_at is not None and mine.side is side
    if stays or may_stand_with(programme.life, side, Entry(entry) if entry else None):
        return None
    team = services().enrolments.team(programme.programme_id, actor=actor())
    said = form.with_error("entry", who_may(programme, side, team))
    return _page(programme, said, sent=bool(mine and mine.ready_at), status=422)


def _profile(data: Mapping[str, object]) -> Profile:
    chosen = ProfileForm().dump(data)  # plain lists and texts again
    more = (chosen["more_seeks"],) if chosen["more_seeks"] else ()
    hours = " ".join(f"{cell} {_next_half(cell)}" for cell in chosen["hours"])
    return Profile(
        seeks=(*chosen["seeks"], *more),
        offers=tuple(chosen["offers"]),
        languages=tuple(chosen["languages"]),
        zone=chosen["zone"],
        hours=WeekHours.read(hours),
        media=tuple(
            Medium(chosen[name]) for name in ("medium", "medium2", "medium3") if chosen[name]
        ),
        aims=tuple(chosen["aims"]),
        talks=tuple(map(Talk, chosen["talks"])),
        learns=tuple(map(Learn, chosen["learns"])),
        places=tuple(chosen["places"]),
        entry=Entry(chosen["entry"]) if chosen["entry"] else None,
        confided=Confided(
            access=chosen["access"],
            hopes=chosen["hopes"],
            virtual_only=chosen["virtual"] == "yes",
            checked=tuple(map(Ready, chosen["checked"])),
            background=tuple((x.value, chosen[f"background_{x}"]) for x in Background),
        ),
        values=tuple(chosen["values"]),
        about=chosen["about"],
    )


def _next_half(cell: str) -> str:
    """Return the second half of an hour whose first half is `cell` ("0-18" gives "0-19")."""
    day, _dash, half = cell.partition("-")
    return f"{day}-{int(half) + 1}" if half in _HALVES else ""


def _filled(programme: Programme, mine: Enrolment | None) -> Form:
    said = mine.profile if mine else Profile()
    others = [skill for skill in said.seeks if skill not in programme.skills]
    return Form.filled(
        {
            "side": mine.side if mine else _asked_side(),
            "seeks": said.seeks,
            "offers": said.offers,
            "more_seeks": others[0] if others else None,
            "values": said.values,
            "languages": said.languages,
            **{
                f"medium{at or ''}": medium
                for at, medium in zip((0, 2, 3), said.media, strict=False)
            },
            "aims": said.aims,
            "talks": said.talks,
            "learns": said.learns,
            "entry": said.entry,
            "places": said.places,
            "hopes": said.confided.hopes,
            "access": said.confided.access,
            "virtual": "yes" if said.confided.virtual_only else None,
            "checked": said.confided.checked,
            **{f"background_{field}": text for field, text in said.confided.background},
            "zone": said.zone or viewer().zone,
            "hours": [f"{day}-{cell}" for day, cell in said.hours.cells],
            "capacity": mine.capacity if mine else 1,
            "about": said.about,
        }
    )


def _asked_side() -> str | None:
    """Return the side that the link named which led here."""
    asked = request.args.get("side", "")
    return asked if asked in set(Side) else None


def _page(
    programme: Programme, form: Form, *, sent: bool, from_list: bool = False, status: int = 200
) -> Response:
    mine = services().enrolments.sides(programme.programme_id, actor=actor())
    return page(
        "profile/edit.html",
        status=status,
        programme=programme,
        form=form,
        labels=LABELS,
        sides=[one for one in sides(programme.formats) if one[0] in mine],
        skills=[(skill, skill) for skill in programme.skills],
        values=[(value, value) for value in VALUES],
        languages=languages(),
        media=[("", _("No matter")), *media()],
        sent=sent,
        chooses=rules_of(programme) is not None and policy.may_see_names(actor()),
        from_list=from_list,
        team=services().enrolments.team(programme.programme_id, actor=actor()),
        **more_choices(programme),
        background=asked_background(programme),
        zones=[("", _("Please choose")), *((zone, zone.replace("_", " ")) for zone in ZONES)],
        days=days_of_the_week(),
        hours=HOURS,
        capacities=capacities(programme.bounds.capacity),
        back=page_url("home.show"),
    )


def days_of_the_week() -> list[tuple[str, str]]:
    """Return the names of the days, Monday first, short and long."""
    monday = date(2026, 11, 23)
    week = (monday + timedelta(days=n) for n in range(7))
    locale = get_locale()
    return [(format_date(d, "EEE", locale), format_date(d, "EEEE", locale)) for d in week]
