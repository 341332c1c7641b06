"""Stretches of time, and wall clocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plugin.mentoring.errors import ClockGapError

_ALIASES = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Etc/GMT": "UTC",
    "Etc/UTC": "UTC",
    "Europe/Kiev": "Europe/Kyiv",
    "GMT": "UTC",
}
"""Old names that browsers still report."""
_NOT_A_PLACE = ("Factory", "localtime", "posix", "right/")
"""Beginnings of names that some machines have files for: their own clock, or leap seconds."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time, [starts_at, ends_at), in UTC.

    UTC only, because adding a timedelta to a local time counts hours on the wall clock, and the
    wall clock skips or repeats one twice a year.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if not (self.starts_at.tzinfo is self.ends_at.tzinfo is UTC):
            raise ValueError("a span is in UTC")
        if self.ends_at < self.starts_at:
            raise ValueError("a span does not end before it starts")

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.ends_at - self.starts_at

    def touches(self, other: "Span") -> bool:
        """Whether the two share a moment; spans that only meet at an edge do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies inside."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that touch or meet joined into one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.starts_at <= joined[-1].ends_at:
            last = joined.pop()
            span = Span(last.starts_at, max(last.ends_at, span.ends_at))
        joined.append(span)
    return joined


def free_slots(
    window: Span, busy: Iterable[Span], *, length: timedelta, step: timedelta
) -> Iterator[Span]:
    """Yield every slot of `length` inside `window` that touches nothing in `busy`.

    Args:
        window: when a session may be held; the caller clips it to agreed hours and days.
        busy: spans of all members together, in any order, overlapping or not. Which member, and
            why, is not asked, so it cannot be told.
        length: of the session.
        step: between the starts of two offered slots, counted from `window.starts_at`.

    Yields:
        Slots in order of start. A slot may begin at the moment a busy span ends.

    Cost: O(b log b + w/step) for b busy spans and a window of length w.

    """
    taken = merged(busy)
    at, first = window.starts_at, 0
    while at + length <= window.ends_at:
        while first < len(taken) and taken[first].ends_at <= at:
            first += 1  # over by now; `at` only grows, so it stays over
        if first == len(taken) or taken[first].starts_at >= at + length:
            yield Span(at, at + length)
        at += step


def known_zone(name: str | None) -> str | None:
    """Return the zone's IANA name of today, or None when nobody knows it.

    Browsers still report some old names ("Asia/Calcutta"), so names are never compared unread.
    """
    if not name or name.startswith(_NOT_A_PLACE):
        return None
    name = _ALIASES.get(name, name)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # a path outside, a folder, no such zone
        return None
    return name


def on_wall_clock(moment: datetime, zone: str) -> datetime:
    """Return the moment as the zone's clocks show it."""
    return moment.astimezone(ZoneInfo(zone))


def from_wall_clock(wall: datetime, zone: str) -> datetime:
    """Return the moment at which the zone's clocks show `wall` (naive; `fold` says which of two).

    Raises:
        ClockGapError: the clocks skip it, in spring. zoneinfo would shift it without a word.

    """
    there = wall.replace(tzinfo=ZoneInfo(zone))
    moment = there.astimezone(UTC)
    if moment.astimezone(there.tzinfo).replace(tzinfo=None) != wall.replace(fold=0):
        raise ClockGapError(**_around(there))
    return moment


def repeated(first: Span, weeks: int, zone: str) -> Span:
    """Return the span so many weeks later at the same time of the zone's wall clock.

    Where the clocks skip that time, it begins as soon after as there is one.
    """
    wall = on_wall_clock(first.starts_at, zone).replace(tzinfo=None) + timedelta(weeks=weeks)
    try:
        start = from_wall_clock(wall, zone)
    except ClockGapError as gap:
        start = from_wall_clock(gap.after, zone)
    return Span(start, start + first.length)


def happens_twice(wall: datetime, zone: str) -> bool:
    """Whether the zone's clocks show `wall` two times, in autumn."""
    there = wall.replace(tzinfo=ZoneInfo(zone))
    first, second = there.replace(fold=0), there.replace(fold=1)
    gap = first.utcoffset() != second.utcoffset()
    return gap and first.astimezone(UTC) < second.astimezone(UTC)


def _around(there: datetime) -> dict[str, datetime]:
    """Return the wall-clock times by the old and by the new offset that the gap lies between."""
    zone = there.tzinfo
    ends = [there.replace(fold=fold).astimezone(UTC).astimezone(zone) for fold in (1, 0)]
    return {
        "before": ends[0].replace(tzinfo=None, fold=0),
        "after": ends[1].replace(tzinfo=None, fold=0),
    }
