"""Making the meetings of many sessions together, where the tool itself may write to calendars."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from graph.calendar import create_across, find_across
from graph.errors import (
    GraphConflictError,
    GraphOutcomeUnknownError,
    GraphUnavailableError,
)
from graph.events import Event
from graph.meetings import harden_across
from graph.transport import Transport
from plugin.gateways.graph_drafts import booked_from, correlation, draft_of
from plugin.gateways.graph_errors import meaning, translated
from plugin.gateways.graph_meetings import UNKNOWN, Settings, hardened, in_effect, is_hardened
from plugin.ports.errors import OutsideError
from plugin.ports.values import Account, Booked, Invitation

Key = tuple[str, str]
"""Entra's id of whose mailbox it is, and what the meeting is found by."""
_LATER = (GraphUnavailableError, GraphOutcomeUnknownError)


def book_together(
    across: Callable[[], Transport | None],
    transport_of: Callable[[Account], Transport],
    wanted: Iterable[Invitation],
    reached: Callable[[str], None],
) -> Iterator[tuple[Invitation, Booked | OutsideError]]:
    """Yield what booking came to, leaving out what is for each organiser's own token.

    Every one is looked for before it is made, as when they are made one at a time. Raises nothing.

    Args:
        across: returns what writes to whoever's calendar, None where nothing does.
        transport_of: authorised for that account; closes the meetings that the tool may not.
        wanted: sessions that have no meeting yet.
        reached: called at named points.

    """
    left = {
        (one.organiser_account.object_id, correlation(one)): one
        for one in wanted
        if one.organiser_account and one.series is None
    }
    transport = None
    with suppress(OutsideError):  # while nobody can say, each is booked as its organiser
        transport = across()
    if transport is None or not left:
        return
    events: dict[Key, Event] = {}
    for key, said in _made(transport, left, reached):
        if isinstance(said, Event):
            events[key] = said
        else:
            yield left[key], said
    reached("bulk.created")
    settings = _closed(transport, events)
    for key, event in events.items():
        invitation = left[key]
        if not is_hardened(settings.get(key, ())):
            settings[key] = _closed_alone(transport_of, invitation, event)
        yield invitation, booked_from(event, settings[key])
    reached("bulk.hardened")


def _made(
    transport: Transport, left: Mapping[Key, Invitation], reached: Callable[[str], None]
) -> Iterator[tuple[Key, Event | OutsideError]]:
    """Yield what was found, and what became of making those that were found missing.

    What the tool is refused is left out: their organiser may do it yet.
    """
    missing: list[Key] = []
    for key, there in find_across(transport, list(left)):
        if isinstance(there, _LATER):
            yield key, meaning(there)
        elif isinstance(there, list) and there:
            yield key, there[0]
        elif isinstance(there, list):
            missing.append(key)
    reached("bulk.looked")
    drafts = [(key[0], draft_of(left[key])) for key in missing]
    for number, said in create_across(transport, drafts):
        if isinstance(said, Event):
            yield missing[number], said
        elif isinstance(said, (*_LATER, GraphConflictError)):
            yield missing[number], meaning(said)


def _closed(transport: Transport, events: dict[Key, Event]) -> dict[Key, Settings]:
    """Close the meetings to recording; those that the tool may not are left out."""
    wanted = {key: (key[0], event.join_url) for key, event in events.items() if event.join_url}
    said = harden_across(transport, [(owner, url) for owner, url in wanted.values() if url])
    return {
        key: in_effect(said[(owner, url)])
        for key, (owner, url) in wanted.items()
        if url and (owner, url) in said
    }


def _closed_alone(
    transport_of: Callable[[Account], Transport], invitation: Invitation, event: Event
) -> Settings:
    if invitation.organiser_account is None:
        return ()
    try:
        with translated():
            return hardened(transport_of(invitation.organiser_account), event.join_url)
    except OutsideError:
        return UNKNOWN if event.join_url else ()
