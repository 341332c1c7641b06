"""Sharing the hours that suit nobody: who met early, late or on a weekend last is spared next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span, merged, on_wall_clock

MOST_LOOKED_AT = 12
"""Sessions back; what was longer ago evens out."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose wall clock, and the usual hours on the clock they were said on; None when not said."""

    zone: str
    hours: WeekHours | None = None
    hours_zone: str | None = None

    def is_unsocial(self, span: Span) -> bool:
        """Whether the span lies outside the usual hours, or outside anybody's where none are."""
        if self.hours is not None and self.hours.cells:
            usual = self.hours.spans(span, self.hours_zone or self.zone)
            return not any(one.covers(span) for one in merged(usual))
        start, end = (on_wall_clock(at, self.zone) for at in (span.starts_at, span.ends_at))
        return start.weekday() >= 5 or start.hour < 8 or (end.hour, end.minute) > (18, 0)


def burdens(held: Iterable[Span], clocks: Mapping[PersonId, Clock]) -> dict[PersonId, int]:
    """Return how many of the latest sessions lay at an unsocial hour for each person."""
    latest = sorted(held)[-MOST_LOOKED_AT:]
    return {who: sum(map(one.is_unsocial, latest)) for who, one in clocks.items()}


def whose_turn(burden: Mapping[PersonId, int], outside: Iterable[PersonId]) -> bool:
    """Whether an unsocial hour for just these people would even things out."""
    theirs = [burden.get(who, 0) for who in outside]
    others = [count for who, count in burden.items() if who not in set(outside)]
    return bool(theirs and others) and max(theirs) < max(others)
