"""What a person keeps about their own time: days off limits, quiet hours, full days."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.own_time import MOST_DAYS, OwnTime
from plugin.web.current import actor, services, viewer_zone
from plugin.web.forms import Form, FormSchema, at_most, between, read_form, version
from plugin.web.pages.profile import days_of_the_week
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("own_time", __name__, url_prefix="/me/time")

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
LABELS = {
    "days": lazy_gettext("Dates I keep free"),
    "weekdays": lazy_gettext("Days of the week I keep free"),
    "quiet_from": lazy_gettext("Quiet from"),
    "quiet_to": lazy_gettext("Quiet until"),
    "full_percent": lazy_gettext("A day is full when"),
    "video_week": lazy_gettext("Video in a week"),
}


class OwnTimeForm(FormSchema):
    """Everything may be left as it is."""

    weekdays = fields.List(fields.Integer(validate=between(0, 6)), load_default=())
    days = fields.String(load_default="", validate=at_most(4000))
    quiet_from = fields.String(load_default="", validate=validate.Regexp(CLOCK))
    quiet_to = fields.String(load_default="", validate=validate.Regexp(CLOCK))
    full_percent = fields.Integer(load_default=75, validate=between(10, 100))
    video_week = fields.Integer(load_default=5, validate=between(0, 50))
    version = version(default=0)


@bp.get("/")
def show() -> Response:
    """Show what the person keeps, to nobody but themselves."""
    return _page(_filled(services().own_times.mine(actor=actor())))


@bp.post("/")
def save() -> Response:
    """Keep it."""
    form = read_form(OwnTimeForm())
    if form.ok:
        form = _with_sense(form)
    if not form.ok:
        return _page(form, status=422)
    try:
        services().own_times.keep(_own(form.data), version=form.data["version"], actor=actor())
    except OutOfBoundsError:
        words = _("Please leave at least one day of the week, and no more than 60 lines of dates.")
        return _page(form.with_error("weekdays", words), status=422)
    return then("own_time.show", "saved")


def _with_sense(form: Form) -> Form:
    if bool(form.data["quiet_from"]) != bool(form.data["quiet_to"]):
        name = "quiet_to" if form.data["quiet_from"] else "quiet_from"
        return form.with_error(name, _("Please give both times, or neither."))
    unread = [line for line in form.data["days"].splitlines() if line.strip() and not _days(line)]
    if unread:
        words = _("We cannot read “%(line)s”. Write 2026-12-24, or 2026-12-24 to 2027-01-02.",
                  line=unread[0][:40])  # fmt: skip
        return form.with_error("days", words)
    return form


def _days(line: str) -> tuple[date, date] | None:
    found = re.findall(r"\d{4}-\d{2}-\d{2}", line)
    try:
        dates = [date.fromisoformat(one) for one in found]
    except ValueError:
        return None
    if not 1 <= len(dates) <= 2 or dates[0] > dates[-1] or not 2000 <= dates[0].year <= 2999:
        return None
    return dates[0], dates[-1]


def _own(said: Mapping[str, Any]) -> OwnTime:
    here = actor()
    quiet = [time.fromisoformat(_two(said[name])) for name in ("quiet_from", "quiet_to")
             if said[name]]  # fmt: skip
    return OwnTime(
        here.person_id,
        here.tenant_id,
        frozenset(said["weekdays"]),
        tuple(filter(None, map(_days, said["days"].splitlines()[: MOST_DAYS + 1]))),
        (quiet[0], quiet[1]) if quiet else None,
        said["full_percent"],
        said["video_week"] * 60,
    )


def _two(clock: str) -> str:
    hour, _colon, minute = clock.partition(":")
    return f"{int(hour):02}:{minute}"


def _filled(own: OwnTime) -> Form:
    lines = (f"{a}" if a == b else _("%(first)s to %(last)s", first=a, last=b) for a, b in own.days)
    return Form.filled(
        {
            "weekdays": [str(day) for day in sorted(own.weekdays)],
            "days": "\n".join(lines) or None,
            "quiet_from": f"{own.quiet[0]:%H:%M}" if own.quiet else None,
            "quiet_to": f"{own.quiet[1]:%H:%M}" if own.quiet else None,
            "full_percent": own.full_percent,
            "video_week": own.video_week_min // 60,
            "version": own.version,
        }
    )


def _page(form: Form, *, status: int = 200) -> Response:
    days = [(str(at), long) for at, (_short, long) in enumerate(days_of_the_week())]
    percents = [(n, _("%(n)s %% of my usual hours are taken", n=n)) for n in (50, 75, 90, 100)]
    weekly = [(0, _("Never mention it"))]
    weekly += [(n, ngettext("More than one hour", "More than %(num)s hours", n))
               for n in (2, 3, 5, 8, 10)]  # fmt: skip
    return page("own_time/show.html", status=status, form=form, labels=LABELS, days=days,
                percents=percents, weekly=weekly, zone=viewer_zone())  # fmt: skip
