"""How often people mean to meet: when the next session is overdue, and when those after it fall."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from plugin.mentoring.errors import ClockGapError
from plugin.mentoring.spans import Span, from_wall_clock, on_wall_clock

GRACE = timedelta(days=7)
"""A week late is a week; nobody is told anything for it."""
MOST_IN_A_SERIES = 8
RHYTHMS = (1, 2, 3, 4, 6, 8)
"""Weeks between sessions that an agreement may name."""
ENOUGH_TO_TELL = 4
"""Sessions from which a rhythm can be read."""


def is_overdue(last: datetime, cadence_weeks: int, now: datetime) -> bool:
    """Whether a session should have been since `last`, the latest one or the beginning."""
    return now - last > timedelta(weeks=cadence_weeks) + GRACE


def suggested(starts: Sequence[datetime], cadence_weeks: int) -> int | None:
    """Return the rhythm in which people really met, where it is another than the agreed one (S10).

    Args:
        starts: of sessions that took place, in any order; the latest ones are enough.
        cadence_weeks: what was agreed.

    Returns:
        Weeks that an agreement offers; None where too little is known, or it fits.

    """
    if len(starts) < ENOUGH_TO_TELL:
        return None
    days = [(b - a).total_seconds() / 86400 for a, b in pairwise(sorted(starts))]
    found = min(RHYTHMS, key=lambda weeks: (abs(weeks * 7 - median(days)), weeks))
    return None if found == cadence_weeks else found


def following(span: Span, zone: str, *, cadence_weeks: int, count: int) -> Iterator[Span]:
    """Yield the next `count` times at the cadence, on the same wall clock of `zone`.

    A time that the clocks skip on its day is moved on by what they skip.
    """
    wall = on_wall_clock(span.starts_at, zone).replace(tzinfo=None, fold=0)
    for turn in range(1, count + 1):
        local = wall + turn * timedelta(weeks=cadence_weeks)
        try:
            start = from_wall_clock(local, zone)
        except ClockGapError as gap:
            start = from_wall_clock(gap.after, zone)
        yield Span(start, start + span.length)
