"""What comes with an event, read: moments, attendees, a filter by our own property."""

import re
from datetime import datetime
from typing import Any

from .odata import NEVER, GraphProblem, parse_stamp
from .state import Document
from .zones import UnknownZoneError, to_utc

_FILTER = re.compile(
    r"^singleValueExtendedProperties/Any\(\s*ep\s*:\s*ep/id eq '(?P<id>[^']+)'"
    r"\s+and ep/value eq '(?P<value>[^']*)'\s*\)$",
    re.IGNORECASE,
)

_CHANGED = re.compile(r"^lastModifiedDateTime ge (?P<moment>\S+)$", re.IGNORECASE)


def moment(value: Any) -> datetime:
    """Return the moment of a dateTimeTimeZone."""
    try:
        return to_utc(value["dateTime"], value.get("timeZone") or "UTC")
    except UnknownZoneError as error:
        words = f"The time zone '{error}' is not supported."
        raise GraphProblem(400, "TimeZoneNotSupportedException", words) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise GraphProblem(400, "ErrorInvalidRequest", f"No date and time: {value!r}.") from None


def attendees(given: Any, known: Document | None) -> Any:
    """Return the attendees, with what those who were known have answered."""
    answered = {
        a["emailAddress"]["address"].lower(): a["status"]
        for a in (known or {}).get("attendees", ())
    }
    kept = []
    for attendee in given or ():
        address = (attendee.get("emailAddress") or {}).get("address")
        if not address or "@" not in address:
            raise GraphProblem(400, "ErrorInvalidRecipients", "An attendee has no address.")
        status = answered.get(address.lower(), {"response": "none", "time": NEVER})
        email = {"name": attendee["emailAddress"].get("name") or address, "address": address}
        kind = attendee.get("type") or "required"
        kept.append({"type": kind, "status": status, "emailAddress": email})
    return kept


def fits(event: Document, wanted: str) -> bool:
    """Whether a filter asks for this event: by when it was changed, or by a property of it."""
    since = _CHANGED.match(wanted.strip())
    if since is None:
        return has_property(event, wanted)
    changed = event.get("changed_at") or event["made_at"]
    return parse_stamp(changed) >= parse_stamp(since["moment"])


def has_property(event: Document, wanted: str) -> bool:
    """Whether an event has the extended property that a filter asks for."""
    asked = _FILTER.match(wanted.strip())
    if asked is None:
        raise GraphProblem(400, "ErrorInvalidUrlQueryFilter", "The query filter is not supported.")
    pairs = {(p["id"], p.get("value")) for p in event.get("singleValueExtendedProperties", ())}
    return (asked["id"], asked["value"]) in pairs
