"""A person's usual hours: half hours of a week on their own wall clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from plugin.mentoring.spans import Span, merged

HALF_HOUR = timedelta(minutes=30)
CELLS_A_DAY = 48
Cell = tuple[int, int]
"""(weekday, half hour): Monday is 0; 18 is 09:00 to 09:30."""
_NAMED = {f"{day}-{cell}": (day, cell) for day in range(7) for cell in range(CELLS_A_DAY)}


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The half hours of a week in which a person is usually free for a session."""

    cells: frozenset[Cell] = frozenset()

    @classmethod
    def office(cls, start: int = 9, end: int = 17, days: Iterable[int] = range(5)) -> "WeekHours":
        """Return whole hours from `start` to `end` on the given weekdays."""
        return cls(frozenset((day, cell) for day in days for cell in range(start * 2, end * 2)))

    @classmethod
    def read(cls, text: str) -> "WeekHours":
        """Read what `text` wrote; whatever names no cell of a week is left out."""
        return cls(_cells(text))

    def text(self) -> str:
        """Return the cells as "0-18 0-19 …", in order."""
        return " ".join(f"{day}-{cell}" for day, cell in sorted(self.cells))

    def spans(self, window: Span, zone: str) -> list[Span]:
        """Return when these hours fall inside `window`, in UTC, in order and joined.

        Each half hour is placed by the wall clock of its own day, so 09:00 stays 09:00 across a
        clock change. A half hour that the clock skips is left out, and one that it shows twice
        counts twice.
        """
        found = (span for day in _days(window, zone) for span in self._of(day, zone))
        return merged(
            Span(max(s.starts_at, window.starts_at), min(s.ends_at, window.ends_at))
            for s in found
            if s.touches(window)
        )

    def _of(self, day: date, zone: str) -> Iterator[Span]:
        local = ZoneInfo(zone)
        for weekday, cell in self.cells:
            if weekday == day.weekday():
                wall = datetime.combine(day, time(cell // 2, cell % 2 * 30))
                for start in {wall.replace(tzinfo=local, fold=f).astimezone(UTC) for f in (0, 1)}:
                    if start.astimezone(local).replace(tzinfo=None) == wall:
                        yield Span(start, start + HALF_HOUR)


NOT_SAID = WeekHours()
"""No answer yet: unknown, and never "free"."""


@lru_cache(maxsize=64)
def _cells(text: str) -> frozenset[Cell]:
    return frozenset(_NAMED[part] for part in text.split() if part in _NAMED)


def _days(window: Span, zone: str) -> Iterator[date]:
    local = ZoneInfo(zone)
    day = window.starts_at.astimezone(local).date()
    last = window.ends_at.astimezone(local).date()
    while day <= last:
        yield day
        day += timedelta(days=1)
