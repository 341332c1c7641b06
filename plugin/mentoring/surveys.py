"""When a survey is asked, and what its answers say together: before and after, without names.

A figure is told with the number of answers behind it, and only from five answers on, so that nobody
is recognised (P13, G6).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring.course_text import Block
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Programme, Stage
from plugin.mentoring.stages import ends_at
from plugin.mentoring.training import REPEATED, ROUNDS, Kind, Progress, Round

LEAST: Final = 5
"""Answers that a figure needs before anybody is shown it."""
MIDDLE_AFTER: Final = timedelta(weeks=6)
"""Where a programme has no dates, the middle comes so long after somebody's own beginning."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of marks from 1 to 5, or of changes between them, and of how many people."""

    value: float
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One statement of a survey.

    Attributes:
        by_round: None where fewer than LEAST people answered.
        change: from the start to the end, of those who answered both times; None where fewer than
            LEAST did, or where one could reckon from it and the means what fewer others said.

    """

    statement: str
    by_round: Mapping[Round, Mean | None]
    change: Mean | None


def round_now(
    kind: Kind, programme: Programme, earlier: Mapping[Round, Progress], *, now: datetime
) -> Round:
    """Return which time somebody answers it at this moment."""
    if kind not in REPEATED:
        return Round.ONCE
    if programme.stage in (Stage.REVIEW, Stage.CLOSED):
        return Round.END
    return Round.MIDDLE if _is_midway(programme, earlier, now) else Round.START


def figures(statements: Sequence[Block], answers: Iterable[Progress]) -> tuple[Figures, ...]:
    """Return what everybody's answers say together, statement by statement."""
    marks: dict[int, dict[Round, dict[PersonId, int]]] = {}
    for one in answers:
        for number, chosen in one.said.chosen.items():
            for mark in chosen:
                marks.setdefault(number, {}).setdefault(one.round, {})[one.person_id] = mark
    return tuple(_figures(block, marks.get(block.number, {})) for block in statements)


def _figures(block: Block, marks: Mapping[Round, Mapping[PersonId, int]]) -> Figures:
    before, after = marks.get(Round.START, {}), marks.get(Round.END, {})
    means = {round_: _mean(list(marks.get(round_, {}).values())) for round_ in ROUNDS}
    return Figures(block.text, means, _change(before, after))


def _change(before: Mapping[PersonId, int], after: Mapping[PersonId, int]) -> Mean | None:
    once = before.keys() ^ after.keys()  # their marks are what the two means and the change leave
    if 0 < len(once) < LEAST:
        return None
    return _mean([after[who] - before[who] for who in before.keys() & after.keys()])


def _mean(values: Sequence[int]) -> Mean | None:
    return Mean(sum(values) / len(values), len(values)) if len(values) >= LEAST else None


def _is_midway(programme: Programme, earlier: Mapping[Round, Progress], now: datetime) -> bool:
    ends, begins = ends_at(programme), programme.starts_on
    if ends is not None and begins is not None:
        first = datetime(begins.year, begins.month, begins.day, tzinfo=ends.tzinfo)
        return now >= first + (ends - first) / 2
    start = earlier.get(Round.START)
    return bool(start and start.done_at and now >= start.done_at + MIDDLE_AFTER)
