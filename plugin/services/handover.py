"""Sessions whose organiser is gone: called off in that calendar, and made again in another's.

The leaver's meeting cannot be given to anybody, since it is in their own calendar. So it is called
off there, and a new one is made with the next mentor. Everybody gets one cancellation and one
invitation, in that order or the other. Mail comes from the tool, whoever organises: there nothing
is called off, and nobody is written to.
"""

from dataclasses import replace
from datetime import datetime

from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.session import Channel, MentoringSession, SessionId
from plugin.ports.store import Work
from plugin.services.planning import Planning, link_for, push, save_change


def heir(
    session: MentoringSession, relationship: Relationship, leaver: PersonId
) -> PersonId | None:
    """Return who gathers the session instead: a mentor who comes, else any other of peers."""
    stay = (session.people & relationship.people) - {leaver}
    if len(stay) < 2:
        return None
    mentors = [one for one in relationship.mentors if one in stay]
    if mentors:
        return mentors[0]
    return None if relationship.mentors else min(stay)


def hand_over(
    work: Work,
    session: MentoringSession,
    to: PersonId,
    people: frozenset[PersonId],
    *,
    planning: Planning,
    now: datetime,
) -> MentoringSession:
    """Make the session again under `to`, for `people`, in this very transaction.

    Time, medium and topics stay. What was written about the earlier one stays with it.
    """
    link = work.link(session.session_id)
    if link is not None and link.channel is Channel.MAIL:
        kept = replace(session, organiser=to, people=people)
        work.save_session(kept)
        work.save_link(replace(link, organiser=to, told_people=link.told_people or session.people))
        push(work, session.session_id)
        return kept
    save_change(work, session.cancelled(now=now), now)
    again = replace(
        session,
        session_id=SessionId(planning.new_id()),
        organiser=to,
        people=people,
        generation=1,
        sequence=0,
        version=0,
        series_id=None,
        turn=0,
    )
    work.save_session(again)
    work.save_link(link_for(again, planning.channel, now))
    push(work, again.session_id)
    work.note("session.handed-over", session=again.session_id, was=session.session_id, to=to)
    return again
