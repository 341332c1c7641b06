"""Programmes that meet in person: then, and only then, two have to share a place (M8).

Place is never asked elsewhere, and what somebody said of it before counts no more once a programme
meets at a distance again. How well two suit is not told by it: it lets two meet, or does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from plugin.mentoring.enrolment import Enrolment, Profile
from plugin.mentoring.errors import PlaceMissingError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Programme


def require_place(programme: Programme, profile: Profile) -> None:
    """Raise PlaceMissingError where it meets in person, and none of its places is named."""
    if programme.life.places and not _common(programme.life.places, profile.places):
        raise PlaceMissingError


def counted_here(
    programme: Programme, people: Mapping[PersonId, Enrolment]
) -> dict[PersonId, Enrolment]:
    """Return the people with the places that count in this programme at this moment.

    Who has said none where it meets in person shares a place with nobody.
    """
    asked = programme.life.places
    if not asked:
        return dict(people)
    found = {}
    for who, one in people.items():
        here = _common(asked, one.profile.places) or (f"?{who}",)
        found[who] = replace(one, profile=replace(one.profile, here=here))
    return found


def share_a_place(one: Profile, other: Profile) -> bool:
    """Whether two can meet in person; also where nobody is asked."""
    return not (one.here and other.here) or bool(_common(one.here, other.here))


def without_a_place(people: Iterable[Enrolment]) -> frozenset[frozenset[PersonId]]:
    """Return the pairs of them who share no place. O(n²), and nothing where nobody is asked."""
    asked = [one for one in people if one.profile.here]
    return frozenset(
        frozenset((one.person_id, other.person_id))
        for one, other in combinations(asked, 2)
        if one.person_id != other.person_id and not share_a_place(one.profile, other.profile)
    )


def _common(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = {one.casefold() for one in others}
    return tuple(one for one in some if one.casefold() in known)
