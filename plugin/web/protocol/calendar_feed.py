"""A person's sessions as iCalendar (RFC 5545), for the calendar program that has the address."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort

from plugin.mentoring.session import SessionState
from plugin.mentoring.spans import on_wall_clock
from plugin.services.calendar_feeds import FeedEntry
from plugin.web.current import now, services, web

if TYPE_CHECKING:
    from icalendar import Event

bp = Blueprint("calendar_feed", __name__)
PRODUCT = "-//Alongside//alongside-lti//EN"
BUSY = "Busy"


@bp.get("/mail/calendar/<token>")
def show(token: str) -> Response:
    """Answer with the sessions; an address that was renewed or ended is not found."""
    entries = services().calendar_feeds.read(token)
    if entries is None:
        abort(404)
    return Response(_written(entries), content_type="text/calendar; charset=utf-8")


def _written(entries: Sequence[FeedEntry]) -> bytes:
    from icalendar import Calendar  # here: a web process need not carry it about

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Mentoring")
    for entry in entries:
        calendar.add_component(_event(entry))
    year = now().year
    calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(entry: FeedEntry) -> "Event":
    from icalendar import Event

    session, event = entry.session, Event()
    host = urlsplit(web().public_url).hostname or "localhost"
    off = session.state is SessionState.CANCELLED
    event.add("uid", f"{session.session_id}@{host}")
    event.add("sequence", session.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", on_wall_clock(session.span.starts_at, session.zone))
    event.add("dtend", on_wall_clock(session.span.ends_at, session.zone))
    event.add("summary", entry.title or BUSY)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.title:
        event.add("url", entry.link)
    return event
