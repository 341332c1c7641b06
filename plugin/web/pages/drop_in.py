"""A mentor's open door: times at which a mentee comes without asking first."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.drop_in import LENGTHS, DropInId
from plugin.mentoring.errors import (
    ClockGapError,
    OutOfBoundsError,
    SlotPassedError,
    SlotTakenError,
)
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.spans import Span, from_wall_clock, on_wall_clock
from plugin.services.open_times import weekly
from plugin.web.current import actor, now, services, viewer_zone
from plugin.web.forms import Form, FormSchema, between, one_of, read_form
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("drop_in", __name__, url_prefix="/programmes/<programme_id>/drop-in")

LABELS = {
    "on": lazy_gettext("Day"),
    "begins": lazy_gettext("From"),
    "ends": lazy_gettext("Until"),
    "length_min": lazy_gettext("Each visit lasts"),
    "weeks": lazy_gettext("How often"),
}
PLEASE = {"messages": {"required": lazy_gettext("Please fill this in.")}}


class DoorForm(FormSchema):
    """When the door is open, on the mentor's own clock."""

    on = fields.Date(required=True, metadata=PLEASE)
    begins = fields.Time(required=True, metadata=PLEASE)
    ends = fields.Time(required=True, metadata=PLEASE)
    length_min = fields.Integer(load_default=20, validate=one_of(LENGTHS))
    weeks = fields.Integer(load_default=1, validate=between(1, 12))


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show the mentor's own open doors."""
    day = on_wall_clock(now(), viewer_zone()).date() + timedelta(days=1)
    form = Form.filled({"on": day, "begins": "12:00", "ends": "13:00", "length_min": 20})
    return _page(programme_id, form)


@bp.post("/")
def publish(programme_id: str) -> Response:
    """Open the door."""
    form = read_form(DoorForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    said = form.data
    try:
        first = _span(said["on"], said["begins"], said["ends"])
        services().open_times.open_door(
            ProgrammeId(programme_id),
            weekly(first, said["weeks"], viewer_zone()),
            length_min=said["length_min"],
            actor=actor(),
        )
    except (OutOfBoundsError, ValueError):
        form = form.with_error(
            "ends", _("Please leave room for at least one visit, and at most 8 hours.")
        )
    except SlotPassedError:
        form = form.with_error("on", _("That has passed. Please choose a later day."))
    except SlotTakenError:
        form = form.with_error("on", _("Your door is open then already."))
    except ClockGapError as gap:
        exists = gap.after.strftime("%H:%M")
        words = _("The clocks skip this on that day; %(time)s exists.", time=exists)
        form = form.with_error("begins", words)
    if not form.ok:
        return _page(programme_id, form, status=422)
    return then("drop_in.show", "door", programme_id=programme_id)


@bp.post("/<drop_in_id>/close")
def close(programme_id: str, drop_in_id: str) -> Response:
    """Close one door; who has taken a time keeps it."""
    services().open_times.close_door(DropInId(drop_in_id), actor=actor())
    return then("drop_in.show", "door-closed", programme_id=programme_id)


def _span(on: date, begins: time, ends: time) -> Span:
    zone = viewer_zone()
    wall = (datetime.combine(on, at.replace(tzinfo=None)) for at in (begins, ends))
    start, end = (from_wall_clock(one, zone) for one in wall)
    return Span(start, end)


def _page(programme_id: str, form: Form, *, status: int = 200) -> Response:
    programme, doors = services().open_times.doors(ProgrammeId(programme_id), actor=actor())
    return page(
        "drop_in/show.html",
        status=status,
        programme=programme,
        doors=doors,
        form=form,
        labels=LABELS,
        lengths=[(n, _("%(n)s minutes", n=n)) for n in LENGTHS],
        weeks=[(1, _("Only once")), *((n, ngettext("One week", "%(num)s weeks running", n))
                                      for n in (2, 4, 8, 12))],
        zone=viewer_zone(),
    )  # fmt: skip
