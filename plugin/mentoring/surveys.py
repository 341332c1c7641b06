"""When a survey is asked, and what its answers say together: before and after, without names.

A figure is told with the number of answers behind it, only from five answers on, and it moves once
five more have come in, so that nobody is recognised (P13, G6).
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
from plugin.mentoring.waves import in_waves

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
        by_round: of the waves that are closed; None where fewer than LEAST people answered.
        change: from the start to the end, of those who count both times; None where fewer than
            LEAST do.

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
    for one in sorted(answers, key=lambda one: one.done_at or one.begun_at):
        for number, chosen in one.said.chosen.items():
            for mark in chosen:
                marks.setdefault(number, {}).setdefault(one.round, {})[one.person_id] = mark
    return tuple(_figures(block, marks.get(block.number, {})) for block in statements)


def _figures(block: Block, marks: Mapping[Round, Mapping[PersonId, int]]) -> Figures:
    closed = {round_: _closed(marks.get(round_, {})) for round_ in ROUNDS}
    means = {round_: _mean(list(closed[round_].values())) for round_ in ROUNDS}
    return Figures(block.text, means, _change(closed[Round.START], closed[Round.END]))


def _closed(marks: Mapping[PersonId, int]) -> dict[PersonId, int]:
    """Return the marks that count by now, of those in the order in which they were given."""
    return {who: marks[who] for who in in_waves(marks, lambda who: who, least=LEAST)}


def _change(before: Mapping[PersonId, int], after: Mapping[PersonId, int]) -> Mean | None:
    # As each is of whole fives, the two means and the change leave the marks of five or of nobody.
    both = _closed({who: after[who] - before[who] for who in after if who in before})
    return _mean(list(both.values()))


def _mean(values: Sequence[int]) -> Mean | None:
    return Mean(sum(values) / len(values), len(values)) if len(values) >= LEAST else None


def _is_midway(programme: Programme, earlier: Mapping[Round, Progress], now: datetime) -> bool:
    ends, begins = ends_at(programme), programme.starts_on
    if ends is not None and begins is not None:
        first = datetime(begins.year, begins.month, begins.day, tzinfo=ends.tzinfo)
        return now >= first + (ends - first) / 2
    start = earlier.get(Round.START)
    return bool(start and start.done_at and now >= start.done_at + MIDDLE_AFTER)
