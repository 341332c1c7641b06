"""Invitations with plain defaults; a test names what matters to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from plugin.mentoring.people import Person, PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
    Sync,
)
from plugin.mentoring.spans import Span
from plugin.ports.values import Invitation

TENANT = TenantId("t1")
ADA, BEN = PersonId("ada"), PersonId("ben")
MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


def span(hours=0, *, minutes=45):
    start = MONDAY + timedelta(hours=hours)
    return Span(start, start + timedelta(minutes=minutes))


def person(person_id, name, *, zone=None):
    return Person(person_id, TENANT, name, None, 1, zone)


def a_session(**changed):
    session = MentoringSession(
        SessionId("s1"),
        TENANT,
        RelationshipId("r1"),
        ADA,
        frozenset({ADA, BEN}),
        span(),
        "Europe/Berlin",
        agenda="The secret topic",
    )
    return replace(session, **changed)


def an_invitation(session=None, **changed):
    invitation = Invitation(
        session or a_session(),
        person(ADA, "Ada Lovelace", zone="Europe/Berlin"),
        None,
        (person(BEN, "Ben Okri", zone="America/New_York"),),
        {ADA: "ada@uni.example", BEN: "ben@home.example"},
        "Mentoring: Ada and Ben",
        "https://tool.example/l/s/s1",
    )
    return replace(invitation, **changed)


def an_invitation_to(invitation, session_id):
    """The same of another session."""
    return replace(invitation, session=replace(invitation.session, session_id=session_id))


def a_link(**changed):
    link = CalendarLink(
        SessionId("s1"),
        TENANT,
        Channel.OUTLOOK,
        ADA,
        Sync.QUEUED,
        datetime(2026, 11, 23, tzinfo=UTC),
    )
    return replace(link, **changed)


def linked(invitation, booked):
    """The invitation as it is when the calendar's answer has been kept."""
    link = a_link(
        event_id=booked.event_id,
        etag=booked.etag,
        ical_uid=booked.ical_uid,
        told=booked.span,
        settings=booked.settings,
    )
    return replace(invitation, previous=link)


def moved(invitation, to):
    return replace(invitation, session=replace(invitation.session, span=to))


def called_off(invitation):
    session = replace(invitation.session, state=SessionState.CANCELLED)
    return replace(invitation, session=session)
