"""Sessions that people were invited to together: one of them makes the event, the others follow."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from plugin.mentoring.errors import CrossesNeighbourError
from plugin.mentoring.people import PersonId
from plugin.mentoring.series import SeriesId, SeriesPlan
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
    Sync,
)
from plugin.mentoring.spans import Span
from plugin.ports.series import InSeries
from plugin.ports.store import Work
from plugin.ports.values import Invitation
from plugin.services.planning import link_for, push, save_change


def in_series(work: Work, session: MentoringSession) -> InSeries | None:
    """Return what calendars are to know of the session's series; None for one on its own."""
    return series_of(work, [session]).get(session.series_id or SeriesId(""))


def series_of(work: Work, sessions: Iterable[MentoringSession]) -> Mapping[SeriesId, InSeries]:
    """Return the same of every series that these sessions are of: 5 queries, however many."""
    plans = work.series(one.series_id for one in sessions if one.series_id is not None)
    if not plans:
        return {}
    parts = work.sessions_in_each(plans)
    links = work.links(one.session_id for some in parts.values() for one in some)
    befores = work.series(one.replaces for one in plans.values() if one.replaces)
    mailed = {
        key: frozenset(
            one.session_id
            for one in parts[key]
            if one.session_id in links and links[one.session_id].channel is Channel.MAIL
        )
        for key in plans
    }
    by_mail = {
        key
        for key in plans
        if all(one.session_id in mailed[key] for one in parts[key] if one.session_id in links)
    }
    told = work.were_written_to(by_mail)
    return {
        key: InSeries(
            plan,
            tuple(parts[key]),
            befores.get(plan.replaces) if plan.replaces else None,
            by_mail=key in by_mail,
            apart=mailed[key],
            told=told.get(key, frozenset()),
        )
        for key, plan in plans.items()
    }


def joins_a_series(
    series: InSeries | None, session: MentoringSession, new: Iterable[PersonId]
) -> bool:
    """Whether a letter about the whole series tells newcomers of it, and nobody else of anything.

    Whoever was sent that letter before, left and comes back is told of each session.
    """
    if series is None or not series.by_mail or not series.tells_all_of(session):
        return False
    return not series.told & {*new}


def plan_of(work: Work, session: MentoringSession) -> SeriesPlan | None:
    """Return the session's series, or None."""
    if session.series_id is None:
        return None
    return work.series([session.series_id]).get(session.series_id)


def move(work: Work, session: MentoringSession, span: Span, *, now: datetime) -> MentoringSession:
    """Put the session at another time and queue the news; returns it as it is then.

    Raises:
        SessionOverError, SlotPassedError, SlotTakenError, ConflictError.
        CrossesNeighbourError: it would reach the day of another of its series.

    """
    moved = session.moved(span, now=now)
    if moved.span != session.span:
        plan = plan_of(work, session)
        if plan is not None and plan.crosses(session.turn, moved.span):
            raise CrossesNeighbourError
        save_change(work, moved, now)
    return moved


def leading(invitation: Invitation, now: datetime) -> tuple[Invitation, bool]:
    """Return the invitation with whether it leads its series, and whether it has to wait."""
    series, link = invitation.series, invitation.previous
    if series is None or link is None:
        return invitation, False
    lead = series.lead(now)
    leads = lead is None or lead.session_id == invitation.session.session_id
    off = invitation.session.state is SessionState.CANCELLED
    waits = not (leads or off) and link.event_id is None and link.channel is Channel.OUTLOOK
    people = {one.people for one in series.coming(now)} | {invitation.session.people}
    as_one = len(people) == 1 and not series.apart
    return replace(invitation, series=replace(series, leads=leads, as_one=as_one)), waits


def follow_lead(work: Work, session_id: SessionId, *, now: datetime) -> bool:
    """Let the session's link stand as its lead's; False once the lead's event is there to join.

    Nothing is queued: whatever becomes of the lead has the others looked at again.
    """
    session, link = work.session(session_id), work.link(session_id)
    series = in_series(work, session) if session else None
    lead = series.lead(now) if series else None
    led = work.link(lead.session_id) if lead else None
    if link is None or led is None or led.event_id is not None:
        return False
    if led.sync is not Sync.QUEUED and (led.sync, led.problem) != (link.sync, link.problem):
        work.save_link(link.at(led.sync, now=now, problem=led.problem))
    return True


def part_from_single(work: Work, series_id: SeriesId, *, now: datetime) -> None:
    """Let the first session keep its own meeting, and those after it be the series.

    For a calendar in which a single meeting cannot become a series. Repeatable.
    """
    plan = work.series([series_id]).get(series_id)
    if plan is None or plan.grown_from is None:
        return  # another worker has done it
    rest = plan.without_first()
    work.save_series(rest)
    for one in work.sessions_in(series_id):
        link = work.link(one.session_id)
        if one.session_id != plan.grown_from:
            work.save_session(one.after_single(alone=rest.count < 2))
        elif link is not None and link.channel is Channel.MAIL:
            work.save_session(replace(one, series_id=None, turn=0))
        elif link is not None:
            single = one.single_again(told_before=plan.told_before)
            work.save_session(single)
            fresh = link_for(single, link.channel, now)
            kept = replace(fresh, join_url=link.join_url, answers=link.answers)
            work.save_link(replace(kept, version=link.version))
        push(work, one.session_id)
    work.note("series.single-kept", series=series_id)


def push_others(work: Work, session_id: SessionId) -> None:
    """Have the series' sessions looked at that no calendar knows yet."""
    session = work.session(session_id)
    if session is None or session.series_id is None:
        return
    others = [
        one
        for one in work.sessions_in(session.series_id)
        if one.session_id != session_id and one.state is SessionState.PLANNED
    ]
    links = work.links(one.session_id for one in others)
    for one in others:
        if _is_new(links.get(one.session_id)):
            push(work, one.session_id)


def stuck_before(work: Work, session: MentoringSession, *, now: datetime) -> tuple[SessionId, ...]:
    """Return the lead that the session waits for, where that one waits for people."""
    series = in_series(work, session)
    lead = series.lead(now) if series else None
    led = work.link(lead.session_id) if lead and lead.session_id != session.session_id else None
    return (led.session_id,) if led and led.event_id is None else ()


def requeue(work: Work, session_id: SessionId, *, now: datetime) -> None:
    """Have a session's invitation tried again."""
    link = work.link(session_id)
    if link is not None:
        work.save_link(link.at(Sync.QUEUED, now=now))
        push(work, session_id)


def _is_new(link: CalendarLink | None) -> bool:
    return link is not None and link.event_id is None and link.channel is Channel.OUTLOOK
