"""With whom people would like to work. Nobody learns who wished for them, or did not.

A wish adds points to a pair where a draft is made, and counts from either side; whom somebody would
rather not work with is kept apart everywhere. What two people share is not changed by it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.people import PersonId

POINTS = (10, 6, 3)
"""What a first, second and third wish adds; together the two can weigh as much as a part."""
Wishes = Mapping[PersonId, Sequence[PersonId]]
"""Whom each person wishes for, the dearest first."""
Wished = Mapping[frozenset[PersonId], int]
"""The points that wishes add to two people, whichever of them wished."""
NOBODY: Wished = {}


def checked(
    wished: Iterable[PersonId], offered: Iterable[PersonId], apart: Iterable[PersonId] = ()
) -> tuple[PersonId, ...]:
    """Return the wishes, each person once.

    Raises:
        OutOfBoundsError: more than three, or somebody who is not offered, or is kept away.

    """
    kept = tuple(dict.fromkeys(wished))
    if len(kept) > len(POINTS) or set(kept) - (set(offered) - set(apart)):
        raise OutOfBoundsError
    return kept


def wished_for(wishes: Wishes) -> Wished:
    """Return the points of every two of whom one wished for the other."""
    found: Counter[frozenset[PersonId]] = Counter()
    for who, others in wishes.items():
        for points, other in zip(POINTS, others, strict=False):
            found[frozenset((who, other))] += points
    return found
