"""How a draft does by people: who is left, how scores spread, and what each group comes to (M6).

Groups are of what is no protected trait: side, language, zone. One of fewer than five people is
not told of, nor what would follow about it from the others: how many there are in all is known, and
so is the mean over all, by the sides. Groups that overlap can be subtracted from one another, so no
fewer than five people are alike in which of the groups told of they are in.
"""

from collections import Counter
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

    Nor may a few follow from what is told of many, as those in one group and not in another, or in
    none of them: so groups are put with the others until everybody has at least four who are in the
    same of those groups. Those go first that leave the fewest people in so small a company.
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
    shown = {name: people for name, people in groups.items() if len(people) >= SMALL}
    names = sorted(shown, key=str)
    alike = Counter(frozenset(n for n in names if who in shown[n]) for who in known)
    while names and _exposed(alike):
        first = min(names, key=lambda n: (_exposed(_without(alike, n)), len(shown[n]), str(n)))
        alike = _without(alike, first)
        names.remove(first)
    return {name: people for name, people in shown.items() if name in names}


def _exposed(alike: "Counter[frozenset[str | None]]") -> int:
    """Return how many people have fewer than four others who are in the same groups."""
    return sum(people for people in alike.values() if people < SMALL)


def _without(
    alike: "Counter[frozenset[str | None]]", name: str | None
) -> "Counter[frozenset[str | None]]":
    found: Counter[frozenset[str | None]] = Counter()
    for names, people in alike.items():
        found[names - {name}] += people
    return found


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
