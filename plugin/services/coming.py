"""Letting coming sessions follow who comes to a relationship and who goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import Relationship, RelationshipState
from plugin.mentoring.series import SeriesId
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionState, Sync
from plugin.ports.series import InSeries
from plugin.ports.store import Work
from plugin.services.handover import hand_over, heir
from plugin.services.in_series import joins_a_series, series_of
from plugin.services.planning import Planning, push
from plugin.services.regrouping import regroup


def follow(
    work: Work,
    relationship: Relationship,
    *,
    new: frozenset[PersonId],
    planning: Planning,
    now: datetime,
) -> None:
    """Change every coming session, and tell the calendars, where somebody came or went.

    Args:
        work: where to.
        relationship: with the members that are.
        new: who may come from now on.
        planning: makes a session again whose organiser has left, with a co-mentor (G24).
        now: when.

    """
    coming = [
        session
        for session in work.sessions_of([relationship.relationship_id])
        if session.state is SessionState.PLANNED and session.span.starts_at > now
    ]
    change = _Change(relationship, new, series_of(work, coming), planning, now)
    made = [(one, _follow(work, one, change)) for one in coming]
    regroup(work, coming, made, new_id=planning.new_id)


@dataclass(frozen=True, slots=True)
class _Change:
    """Who there is now, who may come from now on, and what the sessions are part of."""

    after: Relationship
    new: frozenset[PersonId]
    series: Mapping[SeriesId, InSeries]
    planning: Planning
    now: datetime


def _follow(work: Work, session: MentoringSession, change: _Change) -> MentoringSession:
    after, now = change.after, change.now
    ended = after.state is RelationshipState.ENDED
    if not ended and session.organiser in after.people:
        changed = _session(work, session, change)
        if changed != session:
            _tell(work, session, changed, now)
        return session
    to = None if ended else heir(session, after, session.organiser)
    if to is None:
        _tell(work, session, session.cancelled(now=now), now)
        return session
    people = _session(work, session, change).people
    return hand_over(work, session, to, people, planning=change.planning, now=now)


def _session(work: Work, session: MentoringSession, change: _Change) -> MentoringSession:
    """Return a coming session with those who are in it now.

    Whoever joins and has another session then is not made to be in two places.
    """
    new = change.new - session.people
    busy = {who for who, spans in work.taken(sorted(new), session.span).items() if spans}
    people = (session.people & change.after.people) | (new - busy)
    series = change.series.get(session.series_id) if session.series_id else None
    if joins_a_series(series, session, people - session.people):
        return replace(session, people=people)
    return session.with_people(people)


def _tell(work: Work, before: MentoringSession, after: MentoringSession, now: datetime) -> None:
    work.save_session(after)
    link = work.link(after.session_id)
    if link is not None:
        told = link.told_people if link.told_people is not None else before.people
        known: CalendarLink = replace(link, told_people=told)
        if link.sync in (Sync.BOOKED, Sync.FAILED):
            known = known.at(Sync.QUEUED, now=now)
        work.save_link(known)
    push(work, after.session_id)
