"""Who is invited to a meeting in Outlook, and what they said there."""

from graph.events import Event
from plugin.mentoring.answers import Answer, Guest
from plugin.mentoring.spans import Span

ANSWERS = {
    "accepted": Answer.YES,
    "tentativelyAccepted": Answer.MAYBE,
    "declined": Answer.NO,
}


def guests_of(event: Event) -> tuple[Guest, ...]:
    """Return everybody who is invited but the organiser, whom some calendars list too."""
    return tuple(
        Guest(one.address, ANSWERS.get(one.reply), Span(*one.proposed) if one.proposed else None)
        for one in event.attendees
        if one.reply != "organizer"
    )
