"""What a person keeps here about their time: days off limits, quiet hours, how full a day may be.

None of it is ever explained to anybody: a time that it rules out looks like one that is taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plugin.mentoring.errors import ClockGapError, OutOfBoundsError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.spans import Span, from_wall_clock, merged, on_wall_clock

MOST_DAYS = 60
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwnTime:
    """One person's word on their time, on their own wall clock.

    Attributes:
        weekdays: never offered; Monday is 0.
        days: stretches of dates, first and last included, that are never offered.
        quiet: from when to when in a day the person wants no session, reminder or message; may
            go over midnight. None leaves it at the hours that suit most people.
        full_percent: a day of which so much is taken is marked as better avoided.
        video_week_min: minutes of video in a week after which another one brings a warning.

    """

    person_id: PersonId
    tenant_id: TenantId
    weekdays: frozenset[int] = frozenset()
    days: tuple[tuple[date, date], ...] = ()
    quiet: tuple[time, time] | None = None
    full_percent: int = 75
    video_week_min: int = 300
    version: int = 0

    def checked(self) -> "OwnTime":
        """Return it, or raise OutOfBoundsError for what cannot be meant."""
        turned = any(last < first for first, last in self.days)
        if turned or len(self.days) > MOST_DAYS or len(self.weekdays) > 6:
            raise OutOfBoundsError
        if not 10 <= self.full_percent <= 100 or not 0 <= self.video_week_min <= 3000:
            raise OutOfBoundsError
        return self

    def closed(self, window: Span, zone: str) -> list[Span]:
        """Return when nothing may be offered to the person inside `window`, joined, in order."""
        days = list(_days(window, zone))
        off = (_whole(day, zone) for day in days if self._off(day))
        found = [*off, *(self._quiet_spans(days, zone))]
        return [span for span in merged(found) if span.touches(window)]

    def is_quiet(self, moment: datetime, zone: str) -> bool:
        """Whether reminders and messages wait now."""
        if self.quiet is None:
            return False
        begins, ends = self.quiet
        clock = on_wall_clock(moment, zone).time()
        if begins <= ends:
            return begins <= clock < ends
        return clock >= begins or clock < ends

    def _off(self, day: date) -> bool:
        return day.weekday() in self.weekdays or any(a <= day <= b for a, b in self.days)

    def _quiet_spans(self, days: Iterable[date], zone: str) -> Iterator[Span]:
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            return
        begins, ends = self.quiet
        for day in days:
            last = day if begins < ends else day + ONE_DAY
            yield Span(_moment(day, begins, zone), _moment(last, ends, zone))


def _whole(day: date, zone: str) -> Span:
    return Span(_moment(day, time(0), zone), _moment(day + ONE_DAY, time(0), zone))


def _moment(day: date, clock: time, zone: str) -> datetime:
    try:
        return from_wall_clock(datetime.combine(day, clock), zone)
    except ClockGapError as gap:
        return from_wall_clock(gap.after, zone)


def _days(window: Span, zone: str) -> Iterator[date]:
    """Yield the dates that the window touches on the zone's calendar, and the one before."""
    day = on_wall_clock(window.starts_at, zone).date() - ONE_DAY
    last = on_wall_clock(window.ends_at, zone).date()
    while day <= last:
        yield day
        day += ONE_DAY
