"""Times that suit everybody: what each cell of a week grid is, and which five to offer first."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span, free_slots, merged, on_wall_clock

SATURDAY = 5
STEP = timedelta(minutes=30)
EARLIEST, LATEST = time(7), time(21)
"""Hours of the wall clock outside which no time is offered to anybody."""


class Fit(StrEnum):
    """How well a time suits, best first. UNKNOWN is never shown as free."""

    GOOD = "good"
    CROWDED = "crowded"
    UNSOCIAL = "unsocial"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of one person's time in a window.

    Attributes:
        zone: whose wall clock decides what is early or late.
        busy: spans that are taken, in any order; None when nobody could say.
        usual: spans of the person's usual hours; None when the person has not said.
        sessions: spans of the person's other sessions here, which rule a time out always.
        closed: spans that the person keeps for themselves; why is not known here.
        own_night: whether `closed` says when the person sleeps, so that nobody else need guess.
        full_percent: a day of which so much is taken is better avoided.

    """

    person_id: PersonId
    zone: str
    busy: tuple[Span, ...] | None
    usual: tuple[Span, ...] | None
    sessions: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    own_night: bool = False
    full_percent: int = 75

    @property
    def taken(self) -> tuple[Span, ...]:
        """Everything that is known to rule a time out."""
        return (*(self.busy or ()), *self.sessions, *self.closed)


@dataclass(frozen=True, slots=True)
class Option:
    """A time that nobody is known to have taken.

    Attributes:
        fit: of everybody together, the least sure of them.
        unsure: whose calendar or hours are not known then.
        outside: for whom it lies outside the usual hours.
        away: who is taken then, where a few may be; empty otherwise.

    """

    span: Span
    fit: Fit
    unsure: tuple[PersonId, ...] = ()
    outside: tuple[PersonId, ...] = ()
    away: tuple[PersonId, ...] = ()


def options(
    window: Span, calendars: Iterable[Calendar], *, length: timedelta, most_away: int = 0
) -> list[Option]:
    """Return every time of `length` in `window` that no known calendar rules out, in order.

    Args:
        window: in which to look.
        calendars: of everybody.
        length: of the session.
        most_away: how many may be taken then, as for a vote of many people. What somebody keeps
            for themselves rules a time out always.

    Cost: O(slots x people) after sorting each person's spans once.

    """
    people = [_Prepared(one) for one in calendars]
    never = [span for one in people for span in one.calendar.closed]
    if not most_away:
        never += [span for one in people for span in one.calendar.taken]
    found = []
    for span in free_slots(window, never, length=length, step=STEP):
        away = tuple(one.calendar.person_id for one in people if most_away and one.takes(span))
        if len(away) <= most_away and all(one.awake(span) for one in people):
            found.append(_option(span, people, away))
    return found


def best(
    found: Iterable[Option],
    *,
    near: datetime,
    count: int = 5,
    zone: str = "UTC",
    burden: Mapping[PersonId, int] | None = None,
) -> list[Option]:
    """Return the `count` best options: known before unknown, usual hours first, near `near`.

    They lie on as many days as have some that suit as well, so that the five are a real choice.
    Nothing less suitable stands in for variety.

    Args:
        found: what `options` returned.
        near: the moment that people would like best.
        count: how many at most.
        zone: of the viewer, whose wall clock says which day a time is on.
        burden: how often a person met at an unsocial hour lately; who did is spared.

    """

    def rank(option: Option) -> tuple[int, int, int, timedelta, datetime]:
        return _rank(option, near, burden or {})

    ranked = sorted(found, key=rank)
    chosen: list[Option] = []
    for suits in Fit:
        alike = [option for option in ranked if option.fit is suits]
        for most_a_day in (1, 2, count):
            _choose(chosen, alike, most_a_day=most_a_day, count=count, zone=zone)
    return sorted(chosen, key=rank)


def _choose(
    chosen: list[Option], ranked: Sequence[Option], *, most_a_day: int, count: int, zone: str
) -> None:
    days = [_day(option, zone) for option in chosen]
    for option in ranked:
        room = len(chosen) < count and days.count(_day(option, zone)) < most_a_day
        if room and not any(option.span.touches(other.span) for other in chosen):
            chosen.append(option)
            days.append(_day(option, zone))


def _day(option: Option, zone: str) -> date:
    return on_wall_clock(option.span.starts_at, zone).date()


class _Prepared:
    """One calendar with its usual hours joined, so that a slot across two cells is inside."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.usual = merged(calendar.usual or ())
        self._starts = [span.starts_at for span in self.usual]
        self._taken = merged((*(calendar.busy or ()), *calendar.sessions))
        self._full: dict[date, bool] = {}

    def awake(self, span: Span) -> bool:
        start = on_wall_clock(span.starts_at, self.calendar.zone)
        end = on_wall_clock(span.ends_at, self.calendar.zone)
        waking = self.calendar.own_night or (
            start.time() >= EARLIEST and end.time() <= LATEST and start.date() == end.date()
        )
        return waking and not self._rests(span, start)

    def _rests(self, span: Span, start: datetime) -> bool:
        """Whether it is a weekend that the person has not named among the usual hours."""
        return start.weekday() >= SATURDAY and (self.calendar.usual is None or self.outside(span))

    def outside(self, span: Span) -> bool:
        if self.calendar.usual is None:
            return False
        last = bisect_right(self._starts, span.starts_at) - 1
        return last < 0 or not self.usual[last].covers(span)

    def takes(self, span: Span) -> bool:
        """Whether the person is known to have something else then."""
        return any(span.touches(one) for one in self._taken)

    def crowded(self, span: Span) -> bool:
        """Whether so much of that day is taken that it is better avoided."""
        day = on_wall_clock(span.starts_at, self.calendar.zone).date()
        if day not in self._full:
            self._full[day] = self._is_full(day)
        return self._full[day]

    def _is_full(self, day: date) -> bool:
        local = ZoneInfo(self.calendar.zone)
        nine, five = (datetime.combine(day, time(h), local).astimezone(UTC) for h in (9, 17))
        hours = [span for span in self.usual if self._on(span, day)] or [Span(nine, five)]
        whole = sum((span.length for span in hours), timedelta())
        used = sum((_shared(one, two) for one in hours for two in self._taken), timedelta())
        return used * 100 >= whole * self.calendar.full_percent

    def _on(self, span: Span, day: date) -> bool:
        return on_wall_clock(span.starts_at, self.calendar.zone).date() == day

    @property
    def unsure(self) -> bool:
        return self.calendar.busy is None and self.calendar.usual is None


def _option(span: Span, people: list[_Prepared], away: tuple[PersonId, ...]) -> Option:
    unsure = tuple(one.calendar.person_id for one in people if one.unsure)
    outside = tuple(one.calendar.person_id for one in people if one.outside(span))
    fit = Fit.UNKNOWN if unsure else Fit.UNSOCIAL if outside else Fit.GOOD
    if fit is Fit.GOOD and any(one.crowded(span) for one in people):
        fit = Fit.CROWDED
    return Option(span, fit, unsure, outside, away)


def _shared(one: Span, other: Span) -> timedelta:
    start, end = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return max(end - start, timedelta())


_ORDER = list(Fit)


def _rank(
    option: Option, near: datetime, burden: Mapping[PersonId, int]
) -> tuple[int, int, int, timedelta, datetime]:
    away = abs(option.span.starts_at - near)
    weight = sum(1 + burden.get(who, 0) for who in option.outside)
    return (_ORDER.index(option.fit), len(option.away), weight, away, option.span.starts_at)
