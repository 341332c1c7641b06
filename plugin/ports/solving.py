"""What is asked of a solver: numbered people, numbered marks, and whole scores in hundredths."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

Marks = tuple[tuple[int, ...], ...]
"""For each person the numbers that they chose."""
Tell = Callable[[float], bool]
"""Told how far the work is, from 0 to 1; answers whether to go on."""


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of a score: the overlap of two people's marks, as a share of what is enough.

    Attributes:
        width: how many numbers there are.
        weight: points for enough overlap.
        enough: overlap that earns all points; None is all that the left one chose.
        need: overlap below which two may not meet, where both chose something; 0 for none.

    """

    left: Marks
    right: Marks
    width: int
    weight: float
    enough: float | None = 1.0
    need: float = 0.0


@dataclass(frozen=True, slots=True)
class CohortProblem:
    """Rows that seek one seat each, columns that have some.

    Attributes:
        wishes: (row, column, points more).
        barred: (row, column) who may not meet.
        lift: whether the worst-off go before the total.

    """

    parts: tuple[ScorePart, ...]
    seats: tuple[int, ...]
    wishes: tuple[tuple[int, int, float], ...] = ()
    barred: tuple[tuple[int, int], ...] = ()
    lift: bool = True


@dataclass(frozen=True, slots=True)
class CohortAnswer:
    """Who sits where; -1 for nobody.

    Attributes:
        value, bound: points reached, and what no placing under the same rules can exceed.
        floor: points below which nobody was placed.
        stopped: whether it ended before it was done.

    """

    of: tuple[int, ...]
    value: float
    bound: float
    floor: float
    stopped: bool


@dataclass(frozen=True, slots=True)
class GroupProblem:
    """People who are to be put into groups; `left` and `right` of the parts are the same people.

    Attributes:
        sizes: of each group; two each for pairs.
        leads: the person who leads each group, -1 for none.
        hours: cells of free time by person; `common` of them are to be shared by a whole group.
        spread: groups of people of whom a circle may have at most so many: (numbers, most).
        gather: the same, of which a circle has more points when it has one kind: (numbers, points).
        seed: of the order in which exchanges are tried.

    """

    parts: tuple[ScorePart, ...]
    sizes: tuple[int, ...]
    leads: tuple[int, ...] = ()
    barred: tuple[tuple[int, int], ...] = ()
    wishes: tuple[tuple[int, int, float], ...] = ()
    hours: Marks = ()
    common: int = 0
    spread: tuple[tuple[tuple[int, ...], int], ...] = ()
    gather: tuple[tuple[tuple[int, ...], float], ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """The group of each person.

    Attributes:
        broken: how many rules could not be kept.
        bound: for pairs, the points that no pairing can exceed; None for circles.

    """

    of: tuple[int, ...]
    value: float
    bound: float | None
    broken: int


class Solver(Protocol):
    """Finds who goes with whom. The same problem gives the same answer."""

    def cohort(self, problem: CohortProblem, tell: Tell) -> CohortAnswer:
        """Give as many rows as possible a seat, then lift the worst-off, then the total."""
        ...

    def circles(self, problem: GroupProblem, tell: Tell) -> GroupAnswer:
        """Put everybody into groups of the given sizes."""
        ...

    def peers(self, problem: GroupProblem, tell: Tell) -> GroupAnswer:
        """Put everybody into pairs; of an odd number, one makes a three."""
        ...
