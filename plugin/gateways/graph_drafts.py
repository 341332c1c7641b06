"""A session as the event that is sent to Graph, and the event as what is kept of it."""

from html import escape
from uuid import UUID, uuid5

from graph.events import Event, EventDraft, Invitee, When
from plugin.gateways.graph_reading import span_of
from plugin.gateways.graph_series import name_of, single_name, weekly
from plugin.mentoring.session import MentoringSession
from plugin.ports.values import Booked, Invitation

_NAMESPACE = UUID("7b1c9d0e-52f4-4b43-9a86-2f5f0f1f6c3a")


def correlation(invitation: Invitation) -> str:
    """Return what the meeting is found by: of a series, the one that all its sessions share."""
    session = invitation.session
    if invitation.series is not None:
        return name_of(invitation.series.plan)
    return single_name(session, session.generation)


def draft_of(invitation: Invitation) -> EventDraft:
    """Return the event that is to be made."""
    session, series = invitation.session, invitation.series
    owner = f"{session.tenant_id}/{session.session_id}/{session.organiser}/{session.generation}"
    when = when_of(session)
    if series is not None:
        owner = f"{session.tenant_id}/{series.plan.series_id}/{session.organiser}/series"
        when = When(series.plan.first.starts_at, series.plan.first.ends_at, series.plan.zone)
    return EventDraft(
        subject=invitation.title,
        body_html=(
            "<p>A mentoring session. Agenda, agreement and documents are on its page: "
            f'<a href="{escape(invitation.link)}">open the session</a>.</p>'
        ),
        when=when,
        invitees=invitees(invitation),
        correlation_id=correlation(invitation),
        transaction_id=str(uuid5(_NAMESPACE, owner)),
        online=invitation.online,
        repeats=weekly(series.plan) if series is not None else None,
    )


def invitees(invitation: Invitation) -> tuple[Invitee, ...]:
    """Return whom it invites: whoever has an address."""
    guests = ((invitation.addresses.get(one.person_id), one.label) for one in invitation.guests)
    return tuple(Invitee(address, name) for address, name in guests if address)


def when_of(session: MentoringSession) -> When:
    """Return when it is, on its own wall clock."""
    return When(session.span.starts_at, session.span.ends_at, session.zone)


def booked_from(event: Event, settings: tuple[tuple[str, str], ...]) -> Booked:
    """Return what is kept of the event."""
    return Booked(
        event.event_id,
        event.etag,
        event.ical_uid,
        event.join_url,
        span_of(event),
        settings,
        event.series_id,
    )
