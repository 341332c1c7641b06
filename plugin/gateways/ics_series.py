"""A series as iCalendar says it: one event with a rule, and what differs from the rule.

RFC 5545 3.8.5 (RRULE, EXDATE) and 3.8.4.4 (RECURRENCE-ID).
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from plugin.mentoring.people import PersonId
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import on_wall_clock
from plugin.ports.series import InSeries

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress


def slot_of(series: InSeries, session: MentoringSession) -> datetime:
    """Return the time that the rule gives the session, by which calendars know it."""
    plan = series.plan
    return on_wall_clock(plan.slot(session.turn).starts_at, plan.zone)


def for_reader(series: InSeries, reader: PersonId) -> InSeries:
    """Return the series as one person has it: to what is without them, they are not invited."""
    mine = (one if reader in one.people else _off(one) for one in series.sessions)
    return replace(series, sessions=tuple(mine))


def _off(session: MentoringSession) -> MentoringSession:
    return replace(session, state=SessionState.CANCELLED)


def whole_event(
    event: "Event", series: InSeries, own: InSeries | None, uid: str, organizer: "vCalAddress"
) -> "Event":
    """Turn one session's event into that of the series as its reader has it; None: no more."""
    plan = series.plan
    for name in ("uid", "organizer", "recurrence-id", "sequence", "dtstart", "dtend", "status"):
        event.pop(name, None)
    event.add("uid", uid)
    event.add("organizer", organizer)
    event.add("sequence", plan.number)
    event.add("dtstart", on_wall_clock(plan.first.starts_at, plan.zone))
    event.add("dtend", on_wall_clock(plan.first.ends_at, plan.zone))
    event.add("status", "CONFIRMED" if plan.count and own else "CANCELLED")
    if plan.count and own:
        event.add("rrule", {"FREQ": "WEEKLY", "INTERVAL": plan.weeks, "COUNT": plan.count})
        for one in own.sessions:
            if one.state is SessionState.CANCELLED and not series.ends_before(one):
                event.add("exdate", slot_of(series, one))
    return event


def moved_alone(series: InSeries) -> list[MentoringSession]:
    """Return the sessions of the series that are held at another time than the rule's."""
    return [
        one
        for one in series.sessions
        if one.state is SessionState.PLANNED
        and not series.ends_before(one)
        and one.span != series.plan.slot(one.turn)
    ]
