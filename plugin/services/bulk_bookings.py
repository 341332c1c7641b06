"""Booking many sessions together, so that each is then pushed with its answer at hand."""

from collections.abc import Iterable
from dataclasses import replace

from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import TenantId
from plugin.mentoring.session import Channel, SessionId
from plugin.ports.errors import OutsideError
from plugin.ports.values import Invitation
from plugin.services.bookings import Bookings
from plugin.services.invitations import invitation_of, is_off


def booked_together(
    bookings: Bookings, tenant_id: TenantId, session_ids: Iterable[SessionId]
) -> Bookings:
    """Return bookings that know what booking these sessions came to.

    Only single sessions of which no meeting is known are booked so. Whatever is left out, or has
    changed by the time it is pushed, is booked then by itself, which looks before it makes.
    """
    if bookings.calendars is None:
        return bookings
    with bookings.store.look(tenant_id) as work:
        every = [invitation_of(work, one, link_to=bookings.link_to) for one in session_ids]
    plain = [one for one in every if one is not None and _is_plain(bookings, one)]
    if len(plain) < 2:
        return bookings
    said = bookings.calendars.book_all(plain)
    made = {one.session.session_id: (one.session, outcome) for one, outcome in said}
    return replace(bookings, made=made)


def _is_plain(bookings: Bookings, invitation: Invitation) -> bool:
    """Whether pushing it would only make a meeting."""
    session, link, now = invitation.session, invitation.previous, bookings.clock()
    if link is None or link.channel is not Channel.OUTLOOK or link.event_id is not None:
        return False
    if invitation.series is not None or is_off(session):
        return False
    if link.asks_people or link.comes_too_late(session, now=now):
        return False
    try:
        account = invitation.organiser_account
        return bookings.running.of(Feature.CALENDAR, account, offered=True).goes
    except OutsideError:
        return False
