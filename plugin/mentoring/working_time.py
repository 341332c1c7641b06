"""Working hours of one person: when an answer may be expected, and how long one took."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring.hours import NOT_SAID, WeekHours
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.spans import Span

FURTHEST: Final = timedelta(weeks=26)
"""Nobody is waited for longer than this by a clock that never seems to run."""
STRETCH: Final = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When one person works.

    Attributes:
        hours: their own word; office hours where they gave none.
        own: days off and the like; None for none.

    """

    zone: str
    hours: WeekHours = NOT_SAID
    own: OwnTime | None = None

    def after(self, start: datetime, hours: int) -> datetime:
        """Return when so many working hours have passed since `start`; FURTHEST at the latest."""
        left, begin = timedelta(hours=hours), start
        while begin < start + FURTHEST:
            window = Span(begin, begin + STRETCH)
            for span in self._open(window):
                if span.length >= left:
                    return span.starts_at + left
                left -= span.length
            begin = window.ends_at
        return start + FURTHEST

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`."""
        if end <= start:
            return timedelta()
        return sum((span.length for span in self._open(Span(start, end))), timedelta())

    def _open(self, window: Span) -> list[Span]:
        week = self.hours if self.hours.cells else WeekHours.office()
        found = week.spans(window, self.zone)
        for closed in self.own.closed(window, self.zone) if self.own else ():
            found = [part for span in found for part in _without(span, closed)]
        return found


def _without(span: Span, closed: Span) -> list[Span]:
    if not span.touches(closed):
        return [span]
    before = (span.starts_at, min(span.ends_at, closed.starts_at))
    after = (max(span.starts_at, closed.ends_at), span.ends_at)
    return [Span(begin, end) for begin, end in (before, after) if begin < end]
