"""How a draft does by people: who is left, how scores spread, and what each group comes to (M6).

Groups are of what is no protected trait: side, language, zone. One of fewer than five people is
not told of, nor what would follow about it from the others: how many there are in all is known, and
so is the mean over all, by the sides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, quantiles

from plugin.mentoring.people import PersonId

SMALL = 5
"""Of a group of fewer people nothing is told."""
_Groups = dict[str | None, frozenset[PersonId]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a draft does for one group.

    Attributes:
        name: of the group; None for all who are in no group that is told of.
        people, placed: how many there are, and how many of them have a place.
        points: the mean of their pairs' scores; None where fewer than five have one, or where the
            mean of fewer than five others would follow from it.

    """

    name: str | None
    people: int
    placed: int
    points: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores spread over the pairs: the lowest, quarter, half, three quarters, the highest."""

    lowest: float
    lower: float
    middle: float
    upper: float
    highest: float


def spread_of(scores: Sequence[int]) -> Spread | None:
    """Return how the scores spread; None of fewer than five pairs."""
    if len(scores) < SMALL:
        return None
    lower, middle, upper = quantiles(scores, n=4, method="inclusive")
    return Spread(min(scores), lower, middle, upper, max(scores))


def told_apart(
    groups: Mapping[str, Collection[PersonId]], everybody: Collection[PersonId]
) -> dict[str | None, frozenset[PersonId]]:
    """Return the groups that may be told of, the largest first, and all others as one, under None.

    A group is not told of either where fewer than five are left outside it: how many there are in
    all is known. Where all others together were fewer than five, they would follow from the rest;
    so groups are put with them, those first that lose the fewest of their own, until there are five
    or nothing is told.
    """
    known = frozenset(everybody)
    every: dict[str | None, frozenset[PersonId]] = {
        name: known & frozenset(people) for name, people in groups.items()
    }
    shown = _told(every, known)
    if not shown:
        return {}
    order = sorted(shown, key=lambda name: (-len(shown[name]), str(name)))
    found = {name: shown[name] for name in order}
    others = _rest(known, shown)
    return {**found, None: others} if others else found


def _told(groups: _Groups, known: frozenset[PersonId]) -> _Groups:
    """Return those of the groups that may be told of beside what is told of all."""
    shown = {
        name: people
        for name, people in groups.items()
        if len(people) >= SMALL and not 0 < len(known - people) < SMALL
    }
    while shown and 0 < len(_rest(known, shown)) < SMALL:
        rest = {name: _rest(known, _less(shown, name)) for name in shown}
        grows = [name for name in rest if len(rest[name]) > len(_rest(known, shown))]
        del shown[min(grows or rest, key=lambda name: (len(rest[name]), str(name)))]
    return shown


def _less(shown: _Groups, name: str | None) -> _Groups:
    return {one: people for one, people in shown.items() if one != name}


def _rest(known: frozenset[PersonId], shown: _Groups) -> frozenset[PersonId]:
    return known.difference(*shown.values())


def outcomes(
    groups: Mapping[str, Collection[PersonId]],
    everybody: Collection[PersonId],
    placed: Collection[PersonId],
    scores: Mapping[PersonId, float],
) -> tuple[Outcome, ...]:
    """Return what the draft does for each group that may be told of.

    Args:
        groups: people by what they said; somebody may be in several.
        everybody: who is or could be placed.
        placed: who has a place.
        scores: the mean score of each person's pairs.

    """
    apart, scored = told_apart(groups, everybody), frozenset(everybody) & scores.keys()
    means = _told({name: people & scored for name, people in apart.items()}, scored)
    return tuple(
        Outcome(
            name,
            len(people),
            len(people & set(placed)),
            round(mean(scores[who] for who in means[name]), 1) if name in means else None,
        )
        for name, people in apart.items()
    )
