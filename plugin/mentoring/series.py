"""A series: sessions at one rhythm that people were invited to together, in one invitation.

Each session of it keeps its own life: it may be moved or called off alone, and is known in every
calendar by the series and the turn it was planned for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NewType

from plugin.mentoring.people import TenantId
from plugin.mentoring.spans import Span, on_wall_clock, repeated

SeriesId = NewType("SeriesId", str)


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What the calendars are told of a series.

    Attributes:
        first: when its first session was planned for; the others follow on `zone`'s wall clock.
        count: how many turns stand; less than at the beginning once it was ended early.
        sequence: counts changes of the whole that people were told, as iCalendar wants it.
        replaces: the series that this one goes on from, which ends before this one is told.
        grown_from: the session, booked on its own before, whose invitation became the series'; so
            nobody has two entries, and nothing is called off.
        told_before: how far that invitation had been counted then; numbers in it never go back.

    """

    series_id: SeriesId
    tenant_id: TenantId
    first: Span
    zone: str
    weeks: int
    count: int
    sequence: int = 0
    replaces: SeriesId | None = None
    version: int = 0
    grown_from: str | None = None
    told_before: int = 0

    @property
    def name(self) -> str:
        """What mailed calendars know it by: that of the invitation that it grew from, if any."""
        return self.grown_from or self.series_id

    @property
    def number(self) -> int:
        """The number of what people were told last of the whole, as iCalendar counts."""
        return self.told_before + self.sequence

    def slot(self, turn: int) -> Span:
        """Return when the session of that turn was planned for."""
        return repeated(self.first, turn * self.weeks, self.zone)

    def day(self, turn: int) -> date:
        """Return the date of that turn on the series' own wall clock; no two turns share one."""
        return on_wall_clock(self.slot(turn).starts_at, self.zone).date()

    def ended_before(self, turn: int) -> "SeriesPlan":
        """Return the series without that turn and all later ones."""
        if turn >= self.count:
            return self
        return replace(self, count=turn, sequence=self.sequence + 1)

    def without_first(self) -> "SeriesPlan":
        """Return the series of the turns after the first, whose meeting stays one of its own."""
        left = max(self.count - 1, 0)
        return replace(self, first=self.slot(1), count=left, grown_from=None, told_before=0)

    def crosses(self, turn: int, span: Span) -> bool:
        """Whether that turn, held then, would reach a neighbour's day, which Outlook refuses."""
        day = on_wall_clock(span.starts_at, self.zone).date()
        early = turn > 0 and day <= self.day(turn - 1)
        return early or (turn + 1 < self.count and day >= self.day(turn + 1))


def runs(spans: Iterable[Span], zone: str, *, weeks: int) -> Sequence[Sequence[Span]]:
    """Return the spans in runs without a gap: what one recurrence can say, and nothing more.

    So nobody gets an invitation to a time that is not planned, to be called off at once.
    """
    found: list[list[Span]] = []
    for span in spans:
        if found and span == repeated(found[-1][0], weeks * len(found[-1]), zone):
            found[-1].append(span)
        else:
            found.append([span])
    return found
