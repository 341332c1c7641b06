"""Reading the meetings of sessions in Outlook: one, or many of a mailbox in few requests."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial

from graph.calendar import Calendar
from graph.calendar import read_across as events_across
from graph.errors import GraphError, GraphSignInNeededError, GraphUnavailableError
from graph.events import Event
from graph.transport import Transport
from plugin.gateways.graph_errors import meaning, translated
from plugin.gateways.graph_guests import guests_of
from plugin.mentoring.adoption import OwnMeeting
from plugin.mentoring.merge import Seen
from plugin.mentoring.session import CalendarLink
from plugin.mentoring.spans import Span
from plugin.ports.errors import OutsideError
from plugin.ports.values import Account

_log = logging.getLogger(__name__)
Said = Seen | OutsideError | None
"""What reading one meeting came to; None where it is not found."""


def read_one(calendar: Calendar, link: CalendarLink) -> Seen | None:
    """Return the meeting as it stands, or None; raises what Graph raises."""
    event = calendar.get(link.event_id) if link.event_id else None
    return _seen(event) if event else None


def nobody() -> None:
    """Speak for nobody without their sign-in."""


def read_together(
    across: Callable[[], Transport | None],
    calendar_of: Callable[[Account], Calendar],
    wanted: Iterable[tuple[CalendarLink, Account]],
) -> Iterator[tuple[CalendarLink, Said]]:
    """Yield what reading each meeting came to, in as few requests as its readers allow.

    Args:
        across: returns what reads whoever's calendar, None where nothing does.
        calendar_of: returns the account's own calendar; it reads what the other did not get.
        wanted: each meeting, and whose account organises it.

    """
    left = {link.session_id: (link, account) for link, account in wanted}
    transport = None
    with suppress(OutsideError):  # while nobody can say, each is read as its organiser
        transport = across()
    if transport is not None:
        for link, said in read_across(transport, list(left.values())):
            del left[link.session_id]
            yield link, said
    mailboxes: dict[str, tuple[Account, list[CalendarLink]]] = {}
    for link, account in left.values():
        mailboxes.setdefault(account.person_id, (account, []))[1].append(link)
    for account, links in mailboxes.values():
        yield from read_mailbox(partial(calendar_of, account), links)


def read_mailbox(
    calendar_of: Callable[[], Calendar], links: Iterable[CalendarLink]
) -> Iterator[tuple[CalendarLink, Said]]:
    """Yield what reading each meeting of one mailbox came to; raises nothing."""
    left = {link.event_id: link for link in links if link.event_id is not None}
    try:
        with translated():
            calendar = calendar_of()
            for event_id, said in calendar.get_all(list(left)):
                # A 401 in a batch carries no challenge: alone, it is answered or meant.
                alone = isinstance(said, GraphSignInNeededError)
                seen = read_one(calendar, left[event_id]) if alone else _meant(said)
                yield left.pop(event_id), seen
    except OutsideError as error:
        yield from ((link, error) for link in left.values())


def read_across(
    transport: Transport, wanted: Iterable[tuple[CalendarLink, Account]]
) -> Iterator[tuple[CalendarLink, Said]]:
    """Yield what the application could read of many mailboxes; twenty meetings are one request.

    What it does not get is left out, to be read as its organiser: refused, not found, or not
    understood there, it may be known to them. Raises nothing.
    """
    left = {(account.object_id, link.event_id or ""): link for link, account in wanted}
    left = {key: link for key, link in left.items() if link.event_id is not None}
    try:
        for key, said in events_across(transport, list(left)):
            link = left.pop(key)
            if isinstance(said, Event):
                yield link, _seen(said)
            elif isinstance(said, GraphUnavailableError):
                yield link, meaning(said)
    except GraphUnavailableError as error:
        yield from ((link, meaning(error)) for link in left.values())
    except GraphError as error:
        _log.warning("the application may not read together: %s", error)


def own_meetings(calendar: Calendar, since: datetime) -> list[OwnMeeting]:
    """Return what the calendar's owner made or changed since; raises what Graph raises.

    What Microsoft may invent besides "normal" and "singleInstance" counts as private and as more
    than one meeting. What cannot be read is nobody's session, and named in the log by its defect.
    """
    found = calendar.changed_since(since)
    for one in found:
        if isinstance(one, GraphError):
            _log.warning("an event that somebody made cannot be read: %s", one)
    return [
        OwnMeeting(
            event_id=event.event_id,
            etag=event.etag,
            ical_uid=event.ical_uid,
            span=span_of(event),
            join_url=event.join_url,
            guests=tuple(one.address for one in guests_of(event)),
            cancelled=event.cancelled,
            private=event.sensitivity != "normal",
            all_day=event.all_day,
            repeats=event.kind != "singleInstance",
        )
        for event in found
        if isinstance(event, Event) and event.is_organizer
    ]


def span_of(event: Event) -> Span:
    """Return when it is."""
    return Span(event.starts_at, event.ends_at)


def _meant(said: Event | GraphError | None) -> Said:
    if isinstance(said, GraphError):
        return meaning(said)
    return _seen(said) if said else None


def _seen(event: Event) -> Seen:
    return Seen(span_of(event), event.cancelled, event.etag, event.join_url, guests_of(event))
