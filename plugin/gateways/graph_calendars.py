"""The Calendars port, by Microsoft Graph: sessions as Teams meetings in the organiser's Outlook.

A meeting carries the identity of its session and generation, and is looked for by it before it is
made, so that a worker killed anywhere makes one meeting and one invitation.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from graph.calendar import Calendar
from graph.errors import GraphConflictError, GraphOutcomeUnknownError
from graph.events import Event, EventChange
from graph.subscriptions import SubscriptionDraft, Subscriptions, events_of
from graph.transport import Transport
from plugin.gateways.graph_bulk import book_together
from plugin.gateways.graph_drafts import booked_from, correlation, draft_of, invitees, when_of
from plugin.gateways.graph_errors import translated
from plugin.gateways.graph_meetings import hardened, is_hardened
from plugin.gateways.graph_reading import nobody, own_meetings, read_one, read_together, span_of
from plugin.gateways.graph_series import (
    cancel_turn,
    grown,
    is_for,
    may_make,
    repeating,
    single_before,
    tell_whole,
    turn_of,
)
from plugin.mentoring.adoption import OwnMeeting
from plugin.mentoring.merge import Seen
from plugin.mentoring.session import CalendarLink, SessionState
from plugin.ports.errors import GoneError, OutsideError, SignInNeededError, TryLaterError
from plugin.ports.values import Account, Booked, Invitation, Subscription

CALLED_OFF = "This session is called off."
DOUBLE = "This entry was a double. The session itself takes place."


def _go_on(point: str) -> None:
    """Pass a named point; tests put a crash in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCalendars:
    """Keeps sessions in Outlook.

    Attributes:
        transport_of: authorised for that person's account; may raise SignInNeededError.
        notification_url, lifecycle_url: where Graph tells of changes.
        reached: called at "book.looked", "series.ended", "book.created", "book.hardened",
            "change.sent" and "cancel.sent"; of many, at "bulk.looked", "bulk.created" and
            "bulk.hardened".
        across: authorised for the application, while it provably does not reach everybody's
            calendar; None otherwise. May raise an OutsideError.

    """

    transport_of: Callable[[Account], Transport]
    notification_url: str
    lifecycle_url: str
    reached: Callable[[str], None] = _go_on
    across: Callable[[], Transport | None] = nobody

    def book(self, invitation: Invitation) -> Booked:
        """See `plugin.ports.outside.Calendars.book`.

        An adopted meeting is returned as it stands; its time need not be the session's any more.
        """
        with translated():
            transport = self.transport_of(_account(invitation))
            calendar = Calendar(transport)
            found = calendar.find(correlation(invitation))
            self.reached("book.looked")
            whole = found[0] if found else self._new(calendar, invitation)
            if invitation.series is not None:
                whole = repeating(calendar, invitation.series, whole)
            self.reached("book.created")
            event = turn_of(calendar, invitation, whole)
            settings = hardened(transport, event.join_url)
            self.reached("book.hardened")
        return booked_from(event, settings)

    def book_all(
        self, wanted: Iterable[Invitation]
    ) -> Iterator[tuple[Invitation, Booked | OutsideError]]:
        """See `plugin.ports.outside.Calendars.book_all`. Where the tool itself may, as the tool."""
        yield from book_together(self.across, self.transport_of, wanted, self.reached)

    def change(self, invitation: Invitation) -> Booked:
        """See `plugin.ports.outside.Calendars.change`.

        A time that somebody chose in Outlook meanwhile is not overwritten: TryLaterError lets the
        session follow it first.
        """
        link = invitation.previous
        if link is None or link.event_id is None:
            raise GoneError("never made")
        with translated():
            transport = self.transport_of(_account(invitation))
            event = _changed(Calendar(transport), invitation, link, link.event_id)
            self.reached("change.sent")
            known = is_hardened(link.settings)
            settings = () if known else hardened(transport, event.join_url)
        return booked_from(event, settings)

    def cancel(self, invitation: Invitation) -> None:
        """See `plugin.ports.outside.Calendars.cancel`. One never confirmed is looked for."""
        link = invitation.previous
        with translated():
            calendar = self._calendar(_account(invitation))
            if invitation.series is not None:
                cancel_turn(calendar, invitation, invitation.series, CALLED_OFF)
            elif link is not None and link.event_id is not None:
                calendar.cancel(link.event_id, CALLED_OFF)
            else:
                for event in calendar.find(correlation(invitation)):
                    calendar.cancel(event.event_id, CALLED_OFF)
            self.reached("cancel.sent")

    def allow_recording(
        self, invitation: Invitation, *, allowed: bool
    ) -> tuple[tuple[str, str], ...]:
        """See `plugin.ports.outside.Calendars.allow_recording`."""
        link = invitation.previous
        with translated():
            transport = self.transport_of(_account(invitation))
            return hardened(transport, link.join_url if link else None, recording=allowed)

    def read(self, link: CalendarLink, account: Account) -> Seen | None:
        """See `plugin.ports.outside.Calendars.read`."""
        with translated():
            return read_one(self._calendar(account), link)

    def read_all(
        self, wanted: Iterable[tuple[CalendarLink, Account]]
    ) -> Iterator[tuple[CalendarLink, Seen | OutsideError | None]]:
        """See `plugin.ports.outside.Calendars.read_all`. Twenty of one mailbox are one request.

        Where the tool itself may read calendars, twenty of whoever's are.
        """
        yield from read_together(self.across, self._calendar, wanted)

    def own_meetings(self, account: Account, *, since: datetime) -> list[OwnMeeting]:
        """See `plugin.ports.outside.Calendars.own_meetings`."""
        with translated():
            return own_meetings(self._calendar(account), since)

    def sweep(self, invitation: Invitation) -> int:
        """See `plugin.ports.outside.Calendars.sweep`. Of a session called off, none is left."""
        session, link = invitation.session, invitation.previous
        with translated():
            calendar = self._calendar(_account(invitation))
            found = [event.event_id for event in calendar.find(correlation(invitation))]
            known = (link.event_id, link.master_id) if link else ()
            kept = next((one for one in found if one in known), next(iter(found), None))
            if session.state is SessionState.CANCELLED and invitation.series is None:
                kept = None
            doubles = [event_id for event_id in found if event_id != kept]
            if kept and invitation.series is not None:
                doubles += [one.event_id for one in single_before(calendar, invitation.series)]
            for event_id in doubles:
                calendar.cancel(event_id, DOUBLE if kept else CALLED_OFF)
        return len(doubles)

    def subscribe(self, account: Account, *, secret: str, until: datetime) -> tuple[str, datetime]:
        """See `plugin.ports.outside.Calendars.subscribe`. What was perhaps made is ended first."""
        draft = SubscriptionDraft(
            resource=events_of(account.object_id),
            notification_url=self.notification_url,
            lifecycle_url=self.lifecycle_url,
            client_state=secret,
            expires_at=until,
        )
        with translated():
            subscriptions = Subscriptions(self.transport_of(account))
            try:
                made = subscriptions.make(draft)
            except GraphOutcomeUnknownError:
                _end_all(subscriptions, draft.resource)
                raise
        return made.subscription_id, made.expires_at

    def renew(self, subscription: Subscription, account: Account, *, until: datetime) -> datetime:
        """See `plugin.ports.outside.Calendars.renew`."""
        with translated():
            subscriptions = Subscriptions(self.transport_of(account))
            return subscriptions.renew(subscription.subscription_id, expires_at=until).expires_at

    def _new(self, calendar: Calendar, invitation: Invitation) -> Event:
        if invitation.series is not None:
            may_make(calendar, invitation.series)
            self.reached("series.ended")
            whole = grown(calendar, invitation.series, invitation.title, invitees(invitation))
            if whole is not None:
                return whole
        return _made(calendar, invitation)

    def _calendar(self, account: Account) -> Calendar:
        return Calendar(self.transport_of(account))


def _account(invitation: Invitation) -> Account:
    if invitation.organiser_account is None:
        raise SignInNeededError("the organiser has connected no account")
    return invitation.organiser_account


def _made(calendar: Calendar, invitation: Invitation) -> Event:
    try:
        return calendar.create(draft_of(invitation))
    except (GraphOutcomeUnknownError, GraphConflictError) as error:
        found = calendar.find(correlation(invitation))
        if not found:
            raise TryLaterError("whether the meeting was made is not known yet") from error
        return found[0]


def _changed(
    calendar: Calendar, invitation: Invitation, link: CalendarLink, event_id: str
) -> Event:
    session = invitation.session
    others = link.told_people not in (None, session.people)
    change = EventChange(
        subject=invitation.title if others else None,
        when=when_of(session),
        invitees=invitees(invitation) if others else None,
    )
    if others and invitation.series is not None:
        tell_whole(calendar, invitation, invitation.title, invitees(invitation))
    else:
        with suppress(GraphConflictError):
            return calendar.change(event_id, change, etag=link.etag)
    latest = calendar.get(event_id)
    if latest is None or latest.cancelled:
        raise GoneError("called off outside")
    others = others and not is_for(latest, invitees(invitation))
    if span_of(latest) == session.span and not others:
        return latest
    if span_of(latest) != session.span and not link.may_hold(span_of(latest)):
        raise TryLaterError("moved outside meanwhile")
    return calendar.change(event_id, change, etag=latest.etag)


def _end_all(subscriptions: Subscriptions, resource: str) -> None:
    for one in subscriptions.mine():
        if one.resource.strip("/").casefold() == resource.strip("/").casefold():
            subscriptions.end(one.subscription_id)
