"""Events in one person's calendar: make, find, read, change, cancel.

https://learn.microsoft.com/graph/api/resources/event

An event with an online meeting keeps its join link inside `body`, so `body` is written once and
never again: https://learn.microsoft.com/graph/api/event-update (and microsoft-graph-docs #16336).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlencode

from graph._shapes import literal, owner_path, segment, utc
from graph.batch import MAX_ITEMS, Batch, Outcome, send_across
from graph.errors import (
    GraphContractError,
    GraphError,
    GraphNotFoundError,
    GraphOutcomeUnknownError,
)
from graph.events import (
    CORRELATION,
    Event,
    EventChange,
    EventDraft,
    changed_parts,
    event_from,
    new_event,
)
from graph.transport import Request, Transport

Key = TypeVar("Key")
_WITHOUT_WORDS = (
    "iCalUId,start,end,isAllDay,isCancelled,isOrganizer,sensitivity,type,attendees,onlineMeeting"
)


class Calendar:
    """One account's default calendar. Writing needs Calendars.ReadWrite.

    Args:
        transport: authorised for that account, or for the application.
        owner: an Entra object id; None for whom the transport speaks for.

    """

    def __init__(self, transport: Transport, *, owner: str | None = None) -> None:
        self._transport = transport
        self._events = f"{owner_path(owner or transport.owner)}/events"

    def create(self, draft: EventDraft) -> Event:
        """Make the event and send its invitations.

        Sent again by itself with the same transaction id when that is safe.

        Raises:
            GraphOutcomeUnknownError: `find` the correlation id before calling this again.
            GraphError: any other kind.

        """
        return event_from(
            self._transport.send(Request("POST", self._events, json=new_event(draft)))
        )

    def find(self, correlation_id: str) -> list[Event]:
        """Return the events that carry our id, none cancelled, in Graph's order; usually one."""
        where = {"$filter": _named(correlation_id)}
        found = self._transport.pages(self._events, params=where)
        return [event for event in map(event_from, found) if not event.cancelled]

    def changed_since(self, moment: datetime) -> list[Event | GraphContractError]:
        """Return what was made or changed since then, without what it is about.

        A series is its one event; neither subject nor text is asked for. In the place of one that
        cannot be read stands why, so that it keeps none of the others from being read.
        """
        asked = {
            "$filter": f"lastModifiedDateTime ge {utc(moment)['dateTime']}Z",
            "$select": _WITHOUT_WORDS,
            "$top": "50",
        }
        return [_event_or_why(one) for one in self._transport.pages(self._events, params=asked)]

    def get(self, event_id: str) -> Event | None:
        """Return the event, None when it is not there. Just after a create, it may come late."""
        try:
            return event_from(self._transport.get(self._path(event_id)))
        except GraphNotFoundError:
            return None

    def get_all(self, event_ids: Sequence[str]) -> Iterator[tuple[str, Event | GraphError | None]]:
        """Yield each event as `get` would return it, or the error that `get` would raise.

        Twenty are one request, sent when the first of them is asked for.

        Raises:
            GraphError: a request as a whole failed; of what was not yielded nothing is known.

        """
        yield from _in_batches(self._transport, {self._path(one): one for one in event_ids})

    def change(self, event_id: str, change: EventChange, *, etag: str | None = None) -> Event:
        """Write only what changes, and let Outlook tell the attendees.

        Args:
            event_id: of an event this account organises.
            change: at least one thing.
            etag: write only if the event is still that one.

        Raises:
            GraphConflictError: it is another one by now.
            GraphNotFoundError: it is gone.
            GraphError: any other kind.

        """
        body = changed_parts(change)
        if not body:
            raise ValueError("nothing to change")
        headers = {"If-Match": etag} if etag else {}
        request = Request("PATCH", self._path(event_id), json=body, headers=headers)
        return event_from(self._transport.send(request))

    def times(self, series_id: str, first: datetime, last: datetime) -> list[Event]:
        """Return the times of a series that touch the span; a cancelled one is not among them.

        Raises:
            GraphNotFoundError: there is no such series.
            GraphError: any other kind.

        """
        window = {
            "startDateTime": f"{utc(first)['dateTime']}Z",
            "endDateTime": f"{utc(last)['dateTime']}Z",
            "$top": "100",
        }
        found = self._transport.pages(f"{self._path(series_id)}/instances", params=window)
        return [event for event in map(event_from, found) if not event.cancelled]

    def cancel(self, event_id: str, comment: str) -> bool:
        """Cancel the event and tell the attendees why; False when it was gone already.

        Only its organiser may: a copy in an attendee's mailbox is refused.
        """
        url = f"{self._path(event_id)}/cancel"
        try:
            self._transport.send(Request("POST", url, json={"comment": comment}))
        except GraphNotFoundError:
            return False
        return True

    def _path(self, event_id: str) -> str:
        return f"{self._events}/{segment(event_id)}"


def read_across(
    transport: Transport, wanted: Sequence[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], Event | GraphError | None]]:
    """Yield events of many mailboxes, each by (Entra object id of its owner, event id).

    As `Calendar.get_all`, whoever's they are: twenty are one request. Only the application can
    read so, and only where Exchange opens the mailbox to it.

    Raises:
        GraphError: a request as a whole failed; of what was not yielded nothing is known.

    """
    yield from _in_batches(
        transport,
        {f"{owner_path(owner)}/events/{segment(event)}": (owner, event) for owner, event in wanted},
    )


def create_across(
    transport: Transport, wanted: Sequence[tuple[str, EventDraft]]
) -> Iterator[tuple[int, Event | GraphError]]:
    """Make events, each in the mailbox of an Entra object id; yield by place in `wanted`.

    As `Calendar.create` for each, but that none is sent again by itself. An event that was made
    and whose answer cannot be read is a GraphOutcomeUnknownError too. Raises nothing.
    """
    parts = [
        (number, owner, Request("POST", f"{owner_path(owner)}/events", json=new_event(draft)))
        for number, (owner, draft) in enumerate(wanted)
    ]
    for number, said in send_across(transport, parts):
        yield number, said if isinstance(said, GraphError) else _made(said)


def find_across(
    transport: Transport, wanted: Sequence[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], list[Event] | GraphError]]:
    """Yield for each owner and correlation id what `Calendar.find` would return or raise.

    Asked once: what did not answer may be asked for again. Raises nothing.
    """
    paths = {
        f"{owner_path(owner)}/events?{urlencode({'$filter': _named(name)})}": (owner, name)
        for owner, name in wanted
    }
    parts = [(path, owner, Request("GET", path)) for path, (owner, _) in paths.items()]
    for path, said in send_across(transport, parts):
        yield paths[path], said if isinstance(said, GraphError) else _page(said)


def _named(correlation_id: str) -> str:
    return (
        f"singleValueExtendedProperties/Any(ep: ep/id eq {literal(CORRELATION)}"
        f" and ep/value eq {literal(correlation_id)})"
    )


def _page(body: Mapping[str, object]) -> list[Event] | GraphContractError:
    """Return the events of a page; one that is not all there proves nothing absent."""
    items = body.get("value")
    if not isinstance(items, list) or body.get("@odata.nextLink"):
        return GraphContractError("a page that is not the whole")
    try:
        return [event for event in map(event_from, items) if not event.cancelled]
    except GraphContractError as error:
        return error


def _made(body: object) -> Event | GraphOutcomeUnknownError:
    try:
        return event_from(body)
    except GraphContractError:
        return GraphOutcomeUnknownError("made, and not understood")


def _in_batches(
    transport: Transport, wanted: Mapping[str, Key]
) -> Iterator[tuple[Key, Event | GraphError | None]]:
    batch, paths = Batch(transport), list(wanted)
    for start in range(0, len(paths), MAX_ITEMS):
        for path, said in batch.get(paths[start : start + MAX_ITEMS]).items():
            yield wanted[path], _read(said)


def _read(said: Outcome) -> Event | GraphError | None:
    if isinstance(said, GraphError):
        return None if isinstance(said, GraphNotFoundError) else said
    return _event_or_why(said)


def _event_or_why(body: object) -> Event | GraphContractError:
    try:
        return event_from(body)
    except GraphContractError as error:
        return error
