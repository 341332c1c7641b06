"""A series in Outlook: one event that repeats, and its times, each a session's.

A time is known by the series and the day it was planned for, wherever it was moved since.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import NoReturn

from graph.calendar import Calendar
from graph.errors import GraphContractError
from graph.events import Event, EventChange, Invitee, When, last_day
from graph.recurrence import Weekly
from plugin.mentoring.series import SeriesPlan
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import on_wall_clock
from plugin.ports.errors import GoneError, SeriesRefusedError, TryLaterError
from plugin.ports.series import InSeries
from plugin.ports.values import Invitation

AROUND = timedelta(days=30)
"""How far from the series its times are looked for: somebody may have moved one far away."""
WAIT_S = 5.0
REFUSED = 400
"""What Exchange answers to what it does not take. Whether it lets a single meeting repeat is
written nowhere but in "recurrence may be updated".
"""


def name_of(plan: SeriesPlan) -> str:
    """Return what the series' event is found by."""
    return f"{plan.series_id}:series"


def weekly(plan: SeriesPlan) -> Weekly:
    """Return how the event repeats."""
    return Weekly(plan.weeks, plan.count)


def may_make(calendar: Calendar, series: InSeries) -> None:
    """End the series that this one goes on from, before this one is told.

    Raises:
        TryLaterError: another session of the series is to make its event.

    """
    if not series.leads:
        raise TryLaterError("the first of the series is on its way", after_s=WAIT_S)
    if series.replaced is not None:
        end_early(calendar, series.replaced)


def grown(
    calendar: Calendar, series: InSeries, subject: str, invitees: tuple[Invitee, ...]
) -> Event | None:
    """Let the invitation to the first session alone become the series'; None without one.

    It keeps its place in every calendar and its way in, and people are told once. Whoever came or
    left since it was last told is of it from then on, or no more.

    Raises:
        SeriesRefusedError: Exchange does not let it repeat.

    """
    plan = series.plan
    for single in single_before(calendar, series)[:1]:
        when = When(plan.first.starts_at, plan.first.ends_at, plan.zone)
        stands = (single.starts_at, single.ends_at) == (plan.first.starts_at, plan.first.ends_at)
        same = is_for(single, invitees)
        change = EventChange(
            subject=None if same else subject,
            invitees=None if same else invitees,
            when=None if stands else when,
            repeats=(weekly(plan), when),
            correlation_id=name_of(plan),
        )
        try:
            return calendar.change(single.event_id, change, etag=single.etag)
        except GraphContractError as error:
            if error.status != REFUSED:
                raise
            _no_series(calendar, series, single)
    return None


def repeating(calendar: Calendar, series: InSeries, whole: Event) -> Event:
    """Return the series' event; a single one that took its name and no rule gets its own back.

    Raises:
        SeriesRefusedError: it was such a one.

    """
    first = _first_alone(series)
    if whole.kind == "singleInstance" and first is not None:
        name = single_name(first, first.generation - 1)
        calendar.change(whole.event_id, EventChange(correlation_id=name))
        _no_series(calendar, series, whole)
    return whole


def _no_series(calendar: Calendar, series: InSeries, single: Event) -> NoReturn:
    """Say that the meeting stays single. Where mail invites to its session, nobody needs it."""
    if series.plan.grown_from in series.apart:
        calendar.cancel(single.event_id, "")
    raise SeriesRefusedError("a single meeting cannot become a series here")


def single_before(calendar: Calendar, series: InSeries) -> list[Event]:
    """Return what stands of the invitation to the first session alone, from before the series."""
    first = _first_alone(series)
    return calendar.find(single_name(first, first.generation - 1)) if first else []


def _first_alone(series: InSeries) -> MentoringSession | None:
    return next((x for x in series.sessions if x.session_id == series.plan.grown_from), None)


def single_name(session: MentoringSession, generation: int) -> str:
    """Return what a session's own event is found by."""
    return f"{session.session_id}:{generation}"


def turn_of(calendar: Calendar, invitation: Invitation, whole: Event) -> Event:
    """Return the session's own time of the series; raises GoneError where Outlook has none."""
    series = invitation.series
    if series is None:
        return whole
    plan, turn = series.plan, invitation.session.turn
    last = max(plan.count - 1, turn)
    first, until = plan.slot(0).starts_at - AROUND, plan.slot(last).ends_at + AROUND
    times = calendar.times(whole.event_id, first, until)
    if series.leads:
        _drop_called_off(calendar, series, times)
    found = _on(plan, turn, times)
    if found is None:
        raise GoneError("called off in Outlook")
    return found


def tell_whole(
    calendar: Calendar, invitation: Invitation, subject: str, invitees: tuple[Invitee, ...]
) -> None:
    """Invite to the whole series who came to all of it, and tell who left all of it, once each.

    Where its sessions differ in who comes, each is changed alone. Only the series' event as it was
    read is changed, so that of several workers one does it.
    """
    series, link = invitation.series, invitation.previous
    if series is None or not series.as_one or link is None or link.master_id is None:
        return
    whole = calendar.get(link.master_id)
    if whole is not None and not whole.cancelled and not is_for(whole, invitees):
        change = EventChange(subject=subject, invitees=invitees)
        calendar.change(whole.event_id, change, etag=whole.etag)


def is_for(event: Event, invitees: Iterable[Invitee]) -> bool:
    """Whether exactly these people are invited."""
    wanted = {one.address.casefold() for one in invitees}
    return {one.address.casefold() for one in event.attendees} == wanted


def cancel_turn(calendar: Calendar, invitation: Invitation, series: InSeries, comment: str) -> None:
    """Call one time off, or end the series where all that follow are called off with it."""
    session, link = invitation.session, invitation.previous
    if series.ends_before(session):
        end_early(calendar, series.plan, comment=comment)
        if series.plan.count == 0:
            _cancel_single(calendar, series, comment)
    elif link is not None and link.event_id is not None:
        calendar.cancel(link.event_id, comment)
    else:
        found = calendar.find(name_of(series.plan))
        for whole in found:
            _cancel_in(calendar, invitation, whole, comment)
        if not found and not series.is_wanted:
            _cancel_single(calendar, series, comment)
        if series.replaced is not None:
            end_early(calendar, series.replaced)


def _cancel_single(calendar: Calendar, series: InSeries, comment: str) -> None:
    for single in single_before(calendar, series):
        calendar.cancel(single.event_id, comment)


def end_early(calendar: Calendar, plan: SeriesPlan, *, comment: str = "") -> None:
    """Let the series' event end with its last turn; nothing is told where it does already."""
    when = When(plan.first.starts_at, plan.first.ends_at, plan.zone)
    for whole in calendar.find(name_of(plan)):
        if plan.count == 0:
            calendar.cancel(whole.event_id, comment)
        elif whole.repeats_until != last_day(weekly(plan), when):
            calendar.change(whole.event_id, EventChange(repeats=(weekly(plan), when)))


def _drop_called_off(calendar: Calendar, series: InSeries, times: Iterable[Event]) -> None:
    """Take out what was called off here, or is told by mail, before the series was made."""
    for one in series.sessions:
        off = one.state is SessionState.CANCELLED or one.session_id in series.apart
        if off and one.turn < series.plan.count:
            called_off = _on(series.plan, one.turn, times)
            if called_off is not None:
                calendar.cancel(called_off.event_id, "")


def _cancel_in(calendar: Calendar, invitation: Invitation, whole: Event, comment: str) -> None:
    try:
        calendar.cancel(turn_of(calendar, invitation, whole).event_id, comment)
    except GoneError:
        return  # nothing is left to call off


def _on(plan: SeriesPlan, turn: int, times: Iterable[Event]) -> Event | None:
    day = plan.day(turn)
    for one in times:
        planned = one.original_start or one.starts_at
        if on_wall_clock(planned, plan.zone).date() == day:
            return one
    return None
