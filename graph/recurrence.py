"""How an event repeats, as far as we let one: weekly, on one day, so many times.

https://learn.microsoft.com/graph/api/resources/patternedrecurrence
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marshmallow import fields

from graph._shapes import Shape

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every `weeks` weeks on the weekday of the first time, `count` times."""

    weeks: int
    count: int

    def __post_init__(self) -> None:
        if self.weeks < 1 or self.count < 1:
            raise ValueError("an event repeats at least once, in at least a week")

    def last(self, first: date) -> date:
        """Return the day of the last time."""
        return first + timedelta(weeks=self.weeks * (self.count - 1))


class RangeShape(Shape):
    """recurrenceRange, of which only the end is read."""

    ends_on = fields.Date(load_default=None, allow_none=True, data_key="endDate")


class RecurrenceShape(Shape):
    """patternedRecurrence."""

    range = fields.Nested(RangeShape, load_default=None, allow_none=True)


def written(repeats: Weekly, first: date, zone: str) -> dict[str, Any]:
    """Return the recurrence.

    Args:
        repeats: how.
        first: the day of the first time, in `zone`.
        zone: the one that the event's start is written in, by Outlook's name. Another lets times
            shift when the clocks change.

    """
    return {
        "pattern": {
            "type": "weekly",
            "interval": repeats.weeks,
            "daysOfWeek": [DAYS[first.weekday()]],
            "firstDayOfWeek": "monday",
        },
        "range": {
            "type": "endDate",
            "startDate": first.isoformat(),
            "endDate": repeats.last(first).isoformat(),
            "recurrenceTimeZone": zone,
        },
    }


def end_of(values: Mapping[str, Any] | None) -> date | None:
    """Return the last day of a recurrence that was read, or None without an end."""
    found: date | None = ((values or {}).get("range") or {}).get("ends_on")
    return found
