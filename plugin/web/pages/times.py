"""Choosing a time: five that suit everybody as buttons, and the whole week as a grid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, request
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.common_time import Fit, Option
from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.fair_hours import whose_turn
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import on_wall_clock
from plugin.services.free_time import TimesPage
from plugin.services.undoing import BOOKED
from plugin.web.current import actor, in_teams, now, opens_teams, page_url, services
from plugin.web.forms import REASONABLE, FormSchema, read_form, version
from plugin.web.names import names
from plugin.web.pages.show import form_page, then
from plugin.web.pages.teams_links import meeting_link
from plugin.web.texts import gettext as _
from plugin.web.times import city, hour, hours, same_clock, short_day, weekday

bp = Blueprint("times", __name__, url_prefix="/relationships/<relationship_id>/times")

FIRST_HOUR, CELLS = 8, 24
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One half hour of the grid. `option` is None where no session can begin.

    Attributes:
        part: of the day, where one begins here; `part_is_late` when all of it is out of hours.

    """

    column: int
    option: Option | None
    part: str = ""
    part_is_late: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One row of the grid. On a phone one day is shown at a time, at first the one `shown`.

    Attributes:
        free: times within everybody's usual hours, or not known; `late` are the others.

    """

    on: date
    starts_at: datetime
    cells: tuple[Cell, ...]
    free: int
    late: int
    shown: bool = False


class BookForm(FormSchema):
    """The chosen moment, and the session that moves there, if one does.

    A button of the five wins over the grid's radio, since it was pressed.
    """

    start = fields.AwareDateTime(load_default=None, default_timezone=UTC, validate=REASONABLE)
    time = fields.AwareDateTime(load_default=None, default_timezone=UTC, validate=REASONABLE)
    session = fields.String(load_default=None)
    how = fields.String(load_default="")
    version = version()


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show common free time; Outlook is asked now."""
    return _page(relationship_id)


@bp.post("/")
def book(relationship_id: str) -> Response:
    """Book the chosen time, or move a session there."""
    form = read_form(BookForm())
    start = form.data.get("start") or form.data.get("time")
    if start is None:
        return _page(relationship_id, missing=True)
    try:
        done, session = _plan(relationship_id, start, form.data)
    except SlotTakenError:
        return _page(relationship_id, taken=True)
    if in_teams() and done == "booked":
        return then("teams.people", done, undo=f"{BOOKED}:{session}")
    return then("relationships.show", done, relationship_id=relationship_id)


def _plan(relationship_id: str, start: datetime, said: Mapping[str, Any]) -> tuple[str, SessionId]:
    """Book a session, or move the named one; return the code of what was done, and which it is."""
    sessions = services().sessions
    if said["session"]:
        session_id = SessionId(said["session"])
        if said["how"] == "suggest":
            services().open_times.suggest(session_id, start, actor=actor())
            return "suggested", session_id
        sessions.move(session_id, start, version=said["version"], actor=actor())
        return "changed", session_id
    made = sessions.book(RelationshipId(relationship_id), start, actor=actor())
    return "booked", made.session_id


def _page(relationship_id: str, *, missing: bool = False, taken: bool = False) -> Response:
    moving = request.values.get("moving") or request.values.get("session")
    facts = services().free_time.times(
        RelationshipId(relationship_id),
        actor=actor(),
        week=request.args.get("week", None, int),
        moving=SessionId(moving) if moving else None,
    )
    partners = [one for one in facts.people if one.person_id != actor().person_id]
    chosen = _chosen(facts)
    days = _days(facts, chosen)
    return form_page(
        facts.relationship,
        "times/show.html",
        status=422 if missing else 409 if taken else 200,
        page=facts,
        partners=partners,
        pair=len(facts.people) == 2,
        missing=missing,
        taken=taken,
        cell_label=cell_label,
        elsewhere=elsewhere,
        best=[(one, _why(one, facts, partners)) for one in facts.best],
        chosen=chosen,
        days=days,
        has_unknown=any(option.fit is Fit.UNKNOWN for option in facts.week),
        has_crowded=any(option.fit is Fit.CROWDED for option in facts.week),
        is_mentor=actor().person_id in facts.relationship.mentors,
        tomorrow=on_wall_clock(now(), facts.zone).date() + timedelta(days=1),
        late=sum(day.late for day in days),
        only_late=not any(day.free for day in days),
        first=chosen.span.starts_at if chosen else None,
        rulers=_rulers(facts, partners),
        others=[(one.given, facts.zones[one.person_id]) for one in partners],
        unknown=_unknown(facts),
        invitation=None if facts.moving else _invitation(facts),
        **_weeks(facts, relationship_id, moving),
    )


def _invitation(facts: TimesPage) -> str | None:
    """Return the address of Teams' own form: the way that needs no permission, and names nobody."""
    if not opens_teams():
        return None
    return meeting_link(_("Mentoring"), facts.best[0].span if facts.best else None)


def _chosen(facts: TimesPage) -> Option | None:
    """Return the best option if it lies in the week that is shown."""
    best = facts.best[0] if facts.best else None
    spans = {one.span for one in facts.week}
    return best if best and best.span in spans else None


def _unknown(facts: TimesPage) -> list[str]:
    """Return who shows us no calendar, the viewer last and as "you"."""
    me = actor().person_id
    names = [x.given for x in facts.people if x.person_id in facts.unknown and x.person_id != me]
    return [*names, _("you")] if me in facts.unknown else names


def cell_label(option: Option, facts: TimesPage) -> str:
    """Return what a half hour is called aloud: day and both clocks."""
    zone = facts.zone
    words = f"{weekday(option.span.starts_at, zone)} {hours(option.span, zone)}"
    return ", ".join([words, *elsewhere(option, facts)])


def elsewhere(option: Option, facts: TimesPage) -> list[str]:
    """Return the time on the others' clocks where they differ, with their cities."""
    found = []
    for zone in dict.fromkeys(facts.zones.values()):
        if not same_clock(option.span, zone, facts.zone):
            found.append(f"{hour(option.span.starts_at, zone)} {city(zone)}")
    return found


def _why(option: Option, facts: TimesPage, partners: list[Person]) -> str:
    """Return the one thing that speaks for a time, or what to know about it."""
    if option.fit is Fit.UNKNOWN:
        return _("Not known for %(names)s", names=_names(option.unsure, facts))
    if option.fit is Fit.CROWDED:
        return _("A day that is nearly full; better avoided")
    if option.fit is Fit.UNSOCIAL and whose_turn(facts.burden, option.outside):
        return _(
            "An unusual hour for %(names)s, whose turn it is", names=_names(option.outside, facts)
        )
    if option.fit is Fit.UNSOCIAL:
        return _("Outside the usual hours of %(names)s", names=_names(option.outside, facts))
    soonest = min(one.span.starts_at for one in facts.best)
    if option.span.starts_at == soonest and soonest - now() < timedelta(days=4):
        return _("Soon, and in your usual hours")
    return _("In your usual hours")


def _names(who: tuple[PersonId, ...], facts: TimesPage) -> str:
    return names([one for one in facts.people if one.person_id in who])


def _days(facts: TimesPage, chosen: Option | None) -> list[Day]:
    """Return the days of the week; a phone shows that of the chosen time, else the first free."""
    monday = on_wall_clock(facts.week_starts_at, facts.zone).date()
    by_day: dict[date, dict[int, Option]] = {monday + timedelta(days=n): {} for n in range(7)}
    for option in facts.week:
        local = on_wall_clock(option.span.starts_at, facts.zone)
        column = (local.hour - FIRST_HOUR) * 2 + (local.minute >= 30)
        if local.date() in by_day and 0 <= column < CELLS:
            by_day[local.date()][column] = option
    days = [_day(on, found) for on, found in by_day.items()]
    days = [day for day in days if day.on.weekday() < 5 or day.free]
    best = on_wall_clock(chosen.span.starts_at, facts.zone).date() if chosen else None
    free = next((day.on for day in days if day.free or not _any_free(days)), None)
    shown = best if best in [day.on for day in days] else free
    return [replace(day, shown=day.on == shown) for day in days]


def _day(on: date, found: dict[int, Option]) -> Day:
    part, cells = "", []
    calm = {_part_at(column) for column, option in found.items() if option.fit is not Fit.UNSOCIAL}
    for column in range(CELLS):
        option = found.get(column)
        new = _part_at(column) if option else part
        cells.append(Cell(column, option, new if new != part else "", new not in calm))
        part = new
    late = sum(1 for option in found.values() if option.fit is Fit.UNSOCIAL)
    starts = datetime.combine(on, datetime.min.time(), UTC)
    return Day(on, starts, tuple(cells), len(found) - late, late)


def _any_free(days: list[Day]) -> bool:
    return any(day.free for day in days)


def _part_at(column: int) -> str:
    clock = FIRST_HOUR + column // 2
    if clock < 12:
        return _("Morning")
    return _("Afternoon") if clock < 18 else _("Evening")


def _rulers(facts: TimesPage, partners: list[Person]) -> list[tuple[str, list[str], bool]]:
    """Return the hours above the grid: on the viewer's clock, then on each other clock."""
    at = facts.week_starts_at + timedelta(days=2)  # mid-week, away from a change of clocks
    mine = on_wall_clock(at, facts.zone).replace(hour=FIRST_HOUR, minute=0, second=0)
    rows = [(_("You, %(city)s", city=city(facts.zone)), _hours_from(mine, facts.zone), True)]
    for one in partners:
        zone = facts.zones[one.person_id]
        words = _("%(name)s, %(city)s", name=one.given, city=city(zone))
        row = (words, _hours_from(mine, zone), False)
        if row[1] != rows[0][1]:
            rows.append(row)
    return rows


def _hours_from(first: datetime, zone: str) -> list[str]:
    moments = (first.astimezone(UTC) + timedelta(hours=n) for n in range(CELLS // 2))
    local = (on_wall_clock(moment, zone) for moment in moments)
    return [f"{one:%H}" if one.minute == 0 else f"{one:%H:%M}" for one in local]


def _weeks(facts: TimesPage, relationship_id: str, moving: str | None) -> dict[str, Any]:
    monday = on_wall_clock(now(), facts.zone).date()
    monday -= timedelta(days=monday.weekday())
    shown = (on_wall_clock(facts.week_starts_at, facts.zone).date() - monday).days // 7

    def address(week: int) -> str | None:
        if not 0 <= week <= WEEKS:
            return None
        return page_url("times.show", relationship_id=relationship_id, week=week, moving=moving)

    return {
        "week_before": address(shown - 1),
        "week_after": address(shown + 1),
        "week_words": short_day(facts.week_starts_at, facts.zone),
    }
