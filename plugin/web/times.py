"""Moments and zones as words, in the reader's language; filters for templates."""

from datetime import date as date_
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
)

from plugin.mentoring.spans import Span, on_wall_clock
from plugin.web.current import now
from plugin.web.languages import locale

MINUS = "\N{MINUS SIGN}"


def hours(span: Span, zone: str) -> str:
    """Return start and end, "16:30" to "17:15", on the zone's clocks."""
    return f"{hour(span.starts_at, zone)}–{hour(span.ends_at, zone)}"


def hour(moment: datetime, zone: str) -> str:
    """Return "16:30" on the zone's clocks."""
    local = on_wall_clock(moment, zone)
    return _clock(local.hour, local.minute, locale())


def day(moment: datetime, zone: str) -> str:
    """Return "Thursday, 26 November"; with the year when it is not this one."""
    if not _this_year(moment, zone):
        return _said(moment, zone, "full")
    return f"{weekday(moment, zone)}, {date(moment, zone)}"


def date(moment: datetime, zone: str) -> str:
    """Return "26 November"; with the year when it is not this one."""
    if not _this_year(moment, zone):
        return _said(moment, zone, "long")
    return _in_order(on_wall_clock(moment, zone).date(), "MMMMd", locale())


def weekday(moment: datetime, zone: str) -> str:
    """Return "Thursday"."""
    return _said(moment, zone, "EEEE")


def short_weekday(moment: datetime, zone: str) -> str:
    """Return "Thu"."""
    return _said(moment, zone, "EEE")


def short_day(moment: datetime, zone: str) -> str:
    """Return "Thu 26 Nov"."""
    local = on_wall_clock(moment, zone).date()
    return f"{_formatted(local, 'EEE', locale())} {_in_order(local, 'MMMd', locale())}"


def leaf_parts(moment: datetime, zone: str) -> tuple[str, str, str]:
    """Return ("Thu", "26", "Nov"), for a leaf of a calendar."""
    return _said(moment, zone, "EEE"), _said(moment, zone, "d"), _said(moment, zone, "MMM")


def in_words(on: date_, pattern: str) -> str:
    """Return a day by one of Babel's patterns, such as "EEEE"."""
    return _formatted(on, pattern, locale())


def in_order(on: date_, skeleton: str) -> str:
    """Return the parts of a day that a skeleton names, in the order of the reader's language."""
    return _in_order(on, skeleton, locale())


def _said(moment: datetime, zone: str, pattern: str) -> str:
    return in_words(on_wall_clock(moment, zone).date(), pattern)


# The same few days and times stand on all pages; Babel reads its tables anew for each.
@lru_cache(maxsize=2048)
def _formatted(local: date_, pattern: str, language: Locale | None) -> str:
    return format_date(local, pattern, locale=language)


@lru_cache(maxsize=512)
def _in_order(local: date_, skeleton: str, language: Locale | None) -> str:
    return format_skeleton(skeleton, datetime.combine(local, time()), locale=language)


@lru_cache(maxsize=512)
def _clock(hour: int, minute: int, language: Locale | None) -> str:
    return format_time(time(hour, minute), "short", locale=language)


def moment(at: datetime, zone: str) -> str:
    """Return date and time in full, such as "26 November 2026 at 16:30"."""
    return format_datetime(on_wall_clock(at, zone), "long", locale=locale())


def iso(at: datetime, zone: str) -> str:
    """Return what belongs into a `datetime` attribute."""
    return on_wall_clock(at, zone).isoformat(timespec="minutes")


def day_of(on: date_) -> str:
    """Return a day that is on nobody's clock, such as "26 November 2026"."""
    return in_words(on, "long")


def ago(at: datetime) -> str:
    """Return "2 minutes ago", or "in 3 days"."""
    passed = at - now()
    if abs(passed) < timedelta(minutes=1):
        passed = timedelta(minutes=-1)  # seconds would be wrong by the time they are read
    return format_timedelta(passed, add_direction=True, locale=locale())


def city(zone: str) -> str:
    """Return the city a zone is named for; people know it where they do not know an offset."""
    return _city(zone, str(locale()))


@lru_cache(maxsize=1024)
def _city(zone: str, language: str) -> str:
    if "/" not in zone:
        return zone
    return get_timezone_location(ZoneInfo(zone), locale=language, return_city=True)


def offset(zone: str) -> str:
    """Return "UTC+1" or "UTC+5:30", as it is at present; "UTC" where there is none."""
    minutes = int((on_wall_clock(now(), zone).utcoffset() or timedelta()).total_seconds() // 60)
    whole, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"UTC{sign}{whole}" + (f":{rest:02}" if rest else "") if minutes else "UTC"


def same_clock(span: Span, one: str, other: str) -> bool:
    """Whether the clocks of two zones show the same at the beginning of `span`."""
    offsets = {on_wall_clock(span.starts_at, zone).utcoffset() for zone in (one, other)}
    return len(offsets) == 1


def same_day(span: Span, one: str, other: str) -> bool:
    """Whether it is the same date in two zones at the beginning of `span`."""
    return len({on_wall_clock(span.starts_at, zone).date() for zone in (one, other)}) == 1


def _this_year(moment: datetime, zone: str) -> bool:
    return on_wall_clock(moment, zone).year == on_wall_clock(now(), zone).year


FILTERS = {
    filter_.__name__: filter_
    for filter_ in (
        hours, hour, day, date, weekday, short_weekday, short_day, leaf_parts, moment, iso, ago,
        city, offset, same_clock, same_day, day_of,
    )
}  # fmt: skip
