"""What is known of an outside meeting once its calendar has confirmed it."""

from dataclasses import replace
from datetime import datetime

from plugin.mentoring.session import NOTHING_SAID, CalendarLink, MentoringSession, Sync
from plugin.ports.values import Booked


def confirmed(
    link: CalendarLink, booked: Booked, session: MentoringSession, now: datetime
) -> CalendarLink:
    """Return the link with what the calendar said; whether it agrees is the caller's question."""
    return replace(
        link.at(Sync.QUEUED, now=link.since),
        event_id=booked.event_id,
        etag=booked.etag,
        ical_uid=booked.ical_uid,
        join_url=booked.join_url or link.join_url,
        told=booked.span,
        answers=link.answers if link.told == booked.span else NOTHING_SAID,
        asked=(),
        told_people=session.people if link.told_people is not None else None,
        told_cancelled=False,
        checked_at=now,
        missing_since=None,
        settings=booked.settings or link.settings,
        master_id=booked.master_id or link.master_id,
    )
